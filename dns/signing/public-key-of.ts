import { createPublicKey, type KeyObject } from "node:crypto";
import type { Octets } from "../wire.ts";

/** The public half of a private (or public) key, with the number of the algorithm that it is for. */
export interface PublicHalf {
  readonly algorithm: 8 | 13 | 14 | 15;
  /** As DNSKEY has it: X and Y of ECDSA (RFC 6605 §4), the 32 octets of Ed25519 (RFC 8080 §3), exponent and modulus of RSA (RFC 3110 §2). */
  readonly publicKey: Octets;
}

/** Derives the public half; undefined for a key of a kind that does not sign zones here. RSA is taken for RSASHA256. */
export function publicKeyOf(key: KeyObject): PublicHalf | undefined {
  const { kty, crv, x = "", y = "", n = "", e = "" } = createPublicKeyOf(key).export({ format: "jwk" });
  const octets = (...parts: string[]) =>
    parts.map((part) => Buffer.from(part, "base64url").toString("latin1")).join("");
  if (kty === "EC" && crv === "P-256") return { algorithm: 13, publicKey: octets(x, y) };
  if (kty === "EC" && crv === "P-384") return { algorithm: 14, publicKey: octets(x, y) };
  if (kty === "OKP" && crv === "Ed25519") return { algorithm: 15, publicKey: octets(x) };
  if (kty !== "RSA") return undefined;
  const exponent = octets(e);
  return { algorithm: 8, publicKey: exponentLength(exponent) + exponent + octets(n) };
}

function createPublicKeyOf(key: KeyObject): KeyObject {
  return key.type === "private" ? createPublicKey(key) : key;
}

/** In one octet, or in three where it does not fit (RFC 3110 §2). */
function exponentLength({ length }: Octets): Octets {
  return length < 256 ? String.fromCharCode(length) : String.fromCharCode(0, length >> 8, length & 0xff);
}
