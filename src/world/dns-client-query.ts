import { CLASS_IN } from "../../dns/classes.ts";
import {
  decodeMessage,
  encodeMessage,
  type Message,
  type MessageRecord,
  NO_FLAGS,
} from "../../dns/message.ts";
import { NSID } from "../../dns/message-edns.ts";
import { NOERROR } from "../../dns/message-rcode.ts";
import { keyOf, printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { Question, Reply } from "../verify/types.ts";
import { COOKIE, type CookieJar } from "./dns-client-cookies.ts";

/** What a packet turned out to be for the question that was asked with its id. */
export type Packet =
  | { readonly kind: "reply"; readonly reply: Omit<Reply, "milliseconds" | "transport"> }
  | { readonly kind: "truncated" }
  /** It answers, but cannot be read. */
  | { readonly kind: "malformed"; readonly reason: string }
  /** It answers something else; the answer may still come. */
  | { readonly kind: "foreign"; readonly reason: string };

/** The largest UDP payload that we take: it fits every path (DNS flag day 2020). */
export const MAX_UDP_PAYLOAD = 1232;

/**
 * The question as dig asks it: not recursive unless it says so, with EDNS, for the server's identifier (RFC 5001 §2.1), and with
 * a cookie (RFC 7873 §5.1).
 */
export function writeQuery(
  { name, type, dnssec = false, recursive = false }: Question,
  id: number,
  cookies: CookieJar,
): Uint8Array {
  const options = [
    { code: NSID, data: "" },
    { code: COOKIE, data: cookies.cookie() },
  ];
  return encodeMessage({
    id,
    opcode: 0,
    rcode: NOERROR,
    flags: recursive ? { ...NO_FLAGS, rd: true } : NO_FLAGS,
    question: [{ name, type, class: CLASS_IN }],
    answer: [],
    authority: [],
    additional: [],
    edns: { version: 0, size: MAX_UDP_PAYLOAD, do: dnssec, options },
  });
}

/** The id of a packet, or -1 where there is not even that. */
export function idOf(bytes: Uint8Array): number {
  return bytes.length < 2 ? -1 : (bytes[0]! << 8) | bytes[1]!;
}

/** Reads a packet whose id is that of the question. The server's cookie in it is kept. */
export function readPacket(bytes: Uint8Array, question: Question, cookies: CookieJar): Packet {
  // A truncated packet may end anywhere, so nothing behind its header is read (RFC 2181 §9).
  if (bytes.length >= 4 && (bytes[2]! & TC) !== 0) return { kind: "truncated" };
  const message = decodeMessage(bytes);
  if ("fault" in message) return { kind: "malformed", reason: `the reply cannot be read: ${message.fault}` };
  if (!message.flags.qr) return { kind: "foreign", reason: "a packet came that is no response" };
  if (message.opcode !== 0) return { kind: "foreign", reason: `a response to opcode ${message.opcode} came` };
  if (!answers(message, question)) {
    return { kind: "foreign", reason: `a response to another question came: ${printQuestions(message)}` };
  }
  if (!cookies.take(message.edns?.options ?? [])) {
    return { kind: "foreign", reason: "a response with a cookie that is not ours came" };
  }
  const other = [...message.answer, ...message.authority, ...message.additional].find(
    (record) => record.class !== CLASS_IN && record.type !== TSIG,
  );
  if (other !== undefined) {
    return {
      kind: "malformed",
      reason: `the reply has a record of class ${other.class}; expected ${CLASS_IN}`,
    };
  }
  const nsid = message.edns?.options.find(({ code }) => code === NSID)?.data;
  return {
    kind: "reply",
    reply: {
      outcome: "reply",
      rcode: message.rcode,
      aa: message.flags.aa,
      answer: message.answer.map(plain),
      authority: message.authority.map(plain),
      additional: message.additional.map(plain),
      ...(nsid !== undefined && nsid !== "" && { nsid }),
    },
  };
}

const TC = 0x02; // in the third octet of the header
const TSIG = 250;

/** The question comes back as it was asked; an error may come without it (RFC 1035 §4.1.1, FORMERR). */
function answers({ question: asked, rcode }: Message, { name, type }: Question): boolean {
  const [only] = asked;
  if (only === undefined) return rcode !== NOERROR;
  return (
    asked.length === 1 && only.type === type && only.class === CLASS_IN && keyOf(only.name) === keyOf(name)
  );
}

function printQuestions({ question }: Message): string {
  return question.map(({ name, type }) => `${printName(name)} ${typeName(type)}`).join(", ") || "none at all";
}

function plain({ owner, type, ttl, rdata }: MessageRecord): ZoneRecord {
  return { owner, type, ttl, rdata };
}
