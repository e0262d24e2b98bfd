import { describe, expect, test } from "vitest";
import { problemsOf, recordsOf } from "../../test/read-text.ts";

const SOA = "SOA ns hostmaster 1 7200 900 1209600 555";

/** The TTLs of a text's records, in their order. */
function ttlsOf(text: string, options: Parameters<typeof recordsOf>[1] = {}): number[] {
  return recordsOf(text, options).map((line) => Number(line.split(" ")[1]));
}

describe("a TTL that is left out", () => {
  test.each([
    ["is $TTL", "$TTL 60\na A 192.0.2.1", [60]],
    ["is $TTL also after a record that states its own", "$TTL 60\na 5 A 192.0.2.1\nb A 192.0.2.1", [5, 60]],
    ["is the $TTL set last", "$TTL 60\na A 192.0.2.1\n$TTL 1h\nb A 192.0.2.1", [60, 3600]],
    [
      "is the one stated last, where no $TTL is set (RFC 1035 §5.1)",
      `@ 9 ${SOA}\na 5 A 192.0.2.1\nb A 192.0.2.1`,
      [9, 5, 5],
    ],
    ["is the SOA's, where only that states one", `@ 9 ${SOA}\na A 192.0.2.1`, [9, 9]],
    ["is the minimum of a SOA without a TTL, as in BIND", `@ ${SOA}\na A 192.0.2.1`, [555, 555]],
    [
      "stays that minimum after a record that states its own",
      `@ ${SOA}\na 5 A 192.0.2.1\nb A 192.0.2.1`,
      [555, 5, 555],
    ],
    ["is $TTL for a SOA, not its minimum", `$TTL 60\n@ ${SOA}\na A 192.0.2.1`, [60, 60]],
    ["is 0 when that is what $TTL says", "$TTL 0\na A 192.0.2.1", [0]],
  ])("%s", (_, text, ttls) => {
    expect(ttlsOf(text)).toEqual(ttls);
  });

  test("is the default of the options until the file sets one", () => {
    expect(ttlsOf("a A 192.0.2.1\n$TTL 60\nb A 192.0.2.1", { defaultTtl: 7 })).toEqual([7, 60]);
  });

  test("is a problem where nothing says what it is, noted once", () => {
    expect(problemsOf(`a A 192.0.2.1\nb A 192.0.2.1\nc 5 A 192.0.2.1\nd A nonsense`)).toEqual([
      "zone:1:3: TTL is missing, and nothing sets a default",
      expect.stringMatching(/^zone:4:5: A is "nonsense"/),
    ]);
  });

  test("with a minimum beyond the greatest TTL is the greatest", () => {
    expect(ttlsOf("@ SOA ns hostmaster 1 2 3 4 4294967295")).toEqual([2147483647]);
  });
});

describe("a TTL in units", () => {
  test.each([
    ["0", 0],
    ["2147483647", 2147483647],
    ["90s", 90],
    ["1h30m", 5400],
    ["1H30M", 5400],
    ["1w2d3h4m5s", 788645],
    ["30m1h", 5400],
    ["1h1h", 7200],
    ["007", 7],
  ])("%s is %d seconds", (text, seconds) => {
    expect(ttlsOf(`a ${text} A 192.0.2.1`)).toEqual([seconds]);
    expect(ttlsOf(`$TTL ${text}\na A 192.0.2.1`)).toEqual([seconds]);
  });
});
