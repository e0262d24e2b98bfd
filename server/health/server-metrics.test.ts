import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { requireTool } from "../../test/tools.ts";
import { nameOf } from "../../test/zone-text.ts";
import {
  COOKIELESS_TRUNCATED,
  DROPPED,
  FAILED,
  LIMITED_ERROR,
  LIMITED_NEGATIVE,
  LIMITED_POSITIVE,
  LOGGED,
  makeCounters,
  PORT_DROPPED,
  RCODES,
  RECEIVED,
  SENT_WITH_TC,
  TCP_CROWDED,
  TCP_OPEN,
  UNSENT,
} from "../answer/counters.ts";
import { printMetrics } from "./print-metrics.ts";
import { type Observed, serverMetrics } from "./server-metrics.ts";

const [first, second, stream] = makeCounters(3);
const OBSERVED: Observed = {
  threads: [
    { transport: "udp", counters: first!, restarts: 2 },
    { transport: "udp", counters: second!, restarts: 0 },
    { transport: "tcp", counters: stream!, restarts: 1 },
  ],
  zones: [
    { origin: nameOf("example.com."), serial: 4294967295 },
    { origin: nameOf('a\\"b.example.'), serial: 1 },
  ],
  broken: [nameOf("example.org.")],
  reloads: { changes: 3, failures: 1, succeededAt: 1_700_000_000_500, isBehind: true },
  build: { commit: "c0ffee", inputs: null, zones: "sha256:0" },
  limits: { prefixes: 12, isOn: true },
  version: "v",
  node: "v26",
  resident: 50_000_000,
  startedAt: 1_700_000_000,
};
for (const [counters, place, value] of [
  [first, RECEIVED, 5],
  [second, RECEIVED, 6],
  [stream, RECEIVED, 7],
  [first, RCODES + 3, 2],
  [stream, RCODES + 23, 1],
  [second, UNSENT, 4],
  [second, FAILED, 1],
  [stream, TCP_OPEN, 8],
  [stream, TCP_CROWDED, 9],
  [first, LIMITED_NEGATIVE + SENT_WITH_TC, 10],
  [second, LIMITED_NEGATIVE + SENT_WITH_TC, 1],
  [second, LIMITED_POSITIVE + DROPPED, 12],
  [first, LIMITED_ERROR + DROPPED, 1],
  [first, LIMITED_ERROR + LOGGED, 13],
  [first, PORT_DROPPED, 14],
  [second, COOKIELESS_TRUNCATED, 15],
] as const) {
  counters![place] = value;
}

test.each([
  'zonepipe_queries_total{transport="udp"} 11',
  'zonepipe_queries_total{transport="tcp"} 7',
  'zonepipe_answers_total{rcode="NOERROR"} 0',
  'zonepipe_answers_total{rcode="NXDOMAIN"} 2',
  'zonepipe_answers_total{rcode="BADCOOKIE"} 1',
  'zonepipe_dropped_total{reason="unsent"} 4',
  'zonepipe_dropped_total{reason="port"} 14',
  'zonepipe_dropped_total{reason="rate-limit"} 13',
  'zonepipe_rate_limited_total{answer="negative",action="truncated"} 11',
  'zonepipe_rate_limited_total{answer="positive",action="dropped"} 12',
  'zonepipe_rate_limited_total{answer="error",action="logged"} 13',
  "zonepipe_rate_limit_on 1",
  "zonepipe_rate_limit_prefixes 12",
  "zonepipe_cookieless_truncated_total 15",
  "zonepipe_failures_total 1",
  'zonepipe_thread_restarts_total{transport="udp"} 2',
  'zonepipe_thread_restarts_total{transport="tcp"} 1',
  "zonepipe_tcp_connections 8",
  'zonepipe_tcp_closed_total{reason="crowded"} 9',
  'zonepipe_reloads_total{result="failed"} 1',
  "zonepipe_reload_last_success_seconds 1700000000.5",
  "zonepipe_reload_behind 1",
  "zonepipe_zones 2",
  "zonepipe_zones_broken 1",
  'zonepipe_zone_serial{zone="example.com."} 4294967295',
  String.raw`zonepipe_zone_serial{zone="a\\\"b.example."} 1`,
  'zonepipe_build_info{version="v",node="v26",commit="c0ffee",inputs="",zones="sha256:0"} 1',
  "process_resident_memory_bytes 50000000",
])("%s", (line) => {
  expect(printMetrics(serverMetrics(OBSERVED)).split("\n")).toContain(line);
});

test("of very many zones the first thousand have a serial, and all are counted", () => {
  const zones = Array.from({ length: 2_000 }, (_, index) => ({
    origin: nameOf(`z${index}.`),
    serial: index,
  }));
  const lines = printMetrics(serverMetrics({ ...OBSERVED, zones })).split("\n");
  expect(lines.filter((line) => line.startsWith("zonepipe_zone_serial{"))).toHaveLength(1_000);
  expect(lines).toContain("zonepipe_zones 2000");
});

test.skipIf(!requireTool("promtool", "prometheus"))("Prometheus has no objection", () => {
  const input = printMetrics(serverMetrics(OBSERVED));
  expect(execFileSync("promtool", ["check", "metrics"], { input, encoding: "utf8" })).toBe("");
});
