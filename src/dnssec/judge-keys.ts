import { publicKeyFault } from "../../dns/signing/algorithms.ts";
import { algorithmName } from "./algorithms.ts";
import { isPublished, isSigning, tagOf, type ZoneKey, type ZoneKeys } from "./zone-keys.ts";

/** Something about a zone's keys that makes no sense, or would break validation. */
export interface KeyFault {
  readonly rule: "key-tag" | "key-form" | "key-twice" | "keys-incomplete" | "keys-states";
  readonly severity: "error" | "warning";
  /** The index of the key at fault; left out where it is the zone's keys together. */
  readonly key?: number;
  /** What is found and what is expected: without its final stop, to stand alone. */
  readonly message: string;
  readonly help: string;
  readonly source?: string;
}

/** Judges the keys of one zone, each by itself and all together; everything at once. */
export function judgeKeys(zone: ZoneKeys): KeyFault[] {
  return [
    ...zone.keys.flatMap((key, index) => [...ownFaults(key, index), ...stateFaults(key, index, zone)]),
    ...twice(zone.keys),
    ...incomplete(zone.keys),
    ...chainFaults(zone),
  ];
}

/** A key for a message: `12345 (ECDSAP256SHA256)`. */
export function keyName({ tag, algorithm }: Pick<ZoneKey, "tag" | "algorithm">): string {
  return `${tag} (${algorithmName(algorithm)})`;
}

function ownFaults(key: ZoneKey, index: number): KeyFault[] {
  const faults: KeyFault[] = [];
  const { algorithm, publicKey } = key;
  const fault = publicKeyFault(algorithm, publicKey);
  if (fault !== undefined) {
    faults.push({
      rule: "key-form",
      severity: "error",
      key: index,
      message: `The public key of ${keyName(key)} is none: ${fault}`,
      help: "Write it as the DNSKEY record has it, in Base64.",
    });
  } else if (tagOf(key) !== key.tag) {
    faults.push({
      rule: "key-tag",
      severity: "error",
      key: index,
      message: `The tag is ${key.tag}, and that of the public key is ${tagOf(key)} as ${key.role}`,
      help: `Write ${tagOf(key)}, or the public key and the role that belong to ${key.tag}.`,
      source: "RFC 4034 §2.1",
    });
  }
  return faults;
}

function stateFaults(key: ZoneKey, index: number, { cds }: ZoneKeys): KeyFault[] {
  const { state, role, ds } = key;
  const of = (message: string, help: string): KeyFault => ({
    rule: "keys-states",
    severity: "error",
    key: index,
    message,
    help,
  });
  const faults: KeyFault[] = [];
  if (role === "zsk" && ds !== "absent") {
    faults.push(
      of(
        `Key ${keyName(key)} is a zsk, and its DS is ${ds}; a DS belongs to a key that signs keys`,
        "Write `ds: absent`.",
      ),
    );
  }
  if (!isPublished(key) && (ds === "wanted" || ds === "seen")) {
    faults.push(
      of(
        `Key ${keyName(key)} is ${state}, so it is not published, and its DS is ${ds}`,
        "Publish the key first: a DS comes after its key, and goes before it.",
      ),
    );
  }
  if (cds === "delete" && ds === "wanted") {
    faults.push(
      of(
        `The DS of key ${keyName(key)} is wanted, and CDS asks the parent to remove all DS`,
        "Write `ds: leaving`, or `cds: keys`.",
      ),
    );
  }
  return faults;
}

function twice(keys: readonly ZoneKey[]): KeyFault[] {
  return keys.flatMap((key, index) => {
    const before = keys.slice(0, index);
    const same = before.find((other) => other.publicKey === key.publicKey);
    const tag = before.find((other) => other.tag === key.tag);
    if (same === undefined && tag === undefined) return [];
    return [
      same === undefined
        ? {
            rule: "key-twice",
            severity: "error",
            key: index,
            message: `Two keys have the tag ${key.tag}`,
            help: "Make another key: a tag is how people and validators tell keys apart.",
          }
        : {
            rule: "key-twice",
            severity: "error",
            key: index,
            message: `Key ${keyName(key)} stands here twice`,
            help: "Write it once, with the state that it is in.",
          },
    ];
  });
}

/** Every algorithm of a published key of ours must sign keys and zone (RFC 4035 §2.2). */
function incomplete(keys: readonly ZoneKey[]): KeyFault[] {
  const own = keys.filter(({ state }) => state !== "foreign");
  const of = (message: string, help: string): KeyFault => ({
    rule: "keys-incomplete",
    severity: "error",
    message,
    help,
    source: "RFC 4035 §2.2",
  });
  const faults: KeyFault[] = [];
  const active = own.filter(({ state }) => state === "active");
  if (!active.some(({ role }) => role !== "ksk")) {
    faults.push(
      of(
        "No key that is active signs the zone",
        "Make a zsk or a csk active, or take the zone out of this file, so that it is not signed.",
      ),
    );
  }
  if (!active.some(({ role }) => role !== "zsk")) {
    faults.push(
      of(
        "No key that is active signs the keys",
        "Make a ksk or a csk active, or take the zone out of this file, so that it is not signed.",
      ),
    );
  }
  if (faults.length > 0) return faults;
  const signing = own.filter(isSigning);
  for (const algorithm of new Set(own.filter(isPublished).map((key) => key.algorithm))) {
    const alike = signing.filter((key) => key.algorithm === algorithm);
    for (const [what, role, helper] of [
      ["the zone", "ksk", "zsk"],
      ["the keys", "zsk", "ksk"],
    ] as const) {
      if (alike.some((key) => key.role !== role)) continue;
      faults.push(
        of(
          `Keys of ${algorithmName(algorithm)} are published, and none signs ${what}`,
          `Add a ${helper} of that algorithm, or write \`early\` or \`late\` for keys that are not to be published.`,
        ),
      );
    }
  }
  return faults;
}

/** The DS at the parent must lead to a key that signs. */
function chainFaults({ keys, cds }: ZoneKeys): KeyFault[] {
  const faults: KeyFault[] = [];
  const trusted = keys.filter(({ ds }) => ds === "seen" || ds === "leaving");
  const own = trusted.filter(({ state }) => state !== "foreign");
  if (own.length > 0 && !own.some(({ state }) => state === "active")) {
    faults.push({
      rule: "keys-states",
      severity: "error",
      message: `The parent has the DS of ${own.map(keyName).join(" and ")}, and no key with a DS is active: nobody could validate the zone`,
      help: "Keep a key active whose DS the parent has, until it has the DS of another one.",
      source: "RFC 4035 §5.2",
    });
  }
  if (cds === "keys" && !keys.some(({ ds }) => ds === "wanted" || ds === "seen")) {
    faults.push({
      rule: "keys-states",
      severity: "error",
      message: "CDS is to name keys, and the DS of none is wanted",
      help: "Write `ds: wanted` for the key whose DS the parent is to have, or `cds: none`.",
    });
  }
  const algorithms = new Set(keys.filter(isSigning).map(({ algorithm }) => algorithm));
  for (const [index, key] of keys.entries()) {
    if (key.state !== "foreign" || algorithms.has(key.algorithm)) continue;
    faults.push({
      rule: "keys-states",
      severity: "warning",
      key: index,
      message: `Another provider's key ${keyName(key)} has an algorithm with which nothing is signed here`,
      help: "Have both sign with the same algorithm while both answer for the zone.",
      source: "RFC 8901 §4",
    });
  }
  return faults;
}
