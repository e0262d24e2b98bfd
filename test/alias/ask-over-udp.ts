import { createSocket } from "node:dgram";
import { once } from "node:events";

/** Sends a query to this port of the loopback address, and gives the first packet that comes back. */
export async function askOverUdp(port: number, query: Uint8Array): Promise<Uint8Array> {
  const socket = createSocket("udp4");
  try {
    socket.connect(port, "127.0.0.1");
    await once(socket, "connect");
    socket.send(query);
    const [packet] = (await once(socket, "message", { signal: AbortSignal.timeout(30_000) })) as [Buffer]; // what it emits
    return packet;
  } finally {
    socket.close();
  }
}
