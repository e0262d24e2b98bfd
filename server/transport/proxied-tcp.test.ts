import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { queryOf } from "../../test/serve-text.ts";
import { nameOf } from "../../test/zone-text.ts";
import { parseAddressBlocks } from "../address/address-block.ts";
import {
  makeCounters,
  PROXY_CHECKS,
  PROXY_NO_HEADER,
  PROXY_STRANGER,
  TCP_TOO_MANY_OF_ONE,
} from "../answer/counters.ts";
import type { Respond } from "../answer/respond.ts";
import { askTcp } from "../ask/ask-tcp.ts";
import { localProxyHeader } from "../query/proxy-header.ts";
import type { Listener } from "./listener.ts";
import { listenTcp } from "./tcp.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Tells who asks, in place of an answer. */
const tellClient: Respond = (_packet, _length, out, _limit, client) => {
  const length = client.address(out, 2);
  out[0] = client.port() >>> 8;
  out[1] = client.port();
  return length + 2;
};

const SENDER = "127.0.0.9";
const LIMITS = { connections: 20, perAddress: 2, proxies: [], idle: 60_000, memory: 1 << 24 };

async function start(counters = makeCounters(1)[0]!): Promise<Listener> {
  const headersFrom = parseAddressBlocks(`${SENDER}/32`);
  if ("wrong" in headersFrom) throw new Error(headersFrom.wrong);
  const place = { host: "127.0.0.1", port: 0, isProxied: true };
  const fail = (error: Error) => {
    throw error;
  };
  const listener = await listenTcp(place, tellClient, { ...LIMITS, headersFrom }, fail, counters);
  closers.push(listener.close);
  return listener;
}

async function open({ address }: Listener, localAddress = SENDER): Promise<Socket> {
  const socket = connect({ ...address, localAddress, noDelay: true, allowHalfOpen: true });
  closers.push(() => socket.destroy());
  socket.on("error", () => socket.destroy());
  await once(socket, "connect");
  return socket;
}

/** Resolves when the server has closed it, in whichever way. */
function gone(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed || socket.readableEnded) resolve();
    else socket.resume().once("end", resolve).once("close", resolve);
  });
}

const QUERY = queryOf("a.example.com. A");
const QUESTION = Buffer.concat([Buffer.from([0, QUERY.length]), QUERY]);
const header = (address: string, port = 54321) =>
  Buffer.from(
    `0d0a0d0a000d0a515549540a2111000c${address}c6336435${port.toString(16).padStart(4, "0")}0035`,
    "hex",
  );

test("the client is whom the header names", async () => {
  const socket = await open(await start());
  socket.write(Buffer.concat([header("c0000201"), QUESTION]));
  const [answer] = (await once(socket, "data")) as [Buffer];
  expect(answer.toString("hex")).toBe("0006d431c0000201");
});

test("a header may come octet by octet, and questions after it as they like", async () => {
  const socket = await open(await start());
  for (const octet of header("c0000201")) {
    socket.write(Buffer.from([octet]));
    await new Promise(setImmediate);
  }
  socket.write(QUESTION);
  const [answer] = (await once(socket, "data")) as [Buffer];
  expect(answer.toString("hex")).toBe("0006d431c0000201");
  socket.end(QUESTION); // a second one, with the end
  expect((await once(socket, "data"))[0].toString("hex")).toBe("0006d431c0000201");
});

test("who is no proxy is closed at once, and so is a proxy that brings no header", async () => {
  const counters = makeCounters(1)[0]!;
  const listener = await start(counters);
  const stranger = await open(listener, "127.0.0.2");
  await gone(stranger);
  const plain = await open(listener);
  plain.write(QUESTION);
  await gone(plain);
  const cut = await open(listener);
  cut.end(header("c0000201").subarray(0, 20));
  await gone(cut);
  expect([counters[PROXY_STRANGER], counters[PROXY_NO_HEADER]]).toEqual([1, 2]);
});

test("a connection that ends without an octet is a check and no error", async () => {
  const counters = makeCounters(1)[0]!;
  const check = await open(await start(counters));
  check.end();
  await gone(check);
  expect([counters[PROXY_CHECKS], counters[PROXY_NO_HEADER]]).toEqual([1, 0]);
});

test("the server asks itself with LOCAL, and takes no address from itself", async () => {
  const counters = makeCounters(1)[0]!;
  const { address } = await start(counters);
  const ask = askTcp(address, localProxyHeader());
  const [answer] = await ask([{ name: nameOf("."), type: 6 }], performance.now() + 2_000);
  expect(answer).toEqual({ fault: expect.stringContaining("") }); // `tellClient` gives no DNS, but it gave something
  expect(counters[PROXY_NO_HEADER]).toBe(0);
  const liar = connect({ ...address });
  closers.push(() => liar.destroy());
  liar.on("error", () => liar.destroy());
  liar.write(header("c0000201"));
  await gone(liar);
  expect(counters[PROXY_NO_HEADER]).toBe(1);
});

test("connections are counted for the client that the header names", async () => {
  const counters = makeCounters(1)[0]!;
  const listener = await start(counters);
  const asked = async (client: string) => {
    const socket = await open(listener);
    socket.write(Buffer.concat([header(client), QUESTION]));
    await once(socket, "data");
    return socket;
  };
  const first = await asked("c0000201");
  await asked("c0000201");
  await asked("c0000202");
  expect(counters[TCP_TOO_MANY_OF_ONE]).toBe(0);
  await asked("c0000201"); // the third of one address: the oldest makes room
  await gone(first);
  expect(counters[TCP_TOO_MANY_OF_ONE]).toBe(1);
});
