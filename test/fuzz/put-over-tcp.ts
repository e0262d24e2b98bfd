import { connect, type Socket } from "node:net";
import { type Random, seededRandom } from "../differential/random.ts";
import { framesOf } from "../frames.ts";
import { compareReplies, expectedReply } from "./compare.ts";
import type { Findings } from "./findings.ts";
import { makePacket, type Packet } from "./packet.ts";
import type { SocketCounts } from "./put-over-udp.ts";
import { damagedQuery } from "./queries.ts";
import type { Target } from "./targets.ts";

/**
 * Sends damaged queries over TCP to a server at a port until `isDone`: some in a row on each connection, in pieces
 * that keep to no border, with an end that may be clean or in the middle of a message. Holds the replies against
 * those of `target`, the same responder in this process.
 */
export async function putOverTcp(
  port: number,
  target: Target,
  seed: number,
  isDone: (packets: number) => boolean,
  findings: Findings,
): Promise<SocketCounts> {
  const random = seededRandom(seed, 3);
  let [sent, replies] = [0, 0];
  while (!isDone(sent)) {
    const packets = Array.from({ length: 1 + random.below(MOST_IN_A_ROW) }, () => {
      const packet = makePacket();
      damagedQuery(packet, target.names, random);
      return packet;
    });
    const expected = packets.map((packet) => expectedReply(target, packet, "tcp"));
    const ending = random.weighted(ENDINGS);
    const came = await talk(port, packets, ending, random);
    sent += packets.length;
    replies += came.length;
    if (ending === "reset") continue;
    const fault = faultOf(packets, expected, came);
    if (fault === undefined || !findings.isNew(PART, fault.what)) continue;
    findings.add({ part: PART, what: fault.what, input: fault.packets.map(hexOf).join(" ") });
  }
  return { packets: sent, replies };
}

const PART = "TCP";
const MOST_IN_A_ROW = 20;

type Ending = "end" | "half a message" | "reset";

/** The client ends its side and reads on; it does so within a message; or it is gone at once. */
const ENDINGS: readonly (readonly [weight: number, ending: Ending])[] = [
  [8, "end"],
  [3, "half a message"],
  [1, "reset"],
];

/** What is wrong, and with which packets. */
function faultOf(
  packets: readonly Packet[],
  expected: readonly Uint8Array[],
  came: readonly Uint8Array[],
): { what: string; packets: readonly Packet[] } | undefined {
  const answered = [...packets.keys()].filter((index) => expected[index]!.length > 0);
  if (came.length !== answered.length) {
    return { what: `${came.length} replies instead of ${answered.length}`, packets };
  }
  for (const [number, index] of answered.entries()) {
    const what = compareReplies(packets[index]!, expected[index]!, came[number]!, "tcp");
    if (what !== undefined) return { what, packets: [packets[index]!] };
  }
  return undefined;
}

function hexOf({ octets, length }: Packet): string {
  return Buffer.from(octets.subarray(0, length)).toString("hex");
}

/** One connection from its beginning to its end; the replies that came. */
async function talk(
  port: number,
  packets: readonly Packet[],
  ending: Ending,
  random: Random,
): Promise<Uint8Array[]> {
  const frames = packets.map(({ octets, length }) =>
    Buffer.concat([u16(length), octets.subarray(0, length)]),
  );
  if (ending === "half a message")
    frames.push(Buffer.concat([u16(1 + random.below(65535)), Buffer.alloc(0)]));
  const stream = Buffer.concat(frames);
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  const received: Uint8Array[] = [];
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  socket.on("data", (data: Uint8Array) => received.push(data));
  socket.on("error", () => socket.destroy());
  socket.on("close", () => resolve());
  const timer = setTimeout(() => socket.destroy(), PATIENCE);
  await write(socket, stream, random);
  if (ending === "reset") socket.resetAndDestroy();
  else socket.end();
  await closed;
  clearTimeout(timer);
  return framesOf(Buffer.concat(received));
}

/** Milliseconds that a connection may take, on a machine with much else to do. */
const PATIENCE = 10_000;

/** Writes the stream in up to five pieces. */
async function write(socket: Socket, stream: Uint8Array, random: Random): Promise<void> {
  const cuts = Array.from({ length: random.below(5) }, () => random.below(stream.length + 1));
  const borders = [...cuts.sort((a, b) => a - b), stream.length];
  let at = 0;
  for (const border of borders) {
    const piece = stream.subarray(at, border);
    at = border;
    if (piece.length > 0) await new Promise<void>((written) => socket.write(piece, () => written()));
  }
}

function u16(value: number): Buffer {
  return Buffer.from([value >>> 8, value & 0xff]);
}
