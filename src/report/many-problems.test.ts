import { expect, test } from "vitest";
import { fakeFiles } from "../../test/fakes/files.ts";
import { RULES } from "../lint/rules.ts";
import { load } from "../zones/load.ts";
import { validate } from "../zones/validate.ts";
import { printMarkdown } from "./markdown/markdown.ts";
import { printTerminal } from "./terminal.ts";

const KINDS = 40;
const ZONES_OF_KIND = 10;

/** Zones in which one rule after the other finds what its first sample shows. */
function files(): { readonly [path: string]: string } {
  const samples = RULES.flatMap(({ off, refused: [first] }) => {
    if (off === true || first === undefined || typeof first.sample !== "string") return [];
    return first.answers === undefined && first.before === undefined && first.live === undefined
      ? [first.sample]
      : [];
  });
  const zones = samples.slice(0, KINDS).flatMap((sample, kind) =>
    Array.from({ length: ZONES_OF_KIND }, (_, number) => {
      const zone = `z${kind}-${number}.example`;
      return [`zones/${zone}.yaml`, sample.replaceAll("example.com", zone)] as const;
    }),
  );
  const config = "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\n";
  return { "zones/_config.yaml": config, ...Object.fromEntries(zones) };
}

const { zones, problems } = validate(await load("zones", fakeFiles(files())));
const REPORT = {
  command: "check",
  outcome: "wrong",
  counts: { zones: zones.length, records: 0 },
  problems,
  notes: [],
  milliseconds: 1,
} as const;
const rules = (severity: string) => [
  ...new Set(problems.filter((problem) => problem.severity === severity).map(({ rule }) => rule)),
];

test("400 zones with 40 kinds of findings: errors first, a few lines for each kind, a summary last", () => {
  expect([zones.length, rules("error").length + rules("warning").length >= KINDS]).toEqual([400, true]);
  const lines = printTerminal(REPORT, false).trimEnd().split("\n");
  expect(lines.length).toBeLessThan(5 * (rules("error").length + rules("warning").length));

  const kinds = lines.flatMap((line) => /^\S+:\d+:\d+: (error|warning)/.exec(line)?.[1] ?? []);
  expect(kinds).toEqual(kinds.toSorted()); // "error" comes before "warning"

  const last = lines.lastIndexOf(lines[0]!); // after it a line for each severity that there is
  expect(last).toBeGreaterThan(0);
  const [errors, warnings] = lines.slice(last + 1);
  const more = lines.at(-1);
  for (const rule of rules("error")) expect(errors).toMatch(new RegExp(`[ ,]${rule} \\d`));
  for (const rule of rules("warning")) expect(warnings).toMatch(new RegExp(`[ ,]${rule} \\d`));
  expect(more).toMatch(/--json/);
});

test("in Markdown one for each cause", () => {
  const items = printMarkdown(REPORT).match(/^- (❌|⚠️) /gmu)!;
  expect(items.length).toBeLessThan(problems.length / 5);
});
