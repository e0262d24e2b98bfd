import type { PolicyKey } from "../../dns/signing/policy.ts";
import { shapeSign } from "../../dns/signing/shape-signer.ts";
import type { Sign } from "../../dns/signing/sign.ts";
import { type KeyRing, openKeyRing } from "./key-ring.ts";
import type { SigningMeans } from "./signing-order.ts";

/** What signs with the keys that are here, until it is closed. */
export interface Signers extends Pick<KeyRing, "close"> {
  /** Undefined where the private half of this key is not here. */
  readonly signerOf: (key: PolicyKey) => Sign | undefined;
  /** What makes the signatures. */
  readonly by: "OpenSSL" | "JavaScript" | "stand-ins";
  /** Why JavaScript does it. */
  readonly slowBecause?: string;
}

/**
 * Opens what zones are signed with here. Rejects where nothing can sign. The code that signs is loaded here and not before: threads
 * that answer, and servers that sign nothing, go without it.
 */
export async function makeSigners({ keys, isShape }: SigningMeans): Promise<Signers> {
  if (isShape) return { signerOf: shapeSign, by: "stand-ins", close: () => undefined };
  if (keys.length === 0) return { signerOf: () => undefined, by: "OpenSSL", close: () => undefined };
  const { openSignatureMaker } = await import("./signature-maker.ts");
  const maker = openSignatureMaker();
  const ring = openKeyRing(keys, maker);
  const { slowBecause } = maker;
  return slowBecause === undefined ? { ...ring, by: "OpenSSL" } : { ...ring, by: "JavaScript", slowBecause };
}
