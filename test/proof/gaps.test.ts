import { describe, expect, test } from "vitest";
import { type Name, parentOf } from "../../dns/name.ts";
import { ANY, CNAME, DS, NSEC, RRSIG } from "../../dns/type-numbers.ts";
import type { AskedName, ProofQuestion, QuestionSet } from "../../src/proof/question-set.ts";
import { placeOf } from "../../src/proof/side.ts";
import { nameOf } from "../zone-text.ts";
import { gapAt, makeTrial } from "./completeness.ts";
import { pairOf, type Texts } from "./texts.ts";

/** A way to damage the set, zones over which that matters, and a name far from the set that shows it. */
interface Gap {
  readonly name: string;
  readonly damage: (set: QuestionSet) => QuestionSet;
  readonly before: Texts;
  readonly after: Texts;
  readonly asked: string;
}

const LONG = `${"l".repeat(60)}.`.repeat(3);

const GAPS: readonly Gap[] = [
  {
    name: "no fresh children",
    damage: without(({ below }) => below !== undefined),
    before: { "e.": "" },
    after: { "e.": "* A 192.0.2.1" },
    asked: "q.e.",
  },
  {
    name: "no fresh children below empty non-terminals",
    damage: (set) => without(({ below }) => below !== undefined && isEmpty(set, below))(set),
    before: { "e.": "a.ent TXT a" },
    after: { "e.": "a.ent TXT a\n*.ent A 192.0.2.1" },
    asked: "q.r.ent.e.",
  },
  {
    name: "no names of the side before",
    damage: (set) => without(({ name }) => set.names.tree.has(name) && !hasNode(set, 1, name))(set),
    before: { "e.": "* A 192.0.2.1\na TXT a" },
    after: { "e.": "* A 192.0.2.1" },
    asked: "a.e.",
  },
  {
    name: "no names above the apexes",
    damage: (set) =>
      without(({ name }) => set.names.tree.has(name) && !hasNode(set, 0, name) && !hasNode(set, 1, name))(
        set,
      ),
    before: { "a.b.e.": "" },
    after: { "a.b.e.": "", ".": "" },
    asked: "b.e.",
  },
  {
    name: "no names that a DNAME leads to others",
    damage: (set) => without(({ name, below }) => !set.names.tree.has(below ?? name))(set),
    before: { "e.": "a.t A 192.0.2.1" },
    after: { "e.": "a.t A 192.0.2.1\nd DNAME t" },
    asked: "a.d.e.",
  },
  {
    name: "no names that a DNAME which stays as it is leads to what changes",
    damage: (set) => ({ ...set, names: { ...set.names, dnames: [] } }),
    before: { "e.": "d DNAME t\na.t A 192.0.2.1" },
    after: { "e.": "d DNAME t\na.t A 192.0.2.2" },
    asked: "a.d.e.",
  },
  {
    name: "no lengths at which a DNAME makes names too long",
    damage: without(({ name, below }) => below !== undefined && name.length - below.length > 10),
    before: { "e.": `d DNAME ${LONG}e.` },
    after: { "e.": "d DNAME t" },
    asked: `${"q".repeat(60)}.${"q".repeat(60)}.d.e.`,
  },
  {
    name: "no absent type",
    damage: (set) => withoutQuestions(({ type }) => type === set.absentType)(set),
    before: { "e.": "a A 192.0.2.1" },
    after: { "e.": "" },
    asked: "a.e.",
  },
  {
    name: "no ANY",
    damage: withoutQuestions(({ type }) => type === ANY),
    before: { "e.": "a A 192.0.2.1" },
    after: { "e.": "a A 192.0.2.2" },
    asked: "a.e.",
  },
  {
    name: "no DS at delegations",
    damage: (set) => withoutQuestions(({ name, type }) => type === DS && !set.sides[0].zones.has(name))(set),
    before: {
      "e.": "a NS ns.g.\na DS 1 8 2 00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF",
    },
    after: { "e.": "a NS ns.g." },
    asked: "a.e.",
  },
  {
    name: "no DS at apexes",
    damage: (set) => withoutQuestions(({ name, type }) => type === DS && set.sides[0].zones.has(name))(set),
    before: {
      "e.": "a DS 1 8 2 00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF",
      "a.e.": "",
    },
    after: { "e.": "a NS ns.g.", "a.e.": "" },
    asked: "a.e.",
  },
  {
    name: "no NSEC at aliases",
    damage: withoutQuestions(({ type }) => type === NSEC),
    before: { "e.": "a CNAME t" },
    after: { "e.": "" },
    asked: "a.e.",
  },
  {
    name: "no RRSIG at aliases",
    damage: withoutQuestions(({ type }) => type === RRSIG),
    before: { "e.": "a CNAME t" },
    after: { "e.": "" },
    asked: "a.e.",
  },
  {
    name: "no CNAME below a DNAME",
    damage: withoutQuestions(({ type }) => type === CNAME),
    before: { "e.": "d DNAME t" },
    after: { "e.": "" },
    asked: "q.d.e.",
  },
  {
    name: "no types of where aliases lead",
    damage: (set) =>
      withoutQuestions((question) => question.type !== set.absentType && isAlias(set, question))(set),
    before: { "e.": "a CNAME t\nt TXT t" },
    after: { "e.": "a CNAME t\nt TXT u" },
    asked: "a.e.",
  },
  {
    name: "no types of wildcards",
    damage: (set) =>
      withoutQuestions(({ name, type }) => type !== set.absentType && !set.names.tree.has(name))(set),
    before: { "e.": "* TXT a" },
    after: { "e.": "* TXT b" },
    asked: "q.e.",
  },
  {
    name: "no transfers of apexes",
    damage: (set) => ({
      ...set,
      metaQuestions: () => set.metaQuestions().filter(({ name }) => !set.names.tree.has(name)),
    }),
    before: { "e.": "" },
    after: { "e.": "", "a.e.": "" },
    asked: "a.e.",
  },
];

