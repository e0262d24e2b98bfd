import { keyOf, printName } from "../../dns/name.ts";
import type { Position } from "../../dns/problem.ts";
import { typeName } from "../../dns/types.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { Question } from "../verify/types.ts";
import type { Invariant } from "./invariant.ts";

/** What speaks against an invariant, or what nobody here can decide. */
export interface Counterexample {
  readonly question: Question;
  /** What is wrong with the answer, to follow its name: `leads to 203.0.113.9, which is in none of …`. */
  readonly what: string;
  /** The records of the answer that make it, the one at fault first; none where something is missing. */
  readonly records: readonly ZoneRecord[];
  /** It hangs on a zone that is not ours. */
  readonly isOpen?: true;
}

/** An invariant that does not hold, or of which it is not decided whether it holds. */
export interface Violation {
  readonly invariant: Invariant;
  readonly isOpen: boolean;
  /** The first of the counterexamples. */
  readonly example: Counterexample;
  /** How many there are, those of one record counted once. */
  readonly count: number;
  /** Where the first ones are written, three at most, that of the example first. */
  readonly places: readonly Position[];
}

const MOST_PLACES = 3;

/** Counterexamples of one invariant while they are found. */
export interface Collector {
  readonly add: (found: Counterexample) => void;
  readonly violations: () => Violation[];
}

/** Puts the counterexamples of an invariant together: several that one record makes count once. */
export function collect(
  invariant: Invariant,
  placeOf: (record: ZoneRecord) => Position | undefined,
): Collector {
  const sides = [true, false].map((isOpen) => ({
    isOpen,
    keys: new Set<string>(),
    places: new Map<string, Position>(),
    example: undefined as Counterexample | undefined,
  }));
  return {
    add(found) {
      const side = sides.find(({ isOpen }) => isOpen === (found.isOpen ?? false))!; // there is one of each
      const place = found.records.map(placeOf).find((at) => at !== undefined);
      const written = place === undefined ? undefined : `${place.file}:${place.line}`;
      const key = written ?? keyOf(found.question.name);
      side.keys.add(key);
      side.example ??= found;
      if (place !== undefined && side.places.size < MOST_PLACES) side.places.set(key, place);
    },
    violations: () =>
      sides.flatMap(({ isOpen, keys, places, example }) =>
        example === undefined
          ? []
          : [{ invariant, isOpen, example, count: keys.size, places: [...places.values()] }],
      ),
  };
}

/** The question as somebody asks it by hand: `dig www.example.com. A`. */
export function digLine({ name, type }: Question): string {
  return `dig ${printName(name)} ${typeName(type)}`;
}
