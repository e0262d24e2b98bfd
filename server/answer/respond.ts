import { CLASS_ANY, CLASS_CH, CLASS_IN } from "../../dns/classes.ts";
import { BADCOOKIE, FORMERR, NOERROR, NOTAUTH, NOTIMP, REFUSED } from "../../dns/message-rcode.ts";
import { AXFR, IXFR } from "../../dns/type-numbers.ts";
import type { Client } from "../query/client.ts";
import { NO_QUESTION, query, readQuery, SILENCE } from "../query/question.ts";
import { IS_APEX, NODE_INFO, ROW, type Tables } from "../tables/tables.ts";
import { addAdditional } from "./additional.ts";
import { answer, NO_OPTION, NOT_AUTHORITATIVE, NOT_SUPPORTED, PROHIBITED } from "./answer.ts";
import { type Asked, countIn, NOT_COUNTED } from "./asked.ts";
import { answerChaos } from "./chaos.ts";
import {
  BAD_COOKIE,
  type Cookies,
  type CookieVerdict,
  GOOD_COOKIE,
  MALFORMED_COOKIE,
  NO_COOKIE,
} from "./cookies.ts";
import { OPT_HEAD, optLength } from "./edns.ts";
import { beginAnswer, endAnswer, isStream } from "./frame.ts";
import type { Identity } from "./identity.ts";
import { findPlace, NOWHERE } from "./lookup.ts";
import { resolve } from "./resolve.ts";
import type { AnswerRead, Signing } from "./signing.ts";
import type { Transfers } from "./transfers.ts";

/**
 * Answers the first `length` octets of `packet` into `out`, which has room for `limit` octets: the length of the
 * answer, 0 for silence. `limit` is the most that the transport sends at a time, 65535 where it is a stream; the
 * client's own limit is taken from the packet, who asks from `client`. `out` may be the same array as `packet`. It
 * never throws, whatever the packet holds.
 */
export type Respond = (
  packet: Uint8Array,
  length: number,
  out: Uint8Array,
  limit: number,
  client: Client,
) => number;

/** What is offered beside the answers; what is left out is not. */
export interface Extras {
  readonly cookies?: Cookies | undefined;
  /** The edns-tcp-keepalive option, see `makeKeepalive`. */
  readonly keepalive?: Uint8Array | undefined;
  /** Of the zones of these tables. */
  readonly transfers?: Transfers | undefined;
  /** Without it, every key is one that we do not know. */
  readonly signing?: Signing | undefined;
  /** Where it is counted what is asked for. */
  readonly asked?: Asked | undefined;
}

/** The responder for these tables. */
export function makeResponder(tables: Tables, identity: Identity, extras: Extras = {}): Respond {
  const { asked = NOT_COUNTED, signing } = extras;
  const answerRead: AnswerRead = (verdict, packet, length, out, limit, client, key) => {
    beginAnswer(packet, out, limit);
    const cookie = chooseOptions(identity, extras, limit, client);
    answer.isProven = cookie === GOOD_COOKIE;
    answer.isBegun = true;
    answer.rcode = judge(verdict, cookie, limit, extras.cookies?.isRequired === true);
    if (answer.rcode === NOTIMP) answer.extendedError = NOT_SUPPORTED;
    else if (answer.rcode !== NOERROR || verdict === NO_QUESTION) return finish(tables);
    else if (query.class === CLASS_CH) answerChaos(identity);
    else if (query.class !== CLASS_IN && query.class !== CLASS_ANY) refuse(REFUSED, NOT_SUPPORTED);
    else if (query.type === AXFR || query.type === IXFR) {
      if (extras.transfers === undefined) refuseTransfer(tables, limit);
      else extras.transfers.answerTransfer(packet, length, limit, client, key);
    } else resolve(tables);
    return finish(tables);
  };
  return (packet, length, out, limit, client) => {
    countIn(asked);
    const verdict = readQuery(packet, length);
    if (verdict === SILENCE) return 0;
    if (query.tsig && signing?.isOurs() === true) {
      return signing.answer(packet, length, out, limit, client, answerRead);
    }
    return answerRead(verdict, packet, length, out, limit, client, undefined);
  };
}

/** Chooses what goes into the OPT record and keeps room for it. Gives what the query's cookie is worth. */
function chooseOptions(
  identity: Identity,
  { cookies, keepalive = NO_OPTION }: Extras,
  limit: number,
  client: Client,
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

/** Nobody may have a zone. AXFR is not made for UDP at all (RFC 5936 §4.2). */
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

function finish(tables: Tables): number {
  if (answer.extrasOf >= 0 && !answer.truncated) {
    answer.end = answer.limit - optLength();
    addAdditional(tables);
  }
  // What a signature left no room for is asked again over TCP (RFC 8945 §5.3).
  if (answer.truncated && answer.room > 0) answer.rcode = NOERROR;
  return endAnswer();
}
