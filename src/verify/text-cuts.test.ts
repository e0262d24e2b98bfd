import { expect, test } from "vitest";
import { zoneOf } from "../../test/zone-text.ts";
import { judge } from "./judge.ts";
import { cutOtherwise } from "./text-cuts.ts";
import type { Reply } from "./types.ts";

const recordsOf = (text: string) => zoneOf("example.com.", text).records;

test.each<[string, string, string, number, string?]>([
  ["cut elsewhere", 'k TXT "v=DKIM1; p=abc" "def"', 'k TXT "v=DKIM1; " "p=abcdef"', 1],
  ["put together", 'k TXT "a" "b"', 'k TXT "ab"', 1],
  ["of the type SPF", 'k SPF "a" "b"', 'k SPF "ab"', 1],
  ["beside others", 'k TXT "x"\nk TXT "a" "b"', 'k TXT "ab"\nk TXT "x"', 1],
  ["cut alike", 'k TXT "a" "b"', 'k TXT "a" "b"', 0],
  ["that is there in both cuts", 'k TXT "a" "b"\nk TXT "ab"', 'k TXT "ab"\nk TXT "a" "b"', 0],
  ["that is another one", 'k TXT "a" "b"', 'k TXT "a b"', 0, "wrong-value"],
  ["that is given twice", 'k TXT "a" "b"', 'k TXT "ab"\nk TXT "a" "b"', 0, "extra-record"],
  ["with another TTL", 'k TXT "a" "b"', 'k 7 TXT "ab"', 1, "wrong-ttl"],
  [
    "of a service, whose strings are keys",
    'a._ipp._tcp TXT "a=1" "b=2"',
    'a._ipp._tcp TXT "a=1b=2"',
    0,
    "wrong-value",
  ],
  ["of a type whose strings have places", 'k HINFO "a" "b"', 'k HINFO "ab" ""', 0, "wrong-value"],
])("a text %s", (_, zone, answered, recut, miss) => {
  const [records, answer] = [recordsOf(zone), recordsOf(answered)];
  const rest = { outcome: "reply", rcode: 0, aa: true, authority: [], additional: [] } as const;
  const reply: Reply = { ...rest, answer, transport: "udp", milliseconds: 1 };
  expect(cutOtherwise(records, answer).size).toBe(recut);
  expect(judge({ outcome: "answer", records }, reply)?.kind).toBe(miss);
});
