import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Name } from "../../dns/name.ts";
import type { Octets } from "../../dns/wire.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { parseZoneFile } from "../../dns/zone-file/parse.ts";
import { checkFiles, NAMESERVERS } from "../../test/check-zones.ts";
import { nameOf } from "../../test/zone-text.ts";
import { renderZone } from "../render/render-zone.ts";
import { attachComments } from "./attach-comments.ts";
import { commentsIn } from "./comments.ts";
import { compareRecords } from "./compare-import.ts";
import { importZone } from "./import-zone.ts";

const ORIGIN = nameOf("example.com.");
const HEAD =
  "$TTL 3600\n@ SOA ns1.example.net. hostmaster.example.net. 1 86400 7200 3600000 300\n@ NS ns1.example.net.\n";

/** The import of a zone file, its comments with it. */
function imported(text: string) {
  const bytes = Buffer.from(HEAD + text, "latin1");
  const { records, problems } = parseZoneFile({ file: "f", bytes, origin: ORIGIN });
  expect(problems).toEqual([]);
  const { comments, left } = attachComments(
    records,
    new Map([["f", commentsIn(bytes)]]),
    ({ type }) => type === 6,
    ({ type }) => type !== 6,
  );
  const zone = importZone({ origin: ORIGIN, records }, 3600, comments);
  return { ...zone, left: [...zone.left, ...left].map(({ what, why }) => `${what}: ${why}`), records };
}

/** The records that the YAML says, read as any zone is, errors of `check` with it. */
async function readBack(yaml: string) {
  const files = {
    "example.com.yaml": yaml,
    "_config.yaml": `${NAMESERVERS}soa: {rname: hostmaster@example.net}\n`,
  };
  const { zones, problems } = await checkFiles(files);
  return {
    records: zones[0]?.records ?? [],
    zone: zones[0],
    errors: problems.filter((line) => / error /.test(line)),
  };
}

const notApex = (records: readonly ZoneRecord[]) => records.filter(({ type }) => type !== 6 && type !== 2);

describe("a TXT", () => {
  const strings = fc.array(fc.uint8Array({ maxLength: 255 }), { minLength: 1, maxLength: 3 });
  const odd = fc.constantFrom(
    '"',
    "\\;",
    '" "',
    "\\# 1 00",
    '"a',
    'a"',
    "\\",
    ";",
    "#",
    "\n",
    " ",
    "%",
    "{}",
    "~",
    "no",
    "1",
  );
  const text = fc.array(odd, { minLength: 1, maxLength: 4 }).map((parts) => [Buffer.from(parts.join(""))]);
  const rdata = fc
    .oneof(strings, text)
    .map((all) => all.map((octets) => String.fromCharCode(octets.length, ...octets)).join("") as Octets);
  const owner = fc
    .constantFrom("example.com.", "a.example.com.", "x._http._tcp.example.com.")
    .map((name) => nameOf(name));

  test("of any octets survives import, check and render", async () => {
    await fc.assert(
      fc.asyncProperty(rdata, owner, async (data, name) => {
        const { yaml, kept } = importZone(
          { origin: ORIGIN, records: [{ owner: name, type: 16, ttl: 60, rdata: data }] },
          3600,
        );
        const { records, zone, errors } = await readBack(yaml);
        expect(errors).toEqual([]);
        expect(compareRecords({ records: kept }, { records: notApex(records) })).toEqual([]);
        expect(textOf(notApex(records)[0]!.rdata)).toBe(textOf(data));
        renderZone(zone!, 1); // reads its file back, and throws where it differs
      }),
      { numRuns: 300 },
    );
  });

  test("of a service keeps its strings apart, and a comment says them", async () => {
    const { yaml, kept, left } = imported('x._http._tcp TXT "path=/" "a=b"\n');
    expect(yaml).toContain("x._http._tcp:");
    expect(yaml).toContain('# "path=/" "a=b"\n');
    expect(left).toEqual([]);
    const { records } = await readBack(yaml);
    expect(
      compareRecords({ records: kept }, { records: records.filter(({ type }) => type === 16 || type === 2) }),
    ).toEqual([]);
  });
});

/** The text of a TXT, however it is cut into strings. */
function textOf(rdata: Octets): string {
  let text = "";
  for (let at = 0; at < rdata.length; at += 1 + rdata.charCodeAt(at)) {
    text += rdata.slice(at + 1, at + 1 + rdata.charCodeAt(at));
  }
  return text;
}

test("data that no text of YAML holds is written in the form for any type", async () => {
  const { yaml, left } = imported('x HINFO "\\255" "b"\n');
  expect(yaml).toContain("type: TYPE13\n");
  expect(left).toEqual([]);
  const { records } = await readBack(yaml);
  expect(records.filter(({ type }) => type === 13).map(({ rdata }) => rdata)).toEqual(["\x01\xff\x01b"]);
});

test.each(["__proto__", "constructor", "toString", "123", "true"])(
  "an owner %s is an owner",
  async (name) => {
    const { yaml } = imported(`${name} A 192.0.2.1\n`);
    const { records, errors } = await readBack(yaml);
    expect(errors).toEqual([]);
    expect(notApex(records).map(({ owner }) => owner)).toEqual([
      `${String.fromCharCode(name.length)}${name}${ORIGIN}`.toLowerCase() as Name,
    ]);
  },
);

test("comments come along, each above what it is about", () => {
  const { yaml, left } = imported(`; the mail
@ MX 10 mail ; primary
@ MX 20 backup ; the other one
; where the web is
; since 2019
www A 192.0.2.1
mail A 192.0.2.2 ; iron
; the end
`);
  expect(yaml).toBe(`---
'':
  - type: NS
    value: ns1.example.net.
  - type: MX
    values:
      # the mail
      # primary
      - {preference: 10, exchange: mail.example.com.}
      # the other one
      - {preference: 20, exchange: backup.example.com.}
# iron
mail:
  type: A
  value: 192.0.2.2
# where the web is
# since 2019
www:
  type: A
  value: 192.0.2.1
# the end
`);
  expect(left).toEqual([]);
});

test("a comment of a record that has no place in the YAML is listed", () => {
  const bytes = Buffer.from("; head\n@ SOA a. b. ( 1 ; serial\n 2 3 4 5 )\n");
  const { records } = parseZoneFile({ file: "f", bytes, origin: ORIGIN, defaultTtl: 1 });
  const { comments, left } = attachComments(
    records,
    new Map([["f", commentsIn(bytes)]]),
    () => true,
    () => false,
  );
  expect(comments.head).toEqual(["head"]);
  expect(left).toEqual([{ what: 'the comment "serial" at f:2', why: "its record is not in the YAML" }]);
});
