import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEBIAN_PYTHON, requireDnspython } from "../test/tools.ts";
import { nameOf, recordOf, zoneOf } from "../test/zone-text.ts";
import { flatten } from "./flat-records.ts";
import type { Zone, ZoneRecord } from "./zone.ts";
import { flatContentDigest, verifyFlatZonemd, verifyZonemd, zonemdDigest } from "./zonemd.ts";

describe("the zones of RFC 8976, Appendix A, have the digests that stand in them", () => {
  test.each([
    ["A.1, simple", "example.", "a1"],
    ["A.2, with occluded, repeated and foreign records, a wildcard and upper case", "example.", "a2"],
    ["A.3, with several digests", "example.", "a3"],
    ["A.4, signed, with a signature over ZONEMD", "uri.arpa.", "a4"],
    ["A.5, ROOT-SERVERS.NET", "root-servers.net.", "a5"],
  ])("%s", (_, origin, name) => {
    const zone = rfc8976(origin, name);
    expect(verifyZonemd(zone)).toEqual({ outcome: "verified" });
    for (const { type, rdata, owner } of zone.records) {
      const [scheme, algorithm] = [rdata.charCodeAt(4), rdata.charCodeAt(5)];
      if (type !== ZONEMD || owner !== zone.origin || scheme !== 1 || (algorithm !== 1 && algorithm !== 2))
        continue;
      expect(hexOf(zonemdDigest(zone, algorithm))).toBe(hexOf(rdata.slice(6)));
    }
  });

  test("whatever the order of the records", () => {
    const { origin, records } = rfc8976("example.", "a2");
    fc.assert(
      fc.property(fc.shuffledSubarray([...records], { minLength: records.length }), (shuffled) => {
        expect(verifyZonemd({ origin, records: shuffled })).toEqual({ outcome: "verified" });
      }),
    );
  });

  test("for records without objects too, where origin and owners are in any case", () => {
    const { origin, records } = rfc8976("example.", "a2");
    const upper = Buffer.from(origin.toUpperCase(), "latin1");
    expect(verifyFlatZonemd(upper, flatten(records))).toEqual({ outcome: "verified" });
  });
});

test("records may be a part of a larger piece", () => {
  const { origin, records } = rfc8976("example.", "a2");
  const others = [recordOf("other.example. 1 MX 10 Other."), recordOf("other. 1 TXT x")];
  const all = flatten([...others, ...records, ...others]);
  const [first, end] = [others.length, others.length + records.length];
  const part = {
    ...all,
    count: records.length,
    owners: all.owners.subarray(first, end),
    types: all.types.subarray(first, end),
    ttls: all.ttls.subarray(first, end),
    starts: all.starts.subarray(first, end + 1),
  };
  const before = Buffer.from(all.rdata).toString("hex");
  expect(verifyFlatZonemd(Buffer.from(origin, "latin1"), part)).toEqual({ outcome: "verified" });
  expect(Buffer.from(all.rdata).toString("hex")).toBe(before);
});

