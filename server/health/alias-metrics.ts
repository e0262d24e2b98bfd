import {
  type AliasCounters,
  LOOKUP_FAILURES,
  LOOKUPS,
  LOOKUPS_REFUSED,
  OLDEST_HELD,
  TARGET_CHANGES,
  TARGETS,
  TARGETS_HELD,
  TARGETS_UNKNOWN,
} from "../alias/alias-counters.ts";
import { counter, gauge } from "./make-metric.ts";
import type { Metric } from "./print-metrics.ts";

/** What there is to tell of targets of ALIAS; nothing where none was ever served. */
export function aliasMetrics(counters: AliasCounters | undefined): Metric[] {
  if (counters === undefined) return [];
  if (counters[TARGETS] === 0 && counters[LOOKUPS] === 0) return [];
  return [
    gauge("alias_targets", "Targets of ALIAS", [{ value: counters[TARGETS]! }]),
    gauge(
      "alias_targets_held",
      "Targets of ALIAS of which something is told that could not be looked up again",
      [{ value: counters[TARGETS_HELD]! }],
    ),
    gauge("alias_targets_unknown", "Targets of ALIAS of which something is answered SERVFAIL", [
      { value: counters[TARGETS_UNKNOWN]! },
    ]),
    gauge("alias_oldest_held_seconds", "Time since the held target was looked up that has waited longest", [
      { value: counters[OLDEST_HELD]! },
    ]),
    counter("alias_lookups_total", "Lookups of A or AAAA for ALIAS", [{ value: counters[LOOKUPS]! }]),
    counter("alias_lookup_failures_total", "Lookups for ALIAS of which nothing could be learnt", [
      { labels: { reason: "failed" }, value: counters[LOOKUP_FAILURES]! },
      { labels: { reason: "refused-address" }, value: counters[LOOKUPS_REFUSED]! },
    ]),
    counter("alias_target_changes_total", "Times that a target of ALIAS had other addresses than before", [
      { value: counters[TARGET_CHANGES]! },
    ]),
  ];
}
