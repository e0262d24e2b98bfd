import { ALIAS } from "../../dns/alias-type.ts";
import { A, AAAA, CNAME, HTTPS, SVCB } from "../../dns/type-numbers.ts";
import {
  ALIAS_RRSET,
  ALIAS_SIZE,
  EXTRA_BASE,
  EXTRA_LINK,
  MAX_LINKS,
  NODE_INFO,
  NODE_NAME,
  ROW,
  RRSET_ALIAS,
  RRSET_COUNTS,
  RRSET_DATA,
  RRSET_EXTRA_COUNT,
  RRSET_EXTRAS,
  RRSET_LENGTHS,
  RRSET_TYPE,
  type Tables,
} from "../tables/tables.ts";
import type { Owner } from "./check-rrset.ts";
import { IS_NODE, IS_RRSET, type RowMap } from "./row-map.ts";
import { isLabel, read, readTemplateName } from "./template-names.ts";

/** What is wrong with the place of a CNAME's target, which is in `read` (see `linkTargets`), in words. */
export function faultInTarget({ tables, kinds }: RowMap, rrset: number): string | undefined {
  const { rows, heap } = tables;
  const place = rows[rrset * ROW + RRSET_EXTRAS]!;
  if (rows[rrset * ROW + RRSET_EXTRA_COUNT] !== read.length)
    return `the target of RRset ${rrset} has another length`;
  if (place === -1) return undefined;
  const node = place >> 1;
  if (kinds[node] !== IS_NODE) return `the target of RRset ${rrset} is no node`;
  const length = rows[node * ROW + NODE_INFO]! & 0xff;
  const name = rows[node * ROW + NODE_NAME]!;
  const isExact = (place & 1) === 1;
  const start = read.length - length;
  const isAbove = isExact ? start === 0 : start > 0 && isLabel(read.octets, 0, read.length, start);
  return isAbove && hasOctets(heap, name, read.octets, start, length)
    ? undefined
    : `the target of RRset ${rrset} is at another node`;
}

/** The octets are the same but for their case: who looks for a name folds it. */
function hasOctets(
  lower: Uint8Array,
  at: number,
  octets: Uint8Array,
  start: number,
  length: number,
): boolean {
  for (let index = 0; index < length; index++) {
    const octet = octets[start + index]!;
    if (lower[at + index] !== (octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet)) return false;
  }
  return true;
}

/** The RRset of each link of the RRset at hand. */
const linked = new Int32Array(MAX_LINKS + 1);

/** What is wrong with the additional data of an RRset, in words. */
export function faultInExtras({ tables, kinds }: RowMap, rrset: number, owner: Owner): string | undefined {
  const { rows, extras } = tables;
  const first = rows[rrset * ROW + RRSET_EXTRAS]!;
  const count = rows[rrset * ROW + RRSET_EXTRA_COUNT]!;
  // A CNAME has the place of its target there.
  if (count === 0 || (rows[rrset * ROW + RRSET_TYPE]! & 0xffff) === CNAME) return undefined;
  if (first < 0 || count < 0 || 2 * (first + count) > extras.length)
    return `the additional data of RRset ${rrset} lies outside of its table`;
  linked.fill(-1);
  linked[0] = rrset;
  for (let extra = first; extra < first + count; extra++) {
    const added = extras[2 * extra]!;
    const flags = extras[2 * extra + 1]!;
    const link = (flags >>> EXTRA_LINK) & MAX_LINKS;
    const base = linked[(flags >>> EXTRA_BASE) & MAX_LINKS]!;
    if (kinds[added] !== IS_RRSET || !mayBeAdded(tables, added, link))
      return `RRset ${added} cannot be added`;
    if (base < 0 || !hasName(tables, base, flags & 0xffff, owner))
      return `RRset ${rrset} has no name for what is added`;
    if (link !== 0) linked[link] = added;
  }
  return undefined;
}

function mayBeAdded({ rows, aliases }: Tables, rrset: number, link: number): boolean {
  const row = rrset * ROW;
  const type = rows[row + RRSET_TYPE]! & 0xffff;
  if (rows[row + RRSET_COUNTS]! >>> 16 !== 0) return false; // its pointers could not be moved
  if (type === SVCB || type === HTTPS) return true;
  if (link !== 0) return false;
  if (type !== ALIAS) return type === A || type === AAAA;
  const alias = rows[row + RRSET_ALIAS]! * ALIAS_SIZE;
  return alias >= 0 && alias < aliases.length && aliases[alias + ALIAS_RRSET] === rrset;
}

/** There is a name at this place of an RRset, or the pointer to its owner. */
function hasName({ rows, heap }: Tables, rrset: number, offset: number, owner: Owner): boolean {
  const begin = rows[rrset * ROW + RRSET_DATA]!;
  const size = rows[rrset * ROW + RRSET_LENGTHS]! & 0xffff;
  if (offset + 2 <= size && heap[begin + offset]! >= 0xc0) return true;
  return readTemplateName(heap, begin, size, owner.start, owner.length, offset);
}
