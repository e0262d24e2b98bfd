import { ALIAS } from "../../dns/alias-type.ts";
import { CNAME, DNAME, RRSIG, SOA } from "../../dns/type-numbers.ts";
import { planOf } from "../tables/compile/type-plan.ts";
import {
  RECORD_HEAD,
  ROW,
  RRSET_COUNTS,
  RRSET_DATA,
  RRSET_LENGTHS,
  RRSET_TYPE,
  type Tables,
} from "../tables/tables.ts";
import { isWholeName, read, readTemplateName } from "./template-names.ts";

/** The owner of an RRset: where its name stands in the heap, and its length. */
export interface Owner {
  start: number;
  length: number;
}

/**
 * What is wrong with the records of an RRset, in words: they and their RRSIGs fill their octets, every name in them can be followed, and
 * the pointers are those that an answer moves. For a CNAME its target is in `read` then.
 */
export function faultInRecords(
  { rows, heap }: Tables,
  rrset: number,
  { start: owner, length: ownerLength }: Owner,
): string | undefined {
  const row = rrset * ROW;
  const type = rows[row + RRSET_TYPE]! & 0xffff;
  const count = rows[row + RRSET_TYPE]! >>> 16;
  const begin = rows[row + RRSET_DATA]!;
  const size = rows[row + RRSET_LENGTHS]! & 0xffff;
  const signed = rows[row + RRSET_LENGTHS]! >>> 16;
  const signatures = rows[row + RRSET_COUNTS]! & 0xffff;
  const pointers = rows[row + RRSET_COUNTS]! >>> 16;
  const patches = begin + size + signed;
  if (type === 0 || count === 0) return `RRset ${rrset} is empty`;
  if (begin < 0 || patches + 2 * pointers > heap.length) return `RRset ${rrset} lies outside of the heap`;
  if (isSingle(type) && count !== 1) return `RRset ${rrset} has ${count} records`;
  const { compressible } = planOf(type);
  let patch = 0;
  let at = 0;
  for (let record = 0; record < count; record++) {
    const end = endOfRecord(heap, begin, size, at, type);
    if (end < 0) return `record ${record} of RRset ${rrset} is out of place`;
    let from = at + RECORD_HEAD;
    if (type === DNAME || type === ALIAS) {
      if (!isWholeName(heap, begin + from, end - from)) return `RRset ${rrset} has no name as its target`;
    }
    for (let index = 0; index < compressible.length; index++) {
      from += compressible[index]!;
      if (!readTemplateName(heap, begin, end, owner, ownerLength, from))
        return `a name in RRset ${rrset} cannot be read`;
      if (read.pointerAt >= 0) {
        if (patch === pointers || u16(heap, patches + 2 * patch) !== read.pointerAt)
          return `a pointer in RRset ${rrset} is not noted`;
        patch += 1;
      }
      from = read.end;
    }
    if (type === CNAME && from !== end) return `RRset ${rrset} has more than a name`;
    if (type === SOA && from + SERIAL_AND_TIMERS !== end) return `the SOA of RRset ${rrset} is not whole`;
    at = end;
  }
  if (at !== size) return `RRset ${rrset} has more octets than its records`;
  if (patch !== pointers) return `RRset ${rrset} has fewer pointers than are noted`;
  for (let record = 0; record < signatures; record++) {
    at = endOfRecord(heap, begin, size + signed, at, RRSIG);
    if (at < 0) return `a signature of RRset ${rrset} is out of place`;
  }
  return at === size + signed ? undefined : `RRset ${rrset} has more octets than its signatures`;
}

const SERIAL_AND_TIMERS = 20; // they end an SOA (RFC 1035 §3.3.13)

/** The server looks at one record of these. */
function isSingle(type: number): boolean {
  return type === CNAME || type === DNAME || type === SOA || type === ALIAS;
}

/** Where the record at `at` of a template ends, -1 where there is none of this type, with the owner of the question, in class IN. */
function endOfRecord(heap: Uint8Array, begin: number, size: number, at: number, type: number): number {
  const start = begin + at;
  if (at + RECORD_HEAD > size) return -1;
  if (heap[start] !== 0xc0 || heap[start + 1] !== 12) return -1;
  if (u16(heap, start + 2) !== type || heap[start + 4] !== 0 || heap[start + 5] !== 1) return -1;
  const end = at + RECORD_HEAD + u16(heap, start + RECORD_HEAD - 2);
  return end > size ? -1 : end;
}

function u16(heap: Uint8Array, at: number): number {
  return (heap[at]! << 8) | heap[at + 1]!;
}