describe.each(GAPS)("a set with $name", ({ damage, before, after, asked }) => {
  const pair = pairOf(before, after);

  test("is found to have a gap", () => {
    expect(gapAt(makeTrial(pair, damage), [nameOf(asked)])).toBeDefined();
  });

  test("has none before it is damaged", () => {
    expect(gapAt(makeTrial(pair), [nameOf(asked)])).toBeUndefined();
  });
});

// These are asked for in case that we are wrong: by the argument they are of a kind with other names. The set says more than it
// must, and leaving them out is no gap.
describe("a set is as complete without", () => {
  test("the second level below delegations and DNAMEs", () => {
    const pair = pairOf({ "e.": "a NS ns.g.\nd DNAME t" }, { "e.": "a NS ns.h.\nd DNAME u" });
    const damage = without(
      ({ name, below }) => below !== undefined && parentOf(name) !== below && name.length < 50,
    );
    expect(gapAt(makeTrial(pair, damage), ["q.r.a.e.", "q.r.d.e."].map(nameOf))).toBeUndefined();
  });

  // Who is led back to himself has a link less than others, and that one twice.
  test("targets that are no nodes", () => {
    const pair = pairOf({ "e.": "*.w CNAME foo.v\n*.v CNAME foo.w" }, { "e.": "" });
    const damage = (set: QuestionSet): QuestionSet => ({
      ...set,
      names: { ...set.names, targets: new Set() },
    });
    expect(gapAt(makeTrial(pair, damage), ["foo.w.e.", "foo.v.e."].map(nameOf))).toBeUndefined();
  });
});

/** Leaves names out. */
function without(isLeftOut: (asked: AskedName) => boolean): (set: QuestionSet) => QuestionSet {
  return (set) => ({ ...set, asked: () => [...set.asked()].filter((asked) => !isLeftOut(asked)) });
}

function withoutQuestions(
  isLeftOut: (question: ProofQuestion) => boolean,
): (set: QuestionSet) => QuestionSet {
  return (set) => ({
    ...set,
    questionsFor: (name) => set.questionsFor(name).filter((question) => !isLeftOut(question)),
  });
}

function hasNode({ sides }: QuestionSet, side: 0 | 1, name: Name): boolean {
  return [...sides[side].zones.values()].some(({ nodes }) => nodes.has(name));
}

function isEmpty({ sides }: QuestionSet, name: Name): boolean {
  return sides.every((side) => {
    const place = placeOf(side, name);
    return place.kind === "node" && place.records.length === 0;
  });
}

/** It has a type that does not stand at the alias itself. */
function isAlias({ sides }: QuestionSet, { name, type }: ProofQuestion): boolean {
  return sides.some((side) => {
    const place = placeOf(side, name);
    if (place.kind !== "node" || ![ANY, NSEC, RRSIG].every((rule) => rule !== type)) return false;
    const types = place.records.map((record) => record.type);
    return types.includes(CNAME) && !types.includes(type);
  });
}
