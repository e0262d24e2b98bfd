import { Fault } from "../../dns/fault.ts";
import { isName, keyOf, type Name, parseName, printName, ROOT } from "../../dns/name.ts";

/** A secret that two nameservers share, and what both call it (RFC 8945 §4.2). */
export interface TsigKey {
  readonly name: Name;
  readonly algorithm: TsigAlgorithm;
  readonly secret: Uint8Array;
}

/** The algorithms that are taken, in the words of everybody's configuration. */
export const TSIG_ALGORITHMS = ["hmac-sha256", "hmac-sha384", "hmac-sha512"] as const;

/** One of them. */
export type TsigAlgorithm = (typeof TSIG_ALGORITHMS)[number];

/** As the server reads it: `name:algorithm:secret`, the secret in base64, without the final dot of the name. */
export function printTsigKey({ name, algorithm, secret }: TsigKey): string {
  return `${keyName(name)}:${algorithm}:${Buffer.from(secret).toString("base64")}`;
}

/** A key's name as configurations have it, without its final dot. */
export function keyName(name: Name): string {
  return printName(keyOf(name)).replace(/(?<=.)\.$/, "");
}

/**
 * Reads a file of keys: `name:algorithm:secret`, one a line, or `key` clauses as BIND and its programs write them. What is
 * no key is a fault, which never quotes a secret.
 */
export function readTsigKeys(text: string): TsigKey[] {
  // Within base64, // is no comment.
  const plain = text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)(?:\/\/|#)[^\n]*/gm, "");
  if (!/^\s*key\b/m.test(plain)) {
    const lines = plain.split("\n").map((line) => line.trim());
    return lines.filter((line) => line !== "").map(readLine);
  }
  const rest = plain.replace(CLAUSE, "").trim();
  if (rest !== "") throw noKey("something beside its key clauses");
  return [...plain.matchAll(CLAUSE)].map(([, name = "", body = ""]) =>
    makeKey(name, wordIn(body, "algorithm"), wordIn(body, "secret")),
  );
}

const CLAUSE = /\bkey\s+"?([^\s"{;]+)"?\s*\{([^{}]*)\}\s*;?/g;

function wordIn(body: string, statement: "algorithm" | "secret"): string {
  return new RegExp(`\\b${statement}\\s+"?([^\\s";]+)"?\\s*;`).exec(body)?.[1] ?? "";
}

function readLine(line: string): TsigKey {
  const [name = "", algorithm = "", secret = "", ...more] = line.split(":");
  if (more.length > 0 || secret === "") throw noKey("a line of another form");
  return makeKey(name, algorithm, secret);
}

function makeKey(text: string, algorithm: string, base64: string): TsigKey {
  const name = parseName(text, ROOT);
  if (!isName(name) || name === ROOT) throw noKey(`a key named ${JSON.stringify(text)}`);
  const known = TSIG_ALGORITHMS.find((each) => each === algorithm.toLowerCase().replace(/\.$/, ""));
  if (known === undefined)
    throw noKey(`the algorithm ${JSON.stringify(algorithm)}; expected ${TSIG_ALGORITHMS.join(", ")}`);
  const secret = Buffer.from(base64, "base64");
  if (secret.length === 0 || secret.toString("base64") !== base64) throw noKey("a secret that is no base64");
  return { name: keyOf(name), algorithm: known, secret };
}

function noKey(found: string): Fault {
  return new Fault(
    `has ${found}`,
    'Write name:algorithm:secret, one a line, or key "name" { algorithm hmac-sha256; secret "…"; };.',
  );
}
