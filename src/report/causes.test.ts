import { describe, expect, test } from "vitest";
import { checkSample } from "../../test/check-sample.ts";
import { causesOf } from "./causes.ts";
import { problemsInBrief } from "./problem-wording.ts";
import { printTerminal } from "./terminal.ts";

/** Each cause of what is told: its rule, its severity, in how many places. */
async function causes(files: { readonly [file: string]: string }): Promise<string[]> {
  const { problems } = await checkSample({ sample: files });
  return causesOf(problems).map(
    ({ first, problems: all }) => `${first.severity} ${first.rule} ${all.length}`,
  );
}

const NAMESERVERS = { "_config.yaml": "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\n" };
const A = "{type: A, value: 192.0.2.1}\n";
const alias = (target: string) => `{type: CNAME, value: ${target}}\n`;
const times = (number: number, line: (index: number) => string) =>
  Array.from({ length: number }, (_, index) => line(index)).join("");
const zones = (number: number, text: string) =>
  Object.fromEntries(Array.from({ length: number }, (_, at) => [`z${at}.example.yaml`, text]));

describe("what has one cause is one finding", () => {
  test.each<[string, { readonly [file: string]: string }, string[]]>([
    [
      "aliases through one name that is an alias",
      {
        ...NAMESERVERS,
        "example.com.yaml": `lb: ${alias("lb.example.net.")}${times(275, (at) => `w${at}: ${alias("lb.example.com.")}`)}`,
      },
      ["warning cname-chain 275"],
    ],
    [
      "aliases through two such names",
      {
        ...NAMESERVERS,
        "example.com.yaml": `la: ${alias("a.example.net.")}lb: ${alias("b.example.net.")}${times(2, (at) => `w${at}: ${alias("la.example.com.")}`)}${times(3, (at) => `x${at}: ${alias("lb.example.com.")}`)}`,
      },
      ["warning cname-chain 2", "warning cname-chain 3"],
    ],
    [
      "zones for which one setting is missing",
      { "_config.yaml": "{}\n", ...zones(38, `www: ${A}`) },
      ["error apex-ns-missing 38"],
    ],
    [
      "the same mistake in every zone, each with a name of its own in it",
      {
        ...NAMESERVERS,
        ...Object.fromEntries(
          ["a.example", "b.example"].map((zone) => [
            `${zone}.yaml`,
            `www: ${A}web: ${alias(`wwww.${zone}.`)}`,
          ]),
        ),
      },
      ["warning cname-target-missing 2"],
    ],
    [
      "aliases of different names that are missing",
      {
        ...NAMESERVERS,
        "example.com.yaml": `a: ${alias("x.example.com.")}b: ${alias("y.example.com.")}`,
      },
      ["warning cname-target-missing 1", "warning cname-target-missing 1"],
    ],
    [
      "different values that cannot be read",
      {
        ...NAMESERVERS,
        "example.com.yaml": "a: {type: A, value: 1.2.3}\nb: {type: A, value: 192.0.2.256}\n",
      },
      ["error ipv4-invalid 1", "error ipv4-invalid 1"],
    ],
    [
      "a chain of two that ends in one's own zones",
      {
        ...NAMESERVERS,
        "example.com.yaml": `a: ${alias("b.example.com.")}b: ${alias("c.example.org.")}`,
        "example.org.yaml": `c: ${A}`,
      },
      ["info cname-chain 1"],
    ],
    [
      "a chain of three in one's own zones",
      {
        ...NAMESERVERS,
        "example.com.yaml": `a: ${alias("b.example.com.")}b: ${alias("c.example.com.")}c: ${alias("d.example.com.")}d: ${A}`,
      },
      ["warning cname-chain 1", "info cname-chain 1"],
    ],
  ])("%s", async (_, files, expected) => {
    expect(await causes(files)).toEqual(expected);
  });
});

test("is told once with its number and three places, and counted so in the first line", async () => {
  const { problems } = await checkSample({
    sample: { "_config.yaml": "{}\n", ...zones(5, `www: ${A}`) },
  });
  expect(problemsInBrief({ problems })).toEqual(["1 error in 5 places"]);
  const counts = { zones: 5, records: 5 };
  const report = {
    command: "check",
    outcome: "wrong",
    counts,
    problems,
    notes: [],
    milliseconds: 1,
  } as const;
  expect(printTerminal(report, false).split("\n").slice(2)).toEqual([
    "zones/z0.example.yaml:1:1: error: The zone z0.example. has no NS record at its apex.",
    "  and in 4 more places: zones/z1.example.yaml:1:1, zones/z2.example.yaml:1:1, …",
    "  List its nameservers under `nameservers:` in _config.yaml, or add an NS record under ''. [apex-ns-missing, RFC 1034 §4.2.1]",
    "",
  ]);
});
