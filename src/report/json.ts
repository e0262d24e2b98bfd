import { printName } from "../../dns/name.ts";
import type { Problem } from "../../dns/problem.ts";
import { typeName } from "../../dns/types.ts";
import { serialOf } from "../plan/plan.ts";
import type { Review } from "../plan/review.ts";
import type { VariableChange } from "../plan/variable-changes.ts";
import type { Miss } from "../verify/types.ts";
import { askedToJson } from "./asked-json.ts";
import { changeToJson, removedToJson } from "./change-json.ts";
import { deploymentToJson } from "./deployment-json.ts";
import { mixtureToJson } from "./mixture-json.ts";
import { proofToJson } from "./proof-json.ts";
import type { Report } from "./report.ts";
import { stepsToJson } from "./steps-json.ts";
import { watchToJson } from "./watch-json.ts";

/**
 * Of the form that `schema/report-1.schema.json` describes. Goes up when a key goes away, changes its meaning or its
 * type, or may be missing where it was always there; new keys, and new words where the schema lists none, come without.
 */
export const REPORT_VERSION = 1;

/** The report as plain data for programs: names and values in presentation form, times in milliseconds. */
export function reportToJson(report: Report): object {
  const {
    command,
    outcome,
    counts,
    problems,
    stoodBefore,
    notChecked = [],
    plan,
    base,
    review,
    asked,
    proof,
    steps,
    verification,
    deployment,
    watch,
    targets,
    notes,
    milliseconds,
  } = report;
  return {
    version: REPORT_VERSION,
    command,
    outcome,
    problems: problems.map((problem) => ({
      ...problemToJson(problem),
      ...(stoodBefore && { stoodBefore: stoodBefore.has(problem) }),
    })),
    notChecked,
    zones: counts.zones,
    records: counts.records,
    ...(plan === undefined
      ? {}
      : {
          plan: plan.zones.map(({ zone, decision, publishedSerial, changes }) => ({
            zone: printName(zone.origin),
            records: zone.records.length,
            serial: {
              published: publishedSerial ?? null,
              planned: serialOf(decision) ?? null,
              decision: decision.kind,
            },
            changes: changes?.map((change) => changeToJson(change, targets)) ?? null,
          })),
          removed: plan.removed.map(removedToJson),
        }),
    ...(base === undefined ? {} : { base }),
    ...(review === undefined ? {} : { review: reviewToJson(review) }),
    ...(asked === undefined ? {} : { asked: asked.map(askedToJson) }),
    ...(proof === undefined ? {} : { proof: proofToJson(proof, review?.mixtures ?? []) }),
    ...(steps === undefined ? {} : stepsToJson(steps)),
    ...(verification === undefined ? {} : { verification: verificationToJson(verification) }),
    ...(deployment === undefined
      ? {}
      : {
          deployment: {
            ...deploymentToJson(deployment),
            ...(deployment.proof && { proof: verificationToJson(deployment.proof) }),
          },
        }),
    ...(watch === undefined ? {} : { watch: watchToJson(watch) }),
    notes,
    milliseconds: Math.round(milliseconds),
  };
}

function problemToJson({ file, line, column, rule, severity, message, help, source }: Problem): object {
  return {
    file,
    line,
    column,
    rule,
    severity,
    message,
    help,
    ...(source === undefined ? {} : { source }),
  };
}

function variableToJson({ name, from, to, records, zones }: VariableChange): object {
  return { name, from, to, records, zones: zones.map(printName) };
}

function verificationToJson({ paths, coverage, milliseconds }: NonNullable<Report["verification"]>): object {
  return {
    milliseconds: Math.round(milliseconds),
    ...(coverage !== undefined && { coverage }),
    paths: paths.map((path) => ({
      nameserver: path.nameserver,
      transport: path.transport,
      client: path.client,
      asked: path.asked,
      passed: path.passed,
      ...(path.notAsked === undefined ? {} : { notAsked: path.notAsked }),
      answeredBy: path.answeredBy,
      milliseconds: path.milliseconds,
      serials: path.serials.map(({ zone, expected, got }) => ({
        zone: printName(zone),
        expected,
        got: got ?? null,
      })),
      misses: path.misses.map(missToJson),
      late: path.notes.map(missToJson),
    })),
  };
}

function missToJson(miss: Miss): object {
  return { ...miss, zone: printName(miss.zone), name: printName(miss.name), type: typeName(miss.type) };
}

function reviewToJson({ digest, dangers, effects, mixtures, settings, variables }: Review): object {
  return {
    digest: digest ?? null,
    dangers: dangers.map((danger) => ({ ...danger, zone: printName(danger.zone) })),
    ...(variables !== undefined && { variables: variables.map(variableToJson) }),
    settings: settings.map(({ zones, message }) => ({ zones: zones.map(printName), message })),
    effects: effects.map(({ zone, owner, type, kind, message }) => ({
      zone: printName(zone),
      name: printName(owner),
      type: typeName(type),
      kind,
      message,
    })),
    mixtures: mixtures.map(mixtureToJson),
  };
}
