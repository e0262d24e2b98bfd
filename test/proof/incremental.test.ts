import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Proof } from "../../src/proof/proof.ts";
import { printPair } from "./print-pair.ts";
import { provePair } from "./prove-pair.ts";
import { pairOf, type Texts } from "./texts.ts";
import { arbitraryPair, type ZonePair } from "./zone-pair.ts";

const runs = Number(process.env.PROOF_RUNS ?? 300);
const seed = Number(process.env.PROOF_SEED ?? 12);

test("what a change can reach, asked alone, gives the result of all questions; and each changed answer has a cause", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryPair(), async (pair) => {
      await holdAgainstEachOther(pair);
    }),
    { numRuns: runs, seed },
  );
});

/** What crosses a size is noted, so that it matters whether this is found. */
const LARGE = `@ TXT ${'"1234567890123456789012345678901234567890" '.repeat(15)}`;

/** What it took a random pair long to find, or what none is likely to have. */
const HARD: readonly (readonly [name: string, before: Texts, after: Texts, changed: number])[] = [
  [
    "a wildcard of a zone, and names below it that only the zone above has",
    { "e.": "foo.a A 192.0.2.9", "a.e.": "* A 192.0.2.1" },
    { "e.": "foo.a A 192.0.2.9", "a.e.": "* A 192.0.2.2" },
    8,
  ],
  [
    "an address from a wildcard for a host that only the zone inside has",
    { "e.": "@ MX 1 mail.a\n* A 192.0.2.1", "a.e.": "mail TXT t" },
    { "e.": "@ MX 1 mail.a\n* A 192.0.2.2", "a.e.": "mail TXT t" },
    4,
  ],
  [
    "the DS of a zone that a DNAME of the zone above leads elsewhere",
    {
      "e.": "d DNAME t\nx.t DS 1 8 2 00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF",
      "x.d.e.": "",
    },
    {
      "e.": "d DNAME t\nx.t DS 2 8 2 00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF",
      "x.d.e.": "",
    },
    3,
  ],
  [
    "a DNAME whose target has a zone of ours below it",
    { "e.": "d DNAME u.f.", "f.": "", "x.t.f.": LARGE },
    { "e.": "d DNAME t.f.", "f.": "", "x.t.f.": LARGE },
    21,
  ],
  [
    "a zone that begins below a DNAME",
    { "e.": "d DNAME t\nq.x.t A 192.0.2.1" },
    { "e.": "d DNAME t\nq.x.t A 192.0.2.1", "x.d.e.": "" },
    37,
  ],
  [
    "a zone below a DNAME, whose names it does not lead on",
    { "e.": 'stays.a TXT "there"\ngone.a TXT "there"', "f.": "@ DNAME e.", "a.f.": "" },
    { "e.": 'stays.a TXT "there"', "f.": "@ DNAME e.", "a.f.": "" },
    3,
  ],
  [
    "records in another order",
    { "e.": "a A 192.0.2.1\na AAAA ::1" },
    { "e.": "a AAAA ::1\na A 192.0.2.1" },
    0,
  ],
];

describe("the same holds for", () => {
  test.each(HARD)("%s", async (_, before, after, changed) => {
    expect(await holdAgainstEachOther(pairOf(before, after))).toBe(changed);
  });
});

/** Gives how many answers changed. */
async function holdAgainstEachOther(pair: ZonePair): Promise<number> {
  const full = await provePair(pair, true);
  const part = await provePair(pair, false);
  expect(resultOf(part), printPair(pair)).toEqual(resultOf(full));
  expect(full.unexplained, printPair(pair)).toEqual([]);
  expect(full.model.disagreements, printPair(pair)).toEqual([]);
  expect(part.asked + part.outOfReach).toBe(full.asked);
  return full.changed;
}

/** All but how it was found. The model judges what is asked. */
function resultOf({ asked: _, outOfReach: __, milliseconds: ___, model: ____, ...result }: Proof): unknown {
  return result;
}
