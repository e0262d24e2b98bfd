import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { Random } from "../differential/random.ts";
import { checkReply } from "../fuzz/check-reply.ts";
import { makePacket, setU16 } from "../fuzz/packet.ts";
import { damagedQuery } from "../fuzz/queries.ts";
import type { SoakQuestions } from "./questions.ts";
import { countFault, type Tally } from "./tally.ts";
import { type Running, startTicking } from "./udp-load.ts";

/** Who sends it: an address of the loopback network of its own, so that what is limited for it is not for others. */
const SENDER = "127.9.8.7";
/** Over UDP, packets a second. */
const PER_SECOND = 100;

/** Sends damaged queries over UDP, and over TCP connections of garbage, one after the other. Replies have to be in order. */
export async function startGarbage(
  port: number,
  { kinds }: SoakQuestions,
  random: Random,
  tally: Tally,
): Promise<Running> {
  const names = kinds.map(({ query }) => query.subarray(HEADER, query.indexOf(0, HEADER) + 1));
  const socket = createSocket({ type: "udp4", recvBufferSize: 1 << 20 });
  socket.bind(0, process.platform === "linux" ? SENDER : "127.0.0.1");
  await once(socket, "listening");
  const packets = Array.from({ length: KEPT }, makePacket);
  let next = 0;
  socket.on("message", (reply) => {
    tally.total.garbageReplies += 1;
    const packet = packets[reply.length < 2 ? 0 : reply.readUInt16BE(0)];
    const what = packet === undefined ? "a reply has the id of no packet" : checkReply(packet, reply, "udp");
    if (packet !== undefined && what !== undefined) {
      const hex = Buffer.from(packet.octets.subarray(0, packet.length)).toString("hex");
      countFault(tally, "wrong", `Garbage over UDP: ${what}; sent was ${hex}`);
    } else if (what !== undefined) countFault(tally, "wrong", `Garbage over UDP: ${what}`);
  });
  socket.on("error", ({ message }) => countFault(tally, "wrong", `Garbage over UDP: ${message}`));
  const ticking = startTicking(PER_SECOND, () => {
    const packet = packets[next]!;
    damagedQuery(packet, names, random);
    if (packet.length < 2) return;
    setU16(packet, 0, next);
    socket.send(packet.octets.slice(0, packet.length), port, "127.0.0.1");
    tally.total.garbage += 1;
    next = (next + 1) % KEPT;
  });
  let isStopping = false;
  const overTcp = putOverTcp(port, random, tally, () => isStopping);
  return {
    stop: async () => {
      isStopping = true;
      ticking.stop();
      await overTcp;
      socket.close();
    },
  };
}

const HEADER = 12;
/** The packets sent last: longer than any reply takes. */
const KEPT = 4096;

/** The server may close these connections, or say anything; it may not stop. */
async function putOverTcp(
  port: number,
  random: Random,
  tally: Tally,
  isStopping: () => boolean,
): Promise<void> {
  while (!isStopping()) {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {}); // it is to be closed
    socket.on("data", () => {});
    const octets = Buffer.from(Array.from({ length: 1 + random.below(600) }, () => random.below(256)));
    if (random.chance(0.5) && octets.length > 2) octets.writeUInt16BE(octets.length - 2, 0);
    socket.write(octets);
    tally.total.garbage += 1;
    await wait(TCP_PAUSE);
    if (random.chance(0.5)) socket.resetAndDestroy();
    else socket.destroy();
  }
}

const TCP_PAUSE = 250;
