import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Problem } from "../../../dns/problem.ts";
import { BESIDE_SECONDARIES, LAGGING, ROLLED_BACK, reportOf, UNCHANGED } from "../../../test/deployments.ts";
import { FULL_REPORT } from "../../../test/full-report.ts";
import { zoneOf } from "../../../test/zone-text.ts";
import { makePlan } from "../../plan/plan.ts";
import { DEFAULT_CONFIG } from "../../source/config.ts";
import type { SourceZone } from "../../source/source-zone.ts";
import { sourceText } from "../../zones/yaml/source-text.ts";
import type { Report } from "../report.ts";
import { MOST_OF_PAGE, printHtml } from "./html.ts";

const EMPTY: Report = {
  command: "check",
  outcome: "fine",
  counts: { zones: 1, records: 1 },
  problems: [],
  notes: [],
  milliseconds: 1,
};

/** Markup, line ends in the place of text, direction, and what a terminal obeys. */
const HOSTILE = `</pre><script>alert("1")</script><img src=x onerror='a()'>\u202E\u2066\x1b[31m\u0000\u2028 &amp; \`x\``;

const problem = (more: Partial<Problem>): Problem => ({
  ...{ file: "zones/example.com.yaml", line: 2, column: 10, rule: "ipv4-invalid", severity: "error" },
  ...{ message: "A is wrong", help: "Write another" },
  ...more,
});

/** A zone as if it were read from YAML. */
function source(origin: string, text: string): SourceZone {
  const zone = zoneOf(origin, `@ SOA ns1 h 1 2 3 4 60\n@ NS ns1\nns1 A 192.0.2.1\n${text}`);
  const at = { file: `zones/${origin}yaml`, line: 1, column: 1 };
  const records = zone.records.map((record) => ({ ...record, at, nameAt: at }));
  return { ...zone, records, file: at.file, config: DEFAULT_CONFIG };
}

test("all of a report is on the page", () => {
  const page = printHtml(FULL_REPORT);
  for (const part of [
    "Dangers",
    "Problems",
    "What changes",
    "While caches turn over",
    "In which order",
    "What the change does to answers",
    "Outside of the nameservers",
    "Answers",
    "Notes",
    "Names and what answers",
  ])
    expect(page).toContain(`${part}`);
  expect(page).toContain("2001:db8::1");
  expect(page).toContain("wrong-value");
  expect(page).toContain("zonepipe:allow-removal");
});

test.each([
  ["deployed, beside secondaries", BESIDE_SECONDARIES],
  ["lagging", LAGGING],
  ["rolled back", ROLLED_BACK],
  ["unchanged", UNCHANGED],
])(
  "a deployment that is %s has machines, nameservers and steps as tables, and what failed",
  (_, deployment) => {
    const page = printHtml(reportOf(deployment));
    const { machines, steps, proof, failure, warnings } = deployment;
    for (const { region, machine } of machines) expect(page).toContain(`<code>${region}/${machine}</code>`);
    for (const { label } of steps) expect(page).toContain(`<td role="cell" data-label="Step">${label}</td>`);
    for (const { nameserver } of proof?.paths ?? []) expect(page).toContain(nameserver.name);
    for (const text of [...(failure === undefined ? [] : [failure]), ...warnings])
      expect(page).toContain(text.slice(0, 40));
    expect(page).not.toContain('<pre class="lines" tabindex="0">');
  },
);

describe("nothing that a zone, a file or a nameserver says becomes a part of the page", () => {
  const text = `www:\n  value: ${HOSTILE}\n`;
  const report: Report = {
    ...EMPTY,
    outcome: "wrong",
    problems: [problem({ message: HOSTILE, help: HOSTILE, file: HOSTILE, source: HOSTILE })],
    texts: new Map([[HOSTILE, sourceText(HOSTILE, text)]]),
    notes: [HOSTILE],
    zones: [{ ...source("example.com.", ""), file: HOSTILE }],
  };
  const page = printHtml(report);

  test("its only script is ours", () => {
    expect(page.match(/<script/gi)).toHaveLength(1);
    expect(page).not.toContain("<img");
    expect(page).not.toMatch(/<[^>]*onerror/);
  });

  test("what hides or turns text is shown instead", () => {
    expect(page).not.toMatch(/[\u202E\u2066\x1b\0\u2028]/);
    expect(page).toContain("\\u{202e}");
  });
});

