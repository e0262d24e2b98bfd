import { MAX_NAME_LENGTH, type Name, ROOT } from "../../dns/name.ts";
import { AXFR, IXFR, OPT } from "../../dns/type-numbers.ts";
import type { Question } from "../verify/types.ts";
import { boundariesBelow } from "./boundaries.ts";
import type { Fresh } from "./fresh.ts";
import { closedUnder, type Names, namesOf, preimagesBy } from "./names.ts";
import { placeOf, type Side } from "./side.ts";
import { addTypesAt, chainOf } from "./types-at.ts";

/**
 * A finite set of questions such that any question whatsoever is of the same kind as one of them: the same place in the
 * trees of both sides, and the same type or the same "type that is not there". Why it is complete is argued in
 * ARCHITECTURE.md, "Proof".
 */
export interface QuestionSet {
  readonly sides: readonly [Side, Side];
  readonly names: Names;
  /** It stands nowhere on either side, and is asked for in place of every type that a name does not have. */
  readonly absentType: number;
  /** Names of every kind, each once. Left out is what a DNAME that is kept leads to others of them. */
  readonly asked: () => Iterable<AskedName>;
  /** DNAMEs that change lead to more names than can be asked for; those are left out of `asked`. */
  readonly isCut: boolean;
  /** The questions for a name. */
  readonly questionsFor: (name: Name) => ProofQuestion[];
  /** How many those are. What no change reaches has the same types on both sides. */
  readonly countFor: (name: Name, isReached: boolean) => number;
  /** Questions for types that are none, at the apexes, below them and outside. */
  readonly metaQuestions: () => ProofQuestion[];
}

/** A name that is asked for. */
export interface AskedName {
  readonly name: Name;
  /** It stands for all names below this one that do not exist; undefined for one that stands for itself. */
  readonly below?: Name;
}

/** A question of the set. */
export interface ProofQuestion extends Question {
  readonly dnssec: boolean;
}

/** What bounds a set. */
export interface SetLimits {
  /** Names that DNAMEs which change are followed to. */
  readonly names: number;
}

/** The set of questions over two states of all zones. */
export function makeQuestionSet(sides: readonly [Side, Side], limits: SetLimits): QuestionSet {
  const names = namesOf(sides);
  const { fresh } = names;
  const changed = preimagesBy(
    names.dnames.filter(({ isKept }) => !isKept),
    false,
  );
  const most = names.tree.size + names.targets.size + limits.names;
  const [closedTree, closedTargets] = [names.tree, names.targets].map((all) =>
    closedUnder(all, changed, most),
  );
  const tree = closedTree ?? names.tree;
  const targets = closedTargets ?? names.targets;
  const absentType = typeNowhere(sides);
  const [before, after] = sides;
  const types = new Set<number>();
  const hasCovers = sides.some(({ zones }) => [...zones.values()].some(({ covers }) => covers.size > 0));

  const canGrow = names.dnames.some(({ owner, target }) => target.length > owner.length);

  return {
    sides,
    names,
    absentType,
    asked,
    isCut: closedTree === undefined || closedTargets === undefined,
    questionsFor,
    countFor: (name, isReached) => {
      const isSigned = findTypes(name, isReached);
      return (types.size + 1) * (isSigned ? 2 : 1);
    },
    metaQuestions: () => metaQuestions(sides, fresh),
  };

  function* asked(): Iterable<AskedName> {
    for (const name of tree) {
      yield { name };
      yield* askedBelow(name);
    }
    for (const name of targets) if (!tree.has(name)) yield { name };
  }

  /** The kinds of names below this one that do not exist. */
  function* askedBelow(name: Name): Iterable<AskedName> {
    const child = fresh.child(name);
    if (child === undefined) return;
    yield { name: child, below: name };
    if (!hasCovers) return;
    const places = sides.map((side) => placeOf(side, child).kind);
    const isLed = places.includes("dname");
    // All names below a delegation or a DNAME are of one kind. Two are asked for, in case that we are wrong.
    const deeper = isLed || places.includes("cut") ? fresh.child(child) : undefined;
    if (deeper !== undefined) yield { name: deeper, below: name };
    if (!isLed) return;
    const edges = canGrow ? boundariesBelow(sides, name, child) : [];
    // Where something changes, the longest that still fits and one octet more; and the longest of all, for its answer's size.
    for (const octets of new Set([
      ...edges.flatMap((edge) => [edge - 1, edge]),
      MAX_NAME_LENGTH - name.length,
    ])) {
      const prefix = fresh.prefix(octets);
      const long: Name = prefix === undefined ? child : ((prefix + name) as Name);
      if (long !== child) yield { name: long, below: name };
    }
  }

  function questionsFor(name: Name): ProofQuestion[] {
    const isSigned = findTypes(name, true);
    const plain = [...types, absentType].map((type) => ({ name, type, dnssec: false }));
    return isSigned ? plain.flatMap((one) => [one, { ...one, dnssec: true }]) : plain;
  }

  /** Fills `types`, and says whether a signed zone lies in the way on either side. */
  function findTypes(name: Name, isReached: boolean): boolean {
    types.clear();
    addTypesAt(before, name, types);
    if (isReached) addTypesAt(after, name, types);
    return isSigned(before) || (isReached && isSigned(after));

    function isSigned(side: Side): boolean {
      return hasSigned(side) && isSignedOnTheWay(side, name);
    }
  }
}

/** TYPE0, OPT and the meta types (RFC 6895 §3.1), without ANY, which has answers. */
const META: readonly number[] = [0, OPT, 128, 249, 250, IXFR, AXFR, 253, 254];

function metaQuestions(sides: readonly Side[], { child }: Fresh): ProofQuestion[] {
  const of = new Set([child(ROOT)]);
  for (const { zones } of sides) for (const apex of zones.keys()) of.add(apex).add(child(apex));
  return [...of].flatMap((name) =>
    name === undefined ? [] : META.map((type) => ({ name, type, dnssec: false })),
  );
}

/** The first type for private use (RFC 6895 §3.1) that no record has. */
function typeNowhere(sides: readonly Side[]): number {
  const used = new Set<number>();
  for (const { zones } of sides)
    for (const { records } of zones.values()) for (const { type } of records) used.add(type);
  let type = 0xff00;
  while (used.has(type)) type += 1;
  return type;
}

const signed = new WeakMap<Side, boolean>();

function hasSigned(side: Side): boolean {
  let known = signed.get(side);
  if (known === undefined) {
    known = [...side.zones.values()].some(({ isSigned }) => isSigned);
    signed.set(side, known);
  }
  return known;
}

/** A signed zone lies in the way of the answer: at the name, where its aliases lead, or above an apex, which has its DS. */
function isSignedOnTheWay(side: Side, name: Name): boolean {
  return [false, true].some((isForDs) =>
    chainOf(side, name, isForDs).some(({ place }) => place.kind !== "outside" && place.zone.isSigned),
  );
}
