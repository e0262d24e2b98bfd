import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { type Random, seededRandom } from "../differential/random.ts";
import { compareReplies, expectedReply } from "./compare.ts";
import type { Findings } from "./findings.ts";
import { makePacket, type Packet, setU16, u16 } from "./packet.ts";
import { damagedQuery, writeQuery } from "./queries.ts";
import type { Target } from "./targets.ts";

/** What came of what was sent over sockets. */
export interface SocketCounts {
  readonly packets: number;
  readonly replies: number;
}

/**
 * Sends damaged queries over UDP to a server at a port until `isDone`, and holds its replies against those of
 * `target`, the same responder in this process. Each packet has an id of its own, by which its reply is known.
 */
export async function putOverUdp(
  port: number,
  target: Target,
  seed: number,
  isDone: (packets: number) => boolean,
  findings: Findings,
): Promise<SocketCounts> {
  const random = seededRandom(seed, 2);
  const socket = createSocket("udp4");
  socket.connect(port, "127.0.0.1");
  await once(socket, "connect");
  const packets = Array.from({ length: WINDOW }, makePacket);
  let [sent, replies] = [0, 0];
  try {
    while (!isDone(sent)) {
      for (const [id, packet] of packets.entries()) prepare(packet, id, target, random);
      const came = await exchange(socket, packets, target);
      sent += WINDOW;
      replies += came.size;
      for (const [id, packet] of packets.entries()) await examine(id, packet, came.get(id));
    }
  } finally {
    socket.close();
  }
  return { packets: sent, replies };

  async function examine(id: number, packet: Packet, came: Uint8Array | undefined): Promise<void> {
    const expected = expectedReply(target, packet, "udp");
    // A datagram may be lost where the machine has no time for it. So whatever is missed is asked for once more.
    const reply =
      came ?? (expected.length === 0 ? SILENCE : (await exchange(socket, [packet], target)).get(id));
    const what = compareReplies(packet, expected, reply ?? SILENCE, "udp");
    if (what === undefined || !findings.isNew(PART, what)) return;
    const input = Buffer.from(packet.octets.subarray(0, packet.length)).toString("hex");
    findings.add({ part: PART, what, input });
  }
}

const PART = "UDP";
/** Packets on their way at a time: together less than a socket holds. */
const WINDOW = 32;
const SILENCE = new Uint8Array(0);
/** The id of the query that comes last in a window; packets have those below. */
const LAST = 0x8000;
/** Milliseconds that a window may take, on a machine with much else to do. */
const PATIENCE = 10_000;

function prepare(packet: Packet, id: number, target: Target, random: Random): void {
  damagedQuery(packet, target.names, random);
  setU16(packet, 0, id);
}

/**
 * Sends the packets and then a query that is fine. The server answers one client in the order of its packets, so
 * after that answer nothing more comes. Resolves to the replies by their ids.
 */
async function exchange(
  socket: Socket,
  packets: readonly Packet[],
  target: Target,
): Promise<Map<number, Uint8Array>> {
  const replies = new Map<number, Uint8Array>();
  const last = makePacket();
  writeQuery(last, target.names.slice(0, 1), seededRandom(1));
  setU16(last, 0, LAST);
  last.octets.fill(0, 2, 4);
  const { promise, resolve } = Promise.withResolvers<void>();
  const listen = (reply: Buffer) => {
    const id = u16(reply, 0);
    if (id === LAST) resolve();
    else replies.set(id, reply);
  };
  socket.on("message", listen);
  const timer = setTimeout(resolve, PATIENCE);
  for (const { octets, length } of [...packets, last]) socket.send(octets.slice(0, length));
  await promise;
  clearTimeout(timer);
  socket.off("message", listen);
  return replies;
}
