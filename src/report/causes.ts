import { type Name, printName } from "../../dns/name.ts";
import { type Problem, type Severity, withoutLines } from "../../dns/problem.ts";
import type { Report } from "./report.ts";

/** Problems of one rule that one thing brings about: a setting that is missing, an alias that many names go through. */
export interface Cause {
  /** The first of them by place. */
  readonly first: Problem;
  /** All of them, in the order in which they came. */
  readonly problems: readonly Problem[];
}

/**
 * Problems put together by cause: those that say and advise the same once the names of the record and of the zone that
 * each is about are taken out. The worst come first, those of one rule stand together.
 */
export function causesOf(problems: readonly Problem[]): Cause[] {
  const rules = new Map<string, Map<string, Problem[]>>();
  for (const severity of WORST_FIRST) {
    for (const problem of problems) {
      if (problem.severity !== severity) continue;
      const rule = getOrAdd(rules, `${severity} ${problem.rule}`, () => new Map<string, Problem[]>());
      getOrAdd(rule, causeKey(problem), () => []).push(problem);
    }
  }
  return [...rules.values()].flatMap((causes) =>
    [...causes.values()].map((all) => ({ first: all[0]!, problems: all })),
  );
}

/** What the change brings, and what stood before it. Where nobody compared, all counts as brought. */
export function byAge({ problems, stoodBefore }: Pick<Report, "problems" | "stoodBefore">): {
  readonly fresh: readonly Problem[];
  readonly old: readonly Problem[];
} {
  if (stoodBefore === undefined) return { fresh: problems, old: [] };
  return {
    fresh: problems.filter((problem) => !stoodBefore.has(problem)),
    old: problems.filter((problem) => stoodBefore.has(problem)),
  };
}

/** The causes of each rule, in the order of the rules' first causes. */
export function byRule(causes: readonly Cause[]): Cause[][] {
  const rules = new Map<string, Cause[]>();
  for (const cause of causes) {
    getOrAdd(rules, `${cause.first.severity} ${cause.first.rule}`, () => []).push(cause);
  }
  return [...rules.values()];
}

const WORST_FIRST: readonly Severity[] = ["error", "warning", "info"];

function causeKey(problem: Problem): string {
  const known = KEYS.get(problem);
  if (known !== undefined) return known;
  const key = makeCauseKey(problem);
  KEYS.set(problem, key);
  return key;
}

/** Several parts of a report put the same problems together. */
const KEYS = new WeakMap<Problem, string>();

function makeCauseKey({ message, help, subject }: Problem): string {
  const texts = [message, help].map(withoutLines);
  if (subject === undefined) return texts.join("\n");
  const zone = asWritten(subject.zone);
  const owner = subject.owner === undefined ? zone : asWritten(subject.owner);
  return texts
    .map((text) => text.replace(WORD, (word) => seenFrom(word.toLowerCase(), owner, zone)))
    .join("\n");
}

/** The owner as nothing, and a name of the zone without the zone: the same mistake in many zones is one. */
function seenFrom(word: string, owner: string, zone: string): string {
  if (word === owner || word === zone) return "";
  return zone !== "." && word.endsWith(`.${zone}`) ? word.slice(0, -zone.length) : word;
}

const WORD = /[^\s,;:()"'`]+/g;

function asWritten(name: Name): string {
  return printName(name).toLowerCase();
}

function getOrAdd<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
