import { createSocket } from "node:dgram";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { benchQuery } from "../bench-query.ts";

/** Whom to ask for the SOA of which zones. */
interface Waited {
  readonly host: string;
  readonly port: number;
  readonly origins: readonly string[];
  /** An echo has no records. */
  readonly isEcho: boolean;
}

/** Milliseconds between two questions: what is measured is exact to so much. */
const EVERY = 1;
/** Milliseconds, for the slowest server with the largest zones. */
const PATIENCE = 60_000;

/** Asks for each zone again and again; gives the time (`performance.now()`) at which the last of them was answered with its SOA. */
export async function untilAnswered(
  { host, port, origins, isEcho }: Waited,
  signal: AbortSignal,
): Promise<number | "silent"> {
  const queries = origins.map((origin, index) => {
    const query = benchQuery(origin, "SOA");
    query.writeUInt16BE(index, 0);
    return query;
  });
  const waiting = new Set(queries.keys());
  const socket = createSocket(host === "::1" ? "udp6" : "udp4");
  const done = Promise.withResolvers<number>();
  socket.on("error", () => {}); // nobody is there yet
  socket.on("message", (answer) => {
    const isThere = (answer[3]! & RCODE) === 0 && (isEcho || answer.readUInt16BE(ANCOUNT) > 0);
    if (!isThere) return;
    waiting.delete(answer.readUInt16BE(0));
    if (waiting.size === 0) done.resolve(performance.now());
  });
  socket.bind(0);
  await once(socket, "listening");
  const timer = setInterval(() => {
    for (const index of waiting) socket.send(queries[index]!, port, host, () => {});
  }, EVERY);
  const silent = wait(PATIENCE, "silent" as const, { signal, ref: false }).catch(() => "silent" as const);
  const result = await Promise.race([done.promise, silent]);
  clearInterval(timer);
  socket.close();
  return result;
}

const RCODE = 0x0f;
const ANCOUNT = 6; // octets into the header
