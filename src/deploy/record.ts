import { keyOf, printName } from "../../dns/name.ts";
import { type Plan, serialOf } from "../plan/plan.ts";
import type { MachineBefore } from "../report/deployment.ts";
import { shortDigest } from "./journals.ts";
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
    ...publishedBy(plan),
  };
}

const MOST_PUBLISHED = 500; // zones; a record is one request to GitHub

/** What later deployments make differences from. */
function publishedBy({ zones }: Plan): Pick<DeploymentRecord, "published"> {
  const changed = zones.filter(({ decision }) => decision.kind !== "kept");
  if (changed.length === 0 || changed.length > MOST_PUBLISHED) return {};
  const versions = changed.map(({ zone, decision }) => {
    const serial = serialOf(decision)!;
    return [printName(keyOf(zone.origin)), { serial, digest: shortDigest(zone, serial) }] as const;
  });
  return { published: Object.fromEntries(versions) };
}

/** What is written down of a machine before it is touched. */
export function machineBefore({ app, machine, region, image, commit }: SettledMachine): MachineBefore {
  return { app, machine, region, image, commit: commit ?? null };
}
