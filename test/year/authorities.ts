import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import { decodeMessage } from "../../dns/message.ts";
import { keyOf, printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import { freePort } from "../../scripts/free-port.ts";
import { UNKNOWN_CLIENT } from "../../server/query/client.ts";
import type { Version } from "./versions.ts";

/** Somebody who answers for a zone: what he has at this moment, for a question "name TYPE". */
export type Source = (question: string) => Version;

/** Who answers for what. */
export interface Sources {
  readonly root: Source;
  readonly parent: Source;
  /** The three servers of the zone under test. */
  readonly year: readonly [Source, Source, Source];
}

/** Nameservers on the loopback address, each at a port of its own for UDP and TCP, which answer from what `sources` has just then. */
export interface Authorities {
  readonly root: number;
  readonly parent: number;
  readonly year: readonly number[];
  /** Who was the last to be asked "name TYPE", and what he answered from. Whoever begins anew clears it. */
  readonly asked: Map<string, Version>;
  readonly stop: () => Promise<void>;
}

/** Starts them. `sources` is asked for each question. */
export async function startAuthorities(sources: () => Sources): Promise<Authorities> {
  const asked = new Map<string, Version>();
  const noting = (source: () => Source) => (question: string) => {
    const version = source()(question);
    // Who cannot answer is asked again elsewhere.
    if (version.records.length > 0) asked.set(question, version);
    return version;
  };
  const each = [
    await listen(noting(() => sources().root)),
    await listen(noting(() => sources().parent)),
    await listen(noting(() => sources().year[0])),
    await listen(noting(() => sources().year[1])),
    await listen(noting(() => sources().year[2])),
  ];
  const [root, parent, ...year] = each.map(({ port }) => port) as [number, number, ...number[]]; // of those above
  return {
    ...{ root, parent, year, asked },
    stop: async () => {
      for (const listener of each) await listener.stop();
    },
  };
}

/** One that answers for all of them, as a resolver would: for a validator that asks one alone. */
export async function startResolver(sources: () => Sources): Promise<Listener> {
  return await listen((question) => sourceFor(question, sources())(question));
}

/** A DS is asked of the zone above. */
function sourceFor(question: string, { root, parent, year }: Sources): Source {
  const [name = "", type = ""] = question.split(" ");
  if (name === "year.example.") return type === "DS" ? parent : year[0];
  if (name.endsWith(".year.example.")) return year[0];
  if (name === "example.") return type === "DS" ? root : parent;
  return name.endsWith(".example.") ? parent : root;
}

/** A nameserver on the loopback address, for UDP and TCP. */
export interface Listener {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

async function listen(source: Source): Promise<Listener> {
  const tcp = createServer((socket) => {
    let waiting = Buffer.alloc(0);
    socket.on("error", () => socket.destroy());
    socket.on("data", (data: Buffer) => {
      waiting = Buffer.concat([waiting, data]);
      while (waiting.length >= 2 && waiting.length >= 2 + waiting.readUInt16BE(0)) {
        const length = waiting.readUInt16BE(0);
        const answer = answerFrom(source, waiting.subarray(2, 2 + length), 65_535);
        waiting = waiting.subarray(2 + length);
        const head = Buffer.alloc(2);
        head.writeUInt16BE(answer.length);
        socket.write(Buffer.concat([head, answer]));
      }
    });
  });
  const port = await freePort();
  tcp.listen(port, "127.0.0.1");
  await once(tcp, "listening");
  const udp = createSocket("udp4");
  udp.bind(port, "127.0.0.1");
  await once(udp, "listening");
  udp.on("message", (packet, { port: to, address }) =>
    udp.send(answerFrom(source, packet, 1_232), to, address),
  );
  return {
    port,
    stop: async () => {
      udp.close();
      tcp.close();
      await once(tcp, "close");
    },
  };
}

function answerFrom(source: Source, packet: Uint8Array, limit: number): Buffer {
  const out = new Uint8Array(limit);
  const { respond } = source(questionIn(packet));
  return Buffer.from(out.subarray(0, respond(packet, packet.length, out, limit, UNKNOWN_CLIENT)));
}

/** "name TYPE" of a query, in lower case. */
function questionIn(packet: Uint8Array): string {
  const message = decodeMessage(packet);
  const question = "fault" in message ? undefined : message.question[0];
  return question === undefined ? "" : `${printName(keyOf(question.name))} ${typeName(question.type)}`;
}
