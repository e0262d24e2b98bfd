import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { zonepipe } from "./cli.ts";

const FILES: { readonly [path: string]: string } = {
  "_config.yaml": `nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]
names: {web: [192.0.2.80, 192.0.2.81]}
zones:
  example.com: {about: {"*.apps": {owner: apps team}}}
  2.0.192.in-addr.arpa: {reverse: auto}
`,
  "_parked.yaml": `$zones: [a.example, b.example]
'': {type: TXT, value: "{zone} is parked", zonepipe: {owner: domains, note: ask before you renew}}
`,
  "_mail.yaml": "type: MX\nvalue: {preference: 10, exchange: mail.example.org.}\nzonepipe: {owner: post}\n",
  "example.com.yaml": `'': !include _mail.yaml
www: {type: A, value: $web, zonepipe: {owner: Web Team, values: [{value: $web, expires: 2020-01-31}]}}
x.apps: {type: CNAME, value: www.example.com.}
`,
};

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-list-"));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("zonepipe list", () => {
  test.each<[string, readonly string[]]>([
    ["--owner domains", ["a.example. TXT _parked.yaml:2", "b.example. TXT _parked.yaml:2"]],
    ["--owner post", ["example.com. MX _mail.yaml:2"]],
    ["--owner apps-team", ["x.apps.example.com. CNAME example.com.yaml:3"]],
    [
      "--owner web-team",
      [
        "www.example.com. A example.com.yaml:2",
        "www.example.com. A example.com.yaml:2",
        "80.2.0.192.in-addr.arpa. PTR example.com.yaml:2",
        "81.2.0.192.in-addr.arpa. PTR example.com.yaml:2",
      ],
    ],
    [
      "--expired --type A",
      ["www.example.com. A example.com.yaml:2", "www.example.com. A example.com.yaml:2"],
    ],
    ["--name x.apps.example.com.", ["x.apps.example.com. CNAME example.com.yaml:3"]],
  ])("%s", async (asked, expected) => {
    const words = asked.split(" ").map((word) => word.replace("-team", " team"));
    const { code, stdout, stderr } = await zonepipe(folder, "list", ".", ...words, "--json");
    expect([code, stderr]).toEqual([0, ""]);
    const { records } = JSON.parse(stdout) as { records: { [key: string]: unknown }[] };
    const lines = records.map(({ name, type, file, line }) => `${name} ${type} ${file}:${line}`);
    expect(lines).toEqual(expected);
  });

  test("is a table of 80 columns", async () => {
    const { stdout } = await zonepipe(folder, "list", ".");
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    expect(stdout).toContain("domains");
  });
});

test("50,000 names are listed in seconds", async () => {
  const large = mkdtempSync(join(tmpdir(), "zonepipe-list-"));
  try {
    const lines = Array.from(
      { length: 50_000 },
      (_, index) =>
        `n${index}: {type: A, value: 192.0.2.${index % 250}, zonepipe: {owner: team${index % 50}}}\n`,
    );
    writeFileSync(join(large, "example.com.yaml"), lines.join(""));
    const { code, stdout } = await zonepipe(large, "list", ".", "--owner", "team7", "--json");
    const { records } = JSON.parse(stdout) as { records: unknown[] };
    expect([code, records.length]).toEqual([0, 1_000]);
  } finally {
    rmSync(large, { recursive: true, force: true });
  }
}, 60_000);
