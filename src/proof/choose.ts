import { type Name, parentOf, ROOT } from "../../dns/name.ts";
import type { DnamePair } from "./names.ts";
import type { ProofQuestion, QuestionSet } from "./question-set.ts";
import type { Reach } from "./reach.ts";
import { zoneFor } from "./side.ts";

/** What of the set is asked. */
export interface Chosen {
  readonly names: readonly Name[];
  readonly meta: readonly ProofQuestion[];
  /** By name, what a fresh name stands below. */
  readonly below: Map<Name, Name>;
  /** Names that are not asked for. */
  readonly others: readonly Name[];
  /** Questions for types that are none, which are not asked. */
  readonly otherMeta: number;
  /** By zone, how many names are not asked for whose answers change with how it is signed, and may change in nothing else. */
  readonly signedOtherwise: ReadonlyMap<Name, number>;
}

/** What keeps a large zone that is signed otherwise from being asked in whole. */
export interface SigningLimit {
  /** What is reached without that. */
  readonly beside: Reach;
  /** So many other names are asked for in each zone. */
  readonly most: number;
}

/** How much of the set there is beside. */
export interface Counts {
  /** Questions that are not asked. */
  readonly left: number;
  /** Kinds that DNAMEs which are kept lead to others. */
  readonly led: number;
}

/** Chooses what a change can reach. */
export function chooseNames(set: QuestionSet, { reaches }: Reach, limit?: SigningLimit): Chosen {
  const counts = new Map<Name, number>();
  const names: Name[] = [];
  const others: Name[] = [];
  const below = new Map<Name, Name>();
  for (const asked of set.asked()) {
    const isReached = reaches(asked.name);
    if (isReached && limit !== undefined && isBeyond(asked.name, limit)) continue;
    (isReached ? names : others).push(asked.name);
    if (isReached && asked.below !== undefined) below.set(asked.name, asked.below);
  }
  const all = set.metaQuestions();
  const meta = all.filter(({ name }) => reaches(name));
  const signedOtherwise = new Map(
    [...counts].flatMap(([zone, count]) =>
      limit !== undefined && count > limit.most ? [[zone, count - limit.most]] : [],
    ),
  );
  return { names, meta, below, others, otherMeta: all.length - meta.length, signedOtherwise };

  function isBeyond(name: Name, { beside, most }: SigningLimit): boolean {
    if (beside.reaches(name)) return false;
    const zone = zoneFor(set.sides[1], name)?.origin ?? zoneFor(set.sides[0], name)?.origin ?? ROOT;
    const count = (counts.get(zone) ?? 0) + 1;
    counts.set(zone, count);
    return count > most;
  }
}

/** Counts what is not asked. */
export function countLeft(set: QuestionSet, { names, others, otherMeta }: Chosen): Counts {
  const leads = countByTarget(set.names.dnames);
  let left = otherMeta;
  let led = 0;
  for (const name of others) {
    const count = set.countFor(name, false);
    left += count;
    led += count * leadsTo(name);
  }
  if (leads.size > 0) for (const name of names) led += set.countFor(name, true) * leadsTo(name);
  return { left, led };

  /** How many DNAMEs lead to this name. */
  function leadsTo(name: Name): number {
    let count = 0;
    for (let at = name; leads.size > 0 && at !== ROOT; ) {
      at = parentOf(at);
      count += leads.get(at) ?? 0;
    }
    return count;
  }
}

/** How many DNAMEs that are kept lead to each target. */
function countByTarget(dnames: readonly DnamePair[]): Map<Name, number> {
  const counts = new Map<Name, number>();
  for (const { target, isKept } of dnames) if (isKept) counts.set(target, (counts.get(target) ?? 0) + 1);
  return counts;
}
