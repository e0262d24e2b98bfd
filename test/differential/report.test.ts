import { describe, expect, test } from "vitest";
import { complaintsOf, faultsOf } from "./report.ts";
import type { RunResult } from "./run-servers.ts";

const PASSED: RunResult = {
  asked: 5_000,
  agreed: 4_900,
  known: new Map([["loop", 50]]),
  failed: 0,
  wrong: 0,
  stopped: undefined,
  shown: [],
};

const RUNS: readonly [what: string, run: Partial<RunResult>, complaints: number, faults: number][] = [
  ["nothing failed", {}, 0, 0],
  ["an answer of ours is wrong", { failed: 1, wrong: 1 }, 1, 1],
  ["five differences are not in the table", { failed: 5 }, 1, 0],
  ["six differences are not in the table", { failed: 6 }, 1, 1],
  ["the peers agree too rarely", { agreed: 4_749 }, 1, 0],
  ["a difference is too frequent", { known: new Map([["loop", 51]]) }, 1, 0],
  ["a server did not start", { stopped: "nsd does not start" }, 1, 1],
];

describe("a run is judged", () => {
  test.for(RUNS)("%s", ([, run, complaints, faults]) => {
    expect(complaintsOf({ ...PASSED, ...run })).toHaveLength(complaints);
    expect(faultsOf({ ...PASSED, ...run })).toHaveLength(faults);
  });
});
