import { NOERROR, NOTAUTH, NOTIMP, REFUSED } from "../dns/message-rcode.ts";
import { addAdditional } from "./additional.ts";
import { answer, NO_ERROR } from "./answer.ts";
import { answerChaos } from "./chaos.ts";
import { optLength, writeOpt } from "./edns.ts";
import type { Identity } from "./identity.ts";
import { MAX_TCP_MESSAGE, MIN_UDP_PAYLOAD } from "./limits.ts";
import { findPlace, NOWHERE } from "./lookup.ts";
import { BADVERS, query, readQuery, SILENCE } from "./question.ts";
import { resolve } from "./resolve.ts";
import { IS_APEX, NODE_INFO, ROW, type Tables } from "./tables.ts";
import { AXFR, CLASS_ANY, CLASS_CH, CLASS_IN, IXFR } from "./types.ts";

/**
 * Answers the first `length` octets of `packet` into `out`, which has room for `limit` octets: the length of the
 * answer, 0 for silence. `limit` is the most that the transport sends at a time, 65535 where it is a stream; the
 * client's own limit is taken from the packet. `out` may be the same array as `packet`. It never throws, whatever the
 * packet holds.
 */
export type Respond = (packet: Uint8Array, length: number, out: Uint8Array, limit: number) => number;

/** The responder for these tables. */
export function makeResponder(tables: Tables, identity: Identity): Respond {
  return (packet, length, out, limit) => {
    const verdict = readQuery(packet, length);
    if (verdict === SILENCE) return 0;
    begin(packet, out, limit, identity);
    if (verdict !== NOERROR) answer.rcode = verdict;
    else if (query.class === CLASS_CH) answerChaos(identity);
    else if (query.class !== CLASS_IN && query.class !== CLASS_ANY) answer.rcode = REFUSED;
    else if (query.type === AXFR || query.type === IXFR) refuseTransfer(tables, limit);
    else resolve(tables);
    return finish(tables, identity);
  };
}

const QR = 0x80;
const AA = 0x04;
const TC = 0x02;
const RD = 0x01;

function begin(packet: Uint8Array, out: Uint8Array, limit: number, identity: Identity): void {
  const { end } = query;
  // The question goes back as it came, in its own case. A transport may have the answer written over the query.
  if (out !== packet) for (let at = 0; at < end; at++) out[at] = packet[at]!;
  answer.out = out;
  answer.at = end;
  answer.limit = clientLimit(limit);
  answer.end = answer.limit - optLength(identity);
  answer.signed = query.dnssecOk;
  answer.authoritative = false;
  answer.truncated = false;
  answer.rcode = NOERROR;
  answer.answers = 0;
  answer.authorities = 0;
  answer.additionals = 0;
  answer.extrasOf = -1;
  answer.extendedError = NO_ERROR;
}

/** 512 octets without EDNS, at least as many with it (RFC 6891 §6.2.3 and §6.2.5), never more than the transport's. */
function clientLimit(limit: number): number {
  if (isStream(limit)) return limit;
  const offered = query.edns ? Math.max(query.payload, MIN_UDP_PAYLOAD) : MIN_UDP_PAYLOAD;
  return Math.min(offered, limit);
}

/** We give no transfers. AXFR is not made for UDP at all (RFC 5936 §4.2). */
function refuseTransfer(tables: Tables, limit: number): void {
  if (query.type === AXFR && !isStream(limit)) answer.rcode = NOTIMP;
  else answer.rcode = isApex(tables, findPlace(tables, query.name)) ? REFUSED : NOTAUTH;
}

function isApex(tables: Tables, place: number): boolean {
  return (
    place !== NOWHERE && (place & 1) === 1 && (tables.rows[(place >> 1) * ROW + NODE_INFO]! & IS_APEX) !== 0
  );
}

function isStream(limit: number): boolean {
  return limit === MAX_TCP_MESSAGE;
}

function finish(tables: Tables, identity: Identity): number {
  const { out } = answer;
  if (answer.extrasOf >= 0 && !answer.truncated) addAdditional(tables);
  if (query.edns) writeOpt(identity);
  // Of the query's flags only RD comes back (RFC 1035 §4.1.1); AD and CD mean nothing without validation.
  out[2] =
    QR | (query.opcode << 3) | (answer.authoritative ? AA : 0) | (answer.truncated ? TC : 0) | (out[2]! & RD);
  out[3] = answer.rcode === BADVERS ? 0 : answer.rcode;
  setCount(out, 4, query.end > 12 ? 1 : 0);
  setCount(out, 6, answer.answers);
  setCount(out, 8, answer.authorities);
  setCount(out, 10, answer.additionals);
  return answer.at;
}

function setCount(out: Uint8Array, at: number, count: number): void {
  out[at] = count >>> 8;
  out[at + 1] = count;
}
