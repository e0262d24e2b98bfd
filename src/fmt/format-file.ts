import type { Problem } from "../../dns/problem.ts";
import type { Files } from "../files/files.ts";
import { decodeText } from "../zones/yaml/source-text.ts";
import { type Formatted, formatZoneText } from "./format.ts";

/** What became of one file. */
export type FormattedFile =
  | {
      readonly kind: "read";
      /** As it is, and as the layout has it. */
      readonly before: string;
      readonly after: string;
      readonly notes: readonly Problem[];
    }
  | { readonly kind: "unreadable"; readonly problems: readonly Problem[] };

/**
 * Reads a file and lays it out.
 *
 * @param path where it is read
 * @param file how it is called
 * @throws WorldError when it cannot be read from the disk
 */
export async function formatFile(path: string, file: string, files: Files): Promise<FormattedFile> {
  const bytes = await files.read(path);
  const source = decodeText(file, bytes);
  if ("rule" in source) return { kind: "unreadable", problems: [source] };
  const before = (hasMark(bytes) ? "\uFEFF" : "") + source.text;
  const formatted: Formatted = formatZoneText(before, file);
  if ("problems" in formatted) return { kind: "unreadable", problems: formatted.problems };
  return { kind: "read", before, after: formatted.text, notes: formatted.notes };
}

/** A byte order mark in UTF-8. */
function hasMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
