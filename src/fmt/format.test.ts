import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printRecord } from "../../dns/zone-file/print.ts";
import { fakeFiles } from "../../test/fakes/files.ts";
import { oddDocument } from "../../test/fmt/odd-document.ts";
import type { SourceRecord } from "../source/source-zone.ts";
import { load } from "../zones/load.ts";
import { allZones, readZones } from "../zones/validate.ts";
import { formatZoneText } from "./format.ts";

const RUNS = Number(process.env.FMT_RUNS ?? 1000);
const tape = fc.array(fc.nat(0xffff), { maxLength: 400, size: "max" });

describe("any file of zones, however it is written", () => {
  test("has the same records and problems, every comment, and one layout", async () => {
    await fc.assert(
      fc.asyncProperty(tape, async (choices) => {
        const { file, text, comments, beside } = oddDocument(choices);
        const formatted = layOut(text, file);
        expect(await meaningOf({ ...beside, [file]: formatted })).toEqual(
          await meaningOf({ ...beside, [file]: text }),
        );
        expect(commentsIn(formatted, comments)).toEqual(comments.toSorted());
        expect(layOut(formatted, file)).toBe(formatted);
      }),
      { numRuns: RUNS },
    );
  });
});

/** What is left as it was written has no layout: that never happens here. */
function layOut(text: string, file: string): string {
  const formatted = formatZoneText(text, file);
  if ("problems" in formatted) throw new Error(JSON.stringify(formatted.problems));
  expect(formatted.notes.filter(({ message }) => message.startsWith("The file is written"))).toEqual([]);
  return formatted.text;
}

/** What the reader makes of files of the zones' folder: records with whose they are, and what it tells. */
async function meaningOf(files: { readonly [file: string]: string }): Promise<{
  readonly records: string[];
  readonly problems: string[];
}> {
  const placed = Object.entries(files).map(([file, text]) => [`zones/${file}`, text]);
  const read = readZones(await load("zones", fakeFiles(Object.fromEntries(placed))));
  return {
    records: allZones(read)
      .flatMap(({ records }) => records.map((record) => `${printRecord(record)} ${aboutOf(record)}`))
      .sort(),
    problems: read
      .told()
      .map(({ rule }) => rule)
      .sort(),
  };
}

function aboutOf({ remarks }: SourceRecord): string {
  return JSON.stringify([remarks?.owner, remarks?.note, remarks?.expires?.day]);
}

/** The known comments that end a line, each as often as it is there. */
function commentsIn(text: string, known: readonly string[]): string[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  return known
    .filter((comment) => lines.some((line) => line === comment || line.endsWith(` ${comment}`)))
    .sort();
}
