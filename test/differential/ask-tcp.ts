import { connect, type Socket } from "node:net";

/**
 * Sends every packet over TCP connections to 127.0.0.1:`port`, several in a row before the first answer (RFC 7766
 * §6.2.1.1), and gives the answers in the packets' order; undefined where the server closed the connection or was
 * silent for `patience` (milliseconds) instead. The ids of the packets are set here.
 */
export async function askTcp(
  port: number,
  packets: readonly Uint8Array[],
  patience: number,
): Promise<(Uint8Array | undefined)[]> {
  const answers: (Uint8Array | undefined)[] = packets.map(() => undefined);
  for (let start = 0; start < packets.length; start += PER_CONNECTION) {
    const missing = await converse(port, packets, answers, patience, range(start, packets.length));
    // A server that closes on one packet leaves those behind it unanswered: each of them gets another chance alone.
    for (const index of missing) await converse(port, packets, answers, patience, [index]);
  }
  return answers;
}

const PER_CONNECTION = 16;

function range(start: number, end: number): number[] {
  return Array.from({ length: Math.min(PER_CONNECTION, end - start) }, (_, index) => start + index);
}

/** Puts these packets over one connection; gives the indexes of those that got no answer. */
function converse(
  port: number,
  packets: readonly Uint8Array[],
  answers: (Uint8Array | undefined)[],
  patience: number,
  indexes: readonly number[],
): Promise<number[]> {
  const { promise, resolve } = Promise.withResolvers<number[]>();
  const open = new Set(indexes);
  let received: Buffer = Buffer.alloc(0);
  const socket: Socket = connect(port, "127.0.0.1", () => {
    for (const index of indexes) socket.write(frame(packets[index]!, index));
  });
  socket.setNoDelay().setTimeout(patience, () => socket.destroy());
  socket.on("error", () => {}); // "close" follows
  socket.on("close", () => resolve([...open]));
  socket.on("data", (data: Buffer) => {
    received = received.length === 0 ? data : Buffer.concat([received, data]);
    for (;;) {
      if (received.length < 2) return;
      const end = 2 + received.readUInt16BE(0);
      if (received.length < end) return;
      take(received.subarray(2, end));
      received = received.subarray(end);
    }
  });
  return promise;

  function take(answer: Buffer): void {
    if (answer.length < 2) return;
    const id = answer.readUInt16BE(0);
    const index = indexes.find((one) => (one & 0xffff) === id && open.has(one));
    if (index === undefined) return;
    answers[index] = Uint8Array.from(answer);
    open.delete(index);
    if (open.size === 0) socket.destroy();
  }
}

/** The packet with its id and, before it, its length (RFC 1035 §4.2.2). */
function frame(packet: Uint8Array, id: number): Uint8Array {
  const framed = new Uint8Array(2 + packet.length);
  framed[0] = packet.length >> 8;
  framed[1] = packet.length;
  framed.set(packet, 2);
  framed[2] = id >> 8;
  framed[3] = id;
  return framed;
}
