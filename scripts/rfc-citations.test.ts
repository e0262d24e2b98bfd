import { join } from "node:path";
import { expect, test } from "vitest";
import { citations, citedIn } from "./rfc-citations.ts";
import { RFC_SUBJECTS } from "./rfc-subjects.ts";

const CITATIONS = citations(join(import.meta.dirname, ".."));

test.each<[text: string, cited: string[]]>([
  ["(RFC 1035 §3.4.1)", ["1035 3.4.1"]],
  ["A line's end (RFC 2181 §10.1, RFC 4034 §3 and §4).", ["2181 10.1", "4034 3", "4034 4"]],
  ["mnemonics (RFC 4034 §2.2, §A.1; IANA)", ["4034 2.2", "4034 A.1"]],
  [" * as in RFC 9460\n * §2.4.2. Then", ["9460 2.4.2"]],
  ["// as in RFC 9018, which\n// §5 is not of", ["9018 "]],
  ["RFC 9018 and nothing else", ["9018 "]],
  ["a draft, §3", []],
])("%j names %j", (text, cited) => {
  expect([...citedIn(text)]).toEqual(cited);
});

test("each section that the code names has a test", () => {
  expect(CITATIONS.filter(({ tests }) => tests.length === 0)).toEqual([]);
});

test("each RFC that the code names has words for it, and no other", () => {
  expect([...RFC_SUBJECTS.keys()]).toEqual([...new Set(CITATIONS.map(({ rfc }) => rfc))]);
});
