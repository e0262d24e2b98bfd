import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { describeAnswer, queryOf, tablesOf } from "../../test/serve-text.ts";
import { makeIdentity } from "../identity.ts";
import { makeResponder } from "../respond.ts";
import type { TcpLimits } from "../settings.ts";
import type { Listener } from "./listener.ts";
import { listenTcp } from "./tcp.ts";
import { listenUdp } from "./udp-portable.ts";

const text = (index: number) => `big TXT "${String(index).padStart(250, "x")}"`;
const respond = makeResponder(
  tablesOf({
    "example.com.": `
      @   SOA ns host 1 7200 3600 1209600 60
      @   NS ns
      a   A 192.0.2.1
      b   A 192.0.2.2
      ${Array.from({ length: 200 }, (_, index) => text(index)).join("\n")}
    `,
  }),
  makeIdentity("s", "v"),
);
const fail = (error: Error) => {
  throw error;
};
const LIMITS: TcpLimits = { connections: 100, idle: 60_000 };
const LOOPBACK = { host: "127.0.0.1", port: 0 };

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function startTcp(limits: Partial<TcpLimits> = {}): Promise<Listener> {
  const listener = await listenTcp(LOOPBACK, respond, { ...LIMITS, ...limits }, fail);
  closers.push(listener.close);
  return listener;
}

async function open({ address }: Listener): Promise<Socket> {
  const socket = connect({ ...address, noDelay: true, allowHalfOpen: true });
  closers.push(() => socket.destroy());
  socket.on("error", () => socket.destroy()); // a server may cut a connection
  await once(socket, "connect");
  return socket;
}

function framed(message: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([message.length >>> 8, message.length & 0xff]), message]);
}

/** Reads this many messages. */
async function read(socket: Socket, count: number): Promise<Buffer[]> {
  const messages: Buffer[] = [];
  let input = Buffer.alloc(0);
  for await (const [data] of onData(socket)) {
    input = Buffer.concat([input, data]);
    while (input.length >= 2 && input.length >= 2 + input.readUInt16BE(0)) {
      const end = 2 + input.readUInt16BE(0);
      messages.push(input.subarray(2, end));
      input = input.subarray(end);
    }
    if (messages.length >= count) break;
  }
  return messages;
}

async function* onData(socket: Socket): AsyncGenerator<[Buffer]> {
  for (;;) yield (await once(socket, "data")) as [Buffer];
}

const A = framed(queryOf("a.example.com. A"));
const B = framed(queryOf("b.example.com. A"));
const ANSWER_A = ["NOERROR aa", "a.example.com. 300 IN A 192.0.2.1"];
const ANSWER_B = ["NOERROR aa", "b.example.com. 300 IN A 192.0.2.2"];

test("UDP: an answer goes back to who asked, on IPv4 and IPv6", async () => {
  for (const [host, type] of [
    ["127.0.0.1", "udp4"],
    ["::1", "udp6"],
  ] as const) {
    const listener = await listenUdp({ host, port: 0 }, respond, fail);
    closers.push(listener.close);
    const client = createSocket(type);
    client.send(queryOf("a.example.com. A"), listener.address.port, host);
    const [answer] = await once(client, "message");
    client.close();
    expect(describeAnswer(answer)).toEqual(ANSWER_A);
  }
});

test("UDP and TCP: an address in use is an error", async () => {
  const udp = await listenUdp(LOOPBACK, respond, fail);
  closers.push(udp.close);
  await expect(listenUdp(udp.address, respond, fail)).rejects.toThrow("EADDRINUSE");
  const tcp = await startTcp();
  await expect(listenTcp(tcp.address, respond, LIMITS, fail)).rejects.toThrow("EADDRINUSE");
});

test("TCP: a question in single octets is put together", async () => {
  const socket = await open(await startTcp());
  const answers = read(socket, 1);
  for (const octet of A) {
    socket.write(Buffer.from([octet]));
    await new Promise(setImmediate);
  }
  expect((await answers).map(describeAnswer)).toEqual([ANSWER_A]);
});

test("TCP: questions in one segment are all answered, in order (RFC 7766 §6.2.1.1)", async () => {
  const socket = await open(await startTcp());
  socket.write(Buffer.concat([A, B, A, B.subarray(0, 5)]));
  const first = await read(socket, 3);
  socket.write(B.subarray(5));
  const second = await read(socket, 1);
  expect([...first, ...second].map(describeAnswer)).toEqual([ANSWER_A, ANSWER_B, ANSWER_A, ANSWER_B]);
});

test("TCP: an answer of more than 50,000 octets arrives whole", async () => {
  const socket = await open(await startTcp());
  socket.write(framed(queryOf("big.example.com. TXT")));
  const [answer] = await read(socket, 1);
  expect(answer!.length).toBeGreaterThan(50_000);
  expect(describeAnswer(answer)).toHaveLength(201);
});

test("TCP: what gets no answer does not disturb what does", async () => {
  const socket = await open(await startTcp());
  const response = queryOf("a.example.com. A");
  response[2] = 0x80;
  socket.write(Buffer.concat([framed(response), framed(Buffer.alloc(0)), framed(Buffer.from([1, 2])), A]));
  expect((await read(socket, 1)).map(describeAnswer)).toEqual([ANSWER_A]);
});

test("TCP: a client that has sent all still gets its answers, then the end", async () => {
  const socket = await open(await startTcp());
  socket.end(Buffer.concat([A, B]));
  expect(await read(socket, 2)).toHaveLength(2);
  await once(socket, "end");
});

test("TCP: a client that does not read is not read from either, and loses nothing", async () => {
  const socket = await open(await startTcp());
  const count = 400;
  const question = framed(queryOf("big.example.com. TXT"));
  socket.pause();
  socket.write(Buffer.concat(Array.from({ length: count }, () => question)));
  await new Promise(setImmediate);
  let octets = 0;
  let expected = 0;
  socket.on("data", (data: Buffer) => {
    if (octets === 0) expected = count * (2 + data.readUInt16BE(0));
    octets += data.length;
    if (octets === expected) socket.end();
  });
  socket.resume();
  await once(socket, "close");
  expect(octets).toBe(expected);
});

test("TCP: an idle connection is closed", async () => {
  const socket = await open(await startTcp({ idle: 1 }));
  socket.resume();
  await once(socket, "end");
});

test("TCP: where there are too many, the one that is idle longest makes room", async () => {
  const listener = await startTcp({ connections: 2 });
  const first = await open(listener);
  first.write(A);
  await read(first, 1);
  const second = await open(listener);
  second.write(A);
  await read(second, 1);
  first.write(B);
  await read(first, 1);
  const closed = once(second.resume(), "end");
  const third = await open(listener);
  await closed;
  third.write(A);
  first.write(B);
  expect((await read(third, 1)).map(describeAnswer)).toEqual([ANSWER_A]);
  expect((await read(first, 1)).map(describeAnswer)).toEqual([ANSWER_B]);
});

test("TCP: closing the listener ends its connections, and their answers arrive", async () => {
  const listener = await startTcp();
  const socket = await open(listener);
  socket.write(A);
  expect(await read(socket, 1)).toHaveLength(1);
  const end = once(socket, "end");
  const closed = listener.close();
  await end;
  socket.end();
  await closed;
  await expect(open(listener)).rejects.toThrow("ECONNREFUSED");
});
