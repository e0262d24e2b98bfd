import { type Name, printName } from "../../dns/name.ts";
import type { Problem } from "../../dns/problem.ts";
import type { SharedFiles } from "./shared-files.ts";

/** Problems as they are met, each told once: what is brought in twice is wrong twice, but in one place. */
export interface ToldProblems {
  readonly tell: (problem: Problem) => void;
  readonly told: () => Problem[];
}

/**
 * A list that takes every problem once. What is wrong in a file that zones share names the zone, or says of how many it is
 * true.
 */
export function tellOnce(shared: SharedFiles = new Map()): ToldProblems {
  const problems = new Map<string, Told>();
  return {
    tell: (problem) => {
      const { file, line, column, rule } = problem;
      const zone = shared.has(file) ? problem.subject?.zone : undefined;
      const message = zone === undefined ? problem.message : withoutZone(problem.message, zone);
      const key = JSON.stringify([file, line, column, rule, message]);
      const known = problems.get(key);
      if (zone === undefined) problems.set(key, { problem, zones: NO_ZONES });
      else if (known === undefined) problems.set(key, { problem, zones: new Set([zone]) });
      else known.zones.add(zone);
    },
    told: () => [...problems.values()].filter((told) => isTrue(told, shared)).map(withZones),
  };
}

/** A problem, and the zones of a shared file in which it is one. */
interface Told {
  readonly problem: Problem;
  readonly zones: Set<Name>;
}

const NO_ZONES: Set<Name> = new Set();

/** A rule that a shared file turns off is turned off in vain where no zone needs that. */
function isTrue({ problem: { rule, file }, zones }: Told, shared: SharedFiles): boolean {
  return rule !== "unused-disable" || zones.size === 0 || zones.size === shared.get(file);
}

function withoutZone(message: string, zone: Name): string {
  const text = printName(zone).slice(0, -1);
  return text === "" ? message : message.replaceAll(text, "\0");
}

function withZones({ problem, zones }: Told): Problem {
  const [first, ...others] = zones;
  if (first === undefined) return problem;
  const name = printName(first).replace(/(?<=.)\.$/, "");
  const where = others.length === 0 ? `zone ${name}` : `${zones.size} zones, such as ${name}`;
  return { ...problem, message: `${problem.message} (${where})` };
}
