import { showHidden } from "../../dns/show-hidden.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { ParsedRecord } from "../../dns/zone-file/parse.ts";
import type { Comment } from "./comments.ts";
import type { LeftOut, SourceComments } from "./import-zone.ts";

/** Comments by the files that they stand in. */
export type CommentsByFile = ReadonlyMap<string, readonly Comment[]>;

/**
 * Finds out which records the comments of zone files are about: the record that they stand behind, or else the next one.
 * What stands above the SOA is the head of the file, and what follows the last record its end.
 *
 * @param isKept the record has a place in the YAML
 * @returns the comments, and those that have no place, for their records have none
 */
export function attachComments(
  records: readonly ParsedRecord[],
  byFile: CommentsByFile,
  isSoa: (record: ParsedRecord) => boolean,
  isKept: (record: ParsedRecord) => boolean,
): { readonly comments: SourceComments; readonly left: readonly LeftOut[] } {
  const inFile = Map.groupBy(records, ({ at }) => at.file);
  const of = new Map<ZoneRecord, string[]>();
  const head: string[] = [];
  const tail: string[] = [];
  const left: LeftOut[] = [];
  for (const [file, comments] of byFile) {
    const ordered = (inFile.get(file) ?? []).toSorted((a, b) => a.at.line - b.at.line);
    let next = 0; // the first record below the comment
    for (const { line, text, isBehind } of comments) {
      while (next < ordered.length && ordered[next]!.at.line <= line) next += 1;
      const record = ordered[isBehind ? next - 1 : next];
      if (record === undefined) tail.push(text);
      else if (isKept(record)) of.set(record, [...(of.get(record) ?? []), text]);
      else if (!isBehind && isSoa(record)) head.push(text);
      else
        left.push({
          what: `the comment "${showHidden(text)}" at ${file}:${line}`,
          why: "its record is not in the YAML",
        });
    }
  }
  return { comments: { of: (record) => of.get(record) ?? [], head, tail }, left };
}
