import type { KeyStates } from "../../dns/signing/key-states.ts";
import type { PrivateKey } from "./signer.ts";

/** What a thread needs to sign zones: plain values, which go to no other thread. */
export interface SigningOrder extends SigningMeans {
  /** Of zones whose keys may be in a newer state than their files say. */
  readonly states: KeyStates | undefined;
  /** The window in force. */
  readonly window: number;
}

/** With what zones are signed. */
export interface SigningMeans {
  readonly keys: readonly PrivateKey[];
  /** Signatures are stand-ins of the right form, for machines without keys: no resolver takes them. */
  readonly isShape: boolean;
}
