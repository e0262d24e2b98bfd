import { SERVFAIL } from "../../dns/message-rcode.ts";
import { query } from "../query/question.ts";
import { viewOctets } from "../tables/octets.ts";
import { answer, NO_ERROR } from "./answer.ts";
import { writeBadKey } from "./badkey.ts";
import { writeOpt } from "./edns.ts";
import { MAX_TCP_MESSAGE, MIN_UDP_PAYLOAD } from "./limits.ts";

/** Begins the answer to `query`, which was read from `packet`: its question, and room for what the client takes. */
export function beginAnswer(packet: Uint8Array, out: Uint8Array, limit: number): void {
  const { end } = query;
  // The question goes back as it came, in its own case. A transport may have the answer written over the query.
  if (out !== packet) for (let at = 0; at < end; at++) out[at] = packet[at]!;
  answer.out = out;
  if (answer.into.octets !== out) answer.into = viewOctets(out);
  answer.limit = clientLimit(limit) - answer.room;
  answer.signed = query.dnssecOk;
  empty();
}

/** Adds OPT and the like, and writes the header. Gives the length of the answer. */
export function endAnswer(): number {
  const { out } = answer;
  if (query.edns) writeOpt();
  if (query.tsig) writeBadKey();
  // Of the query's flags only RD comes back (RFC 1035 §4.1.1); AD and CD mean nothing without validation.
  out[2] =
    QR | (query.opcode << 3) | (answer.authoritative ? AA : 0) | (answer.truncated ? TC : 0) | (out[2]! & RD);
  out[3] = answer.rcode & 0xf; // OPT has the rest
  setCount(out, 4, query.end > 12 ? 1 : 0);
  setCount(out, 6, answer.answers);
  setCount(out, 8, answer.authorities);
  setCount(out, 10, answer.additionals);
  return answer.at;
}

/**
 * Ends an answer that could not be made: SERVFAIL with the question, which resolvers look for, and the OPT that was
 * chosen for it (RFC 6891 §6.1.1). It has no extended error: none but "Other" fits a defect (RFC 8914 §4.1), and that says
 * nothing.
 */
export function abandonAnswer(): number {
  empty();
  answer.rcode = SERVFAIL;
  return endAnswer();
}

/**
 * Ends the answer that was just made anew, with TC, its code and its options, and none of its data: who hears it asks over
 * TCP (RFC 2181 §9). Gives its length.
 */
export function truncateAnswer(): number {
  const { authoritative } = answer;
  empty();
  answer.authoritative = authoritative;
  answer.truncated = true;
  return endAnswer();
}

/** The transport is a stream, told from datagrams by how much it takes. */
export function isStream(limit: number): boolean {
  return limit === MAX_TCP_MESSAGE;
}

const QR = 0x80;
const AA = 0x04;
const TC = 0x02;
const RD = 0x01;

function empty(): void {
  answer.at = query.end;
  answer.authoritative = false;
  answer.truncated = false;
  answer.zone = -1;
  answer.answers = 0;
  answer.authorities = 0;
  answer.additionals = 0;
  answer.source = -1;
  answer.lastZone = -1;
  answer.extrasOf = -1;
  answer.rest = undefined;
  answer.extendedError = NO_ERROR;
}

/** 512 octets without EDNS, at least as many with it (RFC 6891 §6.2.3 and §6.2.5), never more than the transport's. */
function clientLimit(limit: number): number {
  if (isStream(limit)) return limit;
  const offered = query.edns ? Math.max(query.payload, MIN_UDP_PAYLOAD) : MIN_UDP_PAYLOAD;
  return Math.min(offered, limit);
}

function setCount(out: Uint8Array, at: number, count: number): void {
  out[at] = count >>> 8;
  out[at + 1] = count;
}