describe("verifying a zone", () => {
  const zone = rfc8976("example.", "a1");
  const [soa, ns1, ns2, zonemd, ...rest] = zone.records as [ZoneRecord, ZoneRecord, ZoneRecord, ZoneRecord];
  const digest = hexOf(zonemd.rdata.slice(6));
  const withZonemd = (...lines: string[]): Zone => ({
    ...zone,
    records: [soa, ns1, ns2, ...rest, ...lines.map((line) => recordOf(`example. 86400 ZONEMD ${line}`))],
  });

  test("without ZONEMD is absent, also when a name below the apex has one", () => {
    expect(verifyZonemd(withZonemd())).toEqual({ outcome: "absent" });
    const below = recordOf(`a.example. 86400 ZONEMD 2018031900 1 1 ${digest}`);
    expect(verifyZonemd({ ...zone, records: [...withZonemd().records, below] })).toEqual({
      outcome: "absent",
    });
  });

  test.each([
    ["scheme", `2018031900 241 1 ${digest}`],
    ["hash", `2018031900 1 240 ${digest}`],
  ])("with an unknown %s is unsupported", (_, line) => {
    expect(verifyZonemd(withZonemd(line))).toEqual({ outcome: "unsupported" });
    expect(verifyZonemd(withZonemd(line, `2018031900 1 1 ${digest}`))).toEqual({ outcome: "verified" });
  });

  test("with one wrong digest and one right one is verified", () => {
    expect(verifyZonemd(withZonemd(`2018031900 1 1 ${digest}`, `2018031900 1 2 ${"ab".repeat(64)}`))).toEqual(
      {
        outcome: "verified",
      },
    );
  });

  test.each([
    [
      "another digest",
      [`2018031900 1 1 ${"ab".repeat(48)}`],
      `ZONEMD with SHA-384 is ${"ab".repeat(48)}, and the digest of the zone is ${digest}`,
    ],
    [
      "another serial",
      [`2018031901 1 1 ${digest}`],
      "ZONEMD with SHA-384 is for the serial 2018031901, and the SOA has 2018031900",
    ],
    [
      "two of a kind",
      [`2018031900 1 1 ${digest}`, `2018031900 1 1 ${"ab".repeat(48)}`],
      "ZONEMD with SHA-384 stands more than once",
    ],
    [
      "a digest cut short",
      [`2018031900 1 1 ${digest.slice(0, 24)}`],
      `ZONEMD with SHA-384 is ${digest.slice(0, 24)}, and the digest of the zone is ${digest}`,
    ],
    [
      "two wrong ones",
      [`1 1 1 ${digest}`, `2 1 2 ${"ab".repeat(64)}`],
      "ZONEMD with SHA-384 is for the serial 1, and the SOA has 2018031900; ZONEMD with SHA-512 is for the serial 2, and the SOA has 2018031900",
    ],
  ])("with %s is a mismatch", (_, lines, reason) => {
    expect(verifyZonemd(withZonemd(...lines))).toEqual({ outcome: "mismatch", reason });
  });

  test("without a SOA is a mismatch", () => {
    expect(verifyZonemd({ ...zone, records: [ns1, zonemd] })).toEqual({
      outcome: "mismatch",
      reason: "ZONEMD with SHA-384 is for the serial 2018031900, and the SOA has none",
    });
  });

  test("whose record changed in any way is a mismatch", () => {
    const changes: ((record: ZoneRecord) => ZoneRecord | undefined)[] = [
      (record) => ({ ...record, ttl: record.ttl + 1 }),
      (record) => ({ ...record, owner: nameOf("changed.example.") }),
      (record) => ({ ...record, type: 65280 }),
      (record) => ({ ...record, rdata: `${record.rdata.slice(0, -1)}\x7f` }),
      () => undefined,
    ];
    for (const change of changes) {
      for (const changed of rest) {
        const records = zone.records.map((record) => (record === changed ? change(record) : record));
        const outcome = verifyZonemd({ ...zone, records: records.filter((record) => record !== undefined) });
        expect(outcome).toMatchObject({ outcome: "mismatch" });
      }
    }
  });
});

describe("the digest of the content, scheme 240", () => {
  const text = (serial: number) =>
    `@ 60 SOA ns hostmaster ${serial} 2 3 4 5\n@ 60 NS ns\nns 60 A 192.0.2.1\n`;
  const zone = zoneOf("example.com.", text(7));
  const digestOf = ({ origin, records }: Zone) =>
    flatContentDigest(Buffer.from(origin, "latin1"), flatten(records));
  const digest = hexOf(digestOf(zone));
  const withLines = (...lines: string[]) =>
    zoneOf("example.com.", text(7) + lines.map((line) => `@ 60 ZONEMD ${line}\n`).join(""));

  test("is that of the zone with the serial 0", () => {
    expect(digest).toBe(hexOf(zonemdDigest(zoneOf("example.com.", text(0)), 1)));
    expect(hexOf(digestOf(zoneOf("example.com.", text(2 ** 32 - 1))))).toBe(digest);
    expect(hexOf(digestOf(zoneOf("example.com.", text(7).replace("hostmaster", "h"))))).not.toBe(digest);
  });

  test("verifies a zone that has no other", () => {
    expect(verifyZonemd(withLines(`7 240 1 ${digest}`))).toEqual({ outcome: "verified" });
    expect(verifyZonemd(withLines(`7 240 1 ${"ab".repeat(48)}`))).toEqual({
      outcome: "mismatch",
      reason: `ZONEMD of scheme 240 with SHA-384 is ${"ab".repeat(48)}, and the digest of the zone is ${digest}`,
    });
    expect(verifyZonemd(withLines(`6 240 1 ${digest}`))).toEqual({
      outcome: "mismatch",
      reason: "ZONEMD of scheme 240 with SHA-384 is for the serial 6, and the SOA has 7",
    });
  });

  test("says nothing of a zone that has one of scheme 1", () => {
    const simple = hexOf(zonemdDigest(zone, 1));
    expect(verifyZonemd(withLines(`7 240 1 ${"ab".repeat(48)}`, `7 1 1 ${simple}`))).toEqual({
      outcome: "verified",
    });
    expect(verifyZonemd(withLines(`7 240 1 ${digest}`, `7 1 1 ${"ab".repeat(48)}`))).toMatchObject({
      outcome: "mismatch",
    });
  });

  test("leaves the records as they are", () => {
    const records = flatten(zone.records);
    const before = Buffer.from(records.rdata).toString("hex");
    flatContentDigest(Buffer.from(zone.origin, "latin1"), records);
    expect(Buffer.from(records.rdata).toString("hex")).toBe(before);
  });
});

