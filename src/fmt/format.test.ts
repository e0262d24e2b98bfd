import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printRecord } from "../../dns/zone-file/print.ts";
import { NAMESERVERS } from "../../test/check-zones.ts";
import { fakeFiles } from "../../test/fakes/files.ts";
import { oddDocument } from "../../test/fmt/odd-document.ts";
import { load } from "../zones/load.ts";
import { allZones, readZones } from "../zones/validate.ts";
import { formatZoneText } from "./format.ts";

const RUNS = Number(process.env.FMT_RUNS ?? 1000);
const tape = fc.array(fc.nat(0xffff), { maxLength: 400, size: "max" });

describe("any zone, however it is written", () => {
  test("has the same records and problems, every comment, and one layout", async () => {
    await fc.assert(
      fc.asyncProperty(tape, async (choices) => {
        const { text, comments } = oddDocument(choices);
        const formatted = layOut(text);
        expect(await meaningOf(formatted)).toEqual(await meaningOf(text));
        expect(commentsIn(formatted, comments)).toEqual(comments.toSorted());
        expect(layOut(formatted)).toBe(formatted);
      }),
      { numRuns: RUNS },
    );
  });
});

/** What is left as it was written has no layout: that never happens here. */
function layOut(text: string): string {
  const formatted = formatZoneText(text, "example.com.yaml");
  if ("problems" in formatted) throw new Error(JSON.stringify(formatted.problems));
  expect(formatted.notes.filter(({ message }) => message.startsWith("The file is written"))).toEqual([]);
  return formatted.text;
}

async function meaningOf(yaml: string): Promise<{ records: string[]; problems: string[] }> {
  const files = fakeFiles({ "zones/_config.yaml": NAMESERVERS, "zones/example.com.yaml": yaml });
  const read = readZones(await load("zones", files));
  return {
    records: allZones(read)
      .flatMap(({ records }) => records.map(printRecord))
      .sort(),
    problems: read
      .told()
      .map(({ rule }) => rule)
      .sort(),
  };
}

/** The known comments that end a line, each as often as it is there. */
function commentsIn(text: string, known: readonly string[]): string[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  return known
    .filter((comment) => lines.some((line) => line === comment || line.endsWith(` ${comment}`)))
    .sort();
}
