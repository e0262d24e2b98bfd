import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * A loopback port that is free for TCP and UDP, for a server that has to be told one. It lies below the ports that
 * systems choose by themselves (Linux from 32768 on, RFC 6335 §6 from 49152 on), so no client's socket takes it before
 * the server does.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(LEAST, MOST);
    if ((await isFreeForTcp(port)) && (await isFreeForUdp(port))) return port;
  }
}

const LEAST = 10_000;
const MOST = 32_768;
const LOOPBACK = "127.0.0.1";

async function isFreeForTcp(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, LOOPBACK), "listening");
  } catch {
    return false; // somebody has it
  }
  server.close();
  await once(server, "close");
  return true;
}

async function isFreeForUdp(port: number): Promise<boolean> {
  const socket = createSocket("udp4");
  try {
    socket.bind(port, LOOPBACK);
    await once(socket, "listening");
  } catch {
    return false; // somebody has it
  }
  socket.close();
  await once(socket, "close");
  return true;
}
