import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Name, printName } from "../../dns/name.ts";
import { decode, RECORD_TYPES } from "../../dns/records/index.ts";
import type { Zone } from "../../dns/zone.ts";
import { parseZoneFile } from "../../dns/zone-file/parse.ts";
import { verifyZonemd, zonemdDigest } from "../../dns/zonemd.ts";
import { isReadBy } from "../../test/iana/rr-types.ts";
import { requireTool } from "../../test/tools.ts";
import { policyRecord } from "../dnssec/policy.ts";
import { digestWithSerial, renderZone } from "./render-zone.ts";

const EXAMPLE = "\x07example\x03com\0" as Name;

const MINIMAL = `
@ 3600 SOA ns1 hostmaster 0 7200 3600 1209600 300
@ 3600 NS ns1
ns1 300 A 192.0.2.53
`;

function zoneOf(text: string, origin = EXAMPLE): Zone {
  const bytes = Buffer.from(text.replace(/^ +/gm, ""));
  const { records, problems } = parseZoneFile({ file: "test", bytes, origin, defaultTtl: 60 });
  expect(problems).toEqual([]);
  return { origin, records };
}

describe("a rendered zone file", () => {
  test("reads like this", async () => {
    const zone = zoneOf(`${MINIMAL}
      *.b 0 TXT "wild; \\"quoted\\"" "two"
      a 300 MX 10 ns1
      B 300 CNAME a
      @ 3600 NS ns2.example.net.
      @ 300 CAA 0 issue "letsencrypt.org; validationmethods=dns-01"
      long 300 TXT ${`"${"x".repeat(255)}" `.repeat(2)}
    `);
    const golden = "../../test/golden/render/example.com.zone";
    await expect(renderZone(zone, 2026112201).text).toMatchFileSnapshot(golden);
  });

  test("is the same bytes for the same records in any order", () => {
    const zone = zoneOf(MINIMAL);
    const shuffled = { ...zone, records: zone.records.toReversed() };
    expect(renderZone(shuffled, 7).text).toBe(renderZone(zone, 7).text);
  });

  test("carries the serial in SOA and ZONEMD, and a digest that verifies", () => {
    const rendered = renderZone(zoneOf(MINIMAL), 4294967295);
    expect(verifyZonemd(rendered)).toEqual({ outcome: "verified" });
    expect(rendered.text).toContain("\t4294967295\t ; serial");
    expect(rendered.text).toContain("ZONEMD 4294967295 1 1 ");
  });

  test("of a zone that our nameservers sign says how, and has the digest of what stands in git", async () => {
    const zone = withKeys(zoneOf(MINIMAL));
    const golden = "../../test/golden/render/signed.example.com.zone";
    const rendered = renderZone(zone, 2026112201);
    await expect(rendered.text).toMatchFileSnapshot(golden);
    const digests = rendered.records.flatMap(({ type, rdata }) => {
      const data = decode(type, rdata);
      return data.type === "ZONEMD" ? [data] : [];
    });
    expect(digests).toEqual([
      { type: "ZONEMD", serial: 2026112201, scheme: 240, hash_algorithm: 1, digest: zonemdDigest(zone, 1) },
    ]);
  });

  test("of a zone that our nameservers sign has the same digest with every serial, and another one without its keys", () => {
    const zone = withKeys(zoneOf(MINIMAL));
    const digests = [1, 2, 4294967295].map((serial) => digestWithSerial(zone, serial, 1));
    expect(new Set(digests).size).toBe(1);
    expect([0, 1, 2].map((serial) => digestWithSerial(zoneOf(MINIMAL), serial, 1))).not.toContain(digests[0]);
  });

  test.each([
    ["a dollar and an ampersand", "a$&b.{ttl}.{ns}"],
    ["braces", "{mname}"],
    ["a TTL of zero", "zero"],
  ])("keeps %s in the names of the head", (_, label) => {
    const name = label.replaceAll("$", "\\$");
    const zone = zoneOf(`
      @ 0 SOA ${name}.ns host\\.master 0 7200 3600 1209600 300
      @ 0 NS ${name}.ns
      ${name}.ns 0 A 192.0.2.53
    `);
    expect(() => renderZone(zone, 1)).not.toThrow();
  });
});

/** Signed with the key of RFC 8080 §6.1. */
function withKeys(zone: Zone): Zone {
  const key = Buffer.from("l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=", "base64").toString("latin1");
  const keys = [
    { tag: 3613, algorithm: 15, role: "csk", state: "active", since: 0, ds: "wanted", publicKey: key },
  ] as const;
  const signing = { counter: 1, base: 2970, windows: 260, denial: "nsec", ttl: 3600 } as const;
  const record = policyRecord(zone, { ...signing, cds: "keys", csync: false, keys });
  return { ...zone, records: [...zone.records, record] };
}

describe.skipIf(!requireTool("named-checkzone", "bind9utils") || !requireTool("nsd-checkzone", "nsd"))(
  "named-checkzone and nsd-checkzone accept",
  () => {
    test("a zone with every record type that they know", () => {
      const known = RECORD_TYPES.filter(({ type }) => isReadBy(type, "BIND") && isReadBy(type, "NSD"));
      const lines = known
        .filter(({ type }) => !NOT_BESIDE_OTHERS.has(type))
        .map(({ type, example }) => `${type.toLowerCase()} 300 ${type} ${example}`);
      accept(renderZone(zoneOf(`${MINIMAL}${lines.join("\n")}\n`), 2026112201));
    });

    test("a zone below a name with odd octets, and a reverse zone", () => {
      for (const origin of [
        "\x04a\\ b\x04test\0",
        "\x030-8\x012\x010\x03192\x07in-addr\x04arpa\0",
      ] as Name[]) {
        accept(renderZone(zoneOf(MINIMAL, origin), 1));
      }
    });
  },
);

/** They change what else a zone may say, or belong to signed zones. */
const NOT_BESIDE_OTHERS = new Set([
  "SOA",
  "NS",
  "DNAME",
  "DS",
  "NSEC",
  "NSEC3",
  "NSEC3PARAM",
  "RRSIG",
  "ZONEMD",
]);

function accept(rendered: { origin: Name; text: string }): void {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-render-"));
  try {
    const file = join(folder, "zone");
    writeFileSync(file, rendered.text, "latin1");
    const origin = printName(rendered.origin).slice(0, -1);
    execFileSync("named-checkzone", ["-i", "none", "-k", "ignore", origin, file], { stdio: "pipe" });
    execFileSync("/usr/sbin/nsd-checkzone", [origin, file], { stdio: "pipe" });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
