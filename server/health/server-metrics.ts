import { rcodeName } from "../../dns/message-rcode.ts";
import { type Name, printName } from "../../dns/name.ts";
import {
  COOKIELESS_TRUNCATED,
  type Counters,
  FAILED,
  MAX_RCODE,
  PORT_DROPPED,
  RCODES,
  RECEIVED,
  RESPONSES,
  sumOf,
  TCP_ACCEPTED,
  TCP_CROWDED,
  TCP_HELD_TOO_MUCH,
  TCP_IDLE,
  TCP_OPEN,
  TCP_TOO_MANY_OF_ONE,
  TOO_SHORT,
  TRUNCATED,
  UNSENT,
} from "../answer/counters.ts";
import type { LimitState } from "../limit/watch-limits.ts";
import type { Build } from "../self-check/build.ts";
import type { ReloadState } from "../zones/reloader.ts";
import { droppedByLimit, limitMetrics } from "./limit-metrics.ts";
import { counter, gauge } from "./make-metric.ts";
import type { Metric, Sample } from "./print-metrics.ts";

/** What a running server shows of itself. */
export interface Observed {
  readonly threads: readonly ThreadState[];
  readonly zones: readonly { readonly origin: Name; readonly serial: number }[];
  /** Zones that cannot be loaded. */
  readonly broken: readonly Name[];
  readonly reloads: Omit<ReloadState, "loaded" | "files">;
  readonly build: Build;
  /** What `version.bind` tells, and Node's version. */
  readonly version: string;
  readonly node: string;
  /** Undefined where answers are not limited. */
  readonly limits: LimitState | undefined;
  /** Octets of memory that the process has. */
  readonly resident: number;
  /** When the process started, in seconds since 1970. */
  readonly startedAt: number;
}

/** A thread that answers. */
export interface ThreadState {
  readonly transport: "udp" | "tcp";
  readonly counters: Counters;
  /** How often it had to be started again. */
  readonly restarts: number;
}

/** All metrics. Each zone has one of its own; of very many the first thousand have. */
export function serverMetrics(observed: Observed): readonly Metric[] {
  const { threads, zones, broken, reloads, build, version, node } = observed;
  const all = threads.map(({ counters }) => counters);
  const { commit, inputs } = build;
  return [
    counter(
      "queries_total",
      "Messages that came",
      TRANSPORTS.map((transport) => ({
        labels: { transport },
        value: sumOf(
          threads.filter((thread) => thread.transport === transport).map(({ counters }) => counters),
          RECEIVED,
        ),
      })),
    ),
    counter("answers_total", "Answers by response code", answersByRcode(all)),
    counter("truncated_total", "Answers with TC, because they did not fit or are limited", [
      { value: sumOf(all, TRUNCATED) },
    ]),
    counter("dropped_total", "Messages without an answer", [
      { labels: { reason: "too-short" }, value: sumOf(all, TOO_SHORT) },
      { labels: { reason: "response" }, value: sumOf(all, RESPONSES) },
      { labels: { reason: "unsent" }, value: sumOf(all, UNSENT) },
      { labels: { reason: "port" }, value: sumOf(all, PORT_DROPPED) },
      { labels: { reason: "rate-limit" }, value: droppedByLimit(all) },
    ]),
    ...limitMetrics(all, observed.limits),
    counter(
      "cookieless_truncated_total",
      "Answers with TC, because they were too large without a server cookie",
      [{ value: sumOf(all, COOKIELESS_TRUNCATED) }],
    ),
    counter("failures_total", "Defects met while answering; the answer was SERVFAIL", [
      { value: sumOf(all, FAILED) },
    ]),
    counter(
      "thread_restarts_total",
      "Threads that ended and were started again",
      TRANSPORTS.map((transport) => ({
        labels: { transport },
        value: threads.reduce(
          (sum, thread) => sum + (thread.transport === transport ? thread.restarts : 0),
          0,
        ),
      })),
    ),
    gauge("tcp_connections", "TCP connections that are open", [{ value: sumOf(all, TCP_OPEN) }]),
    counter("tcp_accepted_total", "TCP connections that came", [{ value: sumOf(all, TCP_ACCEPTED) }]),
    counter("tcp_closed_total", "TCP connections that the server closed", [
      { labels: { reason: "crowded" }, value: sumOf(all, TCP_CROWDED) },
      { labels: { reason: "too-many-of-one" }, value: sumOf(all, TCP_TOO_MANY_OF_ONE) },
      { labels: { reason: "held-too-much" }, value: sumOf(all, TCP_HELD_TOO_MUCH) },
      { labels: { reason: "idle" }, value: sumOf(all, TCP_IDLE) },
    ]),
    counter(
      "reloads_total",
      "Zone files read again: other zones were served after it, or something was wrong with them",
      [
        { labels: { result: "changed" }, value: reloads.changes },
        { labels: { result: "failed" }, value: reloads.failures },
      ],
    ),
    gauge(
      "reload_last_success_seconds",
      "When nothing was wrong with the zone files the last time that they were read, since 1970",
      [{ value: reloads.succeededAt / 1000 }],
    ),
    gauge(
      "reload_behind",
      "1 while something is wrong with the zone files, so that not all that they say is served",
      [{ value: reloads.isBehind ? 1 : 0 }],
    ),
    gauge("zones", "Zones that are served", [{ value: zones.length }]),
    gauge("zones_broken", "Zones that cannot be loaded and are answered SERVFAIL", [
      { value: broken.length },
    ]),
    gauge(
      "zone_serial",
      "Serial of a zone",
      zones.slice(0, MAX_ZONES).map(({ origin, serial }) => ({
        labels: { zone: printName(origin) },
        value: serial,
      })),
    ),
    gauge("build_info", "What the server and its zones were built from", [
      {
        labels: { version, node, commit: commit ?? "", inputs: inputs ?? "", zones: build.zones ?? "" },
        value: 1,
      },
    ]),
    {
      name: "process_resident_memory_bytes",
      help: "Memory that the process has",
      type: "gauge",
      samples: [{ value: observed.resident }],
    },
    {
      name: "process_start_time_seconds",
      help: "When the process started, since 1970",
      type: "gauge",
      samples: [{ value: observed.startedAt }],
    },
  ];
}

const TRANSPORTS = ["udp", "tcp"] as const;
const MAX_ZONES = 1_000; // what a scraper takes every few seconds stays small

/** Those that have been given, and NOERROR. */
function answersByRcode(counters: readonly Counters[]): Sample[] {
  const samples: Sample[] = [];
  for (let rcode = 0; rcode <= MAX_RCODE; rcode++) {
    const value = sumOf(counters, RCODES + rcode);
    if (value > 0 || rcode === 0) samples.push({ labels: { rcode: rcodeName(rcode) }, value });
  }
  return samples;
}
