import type { PolicyKey } from "../../dns/signing/policy.ts";
import type { Sign } from "../../dns/signing/sign.ts";
import type { SignatureMaker } from "./signature-maker.ts";
import type { PrivateKey, Signer } from "./signer.ts";

/** Private keys that are at hand for as long as zones are signed. */
export interface KeyRing {
  /** What signs with a key of a zone; undefined where its private half is not here. */
  readonly signerOf: (key: Pick<PolicyKey, "algorithm" | "publicKey">) => Sign | undefined;
  /** Closes all that were asked for. */
  readonly close: () => void;
}

/** Opens a key when it is asked for, once. Whose it is follows from its public half. */
export function openKeyRing(keys: readonly PrivateKey[], maker: SignatureMaker): KeyRing {
  const byPublicHalf = new Map(keys.map((key) => [placeOf(key), key]));
  const signers = new Map<string, Signer>();
  return {
    signerOf: (asked) => {
      const place = placeOf(asked);
      const key = byPublicHalf.get(place);
      if (key === undefined) return undefined;
      const signer = signers.get(place) ?? maker.makeSigner(key);
      signers.set(place, signer);
      return signer.sign;
    },
    close: () => {
      for (const signer of signers.values()) signer.close();
      signers.clear();
    },
  };
}

function placeOf({ algorithm, publicKey }: Pick<PolicyKey, "algorithm" | "publicKey">): string {
  return `${algorithm} ${publicKey}`;
}
