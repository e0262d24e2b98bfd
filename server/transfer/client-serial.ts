import { SOA } from "../../dns/type-numbers.ts";
import { RECORD_TAIL, skipName, skipRecord, u16 } from "../query/query-record.ts";
import { query } from "../query/question.ts";
import { u32 } from "../tables/journals.ts";

/**
 * The serial that the client of an IXFR has, from the SOA in the authority section of its query (RFC 1995 §3); undefined
 * where there is none. `query` has been read from `packet`.
 */
export function clientSerial(packet: Uint8Array, length: number): number | undefined {
  const at = skipName(packet, length, query.end);
  const end = skipRecord(packet, length, query.end);
  if (u16(packet, NSCOUNT) !== 1 || u16(packet, ANCOUNT) !== 0 || end < 0) return undefined;
  if (u16(packet, at) !== SOA) return undefined;
  const mailbox = skipName(packet, end, at + RECORD_TAIL);
  const serial = mailbox < 0 ? -1 : skipName(packet, end, mailbox);
  return serial < 0 || serial + SERIAL_AND_TIMERS !== end ? undefined : u32(packet, serial);
}

const ANCOUNT = 6;
const NSCOUNT = 8;
const SERIAL_AND_TIMERS = 20; // RFC 1035 §3.3.13
