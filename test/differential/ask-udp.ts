import { createSocket } from "node:dgram";
import { once } from "node:events";

/**
 * Sends every packet to 127.0.0.1:`port`, many at once, and gives the answers in their order; undefined where none
 * came, though it was asked again each time that `patience` (milliseconds) was over. A server that answers none of many
 * packets in a row gets no more of them. The ids of the packets are set here.
 */
export async function askUdp(
  port: number,
  packets: readonly Uint8Array[],
  patience: number,
): Promise<(Uint8Array | undefined)[]> {
  const answers: (Uint8Array | undefined)[] = packets.map(() => undefined);
  if (packets.length === 0) return answers;
  const socket = createSocket({ type: "udp4", recvBufferSize: 1 << 20 });
  socket.connect(port, "127.0.0.1");
  await once(socket, "connect");
  // An ICMP error is as good as silence: the server may not have opened its socket yet.
  socket.on("error", () => {});

  const { promise, resolve } = Promise.withResolvers<void>();
  const open = new Map<number, { tries: number; sent: number }>();
  let next = 0;
  let done = 0;
  let silent = 0;
  socket.on("message", (answer) => take(answer));
  const timer = setInterval(askAgain, patience / 4);
  fill();
  await promise;
  clearInterval(timer);
  socket.close();
  return answers;

  function fill(): void {
    while (open.size < WINDOW && next < packets.length) {
      open.set(next, { tries: 0, sent: 0 });
      send(next);
      next += 1;
    }
  }

  function send(index: number): void {
    const packet = packets[index]!;
    packet[0] = index >> 8;
    packet[1] = index;
    const state = open.get(index)!;
    state.tries += 1;
    state.sent = performance.now();
    socket.send(packet, () => {});
  }

  function take(answer: Uint8Array): void {
    const id = (answer[0]! << 8) | answer[1]!;
    // Ids come round again after 65536 packets, of which only few are open at a time.
    const index = id + Math.floor((next - 1 - id) / 0x10000) * 0x10000;
    if (!open.delete(index)) return;
    answers[index] = answer;
    silent = 0;
    settle();
  }

  function settle(): void {
    done += 1;
    if (done === packets.length) resolve();
    else fill();
  }

  function giveUp(index: number): void {
    open.delete(index);
    silent += 1;
    if (silent === WINDOW) resolve();
    else settle();
  }

  function askAgain(): void {
    const now = performance.now();
    for (const [index, { tries, sent }] of open) {
      if (now - sent < patience) continue;
      if (tries < MOST_TRIES) send(index);
      else giveUp(index);
    }
  }
}

const WINDOW = 64; // open packets: their answers fit into the socket's buffer
const MOST_TRIES = 3;
