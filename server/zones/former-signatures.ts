import type { Sign } from "../../dns/signing/sign.ts";
import { octetsOf } from "../../dns/wire.ts";
import type { RecordView } from "../../dns/zone-file/record-view.ts";
import { findRRset } from "../answer/lookup.ts";
import { readServedRRset } from "../tables/compile/restage.ts";
import { u32 } from "../tables/journals.ts";
import { indexedNode, indexNodes, type NodeIndex } from "../tables/node-index.ts";
import { ROW, RRSET_TYPE } from "../tables/tables.ts";
import type { ServedZone } from "./loaded-zone.ts";

/**
 * Signs as `sign` does, and takes the signature that is served where the zone has one of this key over the same octets: it would be the
 * same again. `sign` and whoever signed what is served must have the same private half.
 */
export function signAsServed(sign: Sign, { tables, number }: Pick<ServedZone, "tables" | "number">): Sign {
  let index: NodeIndex | undefined;
  return (data) => {
    index ??= indexNodes(tables, number);
    return servedSignature(index, data) ?? sign(data);
  };
}

/** `data` is what is signed: RRSIG's data but for the signature, and the records in canonical order (RFC 4034 §3.1.8.1). */
function servedSignature(index: NodeIndex, data: Uint8Array): string | undefined {
  const head = endOfName(data, SIGNER);
  const { tables } = index;
  const node = indexedNode(index, data, head, endOfName(data, head) - head);
  if (node < 0) return undefined;
  const rrset = findRRset(tables, node, (data[0]! << 8) | data[1]!);
  if (rrset < 0) return undefined;
  const records = tables.rows[rrset * ROW + RRSET_TYPE]! >>> 16;
  if (records > MOST_RECORDS) return undefined;
  let read = 0;
  let same = 0;
  let signature: string | undefined;
  readServedRRset(tables, node, rrset, (record) => {
    read += 1;
    if (read <= records) {
      if (record.ttl === u32(data, TTL) && isAmong(record, data, head)) same += 1;
    } else if (beginsWith(record, data, head)) {
      signature = octetsOf(record.wire, record.rdataStart + head, record.rdataEnd);
    }
  });
  return same === records && recordsIn(data, head) === records ? signature : undefined;
}

const TTL = 4; // of the RRset, in RRSIG's data (RFC 4034 §3.1)
const SIGNER = 18; // there, behind the tag
const RR_HEAD = 10; // type, class, TTL and length (RFC 1035 §3.2.1)
/** Each is looked for among all of them; where there are more, they are signed. */
const MOST_RECORDS = 100;

/** The data of the record is the data of one of those that are signed. */
function isAmong({ wire, rdataStart, rdataEnd }: RecordView, data: Uint8Array, head: number): boolean {
  for (let at = head; at < data.length; ) {
    const start = endOfName(data, at) + RR_HEAD;
    const end = start + ((data[start - 2]! << 8) | data[start - 1]!);
    if (end - start === rdataEnd - rdataStart) {
      let same = start;
      while (same < end && data[same] === wire[rdataStart + same - start]) same += 1;
      if (same === end) return true;
    }
    at = end;
  }
  return false;
}

function recordsIn(data: Uint8Array, head: number): number {
  let records = 0;
  for (let at = head; at < data.length; records++) {
    const start = endOfName(data, at) + RR_HEAD;
    at = start + ((data[start - 2]! << 8) | data[start - 1]!);
  }
  return records;
}

/** The data of a signature is for the same RRset, key and time. */
function beginsWith({ wire, rdataStart, rdataEnd }: RecordView, data: Uint8Array, head: number): boolean {
  if (rdataEnd - rdataStart <= head) return false;
  let at = 0;
  while (at < head && wire[rdataStart + at] === data[at]) at += 1;
  return at === head;
}

function endOfName(octets: Uint8Array, start: number): number {
  let at = start;
  while (octets[at] !== 0) at += 1 + octets[at]!;
  return at + 1;
}
