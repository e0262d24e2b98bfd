import { writeSync } from "node:fs";
import type { Address } from "../address/address.ts";
import { printAddress } from "../address/address.ts";
import type { Counters } from "../answer/counters.ts";
import type { DnstapTarget, QueryLogSettings } from "../settings/query-log-settings.ts";
import type { Identity } from "./dnstap-message.ts";
import { fileSink } from "./file-sink.ts";
import { lineSink } from "./line-sink.ts";
import { readLogged, serverEnds } from "./logged.ts";
import { openRing, takeRecords } from "./ring.ts";
import type { Sink, SinkWorld } from "./sink.ts";
import { socketSink } from "./socket-sink.ts";

/** What the thread does that writes the log. */
export interface LogTask {
  readonly kind: "query-log";
  readonly settings: QueryLogSettings;
  readonly identity: Identity;
  readonly sources: readonly LogSource[];
  readonly counters: Counters;
}

/** A thread that answers: its ring, and where it listens. */
export interface LogSource {
  readonly ring: SharedArrayBuffer;
  readonly addresses: readonly Address[];
}

/** A log that is being written. */
export interface LogWriting {
  /** Writes what is left and closes; resolves within bounded time. */
  readonly end: () => Promise<void>;
}

/** Empties the rings again and again, and writes what is in them. Throws where it cannot begin: a file cannot be opened. */
export function writeLog(
  { settings, identity, sources, counters }: LogTask,
  world: Omit<SinkWorld, "counters">,
): LogWriting {
  const sinks: Sink[] = [];
  if (settings.format !== undefined) sinks.push(lineSink(settings.format, writeOut, pause, counters));
  if (settings.dnstap !== undefined)
    sinks.push(dnstapSink(settings.dnstap, identity, { ...world, counters }));
  const rings = sources.map(({ ring, addresses }) => ({ ring: openRing(ring), ends: serverEnds(addresses) }));
  /** True where something is left. */
  const visit = () => {
    let isMore = false;
    for (const { ring, ends } of rings) {
      const deadline = performance.now() + MAX_VISIT;
      const take = (at: number) => {
        const logged = readLogged(ring, at, ends);
        for (const sink of sinks) sink.take(logged);
        return performance.now() < deadline;
      };
      if (takeRecords(ring, take)) isMore = true;
    }
    for (const sink of sinks) sink.flush();
    return isMore;
  };
  const timer = setInterval(visit, settings.rate <= MAX_SAMPLE ? SAMPLE_INTERVAL : INTERVAL);
  return {
    end: async () => {
      clearInterval(timer);
      for (let visits = 0; visit() && visits < LAST_VISITS; visits++);
      await Promise.all(sinks.map((sink) => sink.end()));
    },
  };
}

/** Milliseconds between two visits … */
const INTERVAL = 20;
/** … and where no more than such a share of packets is logged: rings take longer to fill, and a visit has its price. */
const SAMPLE_INTERVAL = 100;
const MAX_SAMPLE = 0.1;
/** Milliseconds after which the next ring has its turn, and then the sockets. */
const MAX_VISIT = 50;
/** At the end nobody fills the rings any more. */
const LAST_VISITS = 10;
const STANDARD_OUTPUT = 1;

/** Not by way of `process.stdout`: in a thread that goes through the main thread, which has other things to do. */
function writeOut(text: string): number {
  return writeSync(STANDARD_OUTPUT, text);
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function dnstapSink(target: DnstapTarget, identity: Identity, world: SinkWorld): Sink {
  switch (target.kind) {
    case "unix":
      return socketSink(target.path, { path: target.path }, identity, world);
    case "tcp":
      return socketSink(printAddress(target.address), target.address, identity, world);
    case "file":
      return fileSink(target.path, identity, world);
    default:
      return target satisfies never;
  }
}
