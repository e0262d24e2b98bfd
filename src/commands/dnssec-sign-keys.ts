import type { KeyObject } from "node:crypto";
import { keyOf } from "../../dns/name.ts";
import { tagOf } from "../../dns/signing/key-records.ts";
import {
  KEY_SIGNATURES,
  printKeySignatures,
  readKeySignatures,
} from "../../dns/signing/key-signature-file.ts";
import { keySignaturesOf, presignedBy, windowOfSignature } from "../../dns/signing/key-signatures.ts";
import { plainSigner } from "../../dns/signing/plain-signer.ts";
import type { PolicyKey } from "../../dns/signing/policy.ts";
import { publicKeyOf } from "../../dns/signing/public-key-of.ts";
import type { Sign } from "../../dns/signing/sign.ts";
import { windowOf, windowStart } from "../../dns/signing/window.ts";
import type { Octets } from "../../dns/wire.ts";
import type { Zone } from "../../dns/zone.ts";
import { zonePath } from "../../dns/zone-file/file-name.ts";
import { judgeKeySignatures, type KeptSignature, keySigningOf, signKeys } from "../dnssec/key-signing.ts";
import { joinPath } from "../files/join-path.ts";
import { WorldError } from "../files/world-error.ts";
import { openKeyToken, type TokenPlace } from "../world/key-token.ts";
import type { World } from "../world.ts";
import { SIGNATURES_FOLDER } from "../zones/keys/key-signatures.ts";
import { load } from "../zones/load.ts";
import { readZones } from "../zones/validate.ts";
import { keptKeys } from "./dnssec-key-folder.ts";
import type { Signing } from "./dnssec-signing.ts";
import type { Printed } from "./program.ts";

/** What is to be signed beforehand, and with what. */
export interface SignKeysOrder {
  readonly signing: Signing;
  /** The folder of the zones. */
  readonly folder: string;
  /** For how many weeks, this one included. */
  readonly weeks: number;
  readonly keysFolder: string | undefined;
  readonly token: TokenPlace | undefined;
  /** Asked for where a token is to sign. */
  readonly pin: () => Promise<string | undefined>;
}

/**
 * Signs the keys of a zone for the weeks to come with keys that are on no machine. What was signed before is kept, so that no
 * week ever has two signatures over the same, and so that the image before or after a change of the keys can answer, too; what is
 * past goes.
 */
export async function signKeysBeforehand(order: SignKeysOrder, world: World): Promise<Printed> {
  const { signing, folder, weeks } = order;
  const { name, origin } = signing;
  const { zone, before } = await zoneWithSignatures(order, world);
  const what = keySigningOf(zone);
  if (what === undefined || what.keys.length === 0) {
    throw new WorldError(
      `Cannot sign the keys of ${name}: it has no key that signs keys alone (role ksk, active); \`zonepipe dnssec enable --split\` makes one`,
    );
  }
  const { policy, keys } = what;
  const now = windowOf(world.now().getTime() / 1000);
  const from = Math.max(policy.base, now);
  const until = Math.min(from + weeks, policy.base + policy.windows); // the first that is not signed for
  const { good, whole } = judgeKeySignatures(what, before);
  const made = keySignaturesOf(before);
  // A machine whose clock is behind turns late.
  const isPast = (window: number | undefined) => window === undefined || window < from - 1;
  const all: KeptSignature[] = good.filter(({ window }) => !isPast(window));
  const holding = new Set(good.map(({ rdata }) => rdata));
  const others = before.filter((rdata) => !holding.has(rdata) && !isPast(windowOfSignature(rdata)));
  const signers = await signersOf(order, keys, world);
  const lines: string[] = [];
  const silent: string[] = [];
  for (const key of keys) {
    const kept = [...whole.get(key)!].filter((window) => !isPast(window)); // it has one for each key
    const presigned = presignedBy(key, made);
    const sign = signers.get(key);
    let signed = 0;
    for (let window = from; window < until && sign !== undefined; window++) {
      if (kept.includes(window)) continue;
      for (const rdata of signKeys(what, key, window, (_, data) => madeBefore(presigned, data) ?? sign(data)))
        if (!holding.has(rdata)) all.push({ key, window, rdata });
      signed += 1;
    }
    const last = all
      .filter((each) => each.key === key)
      .reduce((most, { window }) => Math.max(most, window), -1);
    if (last < from) silent.push(`${tagOf(key)}`);
    else
      lines.push(
        `Key ${tagOf(key)} has signed the keys of ${name} until ${dayOf(last + 1)}: ${signed} weeks now, ${kept.length} before.`,
      );
  }
  if (silent.length === keys.length) {
    throw new WorldError(
      `Cannot sign the keys of ${name}: the private half of key ${silent.join(" and ")} is not here; name its folder with --keys, or its token with --module and --token`,
    );
  }
  const path = joinPath(folder, `${SIGNATURES_FOLDER}/${zonePath(origin)}${KEY_SIGNATURES}`);
  const own = all
    .toSorted((a, b) => a.window - b.window || keys.indexOf(a.key) - keys.indexOf(b.key))
    .map(({ rdata }) => rdata);
  const rrsigs = [...own, ...new Set(others)];
  await world.output.write(path, printKeySignatures(origin, policy.ttl, rrsigs));
  if (others.length > 0)
    lines.push(`Kept: ${others.length} signatures over the keys as they were, or are to be.`);
  const rest = silent.map((tag) => `Key ${tag} has not signed: run this again where it is.`);
  const next = `Written: ${JSON.stringify(path)}. Commit it, and release: machines answer with it, and need none of these keys.`;
  return { text: `${[...lines, ...rest, next].join("\n")}\n`, exitCode: silent.length === 0 ? 0 : 1 };
}

