import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { LOG_UNCONNECTED, LOG_WRITTEN, makeCounters } from "../answer/counters.ts";
import { ACCEPT, controlFrame, FINISH, STOP } from "./frame-stream.ts";
import type { Logged } from "./logged.ts";
import type { Sink } from "./sink.ts";
import { socketSink } from "./socket-sink.ts";

const ACCEPT_ANY = controlFrame(ACCEPT); // it names no content type
const PACKET: Logged = {
  ...{ isStream: false, client: undefined, server: {}, began: 1, ended: 2, rcode: 0 },
  ...{ query: Uint8Array.of(1, 2, 3), answer: new Uint8Array(0) },
};

const toEnd: { server?: Server; sink?: Sink } = {};
afterEach(async () => {
  await toEnd.sink?.end();
  toEnd.server?.close();
});

/** Somebody who listens, and a sink that sends there; `said` resolves to the next line for the log. */
async function start() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // it is not a pipe
  const [counters] = makeCounters(1);
  const lines: string[] = [];
  let wake = () => {};
  const tell = (text: string) => {
    lines.push(text);
    wake();
  };
  const said = async () => {
    while (lines.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    return lines.shift();
  };
  const world = { counters: counters!, say: tell, complain: tell };
  const sink = socketSink("the reader", { host: "127.0.0.1", port }, { server: "s", version: "v" }, world);
  Object.assign(toEnd, { server, sink });
  return { server, sink, counters: counters!, said };
}

async function accept(server: Server): Promise<Socket> {
  const [socket] = (await once(server, "connection")) as [Socket]; // what a server emits
  socket.on("error", () => {});
  return socket;
}

test("who goes away is connected again, and what came meanwhile is counted", async () => {
  const { server, sink, counters, said } = await start();
  for (let connection = 1; connection <= 2; connection++) {
    const socket = await accept(server);
    sink.take(PACKET); // nobody has accepted yet
    socket.write(ACCEPT_ANY);
    expect(await said()).toBe("dnstap: connected to the reader");
    sink.take(PACKET);
    sink.flush();
    expect([counters[LOG_UNCONNECTED], counters[LOG_WRITTEN]]).toEqual([connection, connection]);
    socket.destroy();
    expect(await said()).toMatch(/^dnstap: the reader takes nothing: .*; it is tried again and again$/);
  }
});

test("who takes something else is left, tried again, and told of once", async () => {
  const { server, said } = await start();
  const wrong = await accept(server);
  wrong.write("HTTP/1.1 400 Bad Request\r\n\r\n");
  expect(await said()).toContain("takes nothing: it takes no dnstap");
  const again = await accept(server);
  again.destroy();
  const last = await accept(server);
  last.write(ACCEPT_ANY);
  expect(await said()).toBe("dnstap: connected to the reader");
});

test("at the end it says so and waits until that is heard", async () => {
  const { server, sink, said } = await start();
  const socket = await accept(server);
  const octets: Buffer[] = [];
  socket.on("data", (data: Buffer) => octets.push(data));
  socket.write(ACCEPT_ANY);
  await said();
  sink.take(PACKET);
  const ended = sink.end();
  while (!Buffer.concat(octets).subarray(-12).equals(controlFrame(STOP))) await once(socket, "data");
  socket.write(controlFrame(FINISH));
  await ended;
  expect(Buffer.concat(octets).includes(PACKET.query)).toBe(true);
});
