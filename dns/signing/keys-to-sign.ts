import { signatureLength } from "./algorithms.ts";
import type { PolicyKey } from "./policy.ts";
import { type SigningTask, signFlatZone } from "./sign-zone.ts";
import { WINDOW_SECONDS } from "./window.ts";

/** What a key that signs nothing but keys has to sign: the DNSKEY, CDS or CDNSKEY RRset of a zone for a window. */
export interface KeysToSign {
  readonly key: PolicyKey;
  readonly window: number;
  /** RRSIG's data but for the signature, and the records (RFC 4034 §3.1.8.1). */
  readonly data: Uint8Array;
}

/**
 * What is to be signed beforehand where a key is on no machine: all that whoever signs the zone in this window asks of it. The
 * zone must be one that can be signed (see `whyUnsignable`).
 */
export function keysToSign(task: Omit<SigningTask, "signerOf">): KeysToSign[] {
  const found: KeysToSign[] = [];
  const { window } = task;
  signFlatZone({
    ...task,
    signerOf: (key) => {
      const stand = "\0".repeat(signatureLength(key));
      if (key.signs !== "keys") return () => stand;
      return (data) => {
        found.push({ key, window, data: Uint8Array.from(data) });
        return stand;
      };
    },
  });
  return found;
}

/** The same in another window: nothing but the times is another. */
export function inWindow({ key, window, data }: KeysToSign, other: number): KeysToSign {
  const moved = Uint8Array.from(data);
  const view = new DataView(moved.buffer);
  for (const at of TIMES) view.setUint32(at, view.getUint32(at) + (other - window) * WINDOW_SECONDS);
  return { key, window: other, data: moved };
}

const TIMES = [8, 12]; // expiration and inception (RFC 4034 §3.1), both modulo 2^32
