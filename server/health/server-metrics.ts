import { rcodeName } from "../../dns/message-rcode.ts";
import { type Name, printName } from "../../dns/name.ts";
import {
  type Counters,
  FAILED,
  MAX_RCODE,
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
  TSIG_BADKEY,
  TSIG_BADSIG,
  TSIG_BADTIME,
  TSIG_GOOD,
  TSIG_MALFORMED,
  UNSENT,
} from "../answer/counters.ts";
import type { NotifyState } from "../notify/notify-queue.ts";
import type { Build } from "../self-check/build.ts";
import type { ReloadState } from "../zones/reloader.ts";
import type { Metric, Sample } from "./print-metrics.ts";

/** What a running server shows of itself. */
export interface Observed {
  readonly threads: readonly ThreadState[];
  readonly zones: readonly { readonly origin: Name; readonly serial: number }[];
  /** Zones that cannot be loaded. */
  readonly broken: readonly Name[];
  /** How telling secondaries has gone, for each of them. */
  readonly notify: readonly NotifyState[];
  readonly reloads: Omit<ReloadState, "loaded" | "files">;
  readonly build: Build;
  /** What `version.bind` tells, and Node's version. */
  readonly version: string;
  readonly node: string;
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
  const { threads, zones, broken, notify, reloads, build, version, node } = observed;
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
    counter("truncated_total", "Answers that did not fit, with TC", [{ value: sumOf(all, TRUNCATED) }]),
    counter("dropped_total", "Messages without an answer", [
      { labels: { reason: "too-short" }, value: sumOf(all, TOO_SHORT) },
      { labels: { reason: "response" }, value: sumOf(all, RESPONSES) },
      { labels: { reason: "unsent" }, value: sumOf(all, UNSENT) },
    ]),
    counter("tsig_requests_total", "Requests that were signed, where the server has keys", [
      { labels: { result: "good" }, value: sumOf(all, TSIG_GOOD) },
      { labels: { result: "bad-key" }, value: sumOf(all, TSIG_BADKEY) },
      { labels: { result: "bad-signature" }, value: sumOf(all, TSIG_BADSIG) },
      { labels: { result: "bad-time" }, value: sumOf(all, TSIG_BADTIME) },
      { labels: { result: "malformed" }, value: sumOf(all, TSIG_MALFORMED) },
    ]),
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
    counter(
      "notify_sent_total",
      "NOTIFY messages that were sent",
      notify.map(({ target, sent }) => ({ labels: { target }, value: sent })),
    ),
    counter(
      "notify_zones_total",
      "Zones of which a secondary was told by NOTIFY, by what it said",
      notify.flatMap(({ target, acknowledged, refused, unanswered }) => [
        { labels: { target, result: "acknowledged" }, value: acknowledged },
        { labels: { target, result: "refused" }, value: refused },
        { labels: { target, result: "unanswered" }, value: unanswered },
      ]),
    ),
    gauge(
      "notify_pending_zones",
      "Zones of which a secondary is still to be told, or to answer",
      notify.map(({ target, pending }) => ({ labels: { target }, value: pending })),
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

function counter(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name: `zonepipe_${name}`, help, type: "counter", samples };
}

function gauge(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name: `zonepipe_${name}`, help, type: "gauge", samples };
}
