import { expect, test } from "vitest";
import type { Problem } from "../../dns/problem.ts";
import { readZoneFile } from "../../dns/zone-file/read.ts";
import { nameOf } from "../../test/zone-text.ts";
import { checkRdata } from "./check-rdata.ts";

/** What is said of a record "owner TYPE data": "error rule", "warning rule", or nothing. */
function told(...records: readonly string[]): string[] {
  const [problems, warnings]: [Problem[], Problem[]] = [[], []];
  const bytes = Buffer.from(`$TTL 300\n${records.join("\n")}\n`);
  const read = readZoneFile({ file: "zone", bytes, origin: nameOf("example.com.") }, (record) =>
    checkRdata(record, problems, warnings),
  );
  return [...read, ...problems, ...warnings].map(({ severity, rule }) => `${severity} ${rule}`);
}

const SHA256 = "2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21";

test.each([
  ["www SVCB 1 . mandatory=alpn", "svcb-mandatory"],
  ["www HTTPS 1 . no-default-alpn", "svcb-no-default-alpn"],
  ["sub DS 1 13 2 0011", "ds-value"],
  ["@ CDS 1 13 1 0011", "ds-value"],
  ["@ CDS 0 0 2 00", "ds-value"],
  ["www SSHFP 4 2 0011", "sshfp-value"],
  ["@ ZONEMD 1 1 1 00112233445566778899aabb", "zonemd-value"],
  ["www NSEC @", "nsec-value"],
  [String.raw`www NSEC \# 3 016100`, "nsec-value"],
  ["2vptu5timamqttgl4luu9kg21e0aor3s NSEC3 1 0 0 - 2vptu5timamqttgl4luu9kg2 A", "nsec3-value"],
  ["@ NSEC3PARAM 1 0 501 -", "nsec3param-value"],
  [String.raw`www A \# 3 c00002`, "a-rdata"],
  [String.raw`www MX \# 2 0001`, "mx-rdata"],
  [String.raw`www SVCB \# 10 000100 0001 0003 036832`, "svcb-rdata"],
  [String.raw`sub DS \# 4 00010d02`, "ds-rdata"],
])("what receivers cannot read is refused: %s", (record, rule) => {
  expect(told(record)).toEqual([`error ${rule}`]);
});

test.each([
  ['www NAPTR 1 1 "U" "E2U+sip" "sip" .', "naptr-value"],
  ['www NAPTR 1 1 "U" "E2U+sip" "!a!b" .', "naptr-value"],
  ['www NAPTR 1 1 "U" "E2U+sip" "!(a!b!" .', "naptr-value"],
  ['www NAPTR 1 1 "U" "E2U+sip" "!(a)!\\\\2!" .', "naptr-value"],
  ['www NAPTR 1 1 "U" "E2U+sip" "!a!b!g" .', "naptr-value"],
  ['www NAPTR 1 1 "U" "E2U+sip" "!a!b!" host', "naptr-value"],
  ["sub DS 1 13 99 0011", "unassigned-number"],
  ["www SSHFP 4 9 0011", "unassigned-number"],
  ["www TLSA 3 1 9 0011", "unassigned-number"],
  ["www TLSA 3 1 1 0011", "tlsa-value"],
  ["www SVCB 0 host alpn=h2", "svcb-alias-params"],
  ['www CAA 1 issue "ca.example.net"', "caa-value"],
  ["www MX 10 .", "null-mx-pref"],
  ["@ NSEC3PARAM 1 0 500 -", "nsec3-iterations"],
])("what they can read and will not like is served with a warning: %s", (record, rule) => {
  expect(told(record)).toEqual([`warning ${rule}`]);
});

test.each([
  "@ CDS 0 0 0 00",
  "@ CDNSKEY 0 3 0 AA==",
  "2vptu5timamqttgl4luu9kg21e0aor3s NSEC3 1 0 0 - 2vptu5timamqttgl4luu9kg21e0aor3s",
  `sub DS 1 13 2 ${SHA256}`,
  "@ NSEC3PARAM 1 0 0 -",
  'www NAPTR 1 1 "U" "E2U+sip" "!^(.*)[)](b)$!sip:\\\\2@example.com!i" .',
  'www NAPTR 1 1 "" "" "" host',
])("nothing is said of %s", (record) => {
  expect(told(record)).toEqual([]);
});

test("a place is that of the record; of very many warnings the first are told", () => {
  const warnings: Problem[] = [];
  const bytes = Buffer.from("$TTL 300\n$GENERATE 1-100 www$ MX 10 .\n");
  readZoneFile({ file: "zone", bytes, origin: nameOf("example.com.") }, (record) =>
    checkRdata(record, [], warnings),
  );
  expect(warnings).toHaveLength(21);
  expect(warnings[0]).toMatchObject({
    file: "zone",
    line: 2,
    rule: "null-mx-pref",
    source: "RFC 1035 §3.3.9",
  });
  expect(warnings.at(-1)?.message).toBe(
    "There are more than 20 warnings about this zone; the rest is not told",
  );
});
