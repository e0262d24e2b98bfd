import { NSEC, NSEC3, RRSIG } from "../../dns/type-numbers.ts";
import { isAfter } from "./machines.ts";
import type { Comparison } from "./probe.ts";
import type { Version } from "./versions.ts";
import type { YearResult } from "./year.ts";

/** What is not as it should be in a year, each in a line; at most some of each kind. */
export function complaintsOf(result: YearResult): string[] {
  return [
    ...some(
      "mixtures that are bogus",
      result.model.bogus.map(({ at, question, why }) => `${timeOf(at)} ${question}: ${why}`),
    ),
    ...some("answers that Unbound refuses", refused(result.comparisons)),
    ...some("answers that delv refuses", refused(result.delv)),
    ...some("answers that an eager cache refuses", refused(result.eager)),
    ...some("answers of which the model and a validator differ", differing(result)),
    ...some("steps too early that nothing tells", untold(result)),
    ...some("zones that a tool does not judge as expected", misjudged(result)),
    ...some("answers of a server's process that are other octets", unlike(result)),
    ...some("serials", serialFaults(result)),
    ...some("things that did not happen", missing(result)),
  ];
}

/** In the year itself; where a step is tried too early, that is what is looked for. */
function refused(comparisons: readonly Comparison[]): string[] {
  return comparisons.filter(({ unbound }) => unbound === "bogus").map(describe);
}

function differing({ comparisons, delv, eager, early }: YearResult): string[] {
  const all = [...comparisons, ...delv, ...eager, ...early.flatMap((each) => each.comparisons)];
  return all.filter(({ unbound, model }) => unbound !== model).map(describe);
}

/** Each step that was refused would have broken something for the strictest validator. */
function untold({ early }: YearResult): string[] {
  return early.filter(({ bogus }) => bogus === 0).map(({ at, name }) => `${timeOf(at)} ${name}`);
}

function misjudged({ tools }: YearResult): string[] {
  return tools.flatMap(({ at, zone, refusedBy, verdicts }) =>
    verdicts
      .filter(({ tool, isAccepted }) => isAccepted === refusedBy.has(tool))
      .map(({ tool, output }) => `${timeOf(at)} ${zone}: ${tool}: ${output.split("\n")[0]}`),
  );
}

function unlike({ machines }: YearResult): string[] {
  return machines.flatMap(({ at, what, different }) =>
    different.map((question) => `${timeOf(at)} ${what}: ${question}`),
  );
}

/** No serial is answered with two contents, and a secondary never goes back. */
function serialFaults({ hours }: YearResult): string[] {
  const faults: string[] = [];
  const contents = new Map<number, Version>();
  let last: Version | undefined;
  for (const { at, servers } of hours) {
    for (const version of servers) {
      if (version.records.length === 0) continue;
      const known = contents.get(version.serial) ?? version;
      contents.set(version.serial, known);
      if (known.id !== version.id) faults.push(`${timeOf(at)} ${version.serial} has two contents`);
    }
    const secondary = servers[2];
    if (last !== undefined && last !== secondary && !isAfter(secondary.serial, last.serial))
      faults.push(`${timeOf(at)} the secondary goes from ${last.serial} to ${secondary.serial}`);
    last = secondary;
  }
  return faults;
}

/** A year in which nothing went wrong proves nothing. */
function missing({ hours, early, comparisons, eager, machines }: YearResult): string[] {
  const never = (what: string, did: boolean) => (did ? [] : [what]);
  return [
    ...never(
      "a machine without keys",
      hours.some(({ servers }) => servers[1].records.length === 0),
    ),
    ...never(
      "a secondary behind",
      hours.some(({ servers: [one, , three] }) => isAfter(one.serial, three.serial)),
    ),
    ...never(
      "machines in two windows",
      hours.some(({ servers: [one, two] }) => one.release === two.release && one.window > two.window),
    ),
    ...never(
      "NSEC on one server and NSEC3 on another",
      hours.some(({ servers }) => [NSEC, NSEC3].every((type) => servers.some((each) => has(each, type)))),
    ),
    ...ALGORITHMS.flatMap((algorithm) =>
      never(
        `a zone that is signed by algorithm ${algorithm} alone`,
        hours.some(({ servers: [one] }) => isSignedBy(one, algorithm)),
      ),
    ),
    ...never(
      "a denial that an eager cache makes of one of before",
      eager.some(({ isOwn }) => isOwn),
    ),
    ...never(
      "a window that turns in a process of the server",
      machines.some(({ hasTurned }) => hasTurned),
    ),
    ...never(
      "a break that Unbound refuses",
      early.some((each) => each.comparisons.some(({ unbound }) => unbound === "bogus")),
    ),
    ...never(
      "an answer that is secure",
      comparisons.some(({ unbound }) => unbound === "secure"),
    ),
    ...never(
      "an answer that is insecure",
      comparisons.some(({ unbound }) => unbound === "insecure"),
    ),
  ];
}

/** Those of the story. */
const ALGORITHMS = [8, 13, 15];

function has({ records }: Version, type: number): boolean {
  return records.some((record) => record.type === type);
}

function isSignedBy({ records }: Version, algorithm: number): boolean {
  const signatures = records.filter(({ type }) => type === RRSIG);
  return signatures.length > 0 && signatures.every(({ rdata }) => rdata.charCodeAt(2) === algorithm);
}

function describe({ at, question, how, unbound, model, why }: Comparison): string {
  const reason = why === undefined ? "" : ` (${why})`;
  return `${timeOf(at)} ${question} ${unbound}, by the model ${model}${reason}: ${how}`;
}

function some(what: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length > MOST ? [`${what}: ${lines.length - MOST} more`] : [];
  return [...lines.slice(0, MOST).map((line) => `${what}: ${line}`), ...more];
}

const MOST = 5;

function timeOf(at: number): string {
  return new Date(at * 1_000).toISOString().slice(0, 16);
}
