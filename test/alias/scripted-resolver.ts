import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import { decodeMessage, encodeMessage, type Message } from "../../dns/message.ts";
import { printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import { freePort } from "../../scripts/free-port.ts";
import { messageSaying, type Said } from "../aliases.ts";

/** A resolver that says what it is told to, over UDP and TCP on one port. */
export interface ScriptedResolver {
  readonly port: number;
  /** Each "name TYPE" with the transport, in order, names as they were written. */
  readonly asked: string[];
  readonly stop: () => Promise<void>;
}

/** Answers a query in its own way; undefined for silence. */
export type Answering = (query: Message, transport: "udp" | "tcp") => Uint8Array | undefined;

/** As `said` has it: what is not there is answered SERVFAIL. */
export function saying(said: Said): Answering {
  return (query) => {
    const { name, type } = query.question[0]!;
    const text = said[`${printName(name).toLowerCase()} ${typeName(type)}`];
    const plain = { id: query.id, flags: { ...query.flags, qr: true, ra: true }, question: query.question };
    if (text === undefined)
      return encodeMessage({ ...messageSaying("none", name, type), ...plain, rcode: 2, authority: [] });
    return encodeMessage({ ...messageSaying(text, name, type), ...plain });
  };
}

/** Starts one. */
export async function startScriptedResolver(answer: Answering): Promise<ScriptedResolver> {
  const port = await freePort();
  const asked: string[] = [];
  const respond = (octets: Uint8Array, transport: "udp" | "tcp") => {
    const query = decodeMessage(octets);
    if ("fault" in query) return undefined;
    const { name, type } = query.question[0]!;
    asked.push(`${printName(name)} ${typeName(type)} ${transport}`);
    return answer(query, transport);
  };
  const udp = createSocket("udp4");
  udp.on("message", (octets, { port: from, address }) => {
    const reply = respond(octets, "udp");
    if (reply !== undefined) udp.send(reply, from, address);
  });
  udp.bind(port, "127.0.0.1");
  await once(udp, "listening");
  const tcp = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (data: Buffer) => {
      const reply = respond(data.subarray(2), "tcp");
      if (reply === undefined) socket.destroy();
      else socket.end(Buffer.from([reply.length >>> 8, reply.length & 0xff, ...reply]));
    });
  });
  tcp.listen(port, "127.0.0.1");
  await once(tcp, "listening");
  return {
    ...{ port, asked },
    stop: async () => {
      udp.close();
      tcp.close();
      await once(tcp, "close");
    },
  };
}
