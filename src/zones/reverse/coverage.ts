import { isAtOrBelow, keyOf, labelsOf, type Name, parentOf } from "../../../dns/name.ts";
import { IN_ADDR, IP6 } from "../../../dns/reverse-name.ts";

/** Which addresses have their names in a reverse zone. */
export type Coverage =
  /** Those whose names lie below it. */
  | { readonly kind: "tree" }
  /** A part of 256 addresses, whose names in `parent` are aliases of those here (RFC 2317 §4). */
  | { readonly kind: "range"; readonly parent: Name; readonly first: number; readonly last: number };

/**
 * Which addresses have their names in a zone, as its own name says: `2.0.192.in-addr.arpa`, any part of `ip6.arpa`, or
 * classless `128-191.2.0.192.in-addr.arpa`, with a slash `128/26…`. Undefined where that is no name of a reverse zone.
 */
export function coverageOf(origin: Name): Coverage | undefined {
  const zone = keyOf(origin);
  if (zone === IP6 || zone === IN_ADDR) return { kind: "tree" };
  const isIpv6 = isAtOrBelow(zone, IP6);
  if (!isIpv6 && !isAtOrBelow(zone, IN_ADDR)) return undefined;
  const [first, ...rest] = labelsOf(zone).slice(0, -2);
  const labels = [first!, ...rest]; // it lies below one of the two
  if (isIpv6)
    return labels.length <= 32 && labels.every((label) => /^[0-9a-f]$/.test(label)) ? TREE : undefined;
  if (!rest.every(isOctet)) return undefined;
  if (isOctet(first!)) return labels.length <= 4 ? TREE : undefined;
  const range = rest.length === 3 ? rangeOf(first!) : undefined;
  return range === undefined ? undefined : { kind: "range", parent: parentOf(zone), ...range };
}

const TREE: Coverage = { kind: "tree" };

function isOctet(label: string): boolean {
  return /^(0|[1-9][0-9]{0,2})$/.test(label) && Number(label) <= 255;
}

/**
 * `128/26` is a prefix. `128-191` is a range; but `128-26` and `0-26`, which are no block of addresses as ranges, are a
 * prefix whose slash somebody did not like.
 */
function rangeOf(label: string): { readonly first: number; readonly last: number } | undefined {
  const found = /^([0-9]{1,3})([/-])([0-9]{1,3})$/.exec(label);
  if (found === null || !isOctet(found[1]!) || !isOctet(found[3]!)) return undefined;
  const [first, second] = [Number(found[1]), Number(found[3])];
  const asPrefix = prefixRange(first, second);
  if (found[2] === "/") return asPrefix;
  if (second > first && (asPrefix === undefined || isBlock(first, second))) return { first, last: second };
  return asPrefix;
}

function prefixRange(first: number, length: number): { first: number; last: number } | undefined {
  if (length < 25 || length > 32) return undefined;
  const size = 2 ** (32 - length);
  return first % size === 0 ? { first, last: first + size - 1 } : undefined;
}

function isBlock(first: number, last: number): boolean {
  const size = last - first + 1;
  return (size & (size - 1)) === 0 && first % size === 0;
}
