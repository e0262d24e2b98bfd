import { keyOf, type Name, printName } from "../../dns/name.ts";
import type { PathResult } from "../verify/types.ts";
import type { Deployment, DeploymentOutcome, MachineProof } from "./deployment.ts";
import { secondariesInBrief } from "./secondaries-in-brief.ts";
import { count } from "./wording.ts";

/** The first line of a deployment: what became of it, then how many say so. */
export function deploymentHeadline(deployment: Deployment): string {
  const { outcome, machines, proof, secondaries = [], convergence } = deployment;
  const parts = [OUTCOMES[outcome]];
  if (machines.length > 0) {
    parts.push(
      `${machines.filter(isFineMachine).length} of ${count(machines.length, "machine")} as expected`,
    );
  }
  const paths = (proof?.paths ?? []).filter(({ notAsked }) => notAsked === undefined);
  if (paths.length > 0) {
    const fine = paths.filter(({ asked, passed }) => asked === passed).length;
    parts.push(`${fine} of ${count(paths.length, "nameserver path")} as expected`);
  }
  if (secondaries.length > 0) parts.push(secondariesInBrief(secondaries));
  if (outcome === "deployed" && convergence !== undefined)
    parts.push(`all agreed after ${seconds(convergence)}`);
  return parts.join(" · ");
}

const OUTCOMES: { readonly [outcome in DeploymentOutcome]: string } = {
  deployed: "Deployed",
  unchanged: "Nothing to deploy: every machine runs it already",
  refused: "Refused: nothing was touched",
  "not-released": "Not released: it failed before anything was touched",
  "rolled-back": "Rolled back: what was live before is live again",
  failed: "Failed, and what was live before did not come back everywhere",
};

/** The machine is healthy and answers every zone as it should. */
export function isFineMachine({ healthy, problem, zones }: MachineProof): boolean {
  return healthy && problem === undefined && zones.every(({ isExpected }) => isExpected);
}

/** One zone as all machines and all nameserver addresses answer it. */
export interface ZoneAnswers {
  readonly zone: Name;
  /** Each serial with how many machines have it, the most frequent first; a machine without the zone is `none`. */
  readonly machines: string;
  /** The same over the addresses and transports of the nameservers. */
  readonly paths: string;
  /** Everybody who was asked gives the serial that is expected. */
  readonly agrees: boolean;
}

/** Zone by zone what everybody answers, sorted as the machines and paths name them. */
export function zoneAnswers({ machines, proof }: Deployment): ZoneAnswers[] {
  const paths = (proof?.paths ?? []).filter(({ notAsked }) => notAsked === undefined);
  const zones = new Map<Name, Name>();
  for (const { zone } of [...machines, ...paths].flatMap((one) => [...zonesOf(one)]))
    zones.set(keyOf(zone), zone);
  return [...zones].map(([key, zone]) => {
    const onMachines = machines.map(({ zones: all }) => all.find((one) => keyOf(one.zone) === key));
    const overPaths = paths.map(({ serials }) => serials.find((one) => keyOf(one.zone) === key));
    return {
      zone,
      machines: tally(onMachines.map((one) => one?.serial)),
      paths: tally(overPaths.flatMap((one) => (one === undefined ? [] : [one.got]))),
      agrees:
        onMachines.every((one) => one?.isExpected === true) &&
        overPaths.every((one) => one === undefined || one.got === one.expected),
    };
  });
}

function zonesOf(one: MachineProof | PathResult): readonly { readonly zone: Name }[] {
  return "serials" in one ? one.serials : one.zones;
}

/** `2026112201`, or where they differ `2026112201 (2 of 3), none (1 of 3)`. */
function tally(serials: readonly (number | undefined)[]): string {
  const counts = new Map<string, number>();
  for (const serial of serials) {
    const text = serial === undefined ? "none" : String(serial);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  if (sorted.length === 1) return sorted[0]![0];
  return sorted.map(([text, number]) => `${text} (${number} of ${serials.length})`).join(", ");
}

/** What is live at the end, zone by zone: `example.com. 2026112200 on 3 of 3 machines`. */
export function liveSentences(deployment: Deployment, most: number): string[] {
  const answers = zoneAnswers(deployment);
  const sentences = answers.slice(0, most).map(({ zone, machines, paths }) => {
    const outside = paths === "" || paths === machines ? "" : `, and from outside ${paths}`;
    return `${printName(zone)} answers ${machines === "" ? "from outside" : machines}${outside}`;
  });
  const more = answers.length - sentences.length;
  return more > 0 ? [...sentences, `… and ${count(more, "more zone")}`] : sentences;
}

/** Above which serial the next one of a zone lies. */
export function floorSentences({ floors }: Deployment, most: number): string[] {
  const sentences = floors
    .slice(0, most)
    .map(
      ({ zone, serial }) => `that of ${printName(zone)} lies above ${serial}, which may have been answered`,
    );
  const more = floors.length - sentences.length;
  return more > 0 ? [...sentences, `… and of ${count(more, "more zone")}`] : sentences;
}

/** `40 ms`, `12 s`, `2 min 5 s`. */
export function seconds(milliseconds: number): string {
  if (milliseconds < 950) return `${Math.round(milliseconds)} ms`;
  const whole = Math.round(milliseconds / 1_000);
  return whole < 120 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** What to run now that a deployment failed, and when. */
export interface NextStep {
  readonly command: string;
  /** There is something to wait for first. */
  readonly isLater: boolean;
  /** Follows the command in a sentence, without its final stop. */
  readonly why: string;
}

/**
 * What to run after a deployment that is not as it should be, in order; none after one that is.
 *
 * @param runUrl the page of the run, where a workflow deployed
 */
export function nextSteps({ outcome, before = [] }: Deployment, runUrl: string | undefined): NextStep[] {
  const id = runUrl === undefined ? undefined : /\/runs\/(\d+)/.exec(runUrl)?.[1];
  const again = id === undefined ? "zonepipe deploy" : `gh run rerun ${id}`;
  const now = (command: string, why: string): NextStep => ({ command, why, isLater: false });
  const later = (why: string): NextStep => ({ command: again, why, isLater: true });
  const look = now("zonepipe status", "says what every machine and every address answers");
  switch (outcome) {
    case "deployed":
    case "unchanged":
      return [];
    case "refused":
      return [later("when somebody has allowed it, or the cause is mended")];
    case "not-released":
      return [later("when the cause is mended")];
    case "rolled-back":
      return [
        look,
        later("when the cause is mended; where the zones are the cause, revert the pull request instead"),
      ];
    case "failed":
      return before.length === 0
        ? [look, later("when the cause is mended: there is nothing to go back to")]
        : [now("zonepipe rollback", "brings back what ran before and proves it, in a clone"), look];
    default:
      return outcome satisfies never;
  }
}
