import { expect, test } from "vitest";
import { type Name, parseName } from "../../dns/name.ts";
import type { Problem } from "../../dns/problem.ts";
import type { Miss, PathResult } from "../verify/types.ts";
import { toAnnotations } from "./annotations.ts";
import type { Report } from "./report.ts";

const name = (text: string) => parseName(text) as Name; // each of these is one

const problem = (
  severity: Problem["severity"],
  line: number,
  message = "TTL is -1; expected more",
): Problem => ({
  file: "zones/example.com.yaml",
  line,
  column: 3,
  rule: "ttl-range",
  severity,
  message,
  help: "Write more.",
});

const miss: Miss = {
  zone: name("example.com."),
  name: name("www.example.com."),
  type: 1,
  kind: "no-answer",
  expected: "192.0.2.1",
  got: "",
  attempts: 2,
  milliseconds: 1,
};

const path = (misses: readonly Miss[]): PathResult => ({
  nameserver: { name: "candidate", address: "127.0.0.1", port: 53 },
  transport: "udp",
  client: { kind: "dig", version: "9" },
  asked: 5,
  passed: 5 - misses.length,
  serials: [],
  misses,
  notes: [],
  milliseconds: { median: 1, slowest: 1 },
  answeredBy: [],
  truncated: 0,
  instead: 0,
});

const report = (more: Partial<Report>): Report => ({
  command: "plan",
  outcome: "wrong",
  counts: { zones: 1, records: 1 },
  problems: [],
  notes: [],
  milliseconds: 1,
  ...more,
});

test("refused dangers come before errors, wrong answers, warnings and information", () => {
  const annotations = toAnnotations(
    report({
      problems: [problem("info", 1), problem("warning", 2), problem("error", 3)],
      review: {
        dangers: [
          {
            zone: name("example.org."),
            kind: "removal",
            message: "The zone is gone",
            label: "zonepipe:allow-removal:example.org",
          },
          {
            zone: name("example.net."),
            kind: "ns",
            message: "NS",
            label: "x",
            allowed: { by: "alice", at: "now" },
          },
        ],
        effects: [],
        mixtures: [],
        settings: [],
        digest: undefined,
      },
      verification: {
        milliseconds: 1,
        paths: [path([miss, miss]), path([])],
      },
    }),
  );
  expect(annotations).toEqual([
    {
      severity: "error",
      title: "refused until somebody allows it",
      message:
        "example.org.: The zone is gone. To allow it, add the label zonepipe:allow-removal:example.org.",
    },
    {
      severity: "error",
      title: "ttl-range",
      message: "TTL is -1; expected more. Write more.",
      at: { file: "zones/example.com.yaml", line: 3, column: 3 },
    },
    {
      severity: "error",
      title: "wrong answers",
      message: "2 answers of candidate over UDP not as expected, the first for www A.",
    },
    expect.objectContaining({ severity: "warning" }),
    expect.objectContaining({ severity: "info" }),
  ]);
});

test("one for each cause, with its number and three places", () => {
  const problems = [1, 2, 3, 4, 5].map((line) => problem("error", line));
  expect(toAnnotations(report({ problems })).map(({ message }) => message)).toEqual([
    "TTL is -1; expected more. Write more. It is so here and in 4 more places: zones/example.com.yaml:2:3, zones/example.com.yaml:3:3, ….",
  ]);
});

test("of what is new in a change, wherever it stands; what stood before is a count", () => {
  const [old, oldWarning, fresh] = [
    problem("error", 1),
    problem("warning", 2, "old"),
    problem("warning", 9, "new"),
  ];
  const given = report({ problems: [old, oldWarning, fresh], stoodBefore: new Set([old, oldWarning]) });
  expect(toAnnotations(given)).toEqual([
    {
      severity: "error",
      title: "before this change already",
      message: "1 error, 1 warning: not of this change, so the job summary has them and no line does.",
    },
    expect.objectContaining({ severity: "warning", message: "new. Write more." }),
  ]);
  const harmless = report({ problems: [oldWarning], stoodBefore: new Set([oldWarning]) });
  expect(toAnnotations(harmless).map(({ severity }) => severity)).toEqual(["info"]);
});

test("characters that act or hide are shown", () => {
  const [annotation] = toAnnotations(
    report({ problems: [problem("error", 1, "found \u202E\u001b[31m\n::error::x")] }),
  );
  expect(annotation!.message).toBe("found \\u{202e}\\u{1b}[31m\\u{a}::error::x. Write more.");
});

test("what is fine has no annotations", () => {
  expect(toAnnotations(report({ outcome: "fine" }))).toEqual([]);
});
