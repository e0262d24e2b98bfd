import { rcodeOf } from "../../dns/message-rcode.ts";
import { isName, keyOf, parseName } from "../../dns/name.ts";
import { typeCode } from "../../dns/types.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { parseRecord } from "../../dns/zone-file/parse.ts";
import type { Answer, Nameserver, Question, Transport } from "../verify/types.ts";
import type { DigItem, DigMessage } from "./dig-yaml.ts";
import { MAX_UDP_PAYLOAD } from "./dns-client-query.ts";

/**
 * Finds for each question the item that dig printed for it. The items come in the order of the questions, but there
 * may be none for a reply that dig cannot read at all, and several where it tried more than once. A reply names its
 * question; what stands between two replies goes to the questions between them, in order.
 */
export function alignItems(
  questions: readonly Question[],
  items: readonly DigItem[],
): (DigItem | undefined)[] {
  const aligned = questions.map((): DigItem | undefined => undefined);
  let afterReply = 0;
  let next = 0;
  for (const item of items) {
    const asked = item.kind === "message" ? item.message.question : undefined;
    if (asked === undefined) {
      if (next < aligned.length) aligned[next] = item;
      next += 1;
      continue;
    }
    const index = questions.findIndex((question, at) => at >= afterReply && isAbout(asked, question));
    if (index === -1) continue;
    aligned[index] = item;
    afterReply = index + 1;
    next = afterReply;
  }
  return aligned;
}

/**
 * The answer that dig shows, its records read as zone file text. Undefined where dig shows something that we cannot
 * read, or a reply from elsewhere: then somebody else has to ask.
 */
export function answerFrom(
  message: DigMessage,
  nameserver: Nameserver,
  transport: Transport,
): Answer | undefined {
  const { milliseconds, flags, nsid } = message;
  // On one machine dig may be given the nameserver's own port to send from, since both share ports, and takes its question,
  // which comes back to it, for the reply.
  if (!flags.includes("qr")) return undefined;
  if (message.port !== nameserver.port || (transport === "tcp" && message.transport === "udp"))
    return undefined;
  const rcode = rcodeOf(message.status);
  const answer = readRecords(message.answer);
  const authority = readRecords(message.authority);
  const additional = readRecords(message.additional);
  if (rcode === undefined || answer === undefined || authority === undefined || additional === undefined) {
    return undefined;
  }
  const shown = answer.length + authority.length + additional.length;
  if (shown < message.records) {
    const reason = `the reply says that it has ${message.records} records, and dig could read ${shown}`;
    return { outcome: "malformed", reason, milliseconds };
  }
  return {
    outcome: "reply",
    rcode,
    aa: flags.includes("aa"),
    answer,
    authority,
    additional,
    ...(nsid !== undefined && { nsid }),
    transport: message.transport,
    ...(message.transport === "tcp" && { fitsUdp: message.size <= MAX_UDP_PAYLOAD }),
    milliseconds,
  };
}

/** The line `name class type` is this question. */
function isAbout(line: string, { name, type }: Question): boolean {
  const [owner = "", klass, mnemonic = ""] = line.split(" ");
  const parsed = parseName(owner);
  return klass === "IN" && typeCode(mnemonic) === type && isName(parsed) && keyOf(parsed) === keyOf(name);
}

function readRecords(lines: readonly string[]): ZoneRecord[] | undefined {
  const records: ZoneRecord[] = [];
  for (const line of lines) {
    const record = parseRecord(line);
    if ("message" in record) return undefined;
    records.push(record);
  }
  return records;
}
