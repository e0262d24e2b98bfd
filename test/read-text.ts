import { type Name, parseName } from "../dns/name.ts";
import type { Problem } from "../dns/problem.ts";
import { parseZoneFile } from "../dns/zone-file/parse.ts";
import { printRecord } from "../dns/zone-file/print.ts";
import type { ReadOptions } from "../dns/zone-file/read-options.ts";

/** What a zone file says, in a form that a test can compare. */
export interface ReadText {
  /** A record in a line, with an absolute owner. */
  readonly records: readonly string[];
  /** `file:line:column` of each record. */
  readonly places: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * Reads a text as the file `zone`, with the origin example.com unless told otherwise. `files` are what it can include,
 * by their paths; a path that is not there is refused.
 */
export function readText(
  text: string | Uint8Array,
  { files = {}, ...options }: Partial<ReadOptions> & { files?: { readonly [path: string]: string } } = {},
): ReadText {
  const { records, problems } = parseZoneFile({
    file: "zone",
    bytes: Buffer.from(text as string), // either way, Buffer.from takes it
    origin: parseName("example.com.") as Name, // it is one
    include: (path) => {
      const found = files[path];
      return found === undefined
        ? { refused: "there is no such file" }
        : { file: path, bytes: Buffer.from(found) };
    },
    ...options,
  });
  return {
    records: records.map(printRecord),
    places: records.map(({ at }) => `${at.file}:${at.line}:${at.column}`),
    problems,
  };
}

/** The records of a text without problems; throws when it has any. */
export function recordsOf(
  text: string | Uint8Array,
  options: Parameters<typeof readText>[1] = {},
): readonly string[] {
  const { records, problems } = readText(text, options);
  if (problems[0] !== undefined)
    throw new Error(`${problems[0].line}:${problems[0].column}: ${problems[0].message}`);
  return records;
}

/** The problems of a text: `file:line:column: message`. */
export function problemsOf(
  text: string | Uint8Array,
  options: Parameters<typeof readText>[1] = {},
): string[] {
  return readText(text, options).problems.map(
    ({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`,
  );
}
