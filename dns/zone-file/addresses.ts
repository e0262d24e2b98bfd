import { keyOf, type Name, parseName, printName, ROOT } from "../name.ts";
import { A, AAAA } from "../type-numbers.ts";
import { typeName } from "../types.ts";
import { octetsOf } from "../wire.ts";
import { parseZoneFile } from "./parse.ts";
import { printRecord } from "./print.ts";

/** Addresses of one type that a target had. */
export interface AddressSet {
  /** In seconds. */
  readonly ttl: number;
  /** Four or sixteen octets each; none where it had no record of the type. */
  readonly addresses: readonly Uint8Array[];
}

/** What one target had; a type that nobody knew of is left out. */
export interface AddressesOfTarget {
  readonly a?: AddressSet;
  readonly aaaa?: AddressSet;
}

/** What targets of ALIAS had when the zone was rendered. */
export interface TargetAddresses {
  /** When they were looked up, in seconds since 1970. */
  readonly at: number;
  /** By folded names; what nobody knew is left out. */
  readonly targets: ReadonlyMap<Name, AddressesOfTarget>;
}

/** The text that stands beside a zone file, for `readAddresses`. The same addresses and time give the same octets. */
export function printAddresses(targets: TargetAddresses["targets"], at: Date): string {
  const lines = [...targets].flatMap(([owner, { a, aaaa }]) => [
    ...linesOf(owner, A, a),
    ...linesOf(owner, AAAA, aaaa),
  ]);
  const second = `${at.toISOString().slice(0, 19)}Z`;
  return `; zonepipe addresses 1 ${second}\n${lines
    .toSorted()
    .map((line) => `${line}\n`)
    .join("")}`;
}

function linesOf(owner: Name, type: number, set: AddressSet | undefined): string[] {
  if (set === undefined) return [];
  const { ttl, addresses } = set;
  if (addresses.length === 0) return [`; ${printName(owner)} ${ttl} has no ${typeName(type)}`];
  return addresses.map((octets) =>
    printRecord({ owner, type, ttl, rdata: octetsOf(octets, 0, octets.length) }),
  );
}

/** Reads the text that stands beside a zone file. What cannot be read is left out: it is no part of the zone. */
export function readAddresses(text: string): TargetAddresses {
  const at = Date.parse(/^; zonepipe addresses 1 (\S+)/.exec(text)?.[1] ?? "") / 1000;
  const targets = new Map<Name, AddressesOfTarget>();
  if (Number.isNaN(at)) return { at: 0, targets };
  const add = (owner: Name, type: "a" | "aaaa", ttl: number, addresses: readonly Uint8Array[]) => {
    const target = targets.get(keyOf(owner)) ?? {};
    const before = target[type];
    targets.set(keyOf(owner), {
      ...target,
      [type]: {
        ttl: Math.min(ttl, before?.ttl ?? ttl),
        addresses: [...(before?.addresses ?? []), ...addresses],
      },
    });
  };
  for (const [, owner = "", ttl = "", type = ""] of text.matchAll(
    /^; (\S+) ([0-9]{1,10}) has no (A|AAAA)$/gm,
  )) {
    const name = parseName(owner);
    if (typeof name === "string") add(name, type === "A" ? "a" : "aaaa", Number(ttl), []);
  }
  const { records } = parseZoneFile({ file: "addresses", bytes: Buffer.from(text, "utf8"), origin: ROOT });
  for (const { owner, type, ttl, rdata } of records) {
    if (type === A || type === AAAA)
      add(owner, type === A ? "a" : "aaaa", ttl, [Buffer.from(rdata, "latin1")]);
  }
  return { at, targets };
}
