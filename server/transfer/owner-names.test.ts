import fc from "fast-check";
import { expect, test } from "vitest";
import { expandName } from "../query/query-record.ts";
import { placeOfOwnerSuffix, writeName, writeOwner } from "./owner-names.ts";
import { beginPage, page, viewOf } from "./page.ts";

/** Few labels and names above them, so that names have much in common; some look like lengths, or differ in their case only. */
const label = fc.constantFrom("a", "A", "b", "\x01a", "a\x01b");
const above = fc.constantFrom([], ["b"], ["a", "b"], ["b", "a", "b"]);
const name = fc
  .tuple(fc.array(label, { maxLength: 2 }), above)
  .map(([below, rest]) => wireForm([...below, ...rest]));
const records = fc.array(fc.record({ owner: name, target: name }), { minLength: 1, maxLength: 30 });
/** Behind the header, and where pointers reach no farther soon. */
const start = fc.constantFrom(12, 0x3fff - 60, 0x3fff - 1);

function wireForm(labels: readonly string[]): string {
  return `${labels.map((octets) => String.fromCharCode(octets.length) + octets).join("")}\0`;
}

/** Writes a name as it stands in a record, with something behind it. */
const sourceOf = (octets: string) => viewOf(Buffer.from(`${octets}${"\0".repeat(10)}`, "latin1"));

test("names come out as they went in, however they are compressed", () => {
  fc.assert(
    fc.property(records, start, (all, at) => {
      const out = new Uint8Array(0x6000);
      beginPage(out, at, out.length);
      const places = all.flatMap(({ owner, target }) => {
        const first = page.at;
        writeOwner(sourceOf(owner), 0);
        const second = page.at;
        writeName(sourceOf(target), 0);
        return [first, second];
      });
      expect(places.map((place) => readName(out, place))).toEqual(
        all.flatMap(({ owner, target }) => [owner, target]),
      );
    }),
    { numRuns: 1000 },
  );
});

test("a suffix of the owner is found where it stands", () => {
  fc.assert(
    fc.property(records, (all) => {
      const out = new Uint8Array(0x4000);
      beginPage(out, 12, out.length);
      for (const { owner } of all) {
        writeOwner(sourceOf(owner), 0);
        for (let begin = 0; begin < owner.length - 1; begin += 1 + owner.charCodeAt(begin)) {
          expect(readName(out, placeOfOwnerSuffix(owner.length - begin))).toBe(owner.slice(begin));
        }
      }
    }),
  );
});

test.each([
  ["the same owner", "host-1 example", "host-1 example", 2],
  ["a sibling", "host-1 example", "host-22 example", 10],
  ["what lies below", "host-1 example", "www host-1 example", 6],
  ["what lies above", "host-1 example", "example", 2],
  ["one of another case", "host-1 example", "host-1 Example", 16],
])("%s takes as few octets as it can", (_, before, owner, octets) => {
  beginPage(new Uint8Array(0x4000), 12, 0x4000);
  writeOwner(sourceOf(wireForm(before.split(" "))), 0);
  const first = page.at;
  writeOwner(sourceOf(wireForm(owner.split(" "))), 0);
  expect(page.at - first).toBe(octets);
});

test("what there is no room for counts, and is written nowhere", () => {
  const buffer = new Uint8Array(64);
  beginPage(buffer.subarray(0, 20), 12, 20);
  writeOwner(sourceOf(wireForm(["host-1", "example"])), 0);
  writeOwner(sourceOf(wireForm(["host-2", "example"])), 0);
  writeName(sourceOf(wireForm(["host-2", "example"])), 0);
  expect([page.at > 20, buffer.every((octet) => octet === 0)]).toEqual([true, true]);
});

function readName(out: Uint8Array, place: number): string {
  const into = new Uint8Array(256);
  return Buffer.from(into.subarray(0, expandName(out, out.length, place, into))).toString("latin1");
}
