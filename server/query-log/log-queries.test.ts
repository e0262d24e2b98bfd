import { expect, test } from "vitest";
import { exchange, queryOf } from "../../test/serve-text.ts";
import { LOG_FULL, LOGGED, makeCounters } from "../answer/counters.ts";
import type { Respond } from "../answer/respond.ts";
import { clientAt } from "../query/client.ts";
import { logQueries } from "./log-queries.ts";
import { type Logged, readLogged, serverEnds } from "./logged.ts";
import { makeRingBuffer, openRing, takeRecords } from "./ring.ts";

const QUERY = queryOf("www.example.com. A");
const CLIENT = clientAt("192.0.2.7", 53535);
/** Answers by the query with QR set. */
const echo: Respond = (packet, length, out) => {
  for (let at = 0; at < length; at++) out[at] = packet[at]!;
  out[2] = 0x80;
  return length;
};

function makeLog(respond: Respond, rate: number, capacity?: number) {
  const [counters] = makeCounters(1);
  const ring = makeRingBuffer(capacity);
  let time = 1000;
  const logging = logQueries(respond, { ring, rate }, counters!, () => time++);
  const logged = () => {
    const all: Logged[] = [];
    const opened = openRing(ring);
    takeRecords(opened, (at) => all.push(copy(readLogged(opened, at, serverEnds([])))) > 0);
    return all;
  };
  return { logging, counters: counters!, logged };
}

function copy(logged: Logged): Logged {
  return { ...logged, query: logged.query.slice(), answer: logged.answer.slice() };
}

test("with the rate 1 every question is logged with its answer, and the answer is the same", () => {
  const { logging, logged } = makeLog(echo, 1);
  const answers = [false, true].map((tcp) => exchange(logging, QUERY, tcp, CLIENT));
  expect(answers).toEqual([false, true].map((tcp) => exchange(echo, QUERY, tcp, CLIENT)));
  const [udp, tcp, ...more] = logged();
  expect(more).toEqual([]);
  expect(udp).toMatchObject({ isStream: false, began: 1000, ended: 1001, client: { port: 53535 } });
  expect(tcp).toMatchObject({ isStream: true, began: 1002, ended: 1003 });
  expect(Buffer.from(udp!.query)).toEqual(QUERY);
  expect(Buffer.from(udp!.answer)).toEqual(answers[0]);
});

test("the question is logged as it came even where the answer is written over it", () => {
  const { logging, logged } = makeLog(echo, 1);
  const packet = new Uint8Array(512);
  packet.set(QUERY);
  logging(packet, QUERY.length, packet, 512, CLIENT);
  expect(logged()[0]!.query[2]).toBe(0);
});

test("silence is logged as a question without an answer", () => {
  const { logging, logged } = makeLog(() => 0, 1);
  exchange(logging, QUERY);
  expect(logged().map(({ answer }) => answer.length)).toEqual([0]);
});

test("where the ring is full the question is answered, and that it is not logged is counted", () => {
  const { logging, counters, logged } = makeLog(echo, 1, 4096);
  for (let asked = 0; asked < 100; asked++) expect(exchange(logging, QUERY)).toBeDefined();
  const count = logged().length;
  expect(count).toBeGreaterThan(10);
  expect([counters[LOGGED], counters[LOG_FULL]]).toEqual([count, 100 - count]);
  exchange(logging, QUERY);
  expect(logged().length).toBe(1);
});

test("a sample has about as many as its rate says", () => {
  const { logging, counters } = makeLog(echo, 0.01, 1 << 22);
  const out = new Uint8Array(512);
  for (let asked = 0; asked < 200_000; asked++) logging(QUERY, QUERY.length, out, 512, CLIENT);
  // 2,000 with a standard deviation of 44.5: nine of them to either side.
  expect(counters[LOGGED]).toBeGreaterThan(1_600);
  expect(counters[LOGGED]).toBeLessThan(2_400);
});
