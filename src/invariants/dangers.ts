import { keyOf, type Name, printName } from "../../dns/name.ts";
import { sentence } from "../../dns/problem.ts";
import { span } from "../../dns/span.ts";
import type { Danger } from "../plan/dangers.ts";
import { type Invariant, isSameDemand } from "./invariant.ts";
import { judgeInvariants } from "./judge.ts";
import { judgeUnchanged } from "./judge-unchanged.ts";
import { labelOf } from "./label.ts";
import { judgeMixtures, type MixtureViolation } from "./mixtures.ts";
import { digLine } from "./violation.ts";
import { exampleSentence, printPlace } from "./wording.ts";
import { type SeenZones, seeZones, type WrittenZone } from "./zones-seen.ts";

/** The invariants of a state, and its zones. */
export interface InvariantState {
  readonly invariants: readonly Invariant[];
  /** Left out where they could not be read as a whole: then answers are not judged. */
  readonly zones?: readonly WrittenZone[];
  /** Origins of zones that are there, and of which nobody knows what they say. */
  readonly unknown?: readonly Name[];
}

/**
 * What a change does to invariants that somebody must allow by name: one that goes or demands something else, and then
 * whether the zones after the change still keep the old one; answers that change although they must not; and what
 * breaks one for as long as caches turn over. The invariants of both states judge. One that merely does not hold after the
 * change and stands there is a problem of its file, and no label allows it.
 */
export function invariantDangers(before: InvariantState, after: InvariantState): Danger[] {
  if (before.invariants.length === 0 && after.invariants.length === 0) return [];
  const kept = after.invariants;
  const changed = before.invariants.filter((old) => !kept.some((each) => isKept(old, each)));
  const all = [...kept, ...changed];
  const old = seeZones(before.zones ?? [], before.unknown);
  const fresh = seeZones(after.zones ?? [], after.unknown);
  const isJudged = after.zones !== undefined;
  const hasChanged = isJudged && !isSame(before.zones ?? [], after.zones ?? []);
  const reasons = new Map<string, Reasons>();
  const add = ({ name, why }: Invariant, reason: string, about: Name | undefined) => {
    const known = reasons.get(name);
    if (known === undefined) reasons.set(name, { why, about, all: [reason] });
    else known.all.push(reason);
  };

  const broken = isJudged ? judgeInvariants(changed, fresh).filter(({ isOpen }) => !isOpen) : [];
  for (const invariant of changed) {
    const isThere = kept.some(({ name }) => name === invariant.name);
    const violation = broken.find((each) => each.invariant === invariant);
    const what = isThere ? "demands something else than before" : "goes";
    const now =
      violation === undefined ? "" : `, and as it was it does not hold: ${exampleSentence(violation, true)}`;
    add(invariant, what + now, violation?.example.question.name ?? aboutOf(invariant));
  }
  for (const violation of hasChanged ? judgeUnchanged(all, old, fresh) : []) {
    add(
      violation.invariant,
      `is broken: ${exampleSentence(violation, true)}`,
      violation.example.question.name,
    );
  }
  for (const mixture of hasChanged ? judgeMixtures(all, old, fresh) : []) {
    add(mixture.invariant, mixtureSentence(mixture, fresh, old), mixture.example.question.name);
  }
  return [...reasons].map(([name, { why, about, all: told }]): Danger => {
    const zone =
      (about && (fresh.zoneOf(about) ?? old.zoneOf(about))) ?? [...fresh.origins, ...old.origins][0];
    return {
      zone: zone ?? ("\0" as Name), // there are zones wherever somebody reads this
      kind: "invariant",
      message: `Invariant ${name} ${[...new Set(told)].join("; it ")} (${sentence(why).slice(0, -1)})`,
      label: labelOf(name),
    };
  });
}

/** The same records in the same order, as they are wherever nothing of the zones changes. */
function isSame(before: readonly WrittenZone[], after: readonly WrittenZone[]): boolean {
  if (before.length !== after.length) return false;
  return before.every(({ origin, records }, index) => {
    const other = after[index]!;
    if (keyOf(origin) !== keyOf(other.origin) || records.length !== other.records.length) return false;
    return records.every((record, at) => {
      const { owner, type, ttl, rdata } = other.records[at]!;
      return record.owner === owner && record.type === type && record.ttl === ttl && record.rdata === rdata;
    });
  });
}

interface Reasons {
  readonly why: string;
  readonly about: Name | undefined;
  readonly all: string[];
}

function isKept(old: Invariant, each: Invariant): boolean {
  return old.name === each.name && isSameDemand(old, each);
}

/** A name that the invariant itself is about. */
function aboutOf({ demand, scope }: Invariant): Name | undefined {
  return "owner" in demand ? demand.owner : (scope.zones[0] ?? scope.below[0]);
}

function mixtureSentence({ example, seconds }: MixtureViolation, ...sides: SeenZones[]): string {
  const { question, what, records } = example;
  const place = records
    .flatMap((record) => sides.map((side) => side.placeOf(record)))
    .find((at) => at !== undefined);
  const where = place === undefined ? "" : ` at ${printPlace(place)}`;
  return `does not hold for up to ${span(seconds)} while caches turn over: ${printName(question.name)} ${what} (${digLine(question)})${where}`;
}
