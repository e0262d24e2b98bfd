import type { Name } from "../../dns/name.ts";
import type { KeyStates } from "../../dns/signing/key-states.ts";
import type { PolicyKey, SigningPolicy } from "../../dns/signing/policy.ts";
import type { Sign } from "../../dns/signing/sign.ts";

/** What becomes of zones that are to be signed here (see `SigningPolicy`) when zones are loaded. */
export type ZoneSigning =
  /** They are put off, and answered SERVFAIL until somebody signs them. */
  | { readonly kind: "later"; readonly states?: KeyStates | undefined }
  /** They stay as they are written: for who looks at them and serves nothing. */
  | { readonly kind: "never" }
  /** They are signed for this window, or for their first one where that is later. */
  | {
      readonly kind: "now";
      readonly window: number;
      readonly signerOf: SignerOf;
      readonly by: SignedBy;
      /** Of zones whose keys may be in a newer state than their files say. */
      readonly states?: KeyStates | undefined;
    };

/** What makes signatures: OpenSSL, what stands in for it and gives the same, or something that makes none that hold. */
export type SignedBy = "OpenSSL" | "JavaScript" | "stand-ins";

/** What signs with a key of a zone; undefined where its private half is not here. */
export type SignerOf = (key: PolicyKey, origin: Name) => Sign | undefined;

/** How a zone was signed here. */
export interface SignedHere {
  readonly policy: SigningPolicy;
  /** The serial that it answers in the window `policy.base`. */
  readonly serial: number;
  /** For which window its signatures are: it answers `window - policy.base` more. */
  readonly window: number;
  /** How many signatures were made, and how many milliseconds that took with all else of signing. */
  readonly signatures: number;
  readonly time: number;
  readonly by: SignedBy;
  /** The last window for which its keys are signed, where that was done beforehand. */
  readonly keysUntil?: number;
}

/** The window for which a zone is signed while this one is in force: none comes before the first of its policy. */
export function windowFor({ base }: SigningPolicy, inForce: number): number {
  return Math.max(base, inForce);
}
