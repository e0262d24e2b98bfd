import { writeAddress } from "../query/client.ts";

/**
 * Which kind of IP address a text is, as `isIP` of node:net says it: 4, 6, or 0 for none. That one begins with a regular expression that takes
 * several milliseconds of every thread to be compiled, and there is nothing to be said against an address that a start does not need.
 */
export function ipVersion(text: string): 0 | 4 | 6 {
  if (!PLAUSIBLE.test(text)) return 0;
  const length = writeAddress(text, octets, 0);
  return length === 16 ? 6 : length === 4 ? 4 : 0;
}

/** Whether a text is an IPv6 address, with a zone or without (RFC 4007 §11). */
export function isIpv6(text: string): boolean {
  return ipVersion(text) === 6;
}

/** What stands before a zone and in it, so that a zone is not empty. */
const PLAUSIBLE = /^[0-9a-fA-F:.]+(?:%[0-9a-zA-Z.:-]+)?$/;
const octets = new Uint8Array(16);
