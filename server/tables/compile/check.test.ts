import { expect, test } from "vitest";
import { compileText } from "../../../test/serve-text.ts";

const APEX = "@ SOA ns host 1 7200 3600 1209600 60\n@ NS ns.example.org.\n";

/** What is wrong with the zone example.com, as "line:column rule". */
function problemsOf(records: string): string[] {
  const compiled = compileText({ "example.com.": records });
  return "problems" in compiled
    ? compiled.problems.map(({ line, column, rule }) => `${line}:${column} ${rule}`)
    : [];
}

test.each([
  ["no SOA", "@ NS ns.example.org.", ["1:1 soa-missing"]],
  ["no NS", "@ SOA ns host 1 7200 3600 1209600 60", ["1:1 ns-missing"]],
  ["nothing at all", "", ["1:1 soa-missing", "1:1 ns-missing"]],
  ["two SOAs", `${APEX}@ SOA ns host 2 7200 3600 1209600 60`, ["3:1 soa-twice"]],
  ["a SOA below the apex", `${APEX}sub SOA ns host 2 7200 3600 1209600 60`, ["3:1 soa-below-apex"]],
  ["a CNAME and an address", `${APEX}www A 192.0.2.1\nwww CNAME web`, ["4:1 cname-and-other-data"]],
  ["a CNAME at the apex", `${APEX}@ CNAME web`, ["3:1 cname-and-other-data"]],
  ["two CNAMEs", `${APEX}www CNAME a\nwww CNAME b`, ["4:1 cname-twice"]],
  ["two DNAMEs", `${APEX}d DNAME a\nd DNAME b`, ["4:1 dname-twice"]],
  ["a CNAME and a DNAME", `${APEX}d DNAME a\nd CNAME b`, ["4:1 cname-and-other-data"]],
  ["data below a DNAME", `${APEX}d DNAME a\nx.y.d A 192.0.2.1`, ["4:1 data-below-dname"]],
  ["DNAME and NS", `${APEX}d NS ns\nd DNAME a`, ["4:1 dname-and-ns"]],
  ["more data than a message holds", `${APEX}${bigText()}`, ["3:1 rrset-too-large"]],
  [
    "all of a zone's mistakes at once",
    "www CNAME a\nwww CNAME b\nd DNAME e\nx.d A 192.0.2.1",
    ["2:1 cname-twice", "4:1 data-below-dname", "1:1 soa-missing", "1:1 ns-missing"],
  ],
])("a zone with %s is refused", (_name, records, problems) => {
  expect(problemsOf(records)).toEqual(problems);
});

test.each([
  [
    "a CNAME with its RRSIG and NSEC",
    `${APEX}www CNAME web\nwww NSEC @ CNAME\nwww RRSIG CNAME 8 3 300 20300101000000 20200101000000 1 @ AAAA`,
  ],
  ["the same CNAME twice", `${APEX}www CNAME web\nwww CNAME WEB`],
  [
    "a DNAME at the apex, with NSEC3 below it",
    `${APEX}@ DNAME example.org.\n0p9mhaveqvm6t7vbl5lop2u3t2rp3tom NSEC3 1 0 0 - 2t7b4g4vsa5smi47k61mv5bv1a22bojr A`,
  ],
  ["data below a cut", `${APEX}sub NS ns.sub\nx.sub A 192.0.2.1`],
  ["a DNAME below a cut", `${APEX}sub NS ns.sub\nd.sub DNAME a\nx.d.sub A 192.0.2.1`],
])("a zone with %s is served", (_name, records) => {
  expect(problemsOf(records)).toEqual([]);
});

function bigText(): string {
  return Array.from({ length: 256 }, (_, index) => `big TXT "${String(index).padStart(250, "x")}"`).join(
    "\n",
  );
}
