import { keyOf, type Name, printName } from "../../dns/name.ts";
import type { Position, Problem } from "../../dns/problem.ts";
import { compareSerials } from "../../dns/serial.ts";
import { SIGNING_POLICY } from "../../dns/signing/policy.ts";
import type { Zone } from "../../dns/zone.ts";
import { judge } from "../lint/judge.ts";
import {
  LIVE,
  LIVE_DRIFT,
  SERIAL_BEHIND_LIVE,
  SERIAL_JUMP,
  SERIAL_NOT_INCREASED,
} from "../lint/live-rules.ts";
import type { NotChecked } from "../lint/outside.ts";
import { CHANGES } from "../lint/plan-rules.ts";
import type { Rule } from "../lint/rule.ts";
import { digestWithSerial } from "../render/render-zone.ts";
import type { SaidSerial } from "../serial/decide.ts";
import type { Shown } from "../serial/shown.ts";
import type { SourceZone } from "../source/source-zone.ts";
import { keyFindings } from "./key-change.ts";
import { findOldCounter } from "./key-counter.ts";
import { type Plan, serialOf } from "./plan.ts";
import { presignedFindings } from "./presigned.ts";
import { findShortSignatures } from "./signature-rest.ts";

/** What the rules that need more than the zones have to say of a plan. */
export interface CheckedPlan {
  readonly problems: readonly Problem[];
  readonly notChecked: readonly NotChecked[];
}

/**
 * Compares the serials of a plan with what the nameservers show, and what they show with what was deployed. That the
 * plan could not compare the zones with those before the change is told as well.
 *
 * @param deployedOf the zone as the commit has it that was deployed last; undefined where that is not known
 */
export function checkLive(
  plan: Plan,
  deployedOf: (origin: Name) => Zone | undefined = () => undefined,
): CheckedPlan {
  const problems: Problem[] = [];
  const skipped = new Map<string, Skipped>();
  for (const { zone, decision, shown, changes, keys, presigned = [] } of plan.zones) {
    const skip = (rules: readonly Rule[], before: string, after: string) => {
      const known = skipped.get(before + after);
      if (known === undefined) skipped.set(before + after, { rules, before, after, zones: [zone.origin] });
      else known.zones.push(zone.origin);
    };
    const isNew = decision.kind === "first";
    if (changes === undefined && !isNew) skip(CHANGES.rules, "the published records of ", " were not seen");
    const silent = shown.find((place) => place.kind === "silent");
    const serial = serialOf(decision);
    if (decision.kind === "no-greatest") {
      problems.push(...told(zone, noGreatest(decision.said)));
    } else if (serial === undefined || silent !== undefined) {
      const because = silent === undefined ? "" : `: ${silent.by} said nothing`;
      skip(SERIALS, "the serials of ", ` were not compared with what is answered${because}`);
    } else {
      problems.push(...told(zone, compareWithShown(zone, serial, shown)));
    }
    problems.push(...told(zone, findOldCounter(changes ?? []), keysPlace(zone)));
    problems.push(...told(zone, findShortSignatures(zone)), ...told(zone, presignedFindings(presigned)));
    if (keys !== undefined)
      problems.push(...told(zone, keyFindings(keys, changes?.length !== 0), keysPlace(zone)));
    const deployed = deployedOf(keyOf(zone.origin));
    if (deployed !== undefined) problems.push(...told(zone, findDrift(deployed, shown)));
    // Who has deployed nothing has no such commit, and no nameserver that answers a digest to compare.
    else if (!isNew && shown.some(mayDrift)) {
      skip([LIVE_DRIFT], "the last deployed commit of ", " is not known here");
    }
  }
  return { problems, notChecked: [...skipped.values()].flatMap(notCheckedOf) };
}

const SERIALS = LIVE.rules.filter((rule) => rule !== LIVE_DRIFT);

/** Rules that could not be checked for the same reason, and for which zones. */
interface Skipped {
  readonly rules: readonly Rule[];
  /** The reason as a sentence around the zones. */
  readonly before: string;
  readonly after: string;
  readonly zones: Name[];
}

