import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";

/** Who asks, and how. */
export interface SteadyClient {
  readonly from: string;
  readonly port: number;
  /** The queries to send in turn; their ids are replaced. */
  readonly queries: readonly Buffer[];
  readonly perSecond: number;
  readonly seconds: number;
}

/** What was heard. */
export interface Heard {
  readonly asked: number;
  /** Answers without TC. */
  readonly whole: number;
  readonly truncated: number;
  /** Octets of the questions, and of their answers. */
  readonly octetsIn: number;
  readonly octetsOut: number;
}

/** Asks a nameserver on 127.0.0.1 so many questions a second from one address, and counts what comes back. */
export async function askSteadily(client: SteadyClient): Promise<Heard> {
  const { from, port, queries, perSecond, seconds } = client;
  const socket = createSocket({ type: "udp4", recvBufferSize: 8 << 20 });
  socket.bind(0, from);
  await once(socket, "listening");
  const heard = { asked: 0, whole: 0, truncated: 0, octetsIn: 0, octetsOut: 0 };
  socket.on("message", (answer) => {
    heard.octetsOut += answer.length;
    if ((answer[2]! & TC) !== 0) heard.truncated += 1;
    else heard.whole += 1;
  });
  const start = performance.now();
  while (performance.now() - start < seconds * 1000) {
    const due = Math.min(perSecond * seconds, ((performance.now() - start) / 1000) * perSecond);
    for (; heard.asked < due; heard.asked++) {
      heard.octetsIn += send(socket, queries[heard.asked % queries.length]!, heard.asked, port);
    }
    await wait(1);
  }
  await wait(LAST_ANSWERS);
  socket.close();
  return heard;
}

const TC = 0x02;
const LAST_ANSWERS = 500; // milliseconds

function send(socket: Socket, query: Buffer, number: number, port: number): number {
  const packet = Buffer.from(query);
  packet.writeUInt16BE(number & 0xffff, 0);
  socket.send(packet, port, "127.0.0.1");
  return packet.length;
}
