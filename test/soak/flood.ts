import { createSocket } from "node:dgram";
import { once } from "node:events";
import { queryOf } from "../serve-text.ts";
import { ORIGIN } from "./soak-zones.ts";
import type { Tally } from "./tally.ts";
import { type Running, startTicking } from "./udp-load.ts";

/** Asks one question from one address more often than the server's limit allows, and counts what comes back. */
export async function startFlood(port: number, tally: Tally): Promise<Running> {
  const socket = createSocket("udp4");
  socket.bind(0, SENDER);
  await once(socket, "listening");
  socket.on("error", () => {}); // who floods does not mind
  socket.on("message", (answer) => {
    if ((answer[2]! & TC) === 0) tally.total.floodWhole += 1;
    else tally.total.floodTruncated += 1;
  });
  const query = queryOf(`version.${ORIGIN} TXT`);
  const ticking = startTicking(PER_SECOND, () => socket.send(query, port, "127.0.0.1"));
  return {
    stop: async () => {
      ticking.stop();
      socket.close();
      await once(socket, "close");
    },
  };
}

/** An address that the server is told to limit, of another prefix than garbage comes from. */
const SENDER = "127.9.9.9";
/** Several times the limit that the server is started with. */
const PER_SECOND = 300;
const TC = 0x02;
