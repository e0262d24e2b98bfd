import { keyOf, printName } from "../../dns/name.ts";
import { type Plan, serialOf } from "../plan/plan.ts";
import type { MachineBefore } from "../report/deployment.ts";
import type { DeploymentRecord } from "./ledger.ts";
import { type SettledMachine, settle } from "./settle.ts";
import type { Situation } from "./situation.ts";

/** What is written down of a deployment before it touches anything. */
export function recordOf(commit: string, inputs: string, plan: Plan, situation: Situation): DeploymentRecord {
  const decided = plan.zones.map(
    ({ zone, decision }) => [printName(keyOf(zone.origin)), serialOf(decision)!] as const,
  );
  return {
    version: 1,
    commit,
    inputs,
    floors: { ...Object.fromEntries(situation.remembered.floors), ...Object.fromEntries(decided) },
    before: settle(situation).map(machineBefore),
  };
}

/** What is written down of a machine before it is touched. */
export function machineBefore({ app, machine, region, image, commit }: SettledMachine): MachineBefore {
  return { app, machine, region, image, commit: commit ?? null };
}