function madeBefore(presigned: Sign, data: Uint8Array): Octets | undefined {
  try {
    return presigned(data);
  } catch {
    return undefined;
  }
}

async function zoneWithSignatures(
  { signing: { name, origin }, folder }: SignKeysOrder,
  { files }: World,
): Promise<{ readonly zone: Zone; readonly before: readonly Octets[] }> {
  const sources = await load(folder, files);
  const { zones, told } = readZones(sources, (each) => keyOf(each) === keyOf(origin));
  const fault = told().find(({ severity, rule }) => severity === "error" && rule !== "key-signatures");
  const zone = zones[0]?.zone;
  if (zone === undefined || fault !== undefined)
    throw new WorldError(
      `Cannot sign the keys of ${name}: its zone has errors; \`zonepipe check\` tells them`,
    );
  const text = zone.keySignatures ?? "";
  return { zone, before: readKeySignatures("", Buffer.from(text), origin).rrsigs };
}

/** What signs with each key that is here. */
async function signersOf(
  { keysFolder, token, pin }: SignKeysOrder,
  keys: readonly PolicyKey[],
  { files }: World,
): Promise<Map<PolicyKey, (data: Uint8Array) => Octets>> {
  const signers = new Map<PolicyKey, (data: Uint8Array) => Octets>();
  const kept = keysFolder === undefined ? [] : await keptKeys(keysFolder, files);
  for (const key of keys) {
    const found = kept.find(({ secret }) => isHalfOf(secret, key));
    if (found !== undefined) signers.set(key, plainSigner(key.algorithm, found.secret));
  }
  if (token === undefined) return signers;
  let known: string | undefined;
  const opened = openKeyToken(token, () => known ?? "");
  for (const key of keys) {
    const inside = opened.keys.find(
      ({ algorithm, publicKey }) => algorithm === key.algorithm && publicKey === key.publicKey,
    );
    if (inside === undefined) continue;
    known ??= await pin();
    if (known === undefined)
      throw new WorldError(
        "Cannot use the token without its PIN: set ZONEPIPE_PKCS11_PIN, or run this at a terminal",
      );
    signers.set(key, (data) => opened.sign(inside, data));
  }
  return signers;
}

function isHalfOf(secret: KeyObject, key: PolicyKey): boolean {
  const half = publicKeyOf(secret);
  return half?.algorithm === key.algorithm && half.publicKey === key.publicKey;
}

function dayOf(window: number): string {
  return new Date(windowStart(window) * 1000).toISOString().slice(0, 10);
}
