import { rcodeName } from "../../dns/message-rcode.ts";
import { type Name, printName } from "../../dns/name.ts";
import type { AliasCounters } from "../alias/alias-counters.ts";
import {
  AXFR_CUT,
  AXFR_SENT,
  BATCH_BUCKETS,
  BATCHES,
  COOKIELESS_TRUNCATED,
  type Counters,
  FAILED,
  IXFR_CUT,
  IXFR_SENT,
  IXFR_SENT_SOA,
  IXFR_SENT_WHOLE,
  KERNEL_DROPS,
  LOG_FULL,
  LOG_UNCONNECTED,
  LOG_UNWRITTEN,
  LOG_WRITTEN,
  MAX_RCODE,
  MAX_ZONES,
  OUTCOMES,
  PORT_DROPPED,
  PROXY_CHECKS,
  PROXY_NO_HEADER,
  PROXY_STRANGER,
  RCODES,
  RECEIVED,
  RECEIVED_IPV6,
  RESPONSES,
  SIZE_BUCKETS,
  SIZE_SUM,
  SIZES,
  sumOf,
  TCP_ACCEPTED,
  TCP_CROWDED,
  TCP_HELD_TOO_MUCH,
  TCP_IDLE,
  TCP_OPEN,
  TCP_TOO_MANY_OF_ONE,
  TIME_BUCKETS,
  TIME_SUM,
  TIMES,
  TOO_SHORT,
  TRANSFERS_CROWDED,
  TRANSFERS_OPEN,
  TRANSFERS_REFUSED,
  TRUNCATED,
  TSIG_BADKEY,
  TSIG_BADSIG,
  TSIG_BADTIME,
  TSIG_GOOD,
  TSIG_MALFORMED,
  TYPES,
  UNSENT,
  ZONES,
} from "../answer/counters.ts";
import { TYPE_PLACES } from "../answer/type-places.ts";
import { OTHER_ZONES } from "../answer/zone-slots.ts";
import type { AskedTotals } from "../asked/asked-record.ts";
import type { LimitState } from "../limit/watch-limits.ts";
import type { NotifyState } from "../notify/notify-queue.ts";
import type { Build } from "../self-check/build.ts";
import type { ReloadState } from "../zones/reloader.ts";
import type { SignedHere } from "../zones/zone-signing.ts";
import { aliasMetrics } from "./alias-metrics.ts";
import { droppedByLimit, limitMetrics } from "./limit-metrics.ts";
import { counter, gauge } from "./make-metric.ts";
import type { Metric, Sample } from "./print-metrics.ts";
import { type SigningFacts, signingMetrics } from "./signing-metrics.ts";

