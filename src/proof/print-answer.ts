import type { Message } from "../../dns/message.ts";
import { rcodeName } from "../../dns/message-rcode.ts";
import { printName } from "../../dns/name.ts";
import { NS, SOA } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import type { Symbols } from "./symbols.ts";

/**
 * An answer in a few lines: the response code where it is none of the usual, and its records.
 *
 * @param nameOf the name that an address stands for, which is looked up
 */
export function printAnswer(
  { rcode, flags, answer, authority, additional }: Message,
  nameOf: Symbols["nameOf"],
): string {
  const print = (record: ZoneRecord) => {
    const { owner, type, rdata } = record;
    const name = nameOf(type, rdata);
    return name === undefined
      ? printRecord(record)
      : `${printName(owner)} ${typeName(type)}: what ${printName(name)} has, looked up`;
  };
  const head = rcode === 0 ? [] : [rcodeName(rcode)];
  if (answer.length > 0) return [...head, ...answer.map(print), ...additional.map(print)].join("\n");
  if (rcode !== 0) return head.join("\n");
  const delegation = authority.filter(({ type }) => type === NS);
  if (!flags.aa && delegation.length > 0)
    return ["referral", ...delegation.map(print), ...additional.map(print)].join("\n");
  return authority.some(({ type }) => type === SOA) ? "no data" : "nothing";
}
