import { ALIAS } from "../../dns/alias-type.ts";
import { keyOf, type Name } from "../../dns/name.ts";
import { A, AAAA } from "../../dns/type-numbers.ts";
import type { Octets } from "../../dns/wire.ts";
import { type AddressesOfTarget, printAddresses } from "../../dns/zone-file/addresses.ts";
import { endOutside } from "../verify/targets.ts";
import { modelZones } from "../verify/zone-model.ts";
import type { Side, SideZone } from "./side.ts";

/**
 * Made-up addresses that stand for what is looked up: each name outside of our zones at which targets of ALIAS end has one of each
 * type, the same on both sides. So an answer is another one where it comes from another name, and no network is needed.
 */
export interface Symbols {
  /** The file of addresses that stands beside a zone of this side; undefined where it has no ALIAS. */
  readonly fileOf: (side: Side, zone: SideZone) => string | undefined;
  /** The name that an address stands for; undefined for any other address. */
  readonly nameOf: (type: number, rdata: Octets) => Name | undefined;
}

/** Makes those of both sides. */
export function makeSymbols(sides: readonly [Side, Side]): Symbols {
  const ends = new Map(sides.map((side) => [side, endsIn(side)]));
  const names = [...new Set([...ends.values()].flatMap((all) => [...all.values()].map(keyOf)))].toSorted();
  const numbers = new Map(names.map((name, index) => [name, index]));
  const nameOfAddress = new Map(
    names.flatMap((name, index) => [
      [addressOf(A, index), name],
      [addressOf(AAAA, index), name],
    ]),
  );
  return {
    fileOf: (side, { records }) => {
      if (names.length === 0) return undefined;
      const targets = new Map<Name, AddressesOfTarget>();
      for (const { type, rdata } of records) {
        if (type !== ALIAS) continue;
        const target = keyOf(rdata as Name); // ALIAS holds one name
        const end = ends.get(side)?.get(target);
        const number = end && numbers.get(keyOf(end));
        if (number !== undefined) targets.set(target, { a: setOf(A, number), aaaa: setOf(AAAA, number) });
      }
      return targets.size === 0 ? undefined : printAddresses(targets, BEGINNING);
    },
    nameOf: (type, rdata) => (type === A || type === AAAA ? nameOfAddress.get(rdata) : undefined),
  };
}

const BEGINNING = new Date(0);
const TTL = 0x7fffffff;

function setOf(type: number, number: number) {
  return { ttl: TTL, addresses: [Buffer.from(addressOf(type, number), "latin1")] };
}

/** Of networks in which no host of the internet is: for benchmarks and for documents (RFC 6890 §2.2.2 and §2.2.3). */
function addressOf(type: number, number: number): Octets {
  const [high, middle, low] = [(number >>> 16) & 1, (number >>> 8) & 0xff, number & 0xff];
  return type === A
    ? String.fromCharCode(198, 18 + high, middle, low)
    : `\x20\x01\x0d\xb8\xa1\x1a${"\0".repeat(7)}${String.fromCharCode(high, middle, low)}`;
}

/** For each target as it is written, by its key, the name outside of our zones at its end. */
function endsIn({ zones }: Side): ReadonlyMap<Name, Name> {
  const ends = new Map<Name, Name>();
  const targets = new Set<Name>();
  for (const { records } of zones.values())
    for (const { type, rdata } of records) if (type === ALIAS) targets.add(keyOf(rdata as Name)); // as above
  if (targets.size === 0) return ends;
  const models = modelZones([...zones.values()]);
  for (const target of targets) {
    const end = endOutside(models, target);
    if (end !== undefined) ends.set(target, end);
  }
  return ends;
}
