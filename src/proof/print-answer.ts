import type { Message } from "../../dns/message.ts";
import { rcodeName } from "../../dns/message-rcode.ts";
import { NS, SOA } from "../../dns/type-numbers.ts";
import { printRecord } from "../../dns/zone-file/print.ts";

/** An answer in a few lines: the response code where it is none of the usual, and its records. */
export function printAnswer({ rcode, flags, answer, authority, additional }: Message): string {
  const head = rcode === 0 ? [] : [rcodeName(rcode)];
  if (answer.length > 0)
    return [...head, ...answer.map(printRecord), ...additional.map(printRecord)].join("\n");
  if (rcode !== 0) return head.join("\n");
  const delegation = authority.filter(({ type }) => type === NS);
  if (!flags.aa && delegation.length > 0)
    return ["referral", ...delegation.map(printRecord), ...additional.map(printRecord)].join("\n");
  return authority.some(({ type }) => type === SOA) ? "no data" : "nothing";
}
