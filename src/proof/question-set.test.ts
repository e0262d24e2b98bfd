import { expect, test } from "vitest";
import { printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import { zoneOf } from "../../test/zone-text.ts";
import { makeQuestionSet, type QuestionSet } from "./question-set.ts";
import { makeSide } from "./side.ts";

const HEAD = "@ SOA ns. h. 1 2 3 4 60\n@ NS ns.g.\n";

test("has every name once, what stands for names that do not exist, and the types that a name answers", () => {
  const set = setOver("a A 192.0.2.1", "a A 192.0.2.1\nb.ent CNAME a");
  expect(questionsOf(set)).toEqual(
    [
      ".: TYPE65280",
      "x0.: TYPE65280",
      "e.: SOA NS ANY TYPE65280",
      "x0.e.: TYPE65280",
      "a.e.: A ANY TYPE65280",
      "x0.a.e.: TYPE65280",
      "b.ent.e.: CNAME ANY NSEC RRSIG A TYPE65280",
      "x0.b.ent.e.: TYPE65280",
      "ent.e.: TYPE65280",
      "x0.ent.e.: TYPE65280",
    ].toSorted(),
  );
});

test("has the lengths at which a DNAME makes names too long", () => {
  const long = `${"l".repeat(60)}.${"m".repeat(60)}.${"n".repeat(60)}`; // 183 octets, and 3 for e.
  const set = setOver(`d DNAME ${long}`, `d DNAME ${long}`);
  const lengths = [...set.asked()]
    .filter(
      ({ name, below }) =>
        below !== undefined && printName(below) === "d.e." && !printName(name).startsWith("x0."),
    )
    .map(({ name, below }) => name.length - below!.length);
  // 69 octets and the target are 255.
  // And the longest name of all below d.e., which has 5 octets.
  expect(lengths).toEqual([69, 70, 250]);
});

test("does not write out what a DNAME that is kept leads to, and does what one that changes leads to", () => {
  const names = Array.from({ length: 100 }, (_, number) => `n${number} A 192.0.2.1`).join("\n");
  const kept = setOver(`${names}\nd DNAME e.`, `${names}\nd DNAME e.`);
  const changed = setOver(names, `${names}\nd DNAME e.`);
  const below = ({ asked }: QuestionSet) =>
    [...asked()].map(({ name }) => printName(name)).filter((name) => /^n\d+\.d\.e\.$/.test(name)).length;
  expect([below(kept), below(changed)]).toEqual([0, 100]);
});

test("ends a circle of DNAMEs at its limit, and says so", () => {
  const names = Array.from({ length: 100 }, (_, number) => `n${number} A 192.0.2.1`).join("\n");
  const set = setOver(names, `${names}\nd DNAME e.`, 1_000);
  expect(set.isCut).toBe(true);
  expect([...set.asked()].length).toBeLessThan(1_500);
  expect(setOver(names, `${names}\nd DNAME e.`).isCut).toBe(false);
});

function setOver(before: string, after: string, names = 250_000): QuestionSet {
  const old = makeSide([zoneOf("e.", `${HEAD}${before}\n`)]);
  return makeQuestionSet([old, makeSide([zoneOf("e.", `${HEAD}${after}\n`)], old)], { names });
}

function questionsOf(set: QuestionSet): string[] {
  return [...set.asked()]
    .map(
      ({ name }) =>
        `${printName(name)}: ${set
          .questionsFor(name)
          .map(({ type }) => typeName(type))
          .join(" ")}`,
    )
    .toSorted();
}
