import type { PolicyKey } from "../../dns/signing/policy.ts";
import { shapeSign } from "../../dns/signing/shape-signer.ts";
import type { Sign } from "../../dns/signing/sign.ts";
import type { PrivateKey, Signer } from "./signer.ts";
import type { SigningMeans } from "./signing-order.ts";

/** What signs with the keys that are here, until it is closed. */
export interface Signers {
  /** Undefined where the private half of this key is not here. */
  readonly signerOf: (key: PolicyKey) => Sign | undefined;
  /** What makes the signatures. */
  readonly by: "OpenSSL" | "JavaScript" | "stand-ins";
  readonly close: () => void;
}

/**
 * Finds for each key of a policy its private half, by the public one. Rejects where nothing here can sign. What signs is loaded here
 * and not before: threads that answer, and servers that sign nothing, go without it.
 */
export async function makeSigners({ keys, isShape }: SigningMeans): Promise<Signers> {
  if (isShape) return { signerOf: shapeSign, by: "stand-ins", close: () => undefined };
  if (keys.length === 0) return { signerOf: () => undefined, by: "OpenSSL", close: () => undefined };
  const { openSignatureMaker } = await import("./signature-maker.ts");
  const { makeSigner, slowBecause } = openSignatureMaker();
  const open = new Map<PrivateKey, Signer>();
  return {
    by: slowBecause === undefined ? "OpenSSL" : "JavaScript",
    signerOf({ algorithm, publicKey }) {
      const key = keys.find((each) => each.algorithm === algorithm && each.publicKey === publicKey);
      if (key === undefined) return undefined;
      const signer = open.get(key) ?? makeSigner(key);
      open.set(key, signer);
      return signer.sign;
    },
    close() {
      for (const signer of open.values()) signer.close();
      open.clear();
    },
  };
}
