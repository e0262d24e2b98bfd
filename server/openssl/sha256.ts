import { createHash } from "node:crypto";
import { digestCalls } from "./digest-calls.ts";

/** SHA-256 (FIPS 180-4 §6.2) of what is added to it, piece by piece. */
export interface Sha256 {
  readonly add: (octets: Uint8Array) => void;
  /** The 32 octets. Nothing is added or asked after it. */
  readonly end: () => Uint8Array;
}

/**
 * Begins a digest. OpenSSL is asked itself where that can be: node:crypto does the same, but takes a tenth of a start to be loaded, and some
 * megabytes.
 */
export function startSha256(): Sha256 {
  const calls = digestCalls();
  if (calls === undefined) {
    const hash = createHash("sha256");
    return { add: (octets) => void hash.update(octets), end: () => hash.digest() };
  }
  const context = calls.EVP_MD_CTX_new();
  const done = (result: number) => {
    if (result !== 1) throw new Error("Cannot make a digest: OpenSSL refuses");
  };
  done(calls.EVP_DigestInit_ex(context, calls.EVP_sha256(), null));
  return {
    add: (octets) => done(calls.EVP_DigestUpdate(context, octets, BigInt(octets.length))),
    end: () => {
      const digest = new Uint8Array(DIGEST_OCTETS);
      const result = calls.EVP_DigestFinal_ex(context, digest, null);
      calls.EVP_MD_CTX_free(context);
      done(result);
      return digest;
    },
  };
}

/** SHA-256 of some octets. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = startSha256();
  for (const part of parts) hash.add(part);
  return hash.end();
}

const DIGEST_OCTETS = 32;
