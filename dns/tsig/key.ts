import { Fault } from "../fault.ts";
import { octetsOfBase64 } from "../fields/base64.ts";
import { isName, keyOf, type Name, parseName, printName, ROOT } from "../name.ts";
import { algorithmOf, type TsigAlgorithm } from "./algorithms.ts";

/** A secret that two ends share, by the name that both know it by (RFC 8945 §4.2). */
export interface TsigKey {
  /** In lower case. */
  readonly name: Name;
  readonly algorithm: TsigAlgorithm;
  readonly secret: Uint8Array;
}

/**
 * Reads `name:algorithm:base64`; the name may stand without its final dot. What is wrong is told without any of the
 * text, for who mixes up the parts has the secret in the place of a name: "has no name".
 */
export function parseTsigKey(text: string): TsigKey | { readonly fault: string } {
  const parts = text.trim().split(":");
  const [nameText, algorithmText, secretText] = parts;
  if (nameText === undefined || algorithmText === undefined || secretText === undefined || parts.length > 3)
    return { fault: "is not of the form name:algorithm:base64" };
  const name = parseName(nameText, ROOT);
  if (!isName(name) || name === ROOT) return { fault: "has no domain name as its name" };
  const algorithm = algorithmOf(algorithmText);
  if (algorithm === undefined)
    return { fault: "has another algorithm; expected hmac-sha256, hmac-sha384 or hmac-sha512" };
  const secret = octetsIn(secretText);
  if (secret === undefined) return { fault: "has a secret that is not Base64 (RFC 4648 §4)" };
  if (secret.length < MIN_SECRET)
    return { fault: `has a secret of ${secret.length} octets; expected ${MIN_SECRET} or more` };
  return { name: keyOf(name), algorithm, secret };
}

/** What `parseTsigKey` reads, without the final dot of the name. */
export function printTsigKey({ name, algorithm, secret }: TsigKey): string {
  return `${keyName(name)}:${algorithm}:${Buffer.from(secret).toString("base64")}`;
}

/** A key's name as configurations have it, without its final dot. */
export function keyName(name: Name): string {
  return printName(keyOf(name)).replace(/(?<=.)\.$/, "");
}

/** Octets: a secret of 128 bits cannot be guessed by trying. */
const MIN_SECRET = 16;

function octetsIn(base64: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(Buffer.from(octetsOfBase64(base64), "latin1"));
  } catch (error) {
    if (error instanceof Fault) return undefined; // its words have the character that is wrong
    throw error;
  }
}
