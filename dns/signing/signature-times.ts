import { lowerOctet, nameLength } from "./names-in-place.ts";
import { INCEPTION_MARGIN, WINDOW_SECONDS, windowStart } from "./window.ts";

/** From when until when the signatures of a window hold, in seconds since 1970 modulo 2^32 (RFC 4034 §3.1.5). */
export interface SignatureTimes {
  readonly inception: number;
  /** The earliest; `expirationOf` has that of an RRset. */
  readonly expiration: number;
}

/** What of a zone says how long its signatures must hold. All in seconds. */
export interface Lifetimes {
  /** How long a secondary answers that hears nothing: of the SOA (RFC 1035 §3.3.13). */
  readonly expire: number;
  readonly greatestTtl: number;
}

/**
 * The times of a window, the same on all machines. A signature of the window before is still good when the last
 * secondary that took it stops to answer (SOA expire) and the last cache that asked it forgets (the greatest TTL), with
 * two days to spare; 30 days where that is less, a year where it is more.
 */
export function signatureTimes(window: number, { expire, greatestTtl }: Lifetimes): SignatureTimes {
  const wanted = WINDOW_SECONDS + expire + greatestTtl + SPARE;
  const validity = Math.min(Math.max(LEAST_VALIDITY, wanted), GREATEST_VALIDITY);
  const start = windowStart(window);
  return { inception: (start - INCEPTION_MARGIN) >>> 0, expiration: (start + validity) >>> 0 };
}

/** When the signature of an RRset ends: whole hours after the earliest, by owner and type, so that not all end at once. */
export function expirationOf(times: SignatureTimes, names: Uint8Array, owner: number, type: number): number {
  return (times.expiration + HOUR * (hashOf(names, owner, type) % JITTER_HOURS)) >>> 0;
}

const HOUR = 3600;
const DAY = 24 * HOUR;
const SPARE = 2 * DAY;
const LEAST_VALIDITY = 30 * DAY;
/**
 * Whoever asks for more asks for a signature that outlives all plans; and some validators read times after January 2038
 * as past, though they count modulo 2^32 (RFC 4034 §3.1.5).
 */
const GREATEST_VALIDITY = 365 * DAY;
const JITTER_HOURS = 72;

const FNV_PRIME = 0x01000193;

/** FNV-1a of 32 bits over the owner in lower case and the type. */
function hashOf(names: Uint8Array, owner: number, type: number): number {
  const end = owner + nameLength(names, owner);
  let hash = 0x811c9dc5;
  for (let at = owner; at < end; at++) hash = Math.imul(hash ^ lowerOctet(names[at]!), FNV_PRIME);
  hash = Math.imul(hash ^ (type >>> 8), FNV_PRIME);
  return Math.imul(hash ^ (type & 0xff), FNV_PRIME) >>> 0;
}
