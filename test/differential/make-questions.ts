import { isWildcard, keyOf, type Name, parentOf, ROOT } from "../../dns/name.ts";
import { RECORD_TYPES } from "../../dns/records/index.ts";
import type { Zone } from "../../dns/zone.ts";
import { findLandmarks, type Landmarks } from "./landmarks.ts";
import type { Question } from "./question.ts";
import { type Random, seededRandom } from "./random.ts";
import { addLabel, deepen, randomLabel, shuffleCase } from "./random-name.ts";

/** Questions near and far from the names of zones, the same ones for the same seed and number of a universe. */
export function makeQuestions(
  seed: number,
  universe: number,
  zones: readonly Zone[],
  count: number,
): Question[] {
  const random = seededRandom(seed, universe, QUESTIONS);
  const landmarks = findLandmarks(zones);
  return Array.from({ length: count }, () => makeQuestion(random, landmarks));
}

const QUESTIONS = 2; // tells this stream of random numbers from others with the same seed

function makeQuestion(random: Random, landmarks: Landmarks): Question {
  const name = chooseName(random, landmarks);
  const plain: Question = {
    name: random.chance(0.3) ? shuffleCase(random, name) : name,
    type: chooseType(random, name, landmarks),
    class: IN,
    opcode: 0,
    rd: random.chance(0.5),
    cd: false,
    ...random.weighted(EDNS),
    transport: random.chance(0.06) ? "tcp" : "udp",
  };
  return random.chance(0.01) ? { ...plain, ...random.weighted(ODDITIES) } : plain;
}

const IN = 1;
const CH = 3;
const ANY_CLASS = 255;
const NS = 2;
const SOA = 6;
const DS = 43;
const AXFR = 252;
const IXFR = 251;
const ANY = 255;

type Edns = Pick<Question, "edns">;

const EDNS: readonly (readonly [number, Edns])[] = [
  [35, {}],
  [10, { edns: { version: 0, size: 512, do: false } }],
  [25, { edns: { version: 0, size: 1232, do: false } }],
  [10, { edns: { version: 0, size: 4096, do: false } }],
  [5, { edns: { version: 0, size: 512, do: true } }],
  [10, { edns: { version: 0, size: 1232, do: true } }],
  [5, { edns: { version: 0, size: 4096, do: true } }],
];

/** What a server seldom meets. */
const ODDITIES: readonly (readonly [number, Partial<Question>])[] = [
  [20, { opcode: 15 }],
  [10, { opcode: 3 }],
  [15, { class: CH }],
  [10, { class: ANY_CLASS }],
  [10, { type: AXFR, transport: "udp" }],
  [10, { type: IXFR, transport: "udp" }],
  [15, { edns: { version: 1, size: 1232, do: false } }],
  [10, { cd: true }],
  [20, { edns: { version: 0, size: 100, do: false } }],
  [20, { edns: { version: 0, size: 0xffff, do: true } }],
];

function chooseName(random: Random, marks: Landmarks): Name {
  const from = (names: readonly Name[]) => random.pick(names.length === 0 ? marks.owners : names);
  const below = (name: Name) => {
    const child = addLabel(randomLabel(random), name);
    return random.chance(0.3) ? addLabel(randomLabel(random), child) : child;
  };
  return random.weighted<() => Name>([
    [250, () => from(marks.owners)],
    [60, () => from(marks.targets)],
    [50, () => from(marks.emptyNonTerminals)],
    [60, () => from(marks.apexes)],
    [60, () => from(marks.cuts)],
    [80, () => below(from(marks.cuts))],
    [30, () => from(marks.dnames)],
    [70, () => below(from(marks.dnames))],
    [20, () => deepen(random, from(marks.dnames))],
    [30, () => from(marks.wildcards)],
    [90, () => below(parentOf(from(marks.wildcards)))],
    [20, () => below(from(marks.wildcards))],
    [70, () => below(from(marks.owners))],
    [50, () => addLabel(randomLabel(random), parentOf(from(marks.owners)))],
    [40, () => below(from(marks.emptyNonTerminals))],
    [4, () => from(marks.hashes)],
    [2, () => below(from(marks.hashes))],
    [30, () => below(from(marks.targets))],
    [20, () => deepen(random, from(marks.owners))],
    [10, () => parentOf(from(marks.apexes))],
    [3, () => below(ROOT)],
  ])();
}

function chooseType(random: Random, name: Name, marks: Landmarks): number {
  return random.weighted<() => number>([
    [450, () => random.pick(typesNear(name, marks) ?? COMMON_TYPES)],
    [350, () => random.pick(COMMON_TYPES)],
    [100, () => random.pick(TABLE_TYPES)],
    [60, () => random.pick([NS, SOA, DS])],
    [7, () => ANY],
    [6, () => random.below(0x10000)],
    [3, () => random.pick(UNSERVED_TYPES)],
  ])();
}

/** The types at the name, or at what it would be synthesised from. */
function typesNear(name: Name, { typesAt }: Landmarks): readonly number[] | undefined {
  for (let near = keyOf(name); near !== ROOT; near = parentOf(near)) {
    const types = typesAt.get(near) ?? typesAt.get(addLabel("*", near));
    if (types !== undefined) return types;
    if (isWildcard(near)) return undefined;
  }
  return undefined;
}

const COMMON_TYPES = [1, 28, 1, 28, 16, 15, 2, 5, 33, 39];
const TABLE_TYPES = RECORD_TYPES.map(({ code }) => code);
const UNSERVED_TYPES = [0, 41, 128, 249, 250, 253, 254, 0xffff];
