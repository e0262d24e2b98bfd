import { answer, placeOfSuffix, setOwners, writeRRset } from "./answer.ts";
import {
  NODE_INFO,
  NODE_RRSETS,
  NODE_SIZE,
  RRSET_COUNTS,
  RRSET_DATA,
  RRSET_LENGTHS,
  RRSET_SIZE,
  RRSET_TYPE,
  type Tables,
} from "./tables.ts";
import { A, AAAA, DNSKEY, MX, NSEC, PTR, RRSIG, SOA } from "./types.ts";

/**
 * Answers QTYPE ANY with one RRset (RFC 8482 §4.1), the same as NSD: the first that is small and in use (A, AAAA, SOA,
 * MX, PTR), else any other, those of DNSSEC last. Gives the number of records.
 */
export function writeAny(tables: Tables, node: number): number {
  const row = node * NODE_SIZE;
  const first = tables.nodes[row + NODE_RRSETS]!;
  const end = first + (tables.nodes[row + NODE_INFO]! >>> 16);
  let normal = -1;
  let last = -1;
  for (let rrset = first; rrset < end; rrset++) {
    const type = tables.rrsets[rrset * RRSET_SIZE + RRSET_TYPE]! & 0xffff;
    if (type === A || type === AAAA || type === SOA || type === MX || type === PTR) {
      return write(tables, node, rrset);
    }
    if (type === DNSKEY || type === RRSIG || type === NSEC) last = rrset;
    else normal = rrset;
  }
  if (normal >= 0) return write(tables, node, normal);
  return last >= 0 ? write(tables, node, last) : 0;
}

/** Answers QTYPE RRSIG with all signatures at the node. Gives their number. */
export function writeSignatures(tables: Tables, node: number): number {
  const { nodes, rrsets, heap } = tables;
  const { out } = answer;
  const row = node * NODE_SIZE;
  const first = nodes[row + NODE_RRSETS]!;
  const end = first + (nodes[row + NODE_INFO]! >>> 16);
  const start = answer.at;
  let records = 0;
  for (let rrset = first; rrset < end; rrset++) {
    const column = rrset * RRSET_SIZE;
    const lengths = rrsets[column + RRSET_LENGTHS]!;
    const isOrphans = (rrsets[column + RRSET_TYPE]! & 0xffff) === RRSIG;
    const size = isOrphans ? lengths & 0xffff : lengths >>> 16;
    if (answer.at + size > answer.end) {
      answer.truncated = true;
      answer.at = start;
      return 0;
    }
    let from = rrsets[column + RRSET_DATA]! + (isOrphans ? 0 : lengths & 0xffff);
    for (const stop = from + size; from < stop; from++) out[answer.at++] = heap[from]!;
    records += isOrphans ? rrsets[column + RRSET_TYPE]! >>> 16 : rrsets[column + RRSET_COUNTS]! & 0xffff;
  }
  setOwners(out, start, records, placeOfSuffix(answer.nameLength));
  return records;
}

function write(tables: Tables, node: number, rrset: number): number {
  const ownerLength = tables.nodes[node * NODE_SIZE + NODE_INFO]! & 0xff;
  const records = writeRRset(tables, rrset, ownerLength, placeOfSuffix(answer.nameLength));
  if (records === 0) answer.truncated = true;
  return records;
}
