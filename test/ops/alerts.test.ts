import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load as loadYaml } from "js-yaml";
import { expect, test } from "vitest";
import { requireTool } from "../tools.ts";

const ALERTS = join(import.meta.dirname, "../../ops/alerts.yml");

interface AlertFile {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string }[] }[];
}

/** An alert, series for an hour, a value a minute, that fire it and it alone, and series that fire nothing. */
const CASES: readonly (readonly [alert: string, fires: Series, isQuiet: Series])[] = [
  [
    "ZonepipeDown",
    { 'up{job="zonepipe"}': "0x60" },
    { 'up{job="zonepipe"}': "1x60", 'up{job="other"}': "0x60" },
  ],
  ["ZonepipeGone", { zonepipe_build_info: "_x60" }, { 'zonepipe_build_info{commit="x"}': "1x60" }],
  ["ZonepipeZonesBroken", { zonepipe_zones_broken: "1x60" }, { zonepipe_zones_broken: "0x60" }],
  ["ZonepipeReloadBehind", { zonepipe_reload_behind: "1x60" }, { zonepipe_reload_behind: "1x55 0x5" }],
  [
    "ZonepipeAliasUnknown",
    { zonepipe_alias_targets_unknown: "0x40 2x20" },
    { zonepipe_alias_targets_unknown: "0x20 1x4 0x36" },
  ],
  [
    "ZonepipeAliasHeld",
    { zonepipe_alias_oldest_held_seconds: "20000+60x60" },
    { zonepipe_alias_oldest_held_seconds: "0+60x60" },
  ],
  [
    "ZonepipeSerialsDiffer",
    {
      'zonepipe_zone_serial{instance="a",zone="z."}': "1x60",
      'zonepipe_zone_serial{instance="b",zone="z."}': "2x60",
    },
    {
      'zonepipe_zone_serial{instance="a",zone="z."}': "1x40 2x20",
      'zonepipe_zone_serial{instance="b",zone="z."}': "1x30 2x30",
      'zonepipe_zone_serial{instance="b",zone="y."}': "9x60",
    },
  ],
  [
    "ZonepipeSignaturesEnd",
    { zonepipe_zone_soonest_signature_expiry_seconds: `${3 * 86_400}x60` },
    { zonepipe_zone_soonest_signature_expiry_seconds: `${4 * 86_400}x60` },
  ],
  ["ZonepipeFailures", { zonepipe_failures_total: "0x50 1x10" }, { zonepipe_failures_total: "7x60" }],
  [
    "ZonepipeServfail",
    {
      'zonepipe_answers_total{rcode="SERVFAIL"}': "0+20x60",
      'zonepipe_answers_total{rcode="NOERROR"}': "0+900x60",
    },
    {
      'zonepipe_answers_total{rcode="SERVFAIL"}': "0+5x60",
      'zonepipe_answers_total{rcode="NOERROR"}': "0+900x60",
    },
  ],
  [
    "ZonepipeSecondaryBehind",
    { 'zonepipe_notify_pending_zones{target="t"}': "0x40 3x20" },
    { 'zonepipe_notify_pending_zones{target="t"}': "0x55 3x5" },
  ],
  [
    "ZonepipeSecondarySilent",
    { 'zonepipe_notify_zones_total{result="unanswered"}': "0x50 1x10" },
    { 'zonepipe_notify_zones_total{result="acknowledged"}': "0+1x60" },
  ],
  [
    "ZonepipeThreadsRestart",
    { 'zonepipe_thread_restarts_total{transport="udp"}': "0x50 1x10" },
    { 'zonepipe_thread_restarts_total{transport="udp"}': "4x60" },
  ],
  [
    "ZonepipeRestarts",
    { process_start_time_seconds: "1x40 2x5 3x5 4x10" },
    { process_start_time_seconds: "1x50 2x10", 'process_start_time_seconds{instance="other"}': "0+1x60" },
  ],
  [
    "ZonepipePacketsLost",
    {
      'zonepipe_dropped_total{reason="receive-buffer-full"}': "0+2x60",
      'zonepipe_queries_total{transport="udp"}': "0+900x60",
    },
    {
      'zonepipe_dropped_total{reason="receive-buffer-full"}': "0+1x60",
      'zonepipe_dropped_total{reason="response"}': "0+90x60",
      'zonepipe_queries_total{transport="udp"}': "0+2000x60",
    },
  ],
  [
    "ZonepipeSlow",
    {
      'zonepipe_udp_batch_duration_seconds_bucket{le="0.001"}': "0+90x60",
      'zonepipe_udp_batch_duration_seconds_bucket{le="0.05"}': "0+100x60",
      'zonepipe_udp_batch_duration_seconds_bucket{le="+Inf"}': "0+100x60",
    },
    {
      'zonepipe_udp_batch_duration_seconds_bucket{le="0.001"}': "0+100x60",
      'zonepipe_udp_batch_duration_seconds_bucket{le="0.05"}': "0+100x60",
      'zonepipe_udp_batch_duration_seconds_bucket{le="+Inf"}': "0+100x60",
    },
  ],
  [
    "ZonepipeQueryLogDrops",
    { 'zonepipe_query_log_dropped_total{reason="full"}': "0+90x60" },
    { 'zonepipe_query_log_dropped_total{reason="full"}': "0+30x60" },
  ],
  [
    "ZonepipeFlood",
    { zonepipe_queries_total: "0+600x390 240000+120000x29" },
    { zonepipe_queries_total: "0+70000x420" },
  ],
  [
    "ZonepipeNamesThatAreNotThere",
    {
      'zonepipe_answers_total{rcode="NXDOMAIN"}': "0+9000x60",
      'zonepipe_answers_total{rcode="NOERROR"}': "0+900x60",
    },
    {
      'zonepipe_answers_total{rcode="NXDOMAIN"}': "0+9000x60",
      'zonepipe_answers_total{rcode="NOERROR"}': "0+9900x60",
    },
  ],
  [
    "ZonepipeLimits",
    { 'zonepipe_rate_limited_total{action="truncated"}': "0+9000x60" },
    { 'zonepipe_rate_limited_total{action="logged"}': "0+9000x60" },
  ],
  [
    "ZonepipeConnectionsCrowded",
    { 'zonepipe_tcp_closed_total{reason="crowded"}': "0+90x60" },
    { 'zonepipe_tcp_closed_total{reason="idle"}': "0+90x60" },
  ],
  [
    "ZonepipeWrongKeys",
    { 'zonepipe_tsig_requests_total{result="bad-key"}': "0+2x60" },
    {
      'zonepipe_tsig_requests_total{result="bad-key"}': "0+1x60",
      'zonepipe_tsig_requests_total{result="good"}': "0+90x60",
    },
  ],
];

