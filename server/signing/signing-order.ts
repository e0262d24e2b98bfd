import type { PrivateKey } from "./signer.ts";

/** What a thread needs to sign zones: plain values, which go to no other thread. */
export interface SigningOrder extends SigningMeans {
  /** The window in force. */
  readonly window: number;
}

/** With what zones are signed. */
export interface SigningMeans {
  readonly keys: readonly PrivateKey[];
  /** Signatures are stand-ins of the right form, for machines without keys: no resolver takes them. */
  readonly isShape: boolean;
}
