import { createSocket, type Socket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { once } from "node:events";
import { queryObjects } from "node:v8";
import { expect, test } from "vitest";
import { describeAnswer, queryOf, tablesOf } from "../../test/serve-text.ts";
import { ANSWERED, makeCounters, RECEIVED } from "../answer/counters.ts";
import { type Service, startService } from "../process/service.ts";
import { readSettings, type Settings } from "../settings/settings.ts";
import { type Libc, openLibc } from "./libc.ts";
import { findFault } from "./self-test.ts";
import { answerBatches } from "./udp-batch.ts";

const TABLES = tablesOf({
  "example.com.": `
    @   SOA ns host 1 7200 3600 1209600 60
    @   NS ns
    a   A 192.0.2.1
  `,
});

const libc = openLibc();
if ("missing" in libc) console.warn(`skipped: no batches, ${libc.missing}`);

async function start(...words: string[]): Promise<Service> {
  const settings = readSettings([...words, "--zones", "none"], {}, "server-1") as Settings; // the words are right
  return await startService(settings, TABLES, {
    entry: new URL("../main.ts", import.meta.url),
    lookUp: lookup,
    privileges: process,
    interfaces: () => ({}),
    complain: (text) => {
      throw new Error(text);
    },
    say: () => {},
  });
}

/** A query with this id; the others get silence: an answer, and half a header. */
function question(id: number): Buffer {
  const query = queryOf("a.example.com. A");
  query.writeUInt16BE(id);
  return query;
}
const RESPONSE = question(0);
RESPONSE[2] = 0x80;
const SILENT = [RESPONSE, RESPONSE.subarray(0, 5)];

/** Sends questions with silent ones between them, then gives the answers. */
async function ask(
  socket: Socket,
  first: number,
  count: number,
  host: string,
  port: number,
): Promise<Buffer[]> {
  const answers: Buffer[] = [];
  const all = new Promise<void>((resolve) => {
    socket.on("message", (answer) => {
      answers.push(answer);
      if (answers.length === count) resolve();
    });
  });
  for (let id = first; id < first + count; id++) {
    socket.send(question(id), port, host);
    socket.send(SILENT[id % 2]!, port, host);
  }
  await all;
  return answers;
}

const CLIENTS = 8;
const EACH = 12;

test.skipIf("missing" in libc)(
  "a batch of many clients, some of them silent: each gets the answers to its questions, on IPv4 and IPv6",
  async () => {
    const service = await start(
      "--listen",
      "127.0.0.1:0",
      "--listen-udp",
      "[::1]:0",
      "--udp",
      "batch",
      "--udp-threads",
      "2",
    );
    const ports = service.addresses.map((address) => Number(/:(\d+)$/.exec(address)![1]));
    const sockets = Array.from({ length: CLIENTS }, (_, index) =>
      createSocket(index % 2 === 0 ? "udp4" : "udp6"),
    );
    const results = await Promise.all(
      sockets.map((socket, index) =>
        ask(socket, 100 * index, EACH, index % 2 === 0 ? "127.0.0.1" : "::1", ports[index % 2]!),
      ),
    );
    for (const socket of sockets) socket.close();
    await service.stop(0);
    for (const [index, answers] of results.entries()) {
      const ids = answers.map((answer) => answer.readUInt16BE()).sort((a, b) => a - b);
      expect(ids).toEqual(Array.from({ length: EACH }, (_, at) => 100 * index + at));
      expect(describeAnswer(answers[0])).toEqual(["NOERROR aa", "a.example.com. 300 IN A 192.0.2.1"]);
    }
    const sum = (counter: number) =>
      service.counters.reduce((total, counters) => total + counters[counter]!, 0);
    expect([sum(RECEIVED), sum(ANSWERED)]).toEqual([2 * CLIENTS * EACH, CLIENTS * EACH]);
  },
);

test.skipIf("missing" in libc)(
  "on every address of the host, the answer comes from the address that was asked",
  async () => {
    const service = await start("--listen-udp", "0.0.0.0:0", "--listen-udp", "[::]:0", "--udp", "batch");
    const [port, port6] = service.addresses.map((address) => Number(/:(\d+)$/.exec(address)![1]));
    // Two clients for each address, so that a batch has several; the system's own choice would be 127.0.0.1.
    const asked = ["127.0.0.1", "127.0.0.2", "127.1.2.3", "::1"].flatMap((host) => [host, host]);
    const answers = await Promise.all(
      asked.map(async (host, id) => {
        const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
        // Not connected: it would be deaf to an answer from elsewhere.
        socket.send(question(id), host.includes(":") ? port6! : port!, host);
        const [answer, from] = await once(socket, "message");
        socket.close();
        return { id: answer.readUInt16BE(), from: from.address };
      }),
    );
    await service.stop(0);
    expect(answers).toEqual(asked.map((from, id) => ({ id, from })));
  },
);

test.skipIf("missing" in libc)("what has come before the end is answered", async () => {
  const service = await start("--listen-udp", "127.0.0.1:0", "--udp", "batch", "--udp-threads", "1");
  const port = Number(service.addresses[0]!.split(":")[1]);
  const socket = createSocket("udp4");
  socket.connect(port, "127.0.0.1");
  await once(socket, "connect");
  const answered = new Promise<number>((resolve) => {
    let count = 0;
    socket.on("message", () => {
      if (++count === 50) resolve(count);
    });
  });
  const sent = Array.from({ length: 50 }, (_, id) => new Promise((done) => socket.send(question(id), done)));
  await Promise.all(sent);
  await service.stop(0);
  expect(await answered).toBe(50);
  socket.close();
});

test("an address that another server has is refused, though both would share it", async () => {
  if ("missing" in libc) return;
  const service = await start("--listen-udp", "127.0.0.1:0", "--udp-threads", "2");
  const address = service.addresses[0]!.replace("udp ", "");
  await expect(start("--listen-udp", address)).rejects.toThrow(
    `Cannot listen on ${address}: bind EADDRINUSE`,
  );
  await service.stop(0);
});

test("the self-test finds what does not work", () => {
  if ("missing" in libc) return;
  expect(findFault(libc)).toBeUndefined();
  const deaf = { ...libc, call: { ...libc.call, recvmmsg: () => -1 } } as unknown as typeof libc; // one call replaced
  expect(findFault(deaf)).toMatch(/^recvmmsg E/);
  const silent = { ...libc, call: { ...libc.call, sendmmsg: () => 1 } } as unknown as typeof libc;
  expect(findFault(silent)).toBe("recvmmsg EAGAIN");
});

test("memory that the system knows by its address is held for as long as packets are answered", () => {
  class Told {}
  let told = 0;
  const nothingComes: Libc = {
    call: { poll: () => 0, recvmmsg: () => -1, getsockopt: () => -1 } as unknown as Libc["call"], // no others are called
    addressOf: (buffer) => {
      told += 1;
      Object.setPrototypeOf(buffer, Told.prototype); // by which it can be counted
      return 0n;
    },
    lastError: () => "EAGAIN",
    check: (_, result) => result,
  };
  const sockets = [false, true].map((isIpv6) => ({ descriptor: 0, isIpv6, isEveryAddress: false }));
  const held: number[] = [];
  answerBatches(
    nothingComes,
    sockets,
    makeCounters(1)[0]!,
    () => ({ respond: () => 0, lookAhead: { look: () => {}, take: () => {} } }),
    () => {
      held.push(queryObjects(Told, { format: "count" })); // collects garbage before
      return held.length < 3;
    },
  );
  expect(told).toBe(3); // the packets of both sockets, and what is waited for
  expect(held).toEqual([3, 3, 3]);
});

test.skipIf("missing" in libc).each([["one socket"], ["two sockets"]])(
  "while other tables are made all is answered as ever: %s",
  async (sockets) => {
    const words = ["--listen", "127.0.0.1:0", ...(sockets === "one socket" ? [] : ["--listen", "[::1]:0"])];
    const service = await start(...words, "--udp", "batch", "--udp-threads", "1");
    try {
      service.hurry(true);
      await service.serve(TABLES);
      const [port] = service.addresses.map((address) => Number(/:(\d+)$/.exec(address)?.[1]));
      const socket = createSocket("udp4").bind(0);
      const answers = await ask(socket, 1, EACH, "127.0.0.1", port!);
      expect(answers.length).toBe(EACH);
      service.hurry(false);
      expect((await ask(socket, 201, EACH, "127.0.0.1", port!)).length).toBe(EACH);
      socket.close();
    } finally {
      await service.stop(0);
    }
  },
);