type Series = { readonly [series: string]: string };

test("every alert has a case", () => {
  const { groups } = loadYaml(readFileSync(ALERTS, "utf8")) as AlertFile; // promtool checks its form
  const alerts = groups.flatMap(({ rules }) => rules.map(({ alert }) => alert));
  expect(CASES.map(([alert]) => alert).sort()).toEqual(alerts.sort());
});

test.skipIf(!requireTool("promtool", "prometheus"))(
  "promtool: each alert fires alone, and only where it should",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "zonepipe-alerts-"));
    try {
      const tests = CASES.flatMap(([alert, fires, isQuiet]) => [
        scenario(`${alert} fires`, fires, [{ labels: `{alertname="${alert}"}`, value: 1 }]),
        scenario(`${alert} is quiet`, isQuiet, []),
      ]);
      const file = join(folder, "alerts.json"); // JSON is YAML
      writeFileSync(file, JSON.stringify({ rule_files: [ALERTS], evaluation_interval: "1m", tests }));
      expect(execFileSync("promtool", ["test", "rules", file], { encoding: "utf8" })).toContain("SUCCESS");
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

/** After the last value of the series. All have an `instance`, which gives metrics unless they say otherwise. */
function scenario(name: string, series: Series, fires: readonly object[]) {
  const minutes = name.includes("Flood") ? 420 : 60;
  const all: Series = { zonepipe_build_info: `1x${minutes}`, ...series };
  return {
    name,
    interval: "1m",
    input_series: Object.entries(all).map(([key, values]) => ({ series: withInstance(key), values })),
    promql_expr_test: [
      {
        expr: 'count by (alertname) (ALERTS{alertstate="firing"})',
        eval_time: `${minutes - 1}m`,
        exp_samples: fires,
      },
    ],
  };
}

function withInstance(series: string): string {
  if (series.includes("instance=")) return series;
  return series.includes("{") ? series.replace("{", '{instance="a",') : `${series}{instance="a"}`;
}
