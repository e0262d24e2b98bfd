import { rcodeName } from "../../dns/message-rcode.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import type { Reply } from "./types.ts";

/** What is expected where AA has to be set. */
export const AUTHORITY = "an authoritative answer (AA set)";
/** What there is where it is not. */
export const NO_AUTHORITY = "an answer without authority (AA clear)";

/** In zone file text, one a line, in an order that does not depend on the server. */
export function printRecords(records: readonly ZoneRecord[]): string {
  return records.map(printRecord).sort().join("\n");
}

/** The rcodes that are right. */
export function printRcodes(rcodes: readonly number[]): string {
  return rcodes.map(rcodeName).join(" or ");
}

/** A whole reply: its rcode and authority, and below its records. */
export function describeReply(reply: Reply): string {
  const { rcode, aa, answer, authority, additional } = reply;
  const kind = answer.length === 0 ? " without an answer" : "";
  const head = `${rcodeName(rcode)}${kind}, ${aa ? "authoritative" : "not authoritative"}`;
  const records = [...answer, ...authority, ...additional];
  return records.length === 0 ? head : `${head}\n${printRecords(records)}`;
}
