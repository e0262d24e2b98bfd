import { readlinkSync } from "node:fs";
import { basename } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { openAsked } from "../server/answer/asked.ts";
import { countAnswers } from "../server/answer/count-answers.ts";
import { makeCounters } from "../server/answer/counters.ts";
import { guard } from "../server/answer/guard.ts";
import { makeIdentity } from "../server/answer/identity.ts";
import { MAX_UDP_PAYLOAD } from "../server/answer/limits.ts";
import { makeResponder, type Respond } from "../server/answer/respond.ts";
import { makeFrequentBuffer } from "../server/answer/space-saving.ts";
import { ZonePlaces } from "../server/answer/zone-slots.ts";
import { limitCookieless } from "../server/limit/cookieless-size.ts";
import { makeLimitMemory } from "../server/limit/limit-memory.ts";
import { limitRates } from "../server/limit/limit-rates.ts";
import { PRIVATE_BLOCKS } from "../server/limit/match-blocks.ts";
import type { RateLimits } from "../server/limit/rate-limits.ts";
import { refusePorts } from "../server/limit/refuse-ports.ts";
import { arrival } from "../server/query/arrival.ts";
import type { Client } from "../server/query/client.ts";
import { makeFineClock } from "../server/query-log/fine-clock.ts";
import { logQueries } from "../server/query-log/log-queries.ts";
import { makeRingBuffer, openRing, takeRecords } from "../server/query-log/ring.ts";
import { load } from "../server/zones/load.ts";
import { benchQuery } from "./bench-query.ts";
import { NAMES, ORIGIN } from "./udp.ts";

/** What a thread of the benchmark measures. */
export interface LoopTask {
  /** As for `Settings.zones`. */
  readonly zones: string;
  /** The outermost part, see `makeLayers`; empty for the responder alone. */
  readonly upTo: string;
}

const BATCH = 64;

// A thread of its own for each measurement: what V8 makes of a function depends on what has called it before.
const { zones, upTo } = workerData as LoopTask;
const ring = makeRingBuffer();
const written = openRing(ring);
const respond = makeLayers(upTo);
const questions = makeQuestions();
const out = Array.from({ length: BATCH }, () => new Uint8Array(MAX_UDP_PAYLOAD));
const from = { address: 0 };
const client: Client = { address: writeAddress, port: () => 5353 };
parentPort!.on("message", () => parentPort!.postMessage(run())); // it is a thread
parentPort!.postMessage(basename(readlinkSync("/proc/thread-self"))); // by this number the system knows it

/** Answers all questions once; gives their number. */
function run(): number {
  for (let asked = 0; asked < questions.length; ) {
    arrival.milliseconds = Date.now();
    takeRecords(written, () => true);
    for (const end = Math.min(questions.length, asked + BATCH); asked < end; asked++) {
      const packet = questions[asked]!;
      from.address = asked;
      respond(packet, packet.length, out[asked % BATCH]!, MAX_UDP_PAYLOAD, client);
    }
  }
  return questions.length;
}

/** Clients of 256 prefixes, all of them public. */
function writeAddress(into: Uint8Array, at: number): number {
  into[at] = 203;
  into[at + 1] = 0;
  into[at + 2] = from.address;
  into[at + 3] = 1;
  return 4;
}

/** The parts of the way that a packet takes in a thread, one around the other, up to the one with this name. */
function makeLayers(upTo: string): Respond {
  const counters = makeCounters(1)[0]!;
  const loaded = load(zones);
  if (loaded.kind !== "loaded") throw new Error("Cannot load the zone of the benchmark");
  const { tables } = loaded.loaded;
  const uses = new SharedArrayBuffer(8 * (tables.rows.length / 8));
  const asked = openAsked({ uses, missing: makeFrequentBuffer() });
  const identity = makeIdentity("bench", "bench");
  const limits: RateLimits = {
    ...{ rate: 10_000, slip: 1, window: 15, tableSize: 65_536, logOnly: "no", cookielessSize: 1200 },
    unlimited: PRIVATE_BLOCKS,
  };
  const clock = makeFineClock(Date.now, () => performance.now());
  const layers: { readonly [name: string]: (respond: Respond) => Respond } = {
    asked: () => makeResponder(tables, identity, { asked }),
    cookieless: (respond) => limitCookieless(respond, 1200, counters),
    rates: (respond) =>
      limitRates(respond, limits, makeLimitMemory(limits.tableSize), counters, () => arrival.milliseconds),
    ports: (respond) => refusePorts(respond, counters),
    guard: (respond) => guard(respond, () => {}),
    counters: (respond) => countAnswers(respond, counters, new ZonePlaces<string>().slotsFor([ORIGIN])),
    log: (respond) => logQueries(respond, { ring, rate: 0.01 }, counters, clock),
  };
  let respond = makeResponder(tables, identity);
  for (const [name, add] of upTo === "" ? [] : Object.entries(layers)) {
    respond = add(respond);
    if (name === upTo) break;
  }
  return respond;
}

function makeQuestions(): readonly Uint8Array[] {
  return Array.from({ length: NAMES }, (_, index) =>
    benchQuery(`${index % 10 === 0 ? "no" : "host"}-${(index * 7919) % NAMES}.${ORIGIN}`, "A"),
  );
}
