import { describe, expect, test } from "vitest";
import { checkSample } from "./check-sample.ts";
import { compileText } from "./serve-text.ts";

// The check and the server draw one line: what zonepipe check lets pass, the server serves, and the other way round.

const HEAD =
  "@ 300 SOA ns.example.net. hostmaster 1 7200 3600 1209600 60\n@ 300 NS ns1.example.net.\n@ 300 NS ns2.example.net.\n";
const MAX = 65535;
const HEADER = 12;
const QUESTION_TAIL = 4;
const OPT = 11;
const RECORD_HEAD = 12;
const RULE = "rrset-too-large";

/** Values of TXT that take so many octets in an answer. */
function values(octets: number): string[] {
  const whole = RECORD_HEAD + 1 + 200;
  const lengths: number[] = [];
  for (let left = octets; left > 0; left -= RECORD_HEAD + 1 + lengths.at(-1)!) {
    lengths.push(left >= 2 * whole ? 200 : left > whole + 50 ? 100 : left - RECORD_HEAD - 1);
  }
  return lengths.map((length, index) => String(index).padStart(length, "x"));
}

/** Octets that are left for records in an answer to a name of so many octets. */
const room = (nameLength: number) => MAX - HEADER - nameLength - QUESTION_TAIL - OPT;
const BIG = room("\x03big\x07example\x03com\x00".length);
const WILDCARD = room(255);

async function whoRefuses(lines: string, yaml: string | undefined): Promise<string[]> {
  const compiled = compileText({ "example.com.": HEAD + lines });
  const file = await checkSample({ sample: { "example.com.zone": HEAD + lines } });
  const source = yaml === undefined ? undefined : await checkSample({ sample: yaml });
  return [
    ...("problems" in compiled && compiled.problems.some(({ rule }) => rule === RULE) ? ["server"] : []),
    ...(file.lines(RULE).length > 0 ? ["check of the zone file"] : []),
    ...(source !== undefined && source.lines(RULE).length > 0 ? ["check of the YAML"] : []),
  ];
}

const texts = (owner: string, octets: number) => ({
  lines: values(octets)
    .map((value) => `${owner} 300 TXT "${value}"\n`)
    .join(""),
  yaml: `"${owner}":\n  type: TXT\n  values:\n${values(octets)
    .map((value) => `    - ${value}\n`)
    .join("")}`,
});

describe("an answer of 65535 octets, OPT counted, is the largest for", () => {
  test.each([
    ["TXT", (more: number) => texts("big", BIG + more)],
    ["a wildcard, for the longest question", (more: number) => texts("*", WILDCARD + more)],
    [
      "one record of a type that nobody knows",
      (more: number) => ({
        lines: `big 300 TYPE65280 \\# ${BIG - RECORD_HEAD + more} ${"ab".repeat(BIG - RECORD_HEAD + more)}\n`,
        yaml: undefined,
      }),
    ],
    [
      "MX, whose names are compressed",
      (more: number) => {
        // Of each: preference, a label of 20 octets, and a pointer to the owner's suffix.
        const count = Math.floor(BIG / (RECORD_HEAD + 2 + 21 + 2)) + more;
        const name = (index: number) => String(index).padStart(20, "m");
        const records = Array.from({ length: count }, (_, index) => `big 300 MX 1 ${name(index)}\n`);
        return { lines: records.join(""), yaml: undefined };
      },
    ],
    [
      "TXT with the RRSIG that goes with it",
      (more: number) => {
        const signature = `big 300 RRSIG TXT 13 3 300 20300101000000 20200101000000 1 @ ${"A".repeat(88)}\n`;
        const size = RECORD_HEAD + 18 + 13 + 66;
        const key = `@ 300 DNSKEY 257 3 13 ${"A".repeat(88)}\n@ 300 RRSIG SOA 13 2 300 20300101000000 20200101000000 1 @ ${"A".repeat(88)}\n`;
        return { lines: key + signature + texts("big", BIG - size + more).lines, yaml: undefined };
      },
    ],
  ])("%s", async (_name, make) => {
    const [fits, doesNot] = [make(0), make(1)];
    expect(await whoRefuses(fits.lines, fits.yaml)).toEqual([]);
    const all = [
      "server",
      "check of the zone file",
      ...(doesNot.yaml === undefined ? [] : ["check of the YAML"]),
    ];
    expect(await whoRefuses(doesNot.lines, doesNot.yaml)).toEqual(all);
  });
});

test("the check tells place and count", async () => {
  const { lines } = await checkSample({ sample: texts("big", BIG + 1).yaml });
  expect(lines(RULE)).toEqual([
    expect.stringMatching(
      /^4:7 TXT of big\.example\.com\. takes more than 65535 octets as an answer, which no message can hold \(records: \d+, octets of their data: \d+\)/,
    ),
  ]);
});
