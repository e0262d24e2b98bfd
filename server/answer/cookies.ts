import type { Client } from "../query/client.ts";
import { MAX_COOKIE_LENGTH, query } from "../query/question.ts";
import { makeSipHashKey, type SipHashKey, sipHash } from "./siphash.ts";

/** What the server is told about DNS cookies (RFC 7873). */
export interface CookieSettings {
  /**
   * Secrets of 16 octets. The first makes server cookies, all are good for those that come back, so that one secret can
   * follow another while several machines answer (RFC 9018 §5).
   */
  readonly secrets: readonly Uint8Array[];
  /** Over UDP, whoever sends a client cookie must send our server cookie, too. */
  readonly isRequired: boolean;
}

/** Checks the cookies that come, and makes those that go. */
export interface Cookies {
  readonly isRequired: boolean;
  /** Judges the cookie in `query`, which has one; unless it is malformed, `option` is then what goes back. */
  readonly judge: (client: Client) => CookieVerdict;
  /** The COOKIE option of the answer, code and length included. */
  readonly option: Uint8Array;
}

/** What a COOKIE option is worth. */
export type CookieVerdict =
  | typeof NO_COOKIE
  | typeof MALFORMED_COOKIE
  | typeof CLIENT_COOKIE
  | typeof BAD_COOKIE
  | typeof GOOD_COOKIE;

/** There is none, or it is not looked at. */
export const NO_COOKIE = -1;
/** It has a length that none can have (RFC 7873 §5.2.2). */
export const MALFORMED_COOKIE = 0;
/** There is no server cookie in it (RFC 7873 §5.2.3). */
export const CLIENT_COOKIE = 1;
/** Its server cookie is not ours, or too old (RFC 7873 §5.2.4). */
export const BAD_COOKIE = 2;
/** Its server cookie is ours (RFC 7873 §5.2.5). */
export const GOOD_COOKIE = 3;

/** Cookies as all nameservers make and check them that share the secrets (RFC 9018 §4). `now` gives milliseconds. */
export function makeCookies({ secrets, isRequired }: CookieSettings, now: () => number): Cookies {
  const keys = secrets.map(makeSipHashKey);
  const option = new Uint8Array(4 + COOKIE_LENGTH);
  option[1] = COOKIE;
  option[3] = COOKIE_LENGTH;
  const made = option.subarray(4);
  return { isRequired, option, judge };

  function judge(client: Client): CookieVerdict {
    const { cookie, cookieLength } = query;
    const isBare = cookieLength === CLIENT_LENGTH;
    if (!isBare && (cookieLength < MIN_LENGTH || cookieLength > MAX_COOKIE_LENGTH)) return MALFORMED_COOKIE;
    const second = Math.floor(now() / 1000);
    const hashedLength = ADDRESS_AT + client.address(hashed, ADDRESS_AT);
    const age = isBare ? 0 : (second - timeOf(cookie)) | 0; // RFC 1982 arithmetic (RFC 9018 §4.3)
    const key = isOfOurKind(cookie, cookieLength, age) ? findKey(keys, cookie, hashedLength) : -1;
    if (key === 0 && age >= 0 && age <= RENEWAL_AGE) copyCookie(cookie, made);
    else makeCookie(keys[0]!, cookie, second, hashedLength, made);
    return isBare ? CLIENT_COOKIE : key < 0 ? BAD_COOKIE : GOOD_COOKIE;
  }
}

const COOKIE = 10; // RFC 7873 §4
const CLIENT_LENGTH = 8;
const MIN_LENGTH = 16; // a client cookie and the shortest server cookie
const COOKIE_LENGTH = 24;
const VERSION = 1;
// Where things stand in a cookie (RFC 9018 §4). What is hashed has the address in the hash's place (§4.4).
const VERSION_AT = 8;
const TIME_AT = 12;
const HASH_AT = 16;
const ADDRESS_AT = 16;
const HASH_LENGTH = 8;
// Seconds (RFC 9018 §4.3).
const MIN_AGE = -5 * 60;
const MAX_AGE = 60 * 60;
const RENEWAL_AGE = 30 * 60;

const hashed = new Uint8Array(ADDRESS_AT + 16);
const hash = new Uint8Array(HASH_LENGTH);

function isOfOurKind(cookie: Uint8Array, length: number, age: number): boolean {
  return length === COOKIE_LENGTH && cookie[VERSION_AT] === VERSION && age >= MIN_AGE && age <= MAX_AGE;
}

function timeOf(cookie: Uint8Array): number {
  return (
    (cookie[TIME_AT]! << 24) |
    (cookie[TIME_AT + 1]! << 16) |
    (cookie[TIME_AT + 2]! << 8) |
    cookie[TIME_AT + 3]!
  );
}

/** Which key made the server cookie, -1 for none. The address stands in `hashed` already. */
function findKey(keys: readonly SipHashKey[], cookie: Uint8Array, hashedLength: number): number {
  // Behind a proxy one client looks like another: what it got over UDP goes back as it came, to be used there again.
  if (hashedLength === ADDRESS_AT) return 0;
  for (let at = 0; at < ADDRESS_AT; at++) hashed[at] = cookie[at]!; // with the reserved octets, whatever they are
  for (let key = 0; key < keys.length; key++) {
    sipHash(keys[key]!, hashed, hashedLength, hash, 0);
    let difference = 0; // looked for in the same time wherever it is
    for (let at = 0; at < HASH_LENGTH; at++) difference |= hash[at]! ^ cookie[HASH_AT + at]!;
    if (difference === 0) return key;
  }
  return -1;
}

function copyCookie(cookie: Uint8Array, out: Uint8Array): void {
  for (let at = 0; at < COOKIE_LENGTH; at++) out[at] = cookie[at]!;
}

function makeCookie(
  key: SipHashKey,
  cookie: Uint8Array,
  second: number,
  hashedLength: number,
  out: Uint8Array,
): void {
  for (let at = 0; at < CLIENT_LENGTH; at++) out[at] = cookie[at]!;
  out[VERSION_AT] = VERSION;
  for (let at = VERSION_AT + 1; at < TIME_AT; at++) out[at] = 0; // reserved (RFC 9018 §4.2)
  for (let at = 0; at < 4; at++) out[TIME_AT + at] = second >>> (24 - 8 * at);
  for (let at = 0; at < ADDRESS_AT; at++) hashed[at] = out[at]!;
  sipHash(key, hashed, hashedLength, out, HASH_AT);
}
