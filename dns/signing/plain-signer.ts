import { type KeyObject, sign } from "node:crypto";
import { nodeHashOf } from "./algorithms.ts";
import type { Sign } from "./sign.ts";

/**
 * Signs by node:crypto. For RSA and Ed25519 the same data gives the same octets; for ECDSA another signature each time,
 * so that no two machines agree: only for those who do not mind.
 */
export function plainSigner(algorithm: number, key: KeyObject): Sign {
  const hash = nodeHashOf(algorithm);
  return (data) => sign(hash, data, { key, dsaEncoding: "ieee-p1363" }).toString("latin1"); // R and S side by side (RFC 6605 §4)
}
