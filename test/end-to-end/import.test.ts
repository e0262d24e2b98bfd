import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { RECORD_TYPES } from "../../dns/records/index.ts";
import { startReference } from "../reference-nameservers.ts";
import { requireTool } from "../tools.ts";
import { zoneOf } from "../zone-text.ts";
import { zonepipe } from "./cli.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-import-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const ZONE = `$ORIGIN example.com.
$TTL 1h
@ IN SOA ns1 hostmaster ( 2026112200 1d 2h 1000h 5m )
@ IN NS ns1
@ IN NS ns2.example.net.
@ 300 IN MX 10 mail
ns1 IN A 192.0.2.53
mail IN A 192.0.2.25
www 60 IN A 192.0.2.80
www 60 IN A 192.0.2.81
* IN TXT "Some text," " yes; \\"quoted\\" 'single' # no comment"
_dmarc IN TXT "v=DMARC1; p=reject"
yes IN CNAME no
no IN A 192.0.2.1
1 IN PTR www
t IN TYPE65280 \\# 3 010203
`;

const put = (path: string, text: string) => {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), text);
  return join(folder, path);
};
const zones = () => join(folder, "zones");
const importFile = (file: string, origin = "example.com") =>
  zonepipe(folder, "import", zones(), "--zone-file", file, "--origin", origin);
const written = (name: string) => readFileSync(join(zones(), name), "utf8");

test("many zones in one call: those of BIND's configuration, with their comments", async () => {
  put("bind/db.com", `${ZONE.replaceAll("example.com", "a.example")}www2 1 A 192.0.2.9 ; the new one\n`);
  put(
    "bind/db.net",
    "$ORIGIN .\n$TTL 60\nb.example SOA ns.x. h.x. 1 2 3 4 5\nb.example NS ns.x.\nb.example NS ns2.x.\n",
  );
  const conf = put(
    "bind/named.conf",
    'zone "a.example" { type primary; file "db.com"; };\nzone "b.example" { type primary; file "db.net"; };\n',
  );
  const { stdout, code } = await zonepipe(folder, "import", zones(), "--named-conf", conf);
  expect(stdout).toContain("Read again, all 2 zones are the same.");
  expect(stdout).toContain("a.example: 1 record has TTL 1");
  expect(code).toBe(0);
  expect(written("a.example.yaml")).toContain("# the new one\nwww2:\n");
  expect(written("_config.yaml")).toContain("serial_above: 2026112200");
});

describe("a zone file", () => {
  test("is the same zone afterwards, with its SOA and a floor for its serial", async () => {
    const file = put("example.com.zone", ZONE);
    const { stdout, code } = await importFile(file);
    expect(stdout).toContain("Read again, it is the same zone.");
    expect(code).toBe(0);
    expect(written("_config.yaml")).toContain("serial_above: 2026112200");
    expect(written("_config.yaml")).toContain("default_ttl: 3600");
    expect(written("example.com.yaml")).toMatchInlineSnapshot(`
      "---
      '':
        - type: NS
          values:
            - ns1.example.com.
            - ns2.example.net.
        - type: MX
          ttl: 300
          value: {preference: 10, exchange: mail.example.com.}
      '*':
        type: TXT
        value: 'Some text, yes; "quoted" ''single'' # no comment'
      '1':
        type: PTR
        value: www.example.com.
      _dmarc:
        type: TXT
        value: 'v=DMARC1; p=reject'
      mail:
        type: A
        value: 192.0.2.25
      'no':
        type: A
        value: 192.0.2.1
      ns1:
        type: A
        value: 192.0.2.53
      t:
        type: TYPE65280
        value: '\\# 3 010203'
      www:
        type: A
        ttl: 60
        values:
          - 192.0.2.80
          - 192.0.2.81
      'yes':
        type: CNAME
        value: no.example.com.
      "
    `);
  });

  test("with every type of record is the same zone afterwards", async () => {
    const lines = RECORD_TYPES.filter(({ type }) => !UNUSUAL.has(type)).map(
      ({ type, example }) => `${type.toLowerCase()} IN ${type} ${example}\n`,
    );
    const file = put(
      "all.zone",
      `$TTL 60\n@ SOA ns.example.net. a.example.net. 1 2 3 4 5\n@ NS ns.example.net.\n${lines.join("")}`,
    );
    const { stdout } = await importFile(file, "example.org");
    expect(stdout).toContain("Read again, it is the same zone.");
    expect(stdout).not.toContain("Not taken over");
  });

  test("that was signed: signatures stay behind, and it says so", async () => {
    const file = put(
      "signed.zone",
      `${ZONE}@ IN DNSKEY 257 3 13 mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ==
