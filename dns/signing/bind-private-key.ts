import { createECDH, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { Fault } from "../fault.ts";
import { octetsOfBase64 } from "../fields/base64.ts";
import { ALGORITHMS, whyNotSign } from "./algorithms.ts";
import type { KeyFault } from "./key-fault.ts";
import { publicKeyOf } from "./public-key-of.ts";

/** Reads BIND's private-key format, v1.2 and v1.3, of `K….private` files. Lines that say when a key is used are passed over. */
export function parseBindPrivateKey(text: string): KeyObject | KeyFault {
  const fields = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === "" || line.startsWith(";")) continue;
    const colon = line.indexOf(":");
    const name = line.slice(0, Math.max(0, colon)).toLowerCase();
    if (!/^[a-z0-9-]+$/.test(name)) return { fault: "has a line that is not `Name: value`" };
    if (fields.has(name)) return { fault: "says something twice" };
    fields.set(name, line.slice(colon + 1).trim());
  }
  if (!/^v1\.[0-9]+$/.test(fields.get("private-key-format") ?? ""))
    return { fault: "has another private-key format; expected v1.3" };
  const algorithm = Number(/^[0-9]{1,3}(?= |$)/.exec(fields.get("algorithm") ?? "")?.[0]);
  const known = ALGORITHMS.get(algorithm);
  if (known === undefined) {
    const why = Number.isNaN(algorithm) ? undefined : whyNotSign(algorithm);
    return { fault: why === undefined ? "names no algorithm" : `has a key that cannot sign: ${why}` };
  }
  try {
    const key = known.curve === undefined ? rsaKey(fields) : curveKey(known.curve.name, fields);
    if (publicKeyOf(key)?.algorithm === algorithm && signsRight(key)) return key;
  } catch {
    // What it says may have the key in it.
  }
  return { fault: `has no key of ${known.mnemonic} that can be read` };
}

/** The text is in BIND's format. */
export function isBindPrivateKey(text: string): boolean {
  const first = text.split("\n").find((line) => line.trim() !== "" && !line.startsWith(";"));
  return first?.trim().toLowerCase().startsWith("private-key-format:") === true;
}

/** The private key in BIND's format v1.3, without times. */
export function printBindPrivateKey(key: KeyObject): string {
  const { algorithm } = publicKeyOf(key)!; // keys of other kinds are refused when they are read
  const jwk = key.export({ format: "jwk" });
  const fields: readonly (readonly [name: string, part: string | undefined])[] =
    algorithm === RSASHA256
      ? RSA_FIELDS.map(([name, part]) => [name, jwk[part]] as const)
      : [["PrivateKey", jwk.d]];
  return [
    "Private-key-format: v1.3",
    `Algorithm: ${algorithm} (${ALGORITHMS.get(algorithm)!.mnemonic})`,
    ...fields.map(([name, part]) => `${name}: ${Buffer.from(part ?? "", "base64url").toString("base64")}`),
    "",
  ].join("\n");
}

const RSASHA256 = 8;

/** The lines of an RSA key, and what JWK calls their values (RFC 7518 §6.3). */
const RSA_FIELDS = [
  ["Modulus", "n"],
  ["PublicExponent", "e"],
  ["PrivateExponent", "d"],
  ["Prime1", "p"],
  ["Prime2", "q"],
  ["Exponent1", "dp"],
  ["Exponent2", "dq"],
  ["Coefficient", "qi"],
] as const;

type Fields = ReadonlyMap<string, string>;

function rsaKey(fields: Fields): KeyObject {
  const jwk = Object.fromEntries(
    RSA_FIELDS.map(([name, part]) => [part, octetsIn(fields, name).toString("base64url")]),
  );
  return createPrivateKey({ key: { kty: "RSA", ...jwk }, format: "jwk" });
}

function curveKey(curve: "P-256" | "P-384" | "Ed25519", fields: Fields): KeyObject {
  const octets = octetsIn(fields, "PrivateKey");
  switch (curve) {
    case "Ed25519":
      return createPrivateKey({ key: Buffer.concat([ED25519_PKCS8, octets]), format: "der", type: "pkcs8" });
    case "P-256":
      return ecKey(curve, "prime256v1", 32, octets);
    case "P-384":
      return ecKey(curve, "secp384r1", 48, octets);
    default:
      return curve satisfies never;
  }
}

/** What stands before the 32 octets of the key in PKCS#8 (RFC 8410 §7). */
const ED25519_PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

function ecKey(crv: string, name: string, length: number, octets: Buffer): KeyObject {
  if (octets.length < length - ZEROS) throw new Fault("is short", "Copy the whole file.");
  const ecdh = createECDH(name);
  ecdh.setPrivateKey(octets);
  const point = ecdh.getPublicKey(); // 4, X, Y
  const padded = Buffer.concat([Buffer.alloc(Math.max(0, length - octets.length)), octets]);
  const key = {
    kty: "EC",
    crv,
    x: point.subarray(1, 1 + length).toString("base64url"),
    y: point.subarray(1 + length).toString("base64url"),
    d: padded.toString("base64url"),
  };
  return createPrivateKey({ key, format: "jwk" });
}

/** Some programs leave out zeros in front; that there are more than so many does not happen. */
const ZEROS = 4;

function octetsIn(fields: Fields, name: string): Buffer {
  const octets = octetsOfBase64(fields.get(name.toLowerCase()) ?? "");
  if (octets === "") throw new Fault("is missing", "Copy the whole file.");
  return Buffer.from(octets, "latin1");
}

/** The parts of the key fit together. */
function signsRight(key: KeyObject): boolean {
  const data = Buffer.from("a test");
  const hash = key.asymmetricKeyType === "ed25519" ? null : "sha256";
  return verify(hash, data, createPublicKey(key), sign(hash, data, key));
}
