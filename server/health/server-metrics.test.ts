import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { requireTool } from "../../test/tools.ts";
import { nameOf } from "../../test/zone-text.ts";
import {
  BATCHES,
  COOKIELESS_TRUNCATED,
  DROPPED,
  FAILED,
  KERNEL_DROPS,
  LIMITED_ERROR,
  LIMITED_NEGATIVE,
  LIMITED_POSITIVE,
  LOGGED_ONLY,
  makeCounters,
  OUTCOMES,
  PORT_DROPPED,
  RCODES,
  RECEIVED,
  RECEIVED_IPV6,
  SENT_WITH_TC,
  SIZE_SUM,
  SIZES,
  TCP_CROWDED,
  TCP_OPEN,
  TIME_BUCKETS,
  TIME_SUM,
  TIMES,
  TSIG_BADTIME,
  TYPES,
  UNSENT,
  ZONES,
} from "../answer/counters.ts";
import { OTHER_TYPES } from "../answer/type-places.ts";
import { OTHER_ZONES } from "../answer/zone-slots.ts";
import { printMetrics } from "./print-metrics.ts";
import { type Observed, serverMetrics } from "./server-metrics.ts";

const [first, second, stream] = makeCounters(3);
const ZONE = { records: 12, loadTime: 250, zonemd: "verified", soonestExpiry: undefined } as const;
const OBSERVED: Observed = {
  threads: [
    { transport: "udp", counters: first!, restarts: 2 },
    { transport: "udp", counters: second!, restarts: 0 },
    { transport: "tcp", counters: stream!, restarts: 1 },
  ],
  zones: [
    { ...ZONE, origin: nameOf("example.com."), serial: 4294967295, soonestExpiry: 1_800_000_000 },
    { ...ZONE, origin: nameOf('a\\"b.example.'), serial: 1, zonemd: "absent" },
  ],
  countedZones: new Map([[nameOf("example.com."), 0]]),
  broken: [nameOf("example.org.")],
  unsigned: [],
  pending: [],
  calendar: 1_800_000_000,
  window: 2976,
  notify: [{ target: "192.0.2.53:53", sent: 9, acknowledged: 4, refused: 1, unanswered: 2, pending: 3 }],
  asked: { missed: 6, totals: { rrsets: 9, unused: 2 } },
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
  [second, TSIG_BADTIME, 3],
  [stream, TCP_OPEN, 8],
  [stream, RECEIVED_IPV6, 2],
  [first, KERNEL_DROPS, 3],
  [first, TYPES, 4],
  [first, TYPES + OTHER_TYPES, 1],
  [first, ZONES + 2, 5],
  [stream, ZONES + OTHER_ZONES * OUTCOMES.length + 4, 6],
  [first, SIZES, 1],
  [second, SIZES + 2, 2],
  [second, SIZE_SUM, 600],
  [first, TIMES + 1, 7],
  [first, TIMES + TIME_BUCKETS.length, 1],
  [first, TIME_SUM, 90_000],
  [first, BATCHES + 6, 1],
  [stream, TCP_CROWDED, 9],
  [first, LIMITED_NEGATIVE + SENT_WITH_TC, 10],
  [second, LIMITED_NEGATIVE + SENT_WITH_TC, 1],
  [second, LIMITED_POSITIVE + DROPPED, 12],
  [first, LIMITED_ERROR + DROPPED, 1],
  [first, LIMITED_ERROR + LOGGED_ONLY, 13],
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
  'zonepipe_dropped_total{reason="receive-buffer-full"} 3',
  'zonepipe_queries_by_family_total{family="ipv4"} 16',
  'zonepipe_queries_by_family_total{family="ipv6"} 2',
  'zonepipe_answers_by_type_total{type="A"} 4',
  'zonepipe_answers_by_type_total{type="other"} 1',
  'zonepipe_answers_by_zone_total{zone="example.com.",outcome="answer"} 0',
  'zonepipe_answers_by_zone_total{zone="example.com.",outcome="nxdomain"} 5',
  'zonepipe_answers_by_zone_total{zone="others",outcome="error"} 6',
  'zonepipe_response_size_bytes_bucket{le="64"} 1',
  'zonepipe_response_size_bytes_bucket{le="128"} 1',
  'zonepipe_response_size_bytes_bucket{le="+Inf"} 3',
  "zonepipe_response_size_bytes_sum 600",
  'zonepipe_udp_batch_duration_seconds_bucket{le="0.000032"} 7',
  'zonepipe_udp_batch_duration_seconds_bucket{le="+Inf"} 8',
  "zonepipe_udp_batch_duration_seconds_sum 0.09",
  'zonepipe_udp_batch_packets_bucket{le="64"} 1',
  "zonepipe_udp_batch_packets_sum 11",
  'zonepipe_zone_records{zone="example.com."} 12',
  "zonepipe_missing_names_asked_total 6",
  "zonepipe_rrsets 9",
  "zonepipe_rrsets_unasked 2",
  'zonepipe_zone_load_seconds{zone="example.com."} 0.25',
  'zonepipe_zone_zonemd_verified{zone="example.com."} 1',
  String.raw`zonepipe_zone_zonemd_verified{zone="a\\\"b.example."} 0`,
  'zonepipe_zone_soonest_signature_expiry_seconds{zone="example.com."} 1800000000',
  'zonepipe_tsig_requests_total{result="bad-time"} 3',
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
  'zonepipe_notify_sent_total{target="192.0.2.53:53"} 9',
  'zonepipe_notify_zones_total{target="192.0.2.53:53",result="acknowledged"} 4',
  'zonepipe_notify_zones_total{target="192.0.2.53:53",result="unanswered"} 2',
  'zonepipe_notify_pending_zones{target="192.0.2.53:53"} 3',
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
    ...ZONE,
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
