import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { framed, framesOf } from "../../test/frames.ts";
import { answer } from "../answer/answer.ts";
import type { Respond } from "../answer/respond.ts";
import type { MoreMessages } from "../answer/transfers.ts";
import type { Listener } from "./listener.ts";
import { listenTcp } from "./tcp.ts";

/** Octets of a message of a long answer. */
const SIZE = 16_000;
const LIMITS = {
  connections: 100,
  perAddress: 100,
  proxies: [],
  headersFrom: [],
  idle: 60_000,
  memory: 1 << 24,
};

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** How many messages have been made, and what has been closed, by the first octets of questions. */
interface Made {
  readonly [question: string]: { messages: number; isClosed: boolean };
}

/** A question of one octet and a count: so many messages of that octet are the answer, or one of two octets for 0. */
const question = (letter: string, count: number) => {
  const octets = Buffer.alloc(5, letter);
  octets.writeUInt32BE(count, 1);
  return framed([octets]);
};

async function start(limits: Partial<typeof LIMITS> = {}) {
  const made: { [question: string]: { messages: number; isClosed: boolean } } = {};
  const respond: Respond = (packet, _length, out) => {
    const letter = String.fromCharCode(packet[0]!);
    const count = Buffer.from(packet).readUInt32BE(1);
    out.fill(packet[0]!, 0, SIZE);
    if (count === 0) return 2;
    const mine = { messages: 1, isClosed: false };
    made[letter] = mine;
    const octet = packet[0]!;
    const rest: MoreMessages = {
      next: (into) => {
        if (mine.messages === count) return 0;
        mine.messages += 1;
        into.fill(octet, 0, SIZE);
        return SIZE;
      },
      close: () => {
        mine.isClosed = true;
      },
    };
    answer.rest = rest;
    return SIZE;
  };
  const fail = (error: Error) => {
    throw error;
  };
  const listener = await listenTcp({ host: "127.0.0.1", port: 0 }, respond, { ...LIMITS, ...limits }, fail);
  closers.push(listener.close);
  return { listener, made: made as Made };
}

async function open({ address }: Listener): Promise<Socket> {
  const socket = connect({ ...address, noDelay: true, allowHalfOpen: true });
  closers.push(() => socket.destroy());
  socket.on("error", () => socket.destroy());
  await once(socket, "connect");
  return socket;
}

/** Reads up to the end; each message as its first letter and its length. */
async function readAll(socket: Socket): Promise<string[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return framesOf(Buffer.concat(chunks)).map(
    (message) => `${String.fromCharCode(message[0]!)} ${message.length}`,
  );
}

test("what is asked behind a long answer is answered behind it, also where the client sends no more (RFC 5936 §4.1)", async () => {
  const { listener, made } = await start();
  const socket = await open(listener);
  socket.end(Buffer.concat([question("x", 0), question("a", 500), question("y", 0), question("b", 3)]));
  expect(await readAll(socket)).toEqual([
    "x 2",
    ...Array.from({ length: 500 }, () => `a ${SIZE}`),
    "y 2",
    ...Array.from({ length: 3 }, () => `b ${SIZE}`),
  ]);
  expect([made.a!.isClosed, made.b!.isClosed]).toEqual([true, true]);
});

test("who does not read has little made for him, keeps nobody waiting, and is cut off", async () => {
  const { listener, made } = await start({ idle: 700 });
  const stalled = await open(listener);
  stalled.pause();
  stalled.write(question("a", 1_000_000));
  const other = await open(listener);
  for (let turn = 0; turn < 100; turn++) {
    other.write(question("x", 0));
    await once(other, "data");
  }
  // What the system takes for a socket that nobody reads is a few megabytes.
  expect(made.a!.messages * SIZE).toBeLessThan(32 << 20);
  const before = made.a!.messages;
  const timer = setInterval(() => void other.write(question("x", 0)), 100);
  closers.push(() => clearInterval(timer));
  while (!made.a!.isClosed) await once(other, "data");
  expect(made.a!.messages - before).toBeLessThan(64);
});

test("those who read fast share the time, and a question between them is soon answered", async () => {
  const { listener, made } = await start();
  for (const letter of ["a", "b", "c"]) {
    const socket = await open(listener);
    socket.resume();
    socket.write(question(letter, 1_000_000));
  }
  const other = await open(listener);
  const waits: number[] = [];
  for (let turn = 0; turn < 50; turn++) {
    const asked = performance.now();
    other.write(question("x", 0));
    await once(other, "data");
    waits.push(performance.now() - asked);
  }
  waits.sort((a, b) => a - b);
  expect(waits[25]!).toBeLessThan(200); // milliseconds; it would be the whole of an answer otherwise
  const counts = ["a", "b", "c"].map((letter) => made[letter]!.messages);
  expect(Math.max(...counts)).toBeLessThan(20 * Math.min(...counts));
});

test("who goes away ends his answer", async () => {
  const { listener, made } = await start();
  const socket = await open(listener);
  socket.write(question("a", 1_000_000));
  await once(socket, "data");
  socket.destroy();
  const other = await open(listener);
  while (!made.a!.isClosed) {
    other.write(question("x", 0));
    await once(other, "data");
  }
  expect(made.a!.messages).toBeLessThan(1_000_000);
});