describe("what counts for the digest (RFC 8976 §3.3.1)", () => {
  const ZONE = "@ 60 SOA ns hostmaster 1 2 3 4 5\n@ 60 NS ns\nns 60 A 192.0.2.1\n";
  const digest = zonemdDigest(zoneOf("example.com.", ZONE), 1);

  test.each([
    ["a record that stands twice", "ns 60 A 192.0.2.1"],
    ["a record that stands twice but for its case and TTL", "@ 61 NS NS.EXAMPLE.com."],
    [
      "a record of another zone",
      "www.example.net. 60 A 192.0.2.1\nbadexample.com. 60 A 192.0.2.1\ncom. 60 A 192.0.2.1",
    ],
    ["ZONEMD at the apex", `@ 60 ZONEMD 1 1 1 ${"ab".repeat(48)}`],
    [
      "the signature over ZONEMD at the apex",
      "@ 60 RRSIG ZONEMD 13 2 60 20260801000000 20260701000000 1 @ QUJD",
    ],
  ])("not %s", (_, lines) => {
    expect(zonemdDigest(zoneOf("example.com.", `${ZONE}${lines}\n`), 1)).toBe(digest);
  });

  test.each([
    ["glue", "ns.sub 60 A 192.0.2.1"],
    ["what a delegation hides", "sub 60 NS ns.sub\nhidden.sub 60 TXT x"],
    ["ZONEMD below the apex", `sub 60 ZONEMD 1 1 1 ${"ab".repeat(48)}`],
    [
      "the signature over ZONEMD below the apex",
      "sub 60 RRSIG ZONEMD 13 2 60 20260801000000 20260701000000 1 @ QUJD",
    ],
    ["other signatures", "@ 60 RRSIG SOA 13 2 60 20260801000000 20260701000000 1 @ QUJD"],
    ["a type that the table does not have", "ns 60 TYPE65280 \\# 0"],
  ])("but %s", (_, lines) => {
    expect(zonemdDigest(zoneOf("example.com.", `${ZONE}${lines}\n`), 1)).not.toBe(digest);
  });

  test("SHA-384 has 48 octets and SHA-512 has 64", () => {
    expect(digest).toHaveLength(48);
    expect(zonemdDigest(zoneOf("example.com.", ZONE), 2)).toHaveLength(64);
  });
});

describe.skipIf(!requireDnspython())("dnspython", () => {
  test("has the same digests of zones with nasty names", () => {
    const zones = fc.sample(anyZoneText, 40);
    const input = zones.map((text) => `${JSON.stringify(text)}\n`).join("");
    const output = execFileSync(DEBIAN_PYTHON, ["-I", "-c", SCRIPT], { input, encoding: "utf8" });
    const expected = zones.map((text) => {
      const zone = zoneOf("example.com.", text);
      return `${hexOf(zonemdDigest(zone, 1))} ${hexOf(zonemdDigest(zone, 2))}`;
    });
    expect(output.trim().split("\n")).toEqual(expected);
  });
});

const SCRIPT = `
import json, sys, dns.zone
for line in sys.stdin:
    zone = dns.zone.from_text(json.loads(line), origin="example.com.", relativize=False)
    print(*(zone.compute_digest(algorithm).digest.hex() for algorithm in (1, 2)))
`;

const anyLabel = fc.string({
  unit: fc.constantFrom("a", "B", "-", "_", "*", "\\000", "\\001", "\\.", "\\255", "\\@"),
  minLength: 1,
  maxLength: 4,
});
const anyOwner = fc.array(anyLabel, { minLength: 1, maxLength: 3 }).map((labels) => labels.join("."));
const anyData = fc.oneof(
  fc.nat(255).map((octet) => `A 192.0.2.${octet}`),
  fc.nat(65535).map((group) => `AAAA 2001:db8::${group.toString(16)}`),
  fc.tuple(fc.nat(9), anyOwner).map(([preference, exchange]) => `MX ${preference} ${exchange}`),
  anyOwner.map((target) => `NS ${target}`),
  anyOwner.map((target) => `SRV 1 2 3 ${target}`),
  anyOwner.map((target) => `SVCB 1 ${target}.`),
  fc
    .array(fc.constantFrom("x", '""', '"A b"', "\\000"), { minLength: 1 })
    .map((strings) => `TXT ${strings.join(" ")}`),
);
const anyZoneText = fc
  .array(fc.tuple(anyOwner, anyData), { maxLength: 30 })
  .map((records) =>
    [
      "@ 60 SOA Ns hostmaster 1 2 3 4 5",
      "@ 60 NS ns",
      ...records.map(([owner, data]) => `${owner} 60 ${data}`),
      "",
    ].join("\n"),
  );

const ZONEMD = 63;

/** A zone of Appendix A. The texts are the RFC's. */
function rfc8976(origin: string, name: string): Zone {
  return zoneOf(
    origin,
    readFileSync(join(import.meta.dirname, `../test/zones/rfc8976-${name}.zone`), "latin1"),
  );
}

function hexOf(octets: string): string {
  return Buffer.from(octets, "latin1").toString("hex");
}
