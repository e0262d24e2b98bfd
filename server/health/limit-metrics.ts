import {
  type Counters,
  DROPPED,
  LIMITED_ERROR,
  LIMITED_NEGATIVE,
  LIMITED_POSITIVE,
  LOGGED_ONLY,
  SENT_ANYWAY,
  SENT_WITH_TC,
  sumOf,
} from "../answer/counters.ts";
import type { LimitState } from "../limit/watch-limits.ts";
import { counter, gauge } from "./make-metric.ts";
import type { Metric } from "./print-metrics.ts";

/** What the limits did: answers above them by kind and by what became of them, and whether they hold. */
export function limitMetrics(all: readonly Counters[], state: LimitState | undefined): readonly Metric[] {
  const samples = KINDS.flatMap(([answer, kind]) =>
    ACTIONS.map(([action, place]) => ({ labels: { answer, action }, value: sumOf(all, kind + place) })),
  );
  return [
    counter(
      "rate_limited_total",
      "Answers above the rate limit of their prefix, by what became of them",
      samples,
    ),
    gauge("rate_limit_on", "1 while answers above the limit are held back, 0 while they are only counted", [
      { value: state?.isOn === true ? 1 : 0 },
    ]),
    gauge(
      "rate_limit_prefixes",
      "About how many prefixes have asked since the start, without those that are never limited",
      state === undefined ? [] : [{ value: state.prefixes }],
    ),
  ];
}

/** Questions that got no answer because of a limit. */
export function droppedByLimit(all: readonly Counters[]): number {
  return KINDS.reduce((sum, [, kind]) => sum + sumOf(all, kind + DROPPED), 0);
}

const KINDS = [
  ["positive", LIMITED_POSITIVE],
  ["negative", LIMITED_NEGATIVE],
  ["error", LIMITED_ERROR],
] as const;

const ACTIONS = [
  ["truncated", SENT_WITH_TC],
  ["dropped", DROPPED],
  ["sent", SENT_ANYWAY],
  ["logged", LOGGED_ONLY],
] as const;
