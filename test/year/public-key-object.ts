import { createPublicKey, type KeyObject } from "node:crypto";

/** A public key as DNSKEY has it, for node:crypto: of RSA (RFC 3110 §2), ECDSAP256SHA256 (RFC 6605 §4) and ED25519 (RFC 8080 §3). */
export function publicKeyObject(algorithm: number, octets: Buffer): KeyObject {
  if (algorithm === 13) {
    const [x, y] = [octets.subarray(0, 32), octets.subarray(32)].map((half) => half.toString("base64url"));
    return createPublicKey({ key: { kty: "EC", crv: "P-256", x: x!, y: y! }, format: "jwk" });
  }
  if (algorithm === 15) {
    const x = octets.toString("base64url");
    return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  }
  if (algorithm !== 8) throw new Error(`No key of the year has algorithm ${algorithm}`);
  const length = octets[0]!; // of the exponent: it is short
  const [e, n] = [octets.subarray(1, 1 + length), octets.subarray(1 + length)].map((part) =>
    part.toString("base64url"),
  );
  return createPublicKey({ key: { kty: "RSA", e: e!, n: n! }, format: "jwk" });
}
