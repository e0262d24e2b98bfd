import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { describeAnswer, queryOf, tablesOf } from "../../test/serve-text.ts";
import {
  makeCounters,
  TCP_ACCEPTED,
  TCP_CROWDED,
  TCP_IDLE,
  TCP_OPEN,
  TCP_TOO_MANY_OF_ONE,
} from "../answer/counters.ts";
import { makeIdentity } from "../answer/identity.ts";
import { makeResponder } from "../answer/respond.ts";
import type { TcpLimits } from "../settings/settings.ts";
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
const LIMITS: TcpLimits = {
  connections: 100,
  perAddress: 100,
  proxies: [],
  headersFrom: [],
  idle: 60_000,
  memory: 1 << 24,
};
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

async function open({ address }: Listener, localAddress = "127.0.0.1"): Promise<Socket> {
  const socket = connect({ ...address, localAddress, noDelay: true, allowHalfOpen: true });
  closers.push(() => socket.destroy());
  socket.on("error", () => socket.destroy()); // a server may cut a connection
  await once(socket, "connect");
  return socket;
}

/** Resolves when it is closed, in whichever way. */
function gone(socket: Socket): Promise<void> {
  return new Promise((resolve) => void socket.once("close", () => resolve()));
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

test.each<[string, Partial<TcpLimits>, number]>([
  ["in all", { connections: 1 }, TCP_CROWDED],
  ["of one address", { perAddress: 1 }, TCP_TOO_MANY_OF_ONE],
  ["that are idle", { idle: 1 }, TCP_IDLE],
])("TCP: connections too many %s are counted, as those that come and are open", async (_, limits, reason) => {
  const [counters] = makeCounters(1);
  const listener = await listenTcp(LOOPBACK, respond, { ...LIMITS, ...limits }, fail, counters);
  closers.push(listener.close);
  const first = await open(listener);
  const closed = once(first.resume(), "end");
  const second = await open(listener);
  await closed;
  const reasons = [TCP_CROWDED, TCP_TOO_MANY_OF_ONE, TCP_IDLE].filter((each) => counters![each]! > 0);
  expect({ reasons, accepted: counters![TCP_ACCEPTED] }).toEqual({ reasons: [reason], accepted: 2 });
  expect(counters![TCP_OPEN]! + counters![reason]!).toBe(2);
  second.destroy();
});

test("TCP: an address that has too many connections loses the one that is idle longest, and no other does", async () => {
  const listener = await startTcp({ perAddress: 2 });
  const other = await open(listener, "127.0.0.2");
  other.write(A);
  await read(other, 1);
  const first = await open(listener);
  first.write(A);
  await read(first, 1);
  const second = await open(listener);
  second.write(A);
  await read(second, 1);
  const closed = once(first.resume(), "end");
  const third = await open(listener);
  await closed;
  for (const socket of [other, second, third]) {
    socket.write(B);
    expect((await read(socket, 1)).map(describeAnswer)).toEqual([ANSWER_B]);
  }
});

test("TCP: a place is free again when its connection is closed", async () => {
  const listener = await startTcp({ perAddress: 2 });
  const kept = await open(listener);
  kept.write(A);
  await read(kept, 1);
  for (let round = 0; round < 5; round++) {
    const socket = await open(listener);
    const end = once(socket.resume(), "end");
    socket.end(A);
    await end;
  }
  kept.write(B);
  expect((await read(kept, 1)).map(describeAnswer)).toEqual([ANSWER_B]);
});

test("TCP: behind a proxy an address is nobody's, and has as many as there are", async () => {
  const proxies = [{ network: "127.0.0.0", prefix: 8 }];
  const listener = await startTcp({ perAddress: 1, connections: 3, proxies });
  const sockets = [await open(listener), await open(listener), await open(listener)];
  for (const socket of sockets) {
    socket.write(A);
    expect((await read(socket, 1)).map(describeAnswer)).toEqual([ANSWER_A]);
  }
  const closed = once(sockets[0]!.resume(), "end");
  await open(listener);
  await closed;
});

test.each([
  ["one octet at a time", Buffer.from([0])],
  ["messages of no octets", Buffer.from([0, 0])],
  ["responses", framed(Buffer.from("123480000000000000000000", "hex"))],
])("TCP: who sends %s does not use the connection", async (_name, octets) => {
  const socket = await open(await startTcp({ idle: 200 }));
  const question = Buffer.concat([Buffer.from([0xff, 0xff]), Buffer.alloc(60_000)]);
  let sent = 0;
  const timer = setInterval(() => {
    // The first of them makes a long message of its octets that is never whole.
    socket.write(octets.length > 1 ? octets : question.subarray(sent, ++sent));
  }, 20);
  closers.push(() => clearInterval(timer));
  await gone(socket.resume());
});

test("TCP: who takes no answers makes room when all hold too much; who holds nothing stays", async () => {
  const listener = await startTcp({ memory: 1 << 16 });
  const quiet = await open(listener);
  quiet.write(A);
  await read(quiet, 1);
  const hog = await open(listener);
  const closed = gone(hog);
  hog.pause();
  const question = framed(queryOf("big.example.com. TXT"));
  hog.write(Buffer.concat(Array.from({ length: 1000 }, () => question)));
  // Without reading, only one's own writing shows that there is nobody any more.
  const timer = setInterval(() => void hog.write(question), 10);
  closers.push(() => clearInterval(timer));
  await closed;
  quiet.write(B);
  expect((await read(quiet, 1)).map(describeAnswer)).toEqual([ANSWER_B]);
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
