import fc from "fast-check";
import { expect, test } from "vitest";
import { nameOf } from "../../test/zone-text.ts";
import { makeNameBuffer, readName } from "../query/name.ts";
import { countName, makeFrequentBuffer, openFrequent, readFrequent } from "./space-saving.ts";

const buffer = makeNameBuffer();

function count(into: SharedArrayBuffer, text: string): void {
  const octets = Buffer.from(nameOf(text), "latin1");
  readName(buffer, octets, 0, octets.length);
  countName(openFrequent(into), buffer);
}

test("a name came no more often than its count says, and not less than that without its error", () => {
  const numbers = fc.array(fc.nat(3_000), { minLength: 1, maxLength: 5_000, size: "max" });
  fc.assert(
    fc.property(numbers, (all) => {
      const frequent = makeFrequentBuffer();
      const truth = new Map<string, number>();
      for (const number of all) {
        const text = `host-${number % 7 === 0 ? 7 : number}.example.`;
        count(frequent, text);
        const name = nameOf(text);
        truth.set(name, (truth.get(name) ?? 0) + 1);
      }
      const held = readFrequent(frequent);
      let sum = 0;
      for (const { name, count: most, error } of held) {
        const came = truth.get(name) ?? 0;
        expect(came).toBeLessThanOrEqual(most);
        expect(came).toBeGreaterThanOrEqual(most - error);
        sum += most;
      }
      expect(sum).toBe(all.length); // what comes is counted once, wherever
    }),
    { numRuns: 20 },
  );
});

test("what comes often is held, however many names come once", () => {
  const frequent = makeFrequentBuffer();
  for (let round = 0; round < 20_000; round++) {
    count(frequent, `random-${round}.example.`);
    if (round % 10 === 0) count(frequent, "often.example.");
  }
  const often = readFrequent(frequent).find(({ name }) => name === nameOf("often.example."));
  expect(often!.count - often!.error).toBeGreaterThan(1_000);
});

test("a name that is being replaced is not told", () => {
  const frequent = makeFrequentBuffer();
  count(frequent, "www.example.com.");
  count(frequent, "www.example.org.");
  const { names } = openFrequent(frequent);
  const at = Buffer.from(names.buffer).indexOf("org") - names.byteOffset;
  names[at] = 0x78;
  expect(readFrequent(frequent).map(({ name }) => name)).toEqual([nameOf("www.example.com.")]);
});
