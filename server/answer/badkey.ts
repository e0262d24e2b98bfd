import { CLASS_ANY } from "../../dns/classes.ts";
import { NOTAUTH } from "../../dns/message-rcode.ts";
import { RECORD_TAIL } from "../query/query-record.ts";
import { TSIG, tsig } from "../query/tsig.ts";
import { answer } from "./answer.ts";

/**
 * Adds what a server says that has no such key, for we have none: BADKEY with NOTAUTH, unsigned, with the times of the
 * query (RFC 8945 §5.2.1 and §5.3.2; so do NSD and Knot). An answer that says something else has no TSIG, nor has one
 * without the room.
 */
export function writeBadKey(): void {
  const { key, keyLength, algorithm, times, id } = tsig;
  const rdlength = algorithm.length + times.length + REST;
  if (answer.rcode !== NOTAUTH || answer.at + keyLength + RECORD_TAIL + rdlength > answer.limit) return;
  const { out } = answer;
  let { at } = answer;
  for (let from = 0; from < keyLength; from++) out[at++] = key[from]!;
  out[at++] = 0;
  out[at++] = TSIG;
  out[at++] = 0;
  out[at++] = CLASS_ANY;
  for (let left = 4; left > 0; left--) out[at++] = 0; // TTL 0 (RFC 8945 §4.2)
  out[at++] = rdlength >>> 8;
  out[at++] = rdlength;
  for (let from = 0; from < algorithm.length; from++) out[at++] = algorithm.octets[from]!;
  for (let from = 0; from < times.length; from++) out[at++] = times[from]!;
  out[at++] = 0;
  out[at++] = 0; // no MAC
  for (let from = 0; from < id.length; from++) out[at++] = id[from]!;
  out[at++] = 0;
  out[at++] = BADKEY;
  out[at++] = 0;
  out[at++] = 0; // no other data
  answer.at = at;
  answer.additionals += 1;
}

const BADKEY = 17; // RFC 8945 §3
/** Octets of the length of the MAC, the query's id, the error and the length of other data. */
const REST = 8;
