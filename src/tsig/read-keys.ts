import { Fault } from "../../dns/fault.ts";
import { parseTsigKey, type TsigKey } from "../../dns/tsig/key.ts";

/**
 * Reads a file of keys: `name:algorithm:secret`, one a line, or `key` clauses as BIND and its programs write them. What is
 * no key is a fault, which never quotes a secret.
 */
export function readTsigKeys(text: string): TsigKey[] {
  // Within base64, // is no comment.
  const plain = text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)(?:\/\/|#)[^\n]*/gm, "");
  const lines = plain.split("\n").map((line) => line.trim());
  if (!lines.some((line) => /^key\b/.test(line))) return lines.filter((line) => line !== "").map(readKey);
  const rest = plain.replace(CLAUSE, "").trim();
  if (rest !== "") throw noKey("has something beside its key clauses");
  return [...plain.matchAll(CLAUSE)].map(([, name = "", body = ""]) =>
    readKey(`${name}:${wordIn(body, "algorithm")}:${wordIn(body, "secret")}`),
  );
}

const CLAUSE = /\bkey\s+"?([^\s"{;]+)"?\s*\{([^{}]*)\}\s*;?/g;

const STATEMENTS = {
  algorithm: /\balgorithm\s+"?([^\s";]+)"?\s*;/,
  secret: /\bsecret\s+"?([^\s";]+)"?\s*;/,
};

function wordIn(body: string, statement: keyof typeof STATEMENTS): string {
  return STATEMENTS[statement].exec(body)?.[1] ?? "";
}

function readKey(text: string): TsigKey {
  const key = parseTsigKey(text);
  if ("fault" in key) throw noKey(`has a key that ${key.fault}`);
  return key;
}

function noKey(found: string): Fault {
  return new Fault(
    found,
    'Write name:algorithm:secret, one a line, or key "name" { algorithm hmac-sha256; secret "…"; };.',
  );
}
