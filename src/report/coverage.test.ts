import { expect, test } from "vitest";
import type { Client, Coverage, PathResult } from "../verify/types.ts";
import { reportToJson } from "./json.ts";
import { printMarkdown } from "./markdown/markdown.ts";
import type { Report } from "./report.ts";
import { printTerminal } from "./terminal.ts";

const DIG: Client = { kind: "dig", version: "9.20.1" };
const BUILT_IN: Client = { kind: "built-in", version: "v26.0.0" };

const path = (client: Client, asked: number): PathResult => ({
  nameserver: { name: "candidate", address: "127.0.0.1", port: 5353 },
  transport: "udp",
  client,
  asked,
  passed: asked,
  serials: [],
  misses: [],
  notes: [],
  milliseconds: { median: 1, slowest: 2 },
  answeredBy: [],
  truncated: 0,
  instead: 0,
});

const report = (coverage: Coverage, ...paths: PathResult[]): Report => ({
  command: "plan",
  outcome: "fine",
  counts: { zones: 1, records: 1 },
  problems: [],
  notes: [],
  verification: { paths, coverage, milliseconds: 4_000 },
  milliseconds: 1,
});

const sampled = report(
  {
    changed: {
      total: 50_000,
      asked: [
        { client: "dig", count: 2_000 },
        { client: "built-in", count: 50_000 },
      ],
    },
    unchanged: { total: 61_234, asked: [{ client: "dig", count: 500 }] },
  },
  path(DIG, 2_501),
  path(BUILT_IN, 50_001),
);

test.each([
  ["the terminal", printTerminal(sampled, false)],
  ["Markdown", printMarkdown(sampled)],
])("%s says how much was asked for, and by what", (_, text) => {
  expect(text).toMatch(/asked with dig 9\.20\.1 and the built-in DNS client in 4\.0 s/i);
  expect(text).toContain(
    "Changed RRsets asked for: 2000 of 50000 with dig, 50000 of 50000 with the built-in DNS client; " +
      "questions about the rest: 500 of 61234 with dig",
  );
  expect(text).toMatch(/UDP, dig .*2501\/2501 as expected/);
  expect(text).toMatch(/UDP, built-in .*50001\/50001 as expected/);
});

test("JSON has the same counts, and the client of each path", () => {
  expect(reportToJson(sampled)).toMatchObject({
    verification: {
      coverage: sampled.verification!.coverage,
      paths: [{ client: DIG }, { client: BUILT_IN }],
    },
  });
});

test("where one program asked, the rows do not name it", () => {
  const all = { total: 3, asked: [{ client: "dig" as const, count: 3 }] };
  const text = printTerminal(report({ changed: all, unchanged: all }, path(DIG, 7)), false);
  expect(text).toContain(
    "Changed RRsets asked for: 3 of 3 with dig; questions about the rest: 3 of 3 with dig",
  );
  expect(text).not.toContain("UDP, dig");
});