/** What a running server shows of itself. */
export interface Observed extends SigningFacts {
  readonly threads: readonly ThreadState[];
  /** Of the thread that writes the query log; undefined where there is none. */
  readonly logCounters?: Counters | undefined;
  readonly zones: readonly ZoneFacts[];
  /** The zones whose answers are counted by name, with the place of each (see `ZoneSlots`). */
  readonly countedZones: ReadonlyMap<Name, number>;
  /** Zones that cannot be loaded. */
  readonly broken: readonly Name[];
  /** Of the thread that looks up targets of ALIAS; undefined where there is none. */
  readonly aliasCounters?: AliasCounters | undefined;
  /** The calendar by which zones are signed, in seconds since 1970. */
  readonly calendar: number;
  /** How telling secondaries has gone, for each of them. */
  readonly notify: readonly NotifyState[];
  /** How often names were asked for that do not exist, and what is asked for of what is served, as far as that is known. */
  readonly asked: { readonly missed: number; readonly totals: AskedTotals | undefined };
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

/** A zone that is served. */
export interface ZoneFacts {
  readonly origin: Name;
  readonly serial: number;
  readonly records: number;
  /** Milliseconds that reading its file took. */
  readonly loadTime: number;
  readonly zonemd: "absent" | "verified" | "unsupported";
  /** When the first of its signatures ends, in seconds since 1970; undefined where there is none. */
  readonly soonestExpiry: number | undefined;
  /** How it was signed here. */
  readonly signed?: SignedHere;
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
    counter("queries_by_family_total", "Messages that came, by the version of IP", [
      { labels: { family: "ipv4" }, value: sumOf(all, RECEIVED) - sumOf(all, RECEIVED_IPV6) },
      { labels: { family: "ipv6" }, value: sumOf(all, RECEIVED_IPV6) },
    ]),
    counter("answers_total", "Answers by response code", answersByRcode(all)),
    counter("answers_by_type_total", "Answers by the type that was asked for", answersByType(all)),
    counter(
      "answers_by_zone_total",
      `Answers by zone and outcome; of very many zones the first ${MAX_ZONES} have a name`,
      answersByZone(all, observed.countedZones),
    ),
    histogram(
      "response_size_bytes",
      "Octets of an answer",
      SIZE_BUCKETS.map((most, index) => ({ most, count: sumOf(all, SIZES + index) })),
      0,
      sumOf(all, SIZE_SUM),
    ),
    histogram(
      "udp_batch_duration_seconds",
      "Time from when a batch of packets was there until its answers were ready, of one batch in 64",
      TIME_BUCKETS.map((most, index) => ({ most: most / 1e6, count: sumOf(all, TIMES + index) })),
      sumOf(all, TIMES + TIME_BUCKETS.length),
      sumOf(all, TIME_SUM) / 1e6,
    ),
    histogram(
      "udp_batch_packets",
      "Packets that one call brought",
      BATCH_BUCKETS.map((most, index) => ({ most, count: sumOf(all, BATCHES + index) })),
      0,
      sumOf(
        threads.filter(({ transport }) => transport === "udp").map(({ counters }) => counters),
        RECEIVED,
      ),
    ),
    counter("truncated_total", "Answers with TC, because they did not fit or are limited", [
      { value: sumOf(all, TRUNCATED) },
    ]),
    counter("dropped_total", "Messages without an answer", [
      { labels: { reason: "too-short" }, value: sumOf(all, TOO_SHORT) },
      { labels: { reason: "response" }, value: sumOf(all, RESPONSES) },
      { labels: { reason: "unsent" }, value: sumOf(all, UNSENT) },
      { labels: { reason: "receive-buffer-full" }, value: sumOf(all, KERNEL_DROPS) },
      { labels: { reason: "port" }, value: sumOf(all, PORT_DROPPED) },
      { labels: { reason: "rate-limit" }, value: droppedByLimit(all) },
    ]),
    counter("tsig_requests_total", "Requests that were signed, where the server has keys", [
      { labels: { result: "good" }, value: sumOf(all, TSIG_GOOD) },
      { labels: { result: "bad-key" }, value: sumOf(all, TSIG_BADKEY) },
      { labels: { result: "bad-signature" }, value: sumOf(all, TSIG_BADSIG) },
      { labels: { result: "bad-time" }, value: sumOf(all, TSIG_BADTIME) },
      { labels: { result: "malformed" }, value: sumOf(all, TSIG_MALFORMED) },
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
    ...queryLogMetrics(all, observed.logCounters),
    ...askedMetrics(observed.asked),
    gauge("tcp_connections", "TCP connections that are open", [{ value: sumOf(all, TCP_OPEN) }]),
    counter("tcp_accepted_total", "TCP connections that came", [{ value: sumOf(all, TCP_ACCEPTED) }]),
    counter("tcp_closed_total", "TCP connections that the server closed", [
      { labels: { reason: "crowded" }, value: sumOf(all, TCP_CROWDED) },
      { labels: { reason: "too-many-of-one" }, value: sumOf(all, TCP_TOO_MANY_OF_ONE) },
      { labels: { reason: "held-too-much" }, value: sumOf(all, TCP_HELD_TOO_MUCH) },
      { labels: { reason: "idle" }, value: sumOf(all, TCP_IDLE) },
      { labels: { reason: "not-from-a-proxy" }, value: sumOf(all, PROXY_STRANGER) },
      { labels: { reason: "no-proxy-header" }, value: sumOf(all, PROXY_NO_HEADER) },
    ]),
    counter("proxy_checks_total", "TCP connections of proxies that ended without an octet", [
      { value: sumOf(all, PROXY_CHECKS) },
    ]),
    gauge("transfers_open", "Zone transfers of more than one message that are going on", [
      { value: sumOf(all, TRANSFERS_OPEN) },
    ]),
    counter(
      "transfers_total",
      "Zone transfers by what was asked and what came of it",
      TRANSFERS.map(([kind, outcome, place]) => ({ labels: { kind, outcome }, value: sumOf(all, place) })),
    ),
    counter("transfers_refused_total", "Zone transfers that were refused", [
      { labels: { reason: "not-allowed" }, value: sumOf(all, TRANSFERS_REFUSED) },
      { labels: { reason: "too-many" }, value: sumOf(all, TRANSFERS_CROWDED) },
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
    gauge(
      "zone_records",
      "Records of a zone",
      zones.slice(0, MAX_ZONES).map(({ origin, records }) => ({
        labels: { zone: printName(origin) },
        value: records,
      })),
    ),
    gauge(
      "zone_load_seconds",
      "Time that reading a zone's file took",
      zones.slice(0, MAX_ZONES).map(({ origin, loadTime }) => ({
        labels: { zone: printName(origin) },
        value: loadTime / 1000,
      })),
    ),
    gauge(
      "zone_zonemd_verified",
      "1 where a zone's digest was verified when it was loaded (RFC 8976)",
      zones.slice(0, MAX_ZONES).map(({ origin, zonemd }) => ({
        labels: { zone: printName(origin) },
        value: zonemd === "verified" ? 1 : 0,
      })),
    ),
    gauge(
      "zone_soonest_signature_expiry_seconds",
      "When the first signature of a zone ends, since 1970",
      zones
        .slice(0, MAX_ZONES)
        .flatMap(({ origin, soonestExpiry }) =>
          soonestExpiry === undefined ? [] : [{ labels: { zone: printName(origin) }, value: soonestExpiry }],
        ),
    ),
    ...signingMetrics(observed),
    ...aliasMetrics(observed.aliasCounters),
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

function askedMetrics({ missed, totals }: Observed["asked"]): Metric[] {
  return [
    counter("missing_names_asked_total", "Questions for names that do not exist", [{ value: missed }]),
    ...(totals === undefined
      ? []
      : [
          gauge("rrsets", "RRsets that are served", [{ value: totals.rrsets }]),
          gauge("rrsets_unasked", "RRsets that nobody has asked for since they are counted", [
            { value: totals.unused },
          ]),
        ]),
  ];
}

function queryLogMetrics(all: readonly Counters[], writer: Counters | undefined): Metric[] {
  if (writer === undefined) return [];
  return [
    counter("query_log_packets_total", "Packets that were to be logged, sent or written", [
      { value: writer[LOG_WRITTEN]! },
    ]),
    counter("query_log_dropped_total", "Packets that were to be logged and are not", [
      { labels: { reason: "full" }, value: sumOf(all, LOG_FULL) },
      { labels: { reason: "unconnected" }, value: writer[LOG_UNCONNECTED]! },
      { labels: { reason: "unwritten" }, value: writer[LOG_UNWRITTEN]! },
    ]),
  ];
}

const TRANSPORTS = ["udp", "tcp"] as const;
const TRANSFERS = [
  ["axfr", "zone", AXFR_SENT],
  ["axfr", "cut", AXFR_CUT],
  ["ixfr", "changes", IXFR_SENT],
  ["ixfr", "zone", IXFR_SENT_WHOLE],
  ["ixfr", "soa", IXFR_SENT_SOA],
  ["ixfr", "cut", IXFR_CUT],
] as const;

/** Those that have been given, and NOERROR. */
function answersByRcode(counters: readonly Counters[]): Sample[] {
  const samples: Sample[] = [];
  for (let rcode = 0; rcode <= MAX_RCODE; rcode++) {
    const value = sumOf(counters, RCODES + rcode);
    if (value > 0 || rcode === 0) samples.push({ labels: { rcode: rcodeName(rcode) }, value });
  }
  return samples;
}

function answersByType(counters: readonly Counters[]): Sample[] {
  const places = [...TYPE_PLACES.map(([type]) => type), "other"];
  return places
    .map((type, place) => ({ labels: { type }, value: sumOf(counters, TYPES + place) }))
    .filter(({ value }, place) => value > 0 || place === 0);
}

function answersByZone(counters: readonly Counters[], places: ReadonlyMap<Name, number>): Sample[] {
  const named = [...places].map(([origin, place]) => ({ zone: printName(origin), place }));
  return [...named, { zone: "others", place: OTHER_ZONES }].flatMap(({ zone, place }) =>
    OUTCOMES.map((outcome, at) => ({
      labels: { zone, outcome },
      value: sumOf(counters, ZONES + place * OUTCOMES.length + at),
    })).filter(({ value }, at) => value > 0 || (at === 0 && place !== OTHER_ZONES)),
  );
}

/** `beyond` counts what is more than the last bucket, `sum` is of all that was observed. */
function histogram(
  name: string,
  help: string,
  buckets: readonly { readonly most: number; readonly count: number }[],
  beyond: number,
  sum: number,
): Metric {
  let total = 0;
  const samples: Sample[] = buckets.map(({ most, count }) => {
    total += count;
    return { suffix: "_bucket", labels: { le: String(most) }, value: total };
  });
  const all = total + beyond;
  return {
    name: `zonepipe_${name}`,
    help,
    type: "histogram",
    samples: [
      ...samples,
      { suffix: "_bucket", labels: { le: "+Inf" }, value: all },
      { suffix: "_sum", value: sum },
      { suffix: "_count", value: all },
    ],
  };
}
