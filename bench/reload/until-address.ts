import { createSocket } from "node:dgram";
import { once } from "node:events";
import { benchQuery } from "../bench-query.ts";
import type { Running } from "../server/start.ts";

/** Milliseconds between two questions: what is measured is exact to so much. */
const EVERY = 1;
/** Milliseconds. */
const PATIENCE = 60_000;

/** Asks for the address of a name again and again, until it is this one. Throws where that takes more than a minute. */
export async function untilAddress(
  { host, port }: Pick<Running, "host" | "port">,
  name: string,
  address: string,
): Promise<void> {
  const query = benchQuery(name, "A");
  const wanted = Buffer.from(address.split(".").map(Number));
  const socket = createSocket("udp4");
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.on("message", (answer) => {
    if (answer.subarray(-wanted.length).equals(wanted)) resolve(); // one record, and nothing behind it
  });
  socket.bind(0);
  await once(socket, "listening");
  const timer = setInterval(() => socket.send(query, port, host, () => {}), EVERY);
  const late = setTimeout(() => reject(new Error(`${name} does not get ${address}`)), PATIENCE);
  try {
    await promise;
  } finally {
    clearTimeout(late);
    clearInterval(timer);
    socket.close();
  }
}
