import { type Name, printName } from "../../../dns/name.ts";
import { DS } from "../../../dns/records/ds.ts";
import { delegationSigner, tagOf } from "../../../dns/signing/key-records.ts";
import {
  type PolicyKey,
  parsePolicy,
  SIGNING_POLICY,
  type SigningPolicy,
} from "../../../dns/signing/policy.ts";
import { span } from "../../../dns/span.ts";
import type { ZoneRecord } from "../../../dns/zone.ts";
import { policyKeyName } from "../../dnssec/policy-lines.ts";
import type { RrsetChange } from "../changes.ts";
import { listed } from "./listed.ts";

/** What a change of the record by which our nameservers sign a zone does: sentences without their final stops. */
export function signingSentences({ type, added, removed }: RrsetChange, zone: Name): string[] {
  if (type !== SIGNING_POLICY) return [];
  const [before, after] = [policyOf(removed), policyOf(added)];
  if (after === undefined) return before === undefined ? [] : endSentences(before);
  if (before === undefined) return beginSentences(after, zone);
  return [
    ...keySentences(before, after),
    ...parentSentences(before, after, zone),
    ...settingSentences(before, after),
  ];
}

function policyOf([record]: readonly ZoneRecord[]): SigningPolicy | undefined {
  const policy = record === undefined ? undefined : parsePolicy(record.rdata);
  return policy === undefined || "fault" in policy ? undefined : policy;
}

function beginSentences(after: SigningPolicy, zone: Name): string[] {
  const { keys, ttl, denial } = after;
  const entries = keys.filter(
    ({ signs, isPublished }) => isPublished && (signs === "all" || signs === "keys"),
  );
  const text = entries.map((key) => dsText(key, zone)).join(" and ");
  const asks = parentSentences({ ...after, keys: [], isLeaving: false }, after, zone);
  return [
    `Signing begins with ${listed(keys.filter(({ signs }) => signs !== "none").map(policyKeyName))}, and with ${denial.toUpperCase()}`,
    ...(asks.length > 0
      ? asks
      : [`The parent gets its DS when every nameserver has answered the keys for ${span(ttl)}: ${text}`]),
  ];
}

function endSentences({ keys }: SigningPolicy): string[] {
  const names = listed(keys.map(policyKeyName));
  return [
    `Signing ends, with ${names}: whoever still has a DS of the zone takes it for forged, so none may be at the parent or in a cache`,
  ];
}

function keySentences(before: SigningPolicy, after: SigningPolicy): string[] {
  const old = new Map(before.keys.map((key) => [idOf(key), key]));
  const now = new Map(after.keys.map((key) => [idOf(key), key]));
  const sentences: string[] = [];
  for (const [id, key] of now) {
    const was = old.get(id);
    const name = capital(policyKeyName(key));
    if (was === undefined) sentences.push(`${name} comes: ${comesText(key)}`);
    else sentences.push(...changeTexts(was, key).map((text) => `${name} ${text}`));
  }
  for (const [id, key] of old) {
    if (!now.has(id)) sentences.push(`${capital(policyKeyName(key))} goes: ${goesText(key)}`);
  }
  return sentences;
}

function changeTexts(was: PolicyKey, key: PolicyKey): string[] {
  const texts: string[] = [];
  if (was.signs !== key.signs) {
    texts.push(
      key.signs === "none"
        ? "no longer signs"
        : was.signs === "none"
          ? "begins to sign"
          : `now signs ${SIGNED[key.signs]}`,
    );
  }
  if (was.isPublished !== key.isPublished)
    texts.push(key.isPublished ? "is published" : "is no longer published");
  return texts;
}

function comesText({ signs, isPublished }: PolicyKey): string {
  if (signs === "none") return "it is published, and signs nothing yet";
  const what = `signs ${SIGNED[signs]}`;
  return isPublished ? `it is published, and ${what}` : `it ${what}, and is not published yet`;
}

function goesText({ signs, isPublished }: PolicyKey): string {
  const stops = [
    ...(isPublished ? ["is no longer published"] : []),
    ...(signs === "none" ? [] : ["no longer signs"]),
  ];
  return `it ${stops.join(", and ")}`;
}

const SIGNED = { all: "everything", keys: "the keys", zone: "all but the keys" } as const;

/** CDS and CDNSKEY: a parent that looks at them acts at once (RFC 7344 §6.1). */
function parentSentences(before: SigningPolicy, after: SigningPolicy, zone: Name): string[] {
  if (after.isLeaving) return before.isLeaving ? [] : ["CDS now asks the parent to remove every DS"];
  const wanted = after.keys.filter(({ isWanted }) => isWanted);
  const old = new Set(before.isLeaving ? [] : before.keys.filter(({ isWanted }) => isWanted).map(idOf));
  if (wanted.length === old.size && wanted.every((key) => old.has(idOf(key))) && !before.isLeaving) return [];
  if (wanted.length === 0) return ["CDS no longer asks the parent for anything"];
  const what = wanted.map((key) => `that of ${policyKeyName(key)}, ${dsText(key, zone)}`);
  const count = wanted.length === 1 ? "one DS" : `${wanted.length} DS`;
  return [`CDS now asks the parent for ${count} and no other: ${what.join(" and ")}`];
}

function settingSentences(before: SigningPolicy, after: SigningPolicy): string[] {
  const sentences: string[] = [];
  if (before.denial !== after.denial)
    sentences.push(`What does not exist is proved by ${after.denial.toUpperCase()} from now on`);
  if (before.ttl !== after.ttl)
    sentences.push(`Keys may be kept for ${span(after.ttl)}, no longer for ${span(before.ttl)}`);
  if (before.csync !== after.csync) {
    sentences.push(
      after.csync
        ? "CSYNC asks the parent to take over NS and glue"
        : "CSYNC no longer asks the parent for NS and glue",
    );
  }
  return sentences;
}

/** What a registrar wants: tag, algorithm, digest type 2 (SHA-256) and digest. */
function dsText(key: PolicyKey, zone: Name): string {
  return `${printName(zone)} DS ${DS.print(delegationSigner(zone, key))}`;
}

function idOf(key: PolicyKey): string {
  return `${tagOf(key)} ${key.algorithm} ${key.publicKey}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
