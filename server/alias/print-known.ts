import { printOctets } from "./address-octets.ts";
import type { Known, KnownOfTarget } from "./known.ts";

/** Both types in words, for the log: addresses, or that there are none. */
export function printKnown({ a, aaaa }: KnownOfTarget): string {
  const all = [...addressesOf(a), ...addressesOf(aaaa)];
  if (all.length === 0) return "nothing";
  const more = all.length > SHOWN ? [`${all.length - SHOWN} more`] : [];
  return [...all.slice(0, SHOWN).map(printOctets), ...more].join(", ");
}

const SHOWN = 8;

function addressesOf(known: Known): readonly string[] {
  return known.kind === "addresses" ? known.addresses : [];
}
