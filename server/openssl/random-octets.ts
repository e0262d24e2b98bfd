import { randomBytes } from "node:crypto";
import { digestCalls } from "./digest-calls.ts";

/** So many octets that nobody can foresee, of OpenSSL's generator: what `randomBytes` of node:crypto gives, without loading that. */
export function randomOctets(count: number): Uint8Array {
  const octets = new Uint8Array(count);
  return digestCalls()?.RAND_bytes(octets, count) === 1 ? octets : randomBytes(count);
}