const MOST_NAMED = 2; // zones in a reason

function notCheckedOf({ rules, before, after, zones }: Skipped): NotChecked[] {
  const more = zones.length - MOST_NAMED;
  const names = zones.slice(0, MOST_NAMED).map(printName).join(", ") + (more > 0 ? ` and ${more} more` : "");
  return rules.map(({ id }) => ({ rule: id, reason: before + names + after }));
}

function mayDrift(place: Shown): boolean {
  return place.nameserver !== undefined && place.kind === "serial" && place.digest !== undefined;
}

/** What a command without a plan says: it compares the zones with nothing. Drift is no plan's business, either. */
export function notCompared(command: string): CheckedPlan {
  const reason = `\`zonepipe ${command}\` compares the zones with nothing; \`zonepipe plan\` does`;
  const rules = [...CHANGES.rules, ...SERIALS];
  return { problems: [], notChecked: rules.map(({ id }) => ({ rule: id, reason })) };
}

interface Found {
  readonly rule: Rule;
  readonly message: string;
  /** In place of the rule's own. */
  readonly help?: string;
}

/** What the nameservers show against the serial that the zone gets. */
export function compareWithShown(zone: Zone, serial: number, shown: readonly Shown[]): Found[] {
  return shown.flatMap((place): Found[] => {
    if (place.kind !== "serial") return [];
    const { by, digest } = place;
    const order = compareSerials(serial, place.serial);
    if (order === undefined) {
      const message = `Serial ${serial} lies 2^31 from ${place.serial}, which ${by} answers: neither is the greater`;
      return [{ rule: SERIAL_JUMP, message }];
    }
    if (order < 0) {
      const message = `Serial ${serial} comes before ${place.serial}, which ${by} answers already`;
      return [{ rule: SERIAL_BEHIND_LIVE, message }];
    }
    const isOther =
      order === 0 &&
      digest !== undefined &&
      digestWithSerial(zone, serial, digest.algorithm) !== digest.digest;
    const message = `Serial ${serial} is what ${by} answers with other content; expected a greater one`;
    return isOther ? [{ rule: SERIAL_NOT_INCREASED, message }] : [];
  });
}

/** Nameservers whose content is not that of the zone as it was deployed. Without a digest nothing can be said. */
export function findDrift(deployed: Zone, shown: readonly Shown[]): Found[] {
  return shown.flatMap((place): Found[] => {
    if (place.kind !== "serial" || place.digest === undefined) return [];
    const { by, serial, digest } = place;
    if (digestWithSerial(deployed, serial, digest.algorithm) === digest.digest) return [];
    const message = `Serial ${serial} is answered by ${by} with other content than was deployed`;
    return [{ rule: LIVE_DRIFT, message }];
  });
}

function noGreatest(said: readonly SaidSerial[]): Found[] {
  const all = said.map(({ by, serial }) => `${serial} (${by})`).join(", ");
  const message = `No serial is greater than all of these: ${all}`;
  return [{ rule: SERIAL_JUMP, message }];
}

/** Where `_keys.yaml` says how the zone is signed; undefined where it does not. */
function keysPlace({ origin, records }: SourceZone): Position | undefined {
  return records.find(({ type, owner }) => type === SIGNING_POLICY && keyOf(owner) === keyOf(origin))?.at;
}

/** As problems of the zone, by its own levels; without a place at its file. */
function told({ file, config }: SourceZone, found: readonly Found[], at?: Position): Problem[] {
  const problems: Problem[] = [];
  const place = at ?? { file, line: 1, column: 1 };
  const { report } = judge(config, (problem) => problems.push(problem));
  for (const { rule, message, help } of found) {
    const { id, severity, source, mend } = rule;
    const problem = { ...place, rule: id, severity, message, help: help ?? mend };
    report({ ...problem, ...(source !== undefined && { source }) });
  }
  return problems;
}
