import { describe, expect, test } from "vitest";
import type { AddressesOfTarget } from "../../dns/zone-file/addresses.ts";
import { FULL_REPORT as full } from "../../test/full-report.ts";
import { printHtml } from "./html/html.ts";
import { reportToJson } from "./json.ts";
import { printMarkdown } from "./markdown/markdown.ts";
import type { Report } from "./report.ts";
import { toSarif } from "./sarif/sarif.ts";
import { printTerminal } from "./terminal.ts";

const empty: Report = {
  command: "check",
  outcome: "fine",
  counts: { zones: 1, records: 1 },
  problems: [],
  notes: [],
  milliseconds: 12,
};

describe("a report with one of everything", () => {
  test("on a terminal", async () => {
    await expect(printTerminal(full, false)).toMatchFileSnapshot("../../test/golden/report/full.txt");
  });

  test("in Markdown", async () => {
    await expect(printMarkdown(full)).toMatchFileSnapshot("../../test/golden/report/full.md");
  });

  test("as JSON", async () => {
    const text = `${JSON.stringify(reportToJson(full), undefined, 2)}\n`;
    await expect(text).toMatchFileSnapshot("../../test/golden/report/full.json");
  });

  test("as SARIF", async () => {
    const log = toSarif(full, { version: "1.2.3", inRepository: (file) => file });
    // The rules are those of the documentation; what follows from the report is the rest.
    const text = `${JSON.stringify({ ...log, runs: runsWithoutRules(log) }, undefined, 2)}\n`;
    await expect(text).toMatchFileSnapshot("../../test/golden/report/full.sarif");
  });

  test("has the same words with and without colour", () => {
    const plain = printTerminal(full, true).replace(/\x1b\[[0-9;]*m/g, "");
    expect(plain).toBe(printTerminal(full, false));
  });

  test.each([
    ["the terminal", printTerminal(full, false)],
    ["Markdown", printMarkdown(full)],
  ])("lets no control or bidirectional character of a zone through to %s", (_, text) => {
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  });
});

test("a report with nothing to say is a line, and a title", () => {
  expect(printTerminal(empty, false)).toBe("✔ 1 zone, 1 record · no problem\n");
  expect(printMarkdown(empty)).toBe("## ✅ No problem\n\n1 zone, 1 record\n");
});

describe("an ALIAS that comes is told with the addresses that its target has now", () => {
  const TARGET = [...full.targets!.keys()][0]!;
  const ttl = 60;
  const many = Array.from({ length: 10 }, (_, index) => Buffer.from([192, 0, 2, 19 - index]));
  test.each<[string, AddressesOfTarget | undefined, string | undefined]>([
    ["none", { a: { ttl, addresses: [] }, aaaa: { ttl, addresses: [] } }, "now no addresses"],
    ["of one type, and nobody knows of the other", { a: { ttl, addresses: [many[0]!] } }, "now 192.0.2.19"],
    [
      "many",
      { a: { ttl, addresses: many } },
      `now ${many
        .map((octets) => octets.join("."))
        .toSorted()
        .slice(0, 8)
        .join(", ")} and 2 more`,
    ],
    ["nobody answered for it", {}, undefined],
    ["nobody looked", undefined, undefined],
  ])("%s", (_, has, words) => {
    const report: Report = { ...full, targets: new Map(has === undefined ? [] : [[TARGET, has]]) };
    const faces = [printTerminal(report, false), printMarkdown(report), printHtml(report)];
    for (const text of faces) {
      const line = text
        .split("\n")
        .find((one) => /target\.example\./.test(one) && /^ {2}\+ {2}shop|^\| \+|TTL 300/.test(one));
      expect(line).toBeDefined();
      if (words === undefined) expect(line).not.toMatch(/\bnow\b/);
      else expect(line).toContain(words);
    }
  });
});

describe("a value that goes", () => {
  const links = {
    repository: "https://github.com/example-org/dns",
    head: "a".repeat(40),
    run: "https://r.test",
  };
  const rowOf = (report: Report) =>
    printMarkdown(report, { links })
      .split("\n")
      .find((line) => line.startsWith("| − | `old` |"));

  test("links to its line at the commit that the plan starts from", () => {
    const base = "b".repeat(40);
    const page = `https://github.com/example-org/dns/blob/${base}/zones/example.com.yaml#L5`;
    expect(rowOf({ ...full, base })).toContain(` | was [L5](${page}) |`);
  });

  test("links nowhere where the plan starts from no commit", () => {
    const { base: _, ...report } = full;
    expect(rowOf(report)).toContain(" | was `zones/example.com.yaml:5` |");
  });
});

function runsWithoutRules(log: object): object[] {
  const { runs } = log as { runs: { tool: { driver: { rules: unknown } } }[] }; // made a line before
  return runs.map(({ tool, ...run }) => ({ tool: { driver: { ...tool.driver, rules: [] } }, ...run }));
}
