import { describe, expect, test } from "vitest";
import { isName, type Name, parseName } from "../../dns/name.ts";
import { parseZoneFile } from "../../dns/zone-file/parse.ts";
import { problemLine } from "../../test/check-zones.ts";
import { STRUCTURE } from "./families.ts";
import { lint } from "./lint.ts";
import type { LintZone } from "./lint-zone.ts";
import type { Finding } from "./rule.ts";
import { KNOWN_RULES, RULES } from "./rules.ts";

const HEAD = `$ORIGIN example.com.
$TTL 3600
@ SOA ns1.example.net. hostmaster 1 86400 7200 3600000 3600
@ NS ns1.example.net.
`;

/** What the rules find in a zone file; lines count from the end of \`HEAD\`. */
function find(text: string, head = HEAD): string[] {
  const origin = parseName("example.com.");
  if (!isName(origin)) throw new Error(origin.message);
  const { records, problems } = parseZoneFile({ file: "db", bytes: Buffer.from(head + text), origin });
  expect(problems).toEqual([]);
  const skipped = head.split("\n").length - 1;
  return lintOne({ origin, records }).map(({ problem }) =>
    problemLine({ ...problem, line: problem.line - skipped }).replace(/ \| .*/, ""),
  );
}

/** What the rules about structure find in one zone alone. */
function lintOne(zone: Pick<LintZone, "origin" | "records">, complete = true): Finding[] {
  const at = { file: "db", line: 1, column: 1 };
  return lint(
    [{ ...zone, at, complete, broken: new Set<Name>(), levels: new Map() }],
    { notChecked: () => {} },
    STRUCTURE,
  )[0]!;
}

describe("the same rules check zone files", () => {
  test.each<[string, string, string[]]>([
    ["a fine zone", "www A 192.0.2.1\n", []],
    [
      "a second SOA",
      "@ SOA ns2.example.net. hostmaster 1 1 1 1 1\n",
      ["db:1:1 error soa-multiple: The zone example.com. has a second SOA record"],
    ],
    [
      "an SOA below the apex",
      "a SOA ns2.example.net. hostmaster 1 1 1 1 1\n",
      ["db:1:1 error soa-multiple: a.example.com. has an SOA record, but the zone is example.com."],
    ],
    [
      "a name outside the zone",
      "www.example.net. A 192.0.2.1\n",
      ["db:1:1 error out-of-zone: www.example.net. lies outside the zone example.com."],
    ],
    [
      "two CNAMEs",
      "a CNAME b\na CNAME c\n",
      ["db:2:1 error cname-multiple: a.example.com. has a second CNAME; the first is in line 5"],
    ],
    ["a CNAME with its signature", "a CNAME b\na NSEC b CNAME RRSIG NSEC\n", []],
    [
      "two DNAMEs",
      "a DNAME b\na DNAME c\n",
      ["db:2:1 error dname-multiple: a.example.com. has a second DNAME; the first is in line 5"],
    ],
    [
      "two TTLs in one RRset",
      "a 60 A 192.0.2.1\na 61 A 192.0.2.2\na 62 A 192.0.2.3\n",
      ["db:2:1 error rrset-ttl-mismatch: a.example.com. A has TTL 61 here and 60 in line 5"],
    ],
    [
      "a value twice, in another case",
      "a MX 10 B.example.net.\na MX 10 b.example.net.\n",
      ["db:2:1 error duplicate-value: a.example.com. has MX 10 b.example.net. twice, here and in line 5"],
    ],
    [
      "names in other cases",
      "A CNAME b\na TXT one\n",
      [
        "db:1:1 error cname-and-other: A.example.com. has a CNAME and also TXT (in line 6); expected the CNAME alone",
      ],
    ],
    [
      "a delegation without glue",
      "s NS ns.s\n",
      [
        "db:1:1 error glue-missing: NS target ns.s.example.com. lies in the zone and has no A or AAAA record there",
      ],
    ],
    [
      "fields that do not fit",
      "a MX 10 .\n",
      ['db:1:1 error null-mx-pref: MX preference is 10 for the null MX "."; expected 0 (RFC 7505 §3)'],
    ],
    ["a name that a zone twice as long only seems to hold", "s NS ns1.example.net.\nxs A 192.0.2.1\n", []],
  ])("%s", (_, text, expected) => {
    expect(find(text)).toEqual(expected);
  });

  test("a zone without SOA and NS", () => {
    expect(find("$TTL 1\nwww.example.com. A 192.0.2.1\n", "")).toEqual([
      "db:1:1 error soa-missing: The zone example.com. has no SOA record",
      "db:1:1 error apex-ns-missing: The zone example.com. has no NS record at its apex",
    ]);
  });

  test("a zone of which a part could not be read misses nothing", () => {
    const origin = parseName("example.com.");
    expect(lintOne({ origin: isName(origin) ? origin : undefined!, records: [] }, false)).toEqual([]);
  });
});

describe("the list of rules", () => {
  test("has each id once, in lower case", () => {
    expect(KNOWN_RULES.size).toBe(RULES.length);
    expect(RULES.filter(({ id }) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });
});
