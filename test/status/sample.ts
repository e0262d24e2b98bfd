import { Buffer } from "node:buffer";
import type { Name } from "../../dns/name.ts";
import {
  ANSWERED,
  type Counters,
  KERNEL_DROPS,
  makeCounters,
  OUTCOMES,
  RCODES,
  RECEIVED,
  ZONES,
} from "../../server/answer/counters.ts";
import type { Observed, ZoneFacts } from "../../server/health/server-metrics.ts";
import { History, STEP } from "../../server/health/status/history.ts";
import type { Shown } from "../../server/health/status/status-page.ts";
import { nameOf } from "../zone-text.ts";

/** When it is looked at, in seconds since 1970. */
const NOW = Date.UTC(2026, 10, 30, 14, 5) / 1000;

/** A server in the third quarter of an hour of a small flood of names that do not exist, as its page shows it. */
export function sampleStatus(changes: Partial<Observed> = {}): Shown {
  const [udp, tcp] = makeCounters(2) as [Counters, Counters];
  const threads = [
    { transport: "udp", counters: udp, restarts: 0 },
    { transport: "tcp", counters: tcp, restarts: 0 },
  ] as const;
  let clock = 0;
  const history = new History(threads, () => clock);
  for (let step = 0; step < 180; step++) {
    clock += STEP;
    const swing = 1 + 0.25 * Math.sin(step / 9) + 0.08 * Math.sin(step * 1.7);
    const flood = step > 110 && step < 150 ? 2_400 : 0;
    serve(udp, Math.round(5_200 * swing), 300 + Math.round(flood * swing), step);
    serve(tcp, Math.round(160 * swing), 8, step);
    if (step % 40 === 9) udp[KERNEL_DROPS]! += 60;
    history.sample();
  }
  return {
    observed: {
      threads,
      zones: SERVED,
      countedZones: new Map(SERVED.map(({ origin }, place) => [origin, place])),
      broken: [],
      unsigned: [],
      pending: [],
      calendar: NOW,
      window: Math.floor(NOW / 604_800),
      notify: [{ target: "192.0.2.53:53", sent: 12, acknowledged: 9, refused: 0, unanswered: 0, pending: 0 }],
      limits: { prefixes: 40, isOn: true },
      asked: { missed: 1_200, totals: { rrsets: 310, unused: 42 } },
      reloads: { changes: 3, failures: 0, succeededAt: (NOW - 5_400) * 1000, isBehind: false },
      build: {
        commit: "2ca722f0c1d5b7e6a9384756fedcba9876543210",
        inputs: null,
        zones: `sha256:${"5e".repeat(32)}`,
      },
      version: "0.1.0",
      node: "v26.10.0",
      resident: 96_000_000,
      startedAt: NOW - 3 * 86_400 - 4 * 3_600,
      ...changes,
    },
    history,
    server: "ams/90000000000002",
    region: "ams",
    fault: undefined,
    dropped: [
      { labels: { reason: "response" }, value: 0 },
      { labels: { reason: "receive-buffer-full" }, value: udp[KERNEL_DROPS]! },
    ],
    now: NOW,
  };
}

/** Five seconds of questions, so many of them for names that do not exist. */
function serve(counters: Counters, found: number, missing: number, step: number): void {
  const refused = step % 7;
  counters[RECEIVED]! += found + missing + refused;
  counters[ANSWERED]! += found + missing + refused;
  counters[RCODES]! += found;
  counters[RCODES + 3]! += missing;
  counters[RCODES + 5]! += refused;
  for (const [place, share] of [0.72, 0.2, 0.08].entries()) {
    counters[ZONES + place * OUTCOMES.length]! += Math.round(found * share * 0.9);
    counters[ZONES + place * OUTCOMES.length + 1]! += Math.round(found * share * 0.1);
    counters[ZONES + place * OUTCOMES.length + 2]! += Math.round(missing * share);
  }
}

const SERVED: readonly ZoneFacts[] = [
  zoneFacts(nameOf("example.com."), 2026113002, 148, NOW + 11 * 86_400),
  zoneFacts(nameOf("example.org."), 2026112801, 36, NOW + 2 * 86_400),
  zoneFacts(nameOf("2.0.192.in-addr.arpa."), 2026101501, 255, undefined),
];

/** What a loaded zone tells of itself. */
export function zoneFacts(
  origin: Name,
  serial: number,
  records: number,
  soonestExpiry: number | undefined,
): ZoneFacts {
  return { origin, serial, records, loadTime: 12, zonemd: "verified", soonestExpiry };
}

/** How many octets a page has. */
export function sizeOf(page: string): number {
  return Buffer.byteLength(page);
}
