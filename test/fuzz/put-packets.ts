import { clientAt } from "../../server/query/client.ts";
import { type Random, seededRandom } from "../differential/random.ts";
import { busyTime } from "./busy-time.ts";
import { checkReply } from "./check-reply.ts";
import type { Findings } from "./findings.ts";
import { growthOf, type Memory, measureMemory } from "./memory.ts";
import { minimise } from "./minimise.ts";
import { makePacket, type Packet } from "./packet.ts";
import { damagedQuery } from "./queries.ts";
import type { Target } from "./targets.ts";

/** What came of the packets. */
export interface PacketCounts {
  readonly packets: number;
  readonly silent: number;
  /** Replies by their response code in the header. */
  readonly rcodes: readonly number[];
  /** Milliseconds that the responder worked for all of them. */
  readonly milliseconds: number;
  /** Milliseconds of the slowest batch, of `BATCH` packets. */
  readonly slowestBatch: number;
  /** After warm-up, and at the end. */
  readonly memory: readonly [before: Memory, after: Memory];
}

/** Packets whose time is taken together. */
export const BATCH = 256;

/**
 * Puts packets to responders in this process, as over UDP and as over TCP, until `isDone`. Each is a query that was
 * damaged up to four times.
 */
export async function putPackets(
  targets: readonly Target[],
  seed: number,
  isDone: (packets: number) => boolean,
  findings: Findings,
): Promise<PacketCounts> {
  const random = seededRandom(seed, 1);
  const trials = Array.from({ length: BATCH }, (): Trial => ({ packet: makePacket(), transport: "udp" }));
  const rcodes = Array.from({ length: 16 }, () => 0);
  let [packets, silent, milliseconds, slowestBatch] = [0, 0, 0, 0];
  let before: Memory | undefined;
  while (!isDone(packets)) {
    const target = random.pick(targets);
    for (const trial of trials) prepare(trial, target, random);
    const took = time(target, trials);
    milliseconds += took;
    slowestBatch = Math.max(slowestBatch, took);
    if (took > BATCH * SUSPICIOUS) await findSlow(target, trials, findings);
    for (const trial of trials) {
      const reply = ask(target, trial);
      if (reply.length === 0) silent += 1;
      else rcodes[reply[3]! & 0x0f]! += 1;
      await examine(target, trial, reply, findings);
    }
    packets += BATCH;
    if (packets >= WARM_UP) before ??= measureMemory();
  }
  const after = measureMemory();
  const growth = growthOf(before ?? after, after);
  if (growth !== undefined) findings.add({ part: PART, what: growth, input: `seed ${seed}` });
  return { packets, silent, rcodes, milliseconds, slowestBatch, memory: [before ?? after, after] };
}

const PART = "packets";
/** Packets until V8 has compiled what it will. */
const WARM_UP = 20_000;
/** Milliseconds a packet: a batch above it is looked at one by one. */
const SUSPICIOUS = 0.1;
/** Milliseconds that no packet may take. A DNAME that grows to the longest name takes half of one. */
const BUDGET = 10;

/** A packet and the way it comes. */
interface Trial {
  readonly packet: Packet;
  transport: "udp" | "tcp";
}

const CLIENT = clientAt("192.0.2.1", 53);
const LIMITS = { udp: 1232, tcp: 65535 } as const;
const out = new Uint8Array(LIMITS.tcp);
const inPlace = new Uint8Array(LIMITS.tcp);
const original = new Uint8Array(LIMITS.tcp);

function prepare(trial: Trial, target: Target, random: Random): void {
  damagedQuery(trial.packet, target.names, random);
  trial.transport = random.chance(0.7) ? "udp" : "tcp";
}

function ask({ respond }: Target, { packet, transport }: Trial): Uint8Array {
  const limit = LIMITS[transport];
  return out.subarray(0, respond(packet.octets, packet.length, out.subarray(0, limit), limit, CLIENT));
}

function time(target: Target, trials: readonly Trial[]): number {
  const start = busyTime();
  for (const trial of trials) ask(target, trial);
  return busyTime() - start;
}

/** A packet is slow when it is so each time: the collector may have had to run, or V8 to compile. */
async function findSlow(target: Target, trials: readonly Trial[], findings: Findings): Promise<void> {
  const what = `takes more than ${BUDGET} ms`;
  if (!findings.isNew(PART, what)) return;
  const isSlow = (trial: Trial) => time(target, [trial]) > BUDGET;
  const slow = trials.find((trial) => Array.from({ length: 5 }).every(() => isSlow(trial)));
  if (slow !== undefined) await report(slow, what, isSlow, findings);
}

async function examine(target: Target, trial: Trial, reply: Uint8Array, findings: Findings): Promise<void> {
  const what = faultOf(target, trial, reply);
  if (what === undefined) return;
  await report(trial, what, (each) => faultOf(target, each, ask(target, each)) === what, findings);
}

function faultOf(target: Target, { packet, transport }: Trial, reply: Uint8Array): string | undefined {
  const error = target.takeError();
  if (error !== undefined) return error;
  return checkReply(packet, reply, transport) ?? checkInPlace(target, packet, transport, reply);
}

/** A transport may have the answer written over the query; and where it does not, the query stays as it is. */
function checkInPlace(
  { respond }: Target,
  { octets, length }: Packet,
  transport: "udp" | "tcp",
  reply: Uint8Array,
): string | undefined {
  original.set(octets.subarray(0, length));
  inPlace.set(octets.subarray(0, length));
  const limit = LIMITS[transport];
  const size = respond(inPlace, length, inPlace, limit, CLIENT);
  if (Buffer.compare(inPlace.subarray(0, size), reply) !== 0)
    return "the reply differs when written over the query";
  const isUntouched = Buffer.compare(octets.subarray(0, length), original.subarray(0, length)) === 0;
  return isUntouched ? undefined : "the query is written over";
}

async function report(
  { packet, transport }: Trial,
  what: string,
  isWrong: (trial: Trial) => boolean,
  findings: Findings,
): Promise<void> {
  if (!findings.isNew(PART, what)) return;
  const smallest = await minimise([...packet.octets.subarray(0, packet.length)], (octets) => {
    const smaller = makePacket();
    smaller.octets.set(octets);
    smaller.length = octets.length;
    return isWrong({ packet: smaller, transport });
  });
  const input = `${transport} ${Buffer.from(smallest).toString("hex")}`;
  findings.add({ part: PART, what, input });
}
