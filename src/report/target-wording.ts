import { ALIAS } from "../../dns/alias-type.ts";
import { keyOf, type Name } from "../../dns/name.ts";
import { codecOf } from "../../dns/records/index.ts";
import { A, AAAA } from "../../dns/type-numbers.ts";
import { octetsOf } from "../../dns/wire.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { AddressesOfTarget, AddressSet } from "../../dns/zone-file/addresses.ts";

/** What targets of ALIAS have now, by the keys of their names as they are written. */
export type TargetsNow = ReadonlyMap<Name, AddressesOfTarget>;

/** The addresses that the target of an ALIAS has now, IPv4 first; undefined for other records, and where nobody answered. */
export function addressesNow(
  { type, rdata }: Pick<ZoneRecord, "type" | "rdata">,
  targets: TargetsNow | undefined,
): readonly string[] | undefined {
  if (type !== ALIAS) return undefined;
  const { a, aaaa } = targets?.get(keyOf(rdata as Name)) ?? {}; // ALIAS holds one name
  if (a === undefined && aaaa === undefined) return undefined;
  return [...textsOf(A, a), ...textsOf(AAAA, aaaa)];
}

/** Them in words: `now 192.0.2.1, 2001:db8::1`. */
export function nowWords(addresses: readonly string[]): string {
  if (addresses.length === 0) return "now no addresses";
  const rest = addresses.length - MOST_NAMED;
  return `now ${addresses.slice(0, MOST_NAMED).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

const MOST_NAMED = 8;

/** In the order of the addresses: a resolver turns theirs round from one answer to the next. */
function textsOf(type: number, set: AddressSet | undefined): string[] {
  const rdatas = (set?.addresses ?? []).map((octets) => octetsOf(octets, 0, octets.length));
  return rdatas.toSorted().map((rdata) => codecOf(type).print(rdata));
}