test("the policy lets its own style and script run and nothing else", () => {
  const page = printHtml(EMPTY);
  const digest = (text: string) => `sha256-${createHash("sha256").update(text).digest("base64")}`;
  const [, style = ""] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? [];
  const [, script = ""] = /<script>([\s\S]*?)<\/script>/.exec(page) ?? [];
  const [, policy = ""] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
  expect(policy.replaceAll("&#39;", "'")).toBe(
    `default-src 'none'; style-src '${digest(style)}'; script-src '${digest(script)}'; form-action 'none'; base-uri 'none'`,
  );
  expect(page).not.toMatch(/(src|href)="(?!#)/);
  expect(page).not.toContain("style=");
});

test("a problem stands at its line, with the place marked and lines around it", () => {
  const text = "www:\n  value: 192.0.2.999\n  type: A\n";
  const page = printHtml({
    ...EMPTY,
    problems: [problem({})],
    texts: new Map([["zones/example.com.yaml", sourceText("zones/example.com.yaml", text)]]),
  });
  expect(page).toContain("<code>  value: <mark>192.0.2.999</mark></code>");
  expect(page).toContain('<span class="number">3</span><code>  type: A</code>');
});

describe("what answers at a name", () => {
  test.each([
    [
      "a wildcard",
      "* A 192.0.2.9\nwww A 192.0.2.2\n",
      "Answers for every name below example.com. that does not exist",
    ],
    ["whom a wildcard does not stand in for", "* A 192.0.2.9\n", "for none at or below ns1.example.com."],
    ["an empty non-terminal", "a.b A 192.0.2.2\n", "It exists without records"],
    ["a delegation", "sub NS ns.sub\nns.sub A 192.0.2.3\n", "Its nameservers answer for it"],
    ["glue", "sub NS ns.sub\nns.sub A 192.0.2.3\n", '<span class="tag quiet">glue</span>'],
    ["what a delegation hides", "sub NS ns.example.net.\nx.sub A 192.0.2.3\n", "never answered"],
    ["an alias", "www CNAME web\n", "Every question goes on at web.example.com."],
    ["a DNAME", "old DNAME new\n", "goes on at the same name below new.example.com."],
    ["an alias beside other types", "@ TYPE65401 \\# 5 0361626300\n", "Answers with the addresses of abc."],
  ])("%s", (_, text, expected) => {
    expect(printHtml({ ...EMPTY, zones: [source("example.com.", text)] })).toContain(expected);
  });

  test("lists of names are closed as often as they are opened", () => {
    const page = printHtml({
      ...EMPTY,
      zones: [source("example.com.", "a.b.c A 192.0.2.1\nb A 192.0.2.1\nx.y A 192.0.2.1\n")],
    });
    for (const tag of ["ul", "li", "details", "section", "div"])
      expect([tag, page.split(`</${tag}>`).length]).toEqual([
        tag,
        page.split(new RegExp(`<${tag}[ >]`)).length,
      ]);
  });
});

describe("however large the zones are, the page is not", () => {
  const many = Array.from({ length: 30_000 }, (_, index) => `host${index} A 192.0.2.7\n`).join("");
  const large = source("example.com.", many);
  const zones = [large, ...Array.from({ length: 2_000 }, (_, index) => source(`zone${index}.test.`, ""))];
  const report: Report = {
    ...EMPTY,
    zones,
    problems: Array.from({ length: 20_000 }, (_, index) =>
      problem({ line: index + 1, message: `Value ${"x".repeat(50)}${index} is wrong` }),
    ),
    plan: makePlan(zones, () => ({ shown: [] }), [], new Date("2026-11-22T12:00:00Z")),
  };

  test.each([MOST_OF_PAGE, 400_000])("at most %d characters", (limit) => {
    const { length } = printHtml(report, limit);
    expect(length).toBeLessThan(limit);
    expect(length).toBeGreaterThan(limit / 4);
  });

  test("what is left out is counted", () => {
    const page = printHtml(report, 400_000);
    expect(page).toMatch(/… and \d+ more problems: <code>report.json<\/code>/);
    expect(page).toMatch(/… and \d+ more zones/);
    expect(page).toMatch(/… and \d+ more names/);
  });
});
