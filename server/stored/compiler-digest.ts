import { readFileSync } from "node:fs";
import { sha256 } from "../openssl/sha256.ts";

/**
 * SHA-256 of the program that runs, by its file, so that nothing which another version has made is taken for its own. Undefined where
 * it is not in one file: from source the file says nothing of the others.
 */
export function compilerDigest(file: string): Uint8Array | undefined {
  if (!file.endsWith(".js")) return undefined;
  return sha256(readFileSync(file));
}
