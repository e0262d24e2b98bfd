import { keyOf, type Name, printName } from "../../dns/name.ts";
import { type Position, type Severity, sentence, withoutLines } from "../../dns/problem.ts";
import type { DangerKind } from "../plan/danger-kinds.ts";
import { refused } from "../plan/dangers.ts";
import type { ZonePlan } from "../plan/plan.ts";
import type { Miss } from "../verify/types.ts";
import type { Finding } from "./finding.ts";
import { consequenceFindings, defectFindings, notProvedFindings } from "./proof-findings.ts";
import type { Report } from "./report.ts";
import { isFollowing } from "./secondaries-in-brief.ts";
import { secondaryName, secondaryWarnings } from "./secondary-wording.ts";
import { keyOfFinding, type WatchFinding } from "./watch.ts";
import { count, questionOf } from "./wording.ts";

/** The id of findings outside of the nameservers. */
export const SEEN_OUTSIDE = "seen-outside";

/** The id of findings about nameservers of others after a release. */
export const SECONDARY_BEHIND = "secondary-behind";

/** The id of findings about answers. */
export const WRONG_ANSWERS = "wrong-answers";

/**
 * What is wrong, those that matter first: a fault of ours, refused dangers, errors, wrong answers, then warnings and
 * information, and what changes without being written.
 */
export function findingsOf(report: Report): Finding[] {
  const problems = report.problems.map(
    ({ severity, file, line, column, rule, message, help }): Finding => ({
      rule,
      severity,
      title: rule,
      message: `${sentence(message)} ${help}`,
      at: { file, line, column },
      identity: withoutLines(message),
    }),
  );
  const of = (severity: Severity) => problems.filter((problem) => problem.severity === severity);
  return [
    ...defectFindings(report),
    ...dangers(report),
    ...outside(report, "alarm"),
    ...of("error"),
    ...answers(report),
    ...notProvedFindings(report),
    ...outside(report, "warning"),
    ...secondaries(report),
    ...of("warning"),
    ...of("info"),
    ...consequenceFindings(report, (zone) => {
      const planned = zoneOf(zone, report);
      return planned && beginningOf(planned.zone);
    }),
  ];
}

/** They are about no line of a file. */
function outside({ watch }: Report, weight: WatchFinding["weight"]): Finding[] {
  return (watch?.findings ?? [])
    .filter((finding) => finding.weight === weight)
    .map((finding) => ({
      rule: SEEN_OUTSIDE,
      severity: weight === "alarm" ? "error" : "warning",
      title: SEEN_OUTSIDE,
      message: `${sentence(finding.message)} ${finding.mend}`,
      identity: keyOfFinding(finding),
    }));
}

const RULE_OF: { readonly [kind in DangerKind]: string } = {
  deletes: "mass-delete",
  ns: "apex-change",
  mname: "apex-change",
  removal: "zone-removed",
  ds: "ds-change",
  serial: "serial-far-ahead",
  mixture: "mixed-caches",
  keys: "keys-too-early",
  invariant: "invariant-broken",
};

function dangers({ review, plan }: Report): Finding[] {
  return refused(review?.dangers ?? []).flatMap(({ zone, kind, message, label }): Finding[] => {
    const planned = zoneOf(zone, { plan });
    const beginning = planned && beginningOf(planned.zone);
    const finding = (what: string, at: Position | undefined, identity: string): Finding => ({
      rule: RULE_OF[kind],
      severity: "error",
      title: "refused until somebody allows it",
      message: `${printName(zone)}: ${what}. To allow it, add the label ${label}.`,
      ...(at !== undefined && { at }),
      identity,
    });
    if (kind !== "mixture") return [finding(message, beginning, label)];
    // Each that the label lets out has a place of its own.
    const mixtures = (review?.mixtures ?? []).filter((each) => each.isDanger && each.zone === zone);
    return mixtures.map((each) =>
      finding(each.message, each.at ?? beginning, `${label} ${printName(each.owner)} ${each.kind}`),
    );
  });
}

function zoneOf(zone: Name, { plan }: { readonly plan?: Report["plan"] | undefined }): ZonePlan | undefined {
  return plan?.zones.find(({ zone: { origin } }) => keyOf(origin) === keyOf(zone));
}

/** The first line of the zone's file, or of the first of its files. */
function beginningOf({ file, records }: ZonePlan["zone"]): Position | undefined {
  const files = records.map(({ at }) => at.file);
  const first = files.find((name) => name === file) ?? files.find((name) => name.startsWith(`${file}/`));
  return first === undefined ? undefined : { file: first, line: 1, column: 1 };
}

function answers({ verification, plan }: Report): Finding[] {
  return (verification?.paths ?? []).flatMap(({ nameserver, transport, misses, notAsked }): Finding[] => {
    const [first] = misses;
    if (first === undefined || notAsked !== undefined) return [];
    const where = `${nameserver.name} over ${transport.toUpperCase()}`;
    const at = placeOf(first, plan?.zones ?? []);
    return [
      {
        rule: WRONG_ANSWERS,
        severity: "error",
        title: "wrong answers",
        message: `${count(misses.length, "answer")} of ${where} not as expected, the first for ${questionOf(first)}.`,
        ...(at !== undefined && { at }),
        identity: where,
      },
    ];
  });
}

/** Secondaries that do not follow: no fault of the release, and nothing that a line of a file could mend. */
function secondaries({ deployment }: Report): Finding[] {
  return (deployment?.secondaries ?? [])
    .filter((proof) => !isFollowing(proof))
    .map((proof) => ({
      rule: SECONDARY_BEHIND,
      severity: "warning",
      title: "a secondary does not follow",
      message: `${secondaryWarnings([proof])[0]}.`,
      identity: secondaryName(proof),
    }));
}

/** Where the records stand that were asked for, or the beginning of their zone. */
function placeOf({ zone, name, type }: Miss, zones: readonly ZonePlan[]): Position | undefined {
  const planned = zones.find(({ zone: { origin } }) => keyOf(origin) === keyOf(zone));
  if (planned === undefined) return undefined;
  const record = planned.zone.records.find(
    (record) => record.type === type && keyOf(record.owner) === keyOf(name),
  );
  return record?.at ?? beginningOf(planned.zone);
}
