import { expect, test } from "vitest";
import {
  LOOKUPS,
  LOOKUPS_REFUSED,
  makeAliasCounters,
  OLDEST_HELD,
  TARGETS,
} from "../alias/alias-counters.ts";
import { aliasMetrics } from "./alias-metrics.ts";
import { printMetrics } from "./print-metrics.ts";

test("a server without ALIAS has none of these metrics", () => {
  expect(aliasMetrics(undefined)).toEqual([]);
  expect(aliasMetrics(makeAliasCounters())).toEqual([]);
});

test("what is counted is told", () => {
  const counters = makeAliasCounters();
  for (const [place, value] of [
    [TARGETS, 3],
    [LOOKUPS, 40],
    [LOOKUPS_REFUSED, 5],
    [OLDEST_HELD, 61.5],
  ] as const)
    counters[place] = value;
  const lines = printMetrics(aliasMetrics(counters)).split("\n");
  expect(lines).toContain("zonepipe_alias_targets 3");
  expect(lines).toContain("zonepipe_alias_lookups_total 40");
  expect(lines).toContain('zonepipe_alias_lookup_failures_total{reason="refused-address"} 5');
  expect(lines).toContain("zonepipe_alias_oldest_held_seconds 61.5");
});
