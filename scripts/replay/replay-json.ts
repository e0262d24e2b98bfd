import { type Name, printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import type { Finding } from "./finding.ts";
import { type Summary, totalOf } from "./summary.ts";

/** A commit as plain data. */
export function findingToJson(finding: Finding): object {
  const { commit, date } = finding.step;
  if (finding.kind !== "replayed") return { commit, date, outcome: finding.kind, reason: finding.reason };
  const { milliseconds, zones, records, changes, dangers, effects, errors, proof } = finding;
  const { questions, asked, same, changed, asWritten, consequences, notProved, unexplained, model } = proof;
  return {
    ...{ commit, date, outcome: finding.kind, zones, records, changes },
    milliseconds: mapValues(milliseconds, Math.round),
    dangers: dangers.map(({ kind, zone }) => ({ kind, zone: printName(zone) })),
    ...{ effects, errors, questions, asked, same, changed, asWritten },
    consequences: Object.fromEntries(consequences),
    notProved: notProved.map(({ zone, reason }) => ({ zone: zone ? printName(zone) : null, reason })),
    unexplained: unexplained.map((one) => ({ ...one, ...printed(one) })),
    disagreements: model.disagreements.map((one) => ({ ...one, ...printed(one) })),
  };
}

/** What came of all, as plain data. */
export function summaryToJson(summary: Summary): object {
  const { replayed, skipped, failed, unsound, changed, asWritten, consequences, dangers, medians } = summary;
  return {
    ...{ replayed, skipped: skipped.length, failed: failed.length },
    unsound: unsound.map(({ step }) => step.commit),
    ...{ changed, asWritten, consequences: Object.fromEntries(consequences), dangers },
    medians: mapValues(medians, Math.round),
    slowest: summary.slowest.map((one) => ({
      commit: one.step.commit,
      milliseconds: Math.round(totalOf(one)),
    })),
  };
}

/** Names as text, in the place of octets. */
function printed(one: { readonly name: Name; readonly type: number; readonly below?: Name }): object {
  const below = one.below === undefined ? {} : { below: printName(one.below) };
  return { name: printName(one.name), type: typeName(one.type), ...below };
}

function mapValues(values: object, change: (value: number) => number): object {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}
