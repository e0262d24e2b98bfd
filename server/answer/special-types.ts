import { ALIAS } from "../../dns/alias-type.ts";
import { A, AAAA, DNSKEY, MX, NSEC, NSEC3, PTR, RRSIG, SOA } from "../../dns/type-numbers.ts";
import {
  NODE_ALIAS,
  NODE_INFO,
  ROW,
  RRSET_COUNTS,
  RRSET_DATA,
  RRSET_LENGTHS,
  RRSET_TYPE,
  type Tables,
} from "../tables/tables.ts";
import { answer, placeOfSuffix, setOwners } from "./answer.ts";

/**
 * The RRset that answers QTYPE ANY (RFC 8482 §4.1), the same as in NSD: the first that is small and in use (A, AAAA,
 * SOA, MX, PTR), else any other, those of DNSSEC last; -1 for none, and where there is an ALIAS and nothing but those: it has addresses.
 * NSEC3 is only found by its hash (RFC 5155 §7.2.8).
 */
export function chooseRRset(tables: Tables, node: number): number {
  const last = node + (tables.rows[node * ROW + NODE_INFO]! >>> 16);
  let normal = -1;
  let least = -1;
  const hasAlias = tables.rows[node * ROW + NODE_ALIAS]! >= 0;
  for (let rrset = node + 1; rrset <= last; rrset++) {
    const type = tables.rows[rrset * ROW + RRSET_TYPE]! & 0xffff;
    if (type === A || type === AAAA || type === SOA || type === MX || type === PTR) {
      return rrset;
    }
    if (type === ALIAS) continue; // which is no data of the name
    if (type === DNSKEY || type === RRSIG || type === NSEC) least = rrset;
    else if (type !== NSEC3) normal = rrset;
  }
  return normal >= 0 || hasAlias ? normal : least;
}

/** Answers QTYPE RRSIG with all signatures at the node but those of NSEC3. Gives their number. */
export function writeSignatures(tables: Tables, node: number): number {
  const { rows, heap } = tables;
  const { out } = answer;
  const last = node + (rows[node * ROW + NODE_INFO]! >>> 16);
  const start = answer.at;
  let records = 0;
  for (let rrset = node + 1; rrset <= last; rrset++) {
    const column = rrset * ROW;
    const lengths = rows[column + RRSET_LENGTHS]!;
    const type = rows[column + RRSET_TYPE]! & 0xffff;
    if (type === NSEC3 || type === ALIAS) continue;
    const isOrphans = type === RRSIG;
    const size = isOrphans ? lengths & 0xffff : lengths >>> 16;
    if (answer.at + size > answer.end) {
      answer.truncated = true;
      answer.at = start;
      return 0;
    }
    let from = rows[column + RRSET_DATA]! + (isOrphans ? 0 : lengths & 0xffff);
    for (const stop = from + size; from < stop; from++) out[answer.at++] = heap[from]!;
    records += isOrphans ? rows[column + RRSET_TYPE]! >>> 16 : rows[column + RRSET_COUNTS]! & 0xffff;
  }
  setOwners(out, start, records, placeOfSuffix(answer.nameLength));
  return records;
}
