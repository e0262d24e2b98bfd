import { CLASS_ANY, CLASS_CH, CLASS_IN } from "../dns/classes.ts";
import { BADCOOKIE, FORMERR, NOERROR, NOTAUTH, NOTIMP, REFUSED } from "../dns/message-rcode.ts";
import { AXFR, IXFR } from "../dns/type-numbers.ts";
import { addAdditional } from "./additional.ts";
import { answer, NO_ERROR, NO_OPTION, NOT_AUTHORITATIVE, NOT_SUPPORTED, PROHIBITED } from "./answer.ts";
import { answerChaos } from "./chaos.ts";
import type { ClientAddress } from "./client.ts";
import {
  BAD_COOKIE,
  type Cookies,
  type CookieVerdict,
  GOOD_COOKIE,
  MALFORMED_COOKIE,
  NO_COOKIE,
} from "./cookies.ts";
import { OPT_HEAD, optLength, writeOpt } from "./edns.ts";
import type { Identity } from "./identity.ts";
import { MAX_TCP_MESSAGE, MIN_UDP_PAYLOAD } from "./limits.ts";
import { findPlace, NOWHERE } from "./lookup.ts";
import { NO_QUESTION, query, readQuery, SILENCE } from "./question.ts";
import { resolve } from "./resolve.ts";
import { IS_APEX, NODE_INFO, ROW, type Tables } from "./tables.ts";

/**
 * Answers the first `length` octets of `packet` into `out`, which has room for `limit` octets: the length of the
 * answer, 0 for silence. `limit` is the most that the transport sends at a time, 65535 where it is a stream; the
 * client's own limit is taken from the packet, its address from `client`. `out` may be the same array as `packet`. It
 * never throws, whatever the packet holds.
 */
export type Respond = (
  packet: Uint8Array,
  length: number,
  out: Uint8Array,
  limit: number,
  client: ClientAddress,
) => number;

/** What is offered beside the answers; what is left out is not. */
export interface Extras {
  readonly cookies?: Cookies | undefined;
  /** The edns-tcp-keepalive option, see `makeKeepalive`. */
  readonly keepalive?: Uint8Array | undefined;
}

/** The responder for these tables. */
export function makeResponder(tables: Tables, identity: Identity, extras: Extras = {}): Respond {
  return (packet, length, out, limit, client) => {
    const verdict = readQuery(packet, length);
    if (verdict === SILENCE) return 0;
    begin(packet, out, limit);
    const cookie = chooseOptions(identity, extras, limit, client);
    answer.rcode = judge(verdict, cookie, limit, extras.cookies?.isRequired === true);
    if (answer.rcode === NOTIMP) answer.extendedError = NOT_SUPPORTED;
    else if (answer.rcode !== NOERROR || verdict === NO_QUESTION) return finish(tables);
    else if (query.class === CLASS_CH) answerChaos(identity);
    else if (query.class !== CLASS_IN && query.class !== CLASS_ANY) refuse(REFUSED, NOT_SUPPORTED);
    else if (query.type === AXFR || query.type === IXFR) refuseTransfer(tables, limit);
    else resolve(tables);
    return finish(tables);
  };
}

const QR = 0x80;
const AA = 0x04;
const TC = 0x02;
const RD = 0x01;

function begin(packet: Uint8Array, out: Uint8Array, limit: number): void {
  const { end } = query;
  // The question goes back as it came, in its own case. A transport may have the answer written over the query.
  if (out !== packet) for (let at = 0; at < end; at++) out[at] = packet[at]!;
  answer.out = out;
  answer.at = end;
  answer.limit = clientLimit(limit);
  answer.signed = query.dnssecOk;
  answer.authoritative = false;
  answer.truncated = false;
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

/** Chooses what goes into the OPT record and keeps room for it. Gives what the query's cookie is worth. */
function chooseOptions(
  identity: Identity,
  { cookies, keepalive = NO_OPTION }: Extras,
  limit: number,
  client: ClientAddress,
): CookieVerdict {
  answer.end = answer.limit;
  if (!query.edns) return NO_COOKIE;
  const cookie = cookies === undefined || query.cookieLength < 0 ? NO_COOKIE : cookies.judge(client);
  // Without a cookie in the query there is none in the answer (RFC 7873 §5.2.1).
  answer.cookie = cookies === undefined || cookie <= MALFORMED_COOKIE ? NO_OPTION : cookies.option;
  answer.keepalive = query.keepaliveLength === 0 && isStream(limit) ? keepalive : NO_OPTION;
  answer.nsid = query.nsid ? identity.nsidOption : NO_OPTION;
  // Who is truncated over TCP has no other way to ask: there the options go before any data does.
  answer.end -= isStream(limit) ? OPT_HEAD : optLength();
  return cookie;
}

/** What can be said without looking at any zone; NOERROR where nothing can. */
function judge(verdict: number, cookie: CookieVerdict, limit: number, isCookieRequired: boolean): number {
  if (query.edns) {
    if (cookie === MALFORMED_COOKIE) return FORMERR; // RFC 7873 §5.2.2
    // A client says no time (RFC 7828 §3.2.1); over UDP the option means nothing (§3.2.2).
    if (isStream(limit) && query.keepaliveLength > 0) return FORMERR;
  }
  if (verdict === NO_QUESTION) {
    // That is how one asks for a cookie, or whether one's own still holds (RFC 7873 §5.4).
    return cookie === NO_COOKIE ? FORMERR : cookie === BAD_COOKIE ? BADCOOKIE : NOERROR;
  }
  if (verdict !== NOERROR) return verdict;
  // Over TCP the client's address is as it says (RFC 7873 §5.2.3).
  const isAskedFor = isCookieRequired && !isStream(limit) && cookie !== NO_COOKIE;
  return isAskedFor && cookie !== GOOD_COOKIE ? BADCOOKIE : NOERROR;
}

/** We give no transfers. AXFR is not made for UDP at all (RFC 5936 §4.2). */
function refuseTransfer(tables: Tables, limit: number): void {
  if (query.type === AXFR && !isStream(limit)) refuse(NOTIMP, NOT_SUPPORTED);
  else if (isApex(tables, findPlace(tables, query.name))) refuse(REFUSED, PROHIBITED);
  else refuse(NOTAUTH, NOT_AUTHORITATIVE);
}

function refuse(rcode: number, reason: number): void {
  answer.rcode = rcode;
  answer.extendedError = reason;
}

function isApex(tables: Tables, place: number): boolean {
  return (
    place !== NOWHERE && (place & 1) === 1 && (tables.rows[(place >> 1) * ROW + NODE_INFO]! & IS_APEX) !== 0
  );
}

function isStream(limit: number): boolean {
  return limit === MAX_TCP_MESSAGE;
}

function finish(tables: Tables): number {
  const { out } = answer;
  if (answer.extrasOf >= 0 && !answer.truncated) {
    answer.end = answer.limit - optLength();
    addAdditional(tables);
  }
  if (query.edns) writeOpt();
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

function setCount(out: Uint8Array, at: number, count: number): void {
  out[at] = count >>> 8;
  out[at + 1] = count;
}
