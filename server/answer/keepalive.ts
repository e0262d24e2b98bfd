/**
 * The edns-tcp-keepalive option of an answer (RFC 7828 §3.1), code and length included: how long the connection may be
 * without a question before we close it, told in units of 100 milliseconds. `idle` is in milliseconds; a time that is
 * too long to be told is told as the longest.
 */
export function makeKeepalive(idle: number): Uint8Array {
  const timeout = Math.min(Math.floor(idle / UNIT), MAX_TIMEOUT);
  return Uint8Array.of(0, KEEPALIVE, 0, 2, timeout >>> 8, timeout & 0xff);
}

const KEEPALIVE = 11;
const UNIT = 100;
const MAX_TIMEOUT = 0xffff;
