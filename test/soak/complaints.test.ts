import { describe, expect, test } from "vitest";
import { complaintsOf, leakRule } from "./complaints.ts";
import { plot } from "./plot.ts";
import type { Sample } from "./sample.ts";
import type { SoakResult } from "./soak-result.ts";
import { makeTally } from "./tally.ts";

const RULE = leakRule(600);
const LATENCY = { count: 1000, median: 0.2, p99: 1.5, worst: 9 };

function sample(at: number, memory: number): Sample {
  return {
    ...{ at, udp: LATENCY, tcp: { ...LATENCY, count: 200 }, lost: 0, wrong: 0 },
    ...{ resident: memory, anonymous: memory, share: memory, version: 60, secondary: 60 },
  };
}

function runOf(memory: (at: number) => number = () => 2e8): SoakResult {
  return {
    options: { seconds: 600, reloadEvery: 10, udpRate: 1000 },
    samples: Array.from({ length: 600 }, (_, at) => sample(at, memory(at))),
    total: { ...makeTally().total, udp: 600_000, tcp: 120_000, garbage: 60_000, floodTruncated: 100 },
    faults: ["the first fault"],
    server: {
      ...{ hasCrashed: false, exit: 0, complaints: [], reloads: 59, threadRestarts: 0, failures: 0 },
      ...{ kernelDrops: 0, axfr: 1, ixfr: 59, logged: 9000, logDropped: 0, limits: true },
    },
    secondary: { versions: 2, delays: [0.1, 0.2], mostBehind: 1 },
  };
}

test("of a run in which all is well nothing is said", () => {
  expect(complaintsOf(runOf(), RULE)).toEqual([]);
});

const good = runOf();
describe.each<readonly [string, SoakResult, string]>([
  ["memory that grows", runOf((at) => 2e8 + at * 50_000), "Memory leaks: 48.8 KiB a second"],
  ["a loss", { ...good, total: { ...good.total, lost: 1 } }, "1 questions got no answer"],
  ["a wrong answer", { ...good, total: { ...good.total, wrong: 1 } }, "1 times something was wrong"],
  [
    "a crash",
    { ...good, server: { ...good.server, hasCrashed: true, exit: "SIGSEGV" } },
    "The server ended by itself, with SIGSEGV",
  ],
  ["an end that is no success", { ...good, server: { ...good.server, exit: 1 } }, "The server ended with 1"],
  ["a complaint", { ...good, server: { ...good.server, complaints: ["oh"] } }, "The server complained: oh"],
  ["an exit of a thread", { ...good, server: { ...good.server, threadRestarts: 1 } }, "1 threads ended"],
  ["a defect", { ...good, server: { ...good.server, failures: 1 } }, "1 defects were met"],
  ["a log that loses", { ...good, server: { ...good.server, logDropped: 1 } }, "The query log has"],
  ["no limits", { ...good, total: { ...good.total, floodTruncated: 0 } }, "The flood was not limited"],
  [
    "zones that stay",
    { ...good, server: { ...good.server, reloads: 9 } },
    "The zones were loaded 9 times of 60",
  ],
  ["a load that was none", { ...good, total: { ...good.total, udp: 10 } }, "Only 10 answers"],
  [
    "a secondary that stays behind",
    { ...good, secondary: { versions: 2, delays: [0.1], mostBehind: 31 } },
    "The secondary got 1 of 2 versions",
  ],
  [
    "a secondary that takes the whole zone",
    { ...good, server: { ...good.server, ixfr: 0 } },
    "The secondary never got what had changed alone",
  ],
])("%s", (_, result, complaint) => {
  test("fails the run, with the first faults", () => {
    const complaints = complaintsOf(result, RULE);
    expect(complaints).toHaveLength(2);
    expect(complaints[0]).toContain(complaint);
    expect(complaints[1]).toBe("the first fault");
  });
});

test("the plot has a chart for each thing, for light and dark, and no number that is none", () => {
  const svg = plot(
    runOf((at) => 2e8 + at * 1e5),
    "a <run> & more",
  );
  expect(svg).toContain("a &lt;run> &amp; more");
  expect(svg).toContain("prefers-color-scheme: dark");
  expect(svg.match(/<path /g)).toHaveLength(10);
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});
