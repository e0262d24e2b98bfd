import { readFileSync } from "node:fs";
import { printName } from "../../dns/name.ts";
import { parseTsigKey, type TsigKey } from "../../dns/tsig/key.ts";
import { writtenKeys } from "../../dns/tsig/variables.ts";
import type { Environment, UsageError } from "./usage.ts";

/** The flags that say which keys there are. */
export interface TsigFlags {
  readonly "tsig-keys"?: string | undefined;
}

/** Gives the text of a file; throws where it cannot be read. */
export type ReadText = (path: string) => string;

/** From the disk. */
export const readText: ReadText = (path) => readFileSync(path, "utf8");

/**
 * Reads the keys of the environment, with commas between, and those of a file, one a line, with blank lines and lines
 * that begin with `#` left out. Several keys are good at a time, so that one can follow another. What is wrong is told
 * without names and secrets.
 */
export function readTsigSettings(
  flags: TsigFlags,
  environment: Environment,
  read: ReadText,
): readonly TsigKey[] | UsageError {
  const entries = writtenKeys(environment);
  const file = flags["tsig-keys"];
  if (file !== undefined) {
    let lines: string[];
    try {
      lines = read(file).split("\n");
    } catch (error) {
      return { error: `Cannot read --tsig-keys: ${error instanceof Error ? error.message : error}` };
    }
    for (const [index, text] of lines.entries()) {
      if (/^\s*(#|$)/.test(text)) continue;
      entries.push({ text, place: `Line ${index + 1} of the file of --tsig-keys` });
    }
  }
  const keys: TsigKey[] = [];
  for (const { text, place } of entries) {
    const key = parseTsigKey(text);
    if ("fault" in key) return { error: `${place} ${key.fault}` };
    if (keys.some(({ name }) => name === key.name)) {
      return {
        error: `${place} has the name ${printName(key.name)} a second time; expected names that differ`,
      };
    }
    keys.push(key);
  }
  return keys;
}
