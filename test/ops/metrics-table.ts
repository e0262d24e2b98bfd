import { makeAliasCounters, TARGETS } from "../../server/alias/alias-counters.ts";
import { makeCounters } from "../../server/answer/counters.ts";
import type { Sample } from "../../server/health/print-metrics.ts";
import { serverMetrics } from "../../server/health/server-metrics.ts";
import { policyOf } from "../signing/written-zone.ts";
import { sampleStatus } from "../status/sample.ts";

/** All metrics of a server that has everything which is counted, as a Markdown table: name, kind, labels, meaning. */
export function metricsTable(): string {
  const { observed } = sampleStatus();
  const logCounters = makeCounters(1)[0]!;
  const zones = observed.zones.map((zone) => ({ ...zone, signed: SIGNED }));
  const aliasCounters = makeAliasCounters();
  aliasCounters[TARGETS] = 1;
  const rows = serverMetrics({ ...observed, zones, logCounters, aliasCounters }).map(
    ({ name, type, help, samples }) => {
      const labels = labelsOf(samples).map((label) => `\`${label}\``);
      return `| \`${name}\` | ${type} | ${labels.join(", ")} | ${help} |`;
    },
  );
  return ["| metric | kind | labels | what it says |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

const SIGNED = {
  policy: policyOf({ keys: [] }),
  serial: 1,
  window: 2900,
  signatures: 9,
  time: 1,
  by: "OpenSSL",
  keysUntil: 0,
} as const;

/** Without those that every histogram has. */
function labelsOf(samples: readonly Sample[]): string[] {
  if (samples.length === 0) throw new Error("Cannot tell the labels of a metric without samples");
  return [...new Set(samples.flatMap(({ labels = {} }) => Object.keys(labels)))].filter(
    (label) => label !== "le",
  );
}
