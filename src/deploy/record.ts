import { keyOf, printName } from "../../dns/name.ts";
import { policyIn } from "../dnssec/policy.ts";
import { type Plan, serialOf } from "../plan/plan.ts";
import type { MachineBefore } from "../report/deployment.ts";
import { shortDigest } from "./journals.ts";
import { type DeploymentRecord, lastOf, rangeFrom, type SerialRange } from "./ledger.ts";
import { type SettledMachine, settle } from "./settle.ts";
import type { Situation } from "./situation.ts";
import type { WayBack } from "./way-back.ts";

/**
 * What is written down of a deployment before it touches anything.
 *
 * @param back how it would be taken back; left out where nothing is released
 * @param keyed images of before whose nameservers take newer keys than their zones have
 */
export function recordOf(
  commit: string,
  inputs: string,
  plan: Plan,
  situation: Situation,
  back?: Pick<WayBack<SettledMachine>, "fresh" | "bound">,
  keyed: readonly string[] = [],
): DeploymentRecord {
  const decided = plan.zones.map(
    ({ zone, decision }) => [printName(keyOf(zone.origin)), serialOf(decision)!] as const,
  );
  return {
    version: 1,
    commit,
    inputs,
    floors: { ...Object.fromEntries(situation.remembered.floors), ...Object.fromEntries(decided) },
    reserved: { ...carriedOver(situation), ...(back === undefined ? {} : rangesOf(plan, back.fresh)) },
    ...(back === undefined ? {} : { back: byImage(back.bound) }),
    ...(keyed.length === 0 ? {} : { keyed }),
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

/** What earlier deployments keep for going back: not spent, and not to be forgotten with the record that has it. */
function carriedOver({ reserved }: Situation): { [zone: string]: SerialRange } {
  return Object.fromEntries([...reserved].map(([zone, serial]) => [zone, [serial, 1]]));
}

/** Each zone with a new serial, or a new one on the way back: from the first of them to the last. */
function rangesOf(
  plan: Plan,
  fresh: ReadonlyMap<string, readonly SerialRange[]>,
): { [zone: string]: SerialRange } {
  const released = plan.zones.flatMap(({ zone, decision }) =>
    decision.kind === "kept"
      ? []
      : [[printName(keyOf(zone.origin)), rangeFrom(serialOf(decision)!, policyIn(zone))] as const],
  );
  const all = new Map<string, readonly SerialRange[]>(fresh);
  for (const [zone, range] of released) all.set(zone, [range, ...(fresh.get(zone) ?? [])]);
  return Object.fromEntries(
    [...all].map(([zone, ranges]) => {
      const [[first]] = ranges as readonly [SerialRange]; // a zone has one at least
      return [zone, [first, ((lastOf(ranges.at(-1)!) - first) >>> 0) + 1]];
    }),
  );
}

function byImage(bound: WayBack<SettledMachine>["bound"]): NonNullable<DeploymentRecord["back"]> {
  return Object.fromEntries([...bound].map(([image, serials]) => [image, Object.fromEntries(serials)]));
}

/** What is written down of a machine before it is touched. */
export function machineBefore({ app, machine, region, image, commit }: SettledMachine): MachineBefore {
  return { app, machine, region, image, commit: commit ?? null };
}
