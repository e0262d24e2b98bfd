import { keyOf, printName } from "../../dns/name.ts";
import { type Plan, serialOf } from "../plan/plan.ts";
import type { DeploymentRecord, MachineBefore } from "./ledger.ts";
import type { Situation } from "./situation.ts";
import type { SurveyedMachine } from "./survey.ts";

/** What is written down of a deployment before it touches anything. */
export function recordOf(
  commit: string,
  inputs: string,
  plan: Plan,
  { machines }: Situation,
): DeploymentRecord {
  const decided = plan.zones.map(
    ({ zone, decision }) => [printName(keyOf(zone.origin)), serialOf(decision)!] as const,
  );
  return {
    version: 1,
    commit,
    inputs,
    floors: Object.fromEntries(decided),
    before: machines.map(machineBefore),
  };
}

/** What is written down of a machine before it is touched. */
export function machineBefore({ app, machine, check }: SurveyedMachine): MachineBefore {
  const commit = "fault" in check ? undefined : check.build.commit;
  const image = machine.image.pinned;
  return { app, machine: machine.id, region: machine.region, image, commit: commit ?? null };
}
