import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { zonepipe } from "../../test/end-to-end/cli.ts";
import { startFaultyNameserver } from "../../test/fakes/faulty-nameserver.ts";
import { CODE_SCANNING_SCHEMA } from "../../test/sarif-schema.ts";
import { zoneOf } from "../../test/zone-text.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-check-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const HEAD = `$TTL 3600
@ SOA ns1.example.net. hostmaster 1 86400 7200 3600000 3600
@ NS ns1.example.net.
@ NS ns2.example.net.
`;

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

interface Told {
  readonly problems: readonly { readonly file: string; readonly line: number; readonly rule: string }[];
  readonly notChecked: readonly { readonly rule: string; readonly reason: string }[];
  readonly records: number;
}

async function check(...args: string[]): Promise<{ code: number | null; told: Told }> {
  const { code, stdout, stderr } = await zonepipe(folder, "check", "--json", ...args);
  if (stdout === "") throw new Error(stderr);
  return { code, told: JSON.parse(stdout) };
}

describe("check --zone-file", () => {
  test("says that a good one is fine, and what it could not look at", async () => {
    write("db", `${HEAD}www A 192.0.2.80\n`);
    const { code, stdout } = await zonepipe(folder, "check", "--zone-file", "db", "--origin", "example.com");
    expect([code, stdout]).toEqual([
      0,
      "✔ 1 zone, 4 records · no problem\n\n" +
        "ℹ Not checked: mass-delete, apex-change, zone-removed, ds-change, serial-far-ahead, mixed-caches, deleted-but-referenced, " +
        "ttl-not-lowered, serial-not-increased, serial-jump, serial-behind-live (`zonepipe check` compares the zones with " +
        "nothing; `zonepipe plan` does).\n",
    ]);
  });

  test("finds what breaks the rules, with exit code 1", async () => {
    write("db", `${HEAD}www CNAME a\nwww A 192.0.2.80\n`);
    const { code, told } = await check("--zone-file", "db", "--origin", "example.com.");
    expect(code).toBe(1);
    expect(told.problems.map(({ file, line, rule }) => [file, line, rule])).toEqual([
      ["db", 5, "cname-and-other"],
      ["db", 5, "cname-target-missing"],
    ]);
  });

  test("finds what cannot be read, and misses nothing then", async () => {
    write("db", "@ SOA ns1 hostmaster 1 2 3 4\n");
    const { code, told } = await check("--zone-file", "db", "--origin", "example.com");
    expect([code, told.problems.map(({ rule }) => rule)]).toEqual([1, ["soa-rdata"]]);
  });

  test("what every server loads only warns", async () => {
    write("db", `${HEAD}lab NS ns1.example.net.\nlab NS ns2.example.net.\nwww.lab A 192.0.2.80\na CNAME a\n`);
    const { code, told } = await check("--zone-file", "db", "--origin", "example.com");
    expect([code, told.problems.map(({ rule }) => rule)]).toEqual([
      0,
      ["delegation-lame", "occluded-below-delegation", "cname-loop"],
    ]);
  });

  test("includes files of its own folder, and no others", async () => {
    write("db", `${HEAD}$INCLUDE more\n$INCLUDE ../secret\n`);
    write("more", "www A 192.0.2.80\n");
    const { code, told } = await check("--zone-file", "db", "--origin", "example.com");
    expect([code, told.records]).toEqual([1, 4]);
    expect(told.problems.map(({ file, line, rule }) => [file, line, rule])).toEqual([["db", 6, "include"]]);
  });

  test.each([
    [["--zone-file", "db"], "--zone-file and --origin go together"],
    [["--origin", "example.com"], "--zone-file and --origin go together"],
    [["--zone-file", "none", "--origin", "example.com"], "there is no such file"],
    [["--zone-file", "db", "--origin", "a..b"], "Expected the name of a zone"],
  ])("%j ends with exit code 2", async (args, words) => {
    write("db", HEAD);
    const { code, stderr } = await zonepipe(folder, "check", ...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
  });
});

describe("check --resolve", () => {
  const zone = `${HEAD}@ TXT "v=spf1 include:_spf.example.net -all"\n`;

  test("asks the resolver that is named", async () => {
    const resolver = await startFaultyNameserver(
      zoneOf("example.net.", '@ SOA ns1 hostmaster 1 2 3 4 5\n_spf TXT "v=spf1 ptr:example.org -all"\n'),
    );
    write("db", zone);
    try {
      const { code, told } = await check(
        "--zone-file",
        "db",
        "--origin",
        "example.com",
        "--resolve",
        `127.0.0.1:${resolver.port}`,
      );
      expect([code, told.problems]).toEqual([0, []]);
      expect(told.notChecked.filter(({ rule }) => rule.startsWith("spf"))).toEqual([]);
    } finally {
      await resolver.stop();
    }
  });

  test("without it nobody is asked, and that is said", async () => {
    write("db", zone);
    const { told } = await check("--zone-file", "db", "--origin", "example.com");
    expect(told.notChecked.filter(({ rule }) => rule.startsWith("spf")).map(({ rule }) => rule)).toEqual([
      "spf-lookups",
      "spf-void",
    ]);
  });
});

test("check --sarif writes what code scanning takes, with paths from the root of the repository", async () => {
  mkdirSync(join(folder, "infra/zones"), { recursive: true });
  mkdirSync(join(folder, ".git"));
  write("infra/zones/example.com.yaml", "www: {type: A, value: 192.0.2.300}\n");
  const { code } = await zonepipe(join(folder, "infra"), "check", "--sarif", "out/report.sarif");
  expect(code).toBe(1);
  const log = JSON.parse(readFileSync(join(folder, "infra/out/report.sarif"), "utf8"));
  expect(new Ajv().compile(CODE_SCANNING_SCHEMA)(log)).toBe(true);
  const [{ results }] = log.runs;
  const found = results.find(({ message }: { message: { text: string } }) =>
    message.text.includes("192.0.2.300"),
  );
  expect(found).toMatchObject({
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "infra/zones/example.com.yaml" },
          region: { startLine: 1, startColumn: 23 },
        },
      },
    ],
  });
});