@ IN NSEC www A NS
@ IN ZONEMD 2026112200 1 1 ${"00".repeat(48)}
`,
    );
    const { stdout, code } = await importFile(file);
    expect(stdout).toContain("1 DNSKEY record: signatures are of the zone as it was signed; have the parent");
    expect(stdout).toContain("1 NSEC record");
    expect(stdout).toContain("the ZONEMD record: every rendering makes its own.");
    expect(code).toBe(0);
  });

  test("with mistakes: nothing is written", async () => {
    const file = put("bad.zone", "@ SOA . . 1 2 3 4 5\nwww A 192.0.2.300\n");
    const { stdout, code } = await importFile(file);
    expect(stdout).toContain("192.0.2.300");
    expect(code).toBe(1);
    expect(() => written("example.com.yaml")).toThrow();
  });

  test("of which there is one already: nothing is overwritten", async () => {
    put("zones/example.com.yaml", "www: {type: A, value: 192.0.2.1}\n");
    const file = put("example.com.zone", ZONE);
    const { stderr, code } = await importFile(file);
    expect(stderr).toContain("example.com.yaml is there already");
    expect(code).toBe(2);
    expect(written("example.com.yaml")).toBe("www: {type: A, value: 192.0.2.1}\n");
  });

  test("beside settings that are there: they stay, and what to add is printed", async () => {
    put("zones/_config.yaml", "default_ttl: 7200\n");
    const file = put("example.com.zone", ZONE);
    const { stdout } = await importFile(file);
    expect(stdout).toContain("_config.yaml, which is left as it is:");
    expect(stdout).toContain("Read again, it is the same zone.");
    expect(written("_config.yaml")).toBe("default_ttl: 7200\n");
  });
});

test.skipIf(!requireTool("named", "bind9"))("a zone of a running nameserver", async () => {
  const many = Array.from(
    { length: 3_000 },
    (_, number) => `host${number} 300 IN A 192.0.2.${number % 256}\n`,
  );
  const zone = zoneOf("example.com.", `${ZONE}${many.join("")}`);
  const bind = await startReference("bind", [zone]);
  try {
    const server = `127.0.0.1:${bind.port}`;
    const { stdout, stderr, code } = await zonepipe(
      folder,
      "import",
      zones(),
      "--axfr",
      server,
      "--origin",
      "example.com",
    );
    expect(stdout + stderr).toContain("Read again, it is the same zone.");
    expect(code).toBe(0);
    const other = await zonepipe(folder, "import", zones(), "--axfr", server, "--origin", "example.org");
    expect(other.stderr).toMatch(/Cannot transfer example\.org\. from .*: it answers (NOTAUTH|REFUSED)/);
  } finally {
    await bind.stop();
  }
});

describe("octoDNS", () => {
  const CONFIG = `manager: {max_workers: 2}
providers:
  config: {class: octodns.provider.yaml.YamlProvider, directory: ../zones, split_extension: ., default_ttl: 600, escaped_semicolons: false}
  route53: {class: octodns_route53.Route53Provider, access_key_id: env/KEY}
zones:
  example.com.: {sources: [config], targets: [route53]}
  example.org.: {sources: [config], targets: [route53]}
  example.info.: {alias: example.com.}
`;
  const TEXT =
    "---\n# kept\n'': {type: NS, values: [ns1.example.net., ns2.example.net.]}\nwww: {type: A, value: 192.0.2.1}\n";
  const importOctodns = () =>
    zonepipe(folder, "import", zones(), "--octodns", join(folder, "octo/config/production.yaml"));

  test("zones as they are, written anew where they must be, and settings; again, nothing changes", async () => {
    put("octo/config/production.yaml", CONFIG);
    put("octo/zones/example.com.yaml", TEXT);
    put("octo/zones/example.org./www.yaml", TEXT);
    put("octo/zones/unused.example.yaml", TEXT);
    const { stdout, code } = await importOctodns();
    expect(stdout).toContain("wrote");
    expect(written("example.com.yaml")).toBe(TEXT);
    expect(written("example.org./www.yaml")).toBe(TEXT);
    expect(written("example.info.yaml")).toContain("www:");
    expect(written("_config.yaml")).toBe("default_ttl: 600\nescaped_semicolons: false\n");
    expect(() => written("unused.example.yaml")).toThrow();
    for (const line of [
      "provider route53 (octodns_route53.Route53Provider): we serve the zones ourselves.",
      "example.info.: it is written anew: it is an alias of example.com.; comments stay behind.",
      "beside the configuration, is read.",
      "manager.max_workers of production.yaml: it is about octoDNS' own run.",
      "Read again, all 3 zones are the same.",
    ]) {
      expect(stdout).toContain(line);
    }
    expect(code).toBe(0);
    const again = await importOctodns();
    expect(again.stdout).not.toContain("wrote");
    expect(again.code).toBe(0);
  });

  test("a zone that cannot be taken over is named and left out, the others are there", async () => {
    put("octo/config/production.yaml", CONFIG.replace("sources: [config]", "sources: [config, route53]"));
    put("octo/zones/example.com.yaml", TEXT);
    put("octo/zones/example.org./www.yaml", TEXT);
    const { stdout, code } = await importOctodns();
    expect(stdout).toContain('production.yaml:6:27: error: Zone example.com. has the source "route53"');
    expect(stdout).toContain("Zones with these were not written: mend them, and import again.");
    expect(() => written("example.com.yaml")).toThrow();
    expect(written("example.org./www.yaml")).toBe(TEXT);
    expect(code).toBe(1);
  });
});

/** Types with a place of their own, and those that signing makes. */
const UNUSUAL = new Set("SOA ZONEMD RRSIG NSEC NSEC3 NSEC3PARAM DNSKEY DS NS DNAME".split(" "));
