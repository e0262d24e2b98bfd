import { expect, test } from "vitest";
import { LOG_UNWRITTEN, LOG_WRITTEN, makeCounters } from "../answer/counters.ts";
import { lineSink } from "./line-sink.ts";
import type { Logged } from "./logged.ts";

const PACKET: Logged = {
  ...{ isStream: false, client: undefined, server: {}, began: 1, ended: 2, rcode: 0 },
  ...{ query: Uint8Array.of(1, 2, 3), answer: new Uint8Array(0) },
};
const LINE = '[INFO] -:- - - "- - - udp 3 false 512" - - 0 0.001000000s\n';

function start(write: (text: string) => number) {
  const [counters] = makeCounters(1);
  const sink = lineSink("text", write, () => {}, counters!);
  return { sink, counts: () => [counters![LOG_WRITTEN], counters![LOG_UNWRITTEN]] };
}

const full = Object.assign(new Error("full"), { code: "EAGAIN" });

test("whole lines leave together, no more octets than a pipe takes in one piece", () => {
  const written: string[] = [];
  const { sink, counts } = start((text) => written.push(text) * 0 + text.length);
  for (let packet = 0; packet < 200; packet++) sink.take(PACKET);
  sink.flush();
  expect(written.join("")).toBe(LINE.repeat(200));
  expect(written.length).toBe(3);
  for (const text of written) expect([text.length <= 4096, text.endsWith("\n")]).toEqual([true, true]);
  expect(counts()).toEqual([200, 0]);
});

test("a pipe that is full for a while gets the lines later, a file that takes a part gets the rest", () => {
  let written = "";
  let calls = 0;
  const { sink, counts } = start((text) => {
    calls += 1;
    if (calls < 5) throw full;
    written += text.slice(0, 7);
    return Math.min(text.length, 7);
  });
  sink.take(PACKET);
  sink.flush();
  expect([written, counts()]).toEqual([LINE, [1, 0]]);
});

test.each([
  ["a pipe that stays full", full],
  ["one that nobody reads", Object.assign(new Error("broken"), { code: "EPIPE" })],
])("%s loses lines, which are counted, and nothing waits for ever", (_, error) => {
  const { sink, counts } = start(() => {
    throw error;
  });
  sink.take(PACKET);
  sink.take(PACKET);
  sink.flush();
  expect(counts()).toEqual([0, 2]);
});
