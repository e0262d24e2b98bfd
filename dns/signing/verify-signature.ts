import { createPublicKey, type KeyObject, verify } from "node:crypto";
import type { Octets } from "../wire.ts";
import { nodeHashOf, publicKeyFault } from "./algorithms.ts";
import type { PolicyKey } from "./policy.ts";

/** The signature, in the form that RRSIG holds, is one of these octets by the key. False for octets that are no key. */
export function isSignatureOf(
  key: Pick<PolicyKey, "algorithm" | "publicKey">,
  data: Uint8Array,
  signature: Octets,
): boolean {
  if (publicKeyFault(key.algorithm, key.publicKey) !== undefined) return false;
  try {
    return verify(
      nodeHashOf(key.algorithm),
      data,
      { key: keyObjectOf(key), dsaEncoding: "ieee-p1363" }, // R and S side by side (RFC 6605 §4)
      Buffer.from(signature, "latin1"),
    );
  } catch {
    return false; // no point of the curve
  }
}

/** The key in DNSKEY's octets (RFC 3110 §2, RFC 6605 §4, RFC 8080 §3). */
function keyObjectOf({ algorithm, publicKey }: Pick<PolicyKey, "algorithm" | "publicKey">): KeyObject {
  const octets = Buffer.from(publicKey, "latin1");
  const text = (from: number, to?: number) => octets.subarray(from, to).toString("base64url");
  const half = octets.length / 2;
  if (algorithm === RSASHA256) {
    const isLong = octets[0] === 0;
    const start = isLong ? 3 : 1;
    const end = start + (isLong ? octets.readUInt16BE(1) : octets[0]!);
    return createPublicKey({ key: { kty: "RSA", e: text(start, end), n: text(end) }, format: "jwk" });
  }
  if (algorithm === ED25519)
    return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: text(0) }, format: "jwk" });
  const crv = algorithm === ECDSAP256SHA256 ? "P-256" : "P-384";
  return createPublicKey({ key: { kty: "EC", crv, x: text(0, half), y: text(half) }, format: "jwk" });
}

const RSASHA256 = 8;
const ECDSAP256SHA256 = 13;
const ED25519 = 15;
