import { ALIAS } from "../alias-type.ts";
import type { FlatRecords } from "../flat-records.ts";
import { A, AAAA, DS, NS, RRSIG } from "../type-numbers.ts";
import { AUTHORITATIVE, CUT, type Owners } from "./owners.ts";

/**
 * The types that a denial names at an owner (RFC 4035 §2.3), ascending: at a cut NS and DS alone; RRSIG where something
 * is signed; NSEC where the record is one. An ALIAS is told as the A and AAAA that it answers, and never itself: what is asked for by
 * its own number is not there.
 */
export function typesAt(
  { types }: FlatRecords,
  order: Uint32Array,
  { starts, standings }: Owners,
  owner: number,
  nsec: number | undefined,
): number[] {
  const isCut = standings[owner] === CUT;
  const found: number[] = [];
  let hasAlias = false;
  for (let at = starts[owner]!; at < starts[owner + 1]!; at++) {
    const type = types[order[at]!]!;
    if (type === found.at(-1) || (isCut && type !== NS && type !== DS)) continue;
    if (type === ALIAS) hasAlias = true;
    else found.push(type);
  }
  const isSigned = standings[owner] === AUTHORITATIVE || nsec !== undefined || found.includes(DS);
  if (isSigned) found.push(RRSIG);
  if (nsec !== undefined) found.push(nsec);
  if (hasAlias) found.push(A, AAAA);
  return [...new Set(found)].sort((a, b) => a - b);
}
