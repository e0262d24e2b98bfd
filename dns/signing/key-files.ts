import { createPrivateKey, type KeyObject } from "node:crypto";
import { isBindPrivateKey, parseBindPrivateKey } from "./bind-private-key.ts";
import type { KeyFault } from "./key-fault.ts";
import { publicKeyOf } from "./public-key-of.ts";

/**
 * Reads a private key from a file's text: BIND's format (`Private-key-format: v1.3`), or PEM as Knot's key store and
 * OpenSSL write it.
 */
export function parsePrivateKey(text: string): KeyObject | KeyFault {
  if (isBindPrivateKey(text)) return parseBindPrivateKey(text);
  if (!/^-----BEGIN [A-Z0-9 ]+-----/m.test(text))
    return { fault: "is neither BIND's private-key format nor PEM" };
  if (/ENCRYPTED/.test(text)) return { fault: "is encrypted; expected a private key without a password" };
  return keyFrom(() => createPrivateKey({ key: text, format: "pem" }), "PEM");
}

/** Reads a private key as PKCS#8 in DER (RFC 5958). */
export function parsePkcs8(der: Uint8Array): KeyObject | KeyFault {
  return keyFrom(
    () => createPrivateKey({ key: Buffer.from(der), format: "der", type: "pkcs8" }),
    "PKCS#8 in DER",
  );
}

/** The private key as PKCS#8 in PEM, which OpenSSL, Knot and others read. */
export function printPem(key: KeyObject): string {
  return key.export({ format: "pem", type: "pkcs8" }).toString();
}

/** The private key as PKCS#8 in DER. */
export function printPkcs8(key: KeyObject): Uint8Array {
  return key.export({ format: "der", type: "pkcs8" });
}

function keyFrom(read: () => KeyObject, what: string): KeyObject | KeyFault {
  let key: KeyObject;
  try {
    key = read();
  } catch {
    return { fault: `has no private key that can be read as ${what}` };
  }
  if (publicKeyOf(key) !== undefined) return key;
  return { fault: "has a key of another kind; expected RSA, ECDSA P-256 or P-384, or Ed25519" };
}
