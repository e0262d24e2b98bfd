import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Name, parseName } from "../../dns/name.ts";
import { zonePath } from "../../dns/zone-file/file-name.ts";
import { builtBundles } from "../built-bundles.ts";
import { builtWorld } from "../built-world.ts";
import { requireTool } from "../tools.ts";
import { zonepipe } from "./cli.ts";

const SAMPLES = join(import.meta.dirname, "../../zones");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-line-"));
  cpSync(SAMPLES, join(folder, "zones"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function edit(file: string, from: string, to: string): void {
  const path = join(folder, "zones", file);
  const text = readFileSync(path, "utf8");
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

function serialsIn(out: string): Record<string, number> {
  const serials: Record<string, number> = {};
  const files = readdirSync(join(folder, out), { encoding: "utf8", recursive: true });
  for (const file of files.filter((name) => name.endsWith(".zone"))) {
    const text = readFileSync(join(folder, out, file), "latin1");
    serials[file] = Number(/([0-9]+)\s+; serial/.exec(text)?.[1]);
  }
  return serials;
}

/** Below `zones` and `build/zones`: zones whose names no file can have as they are. */
const ODD_ZONES = [
  "0/25.100.51.198.in-addr.arpa.",
  "_odd.example.net.",
  `${"a".repeat(63)}.${"b".repeat(63)}.${"c".repeat(63)}.example.net.`,
].map((zone) => zonePath(parseName(zone) as Name)); // right as they stand

const UP = "up, on the sample zones and some with odd names";
describe.skipIf(!requireTool("dig", "bind9-dnsutils"))(UP, () => {
  beforeEach(() => {
    for (const zone of ODD_ZONES) {
      const path = join(folder, "zones", `${zone}.yaml`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, "host: {type: TXT, value: odd}\n");
    }
  });

  test("checks, renders, serves, asks with dig and reports; again, it keeps every serial", async () => {
    const first = await zonepipe(folder, "up");
    expect(first, first.stdout).toMatchObject({ code: 0 });
    expect(first.stdout).toContain("✔");
    const report = JSON.parse(readFileSync(join(folder, "build/report.json"), "utf8"));
    expect(report).toMatchObject({
      outcome: "fine",
      verification: { paths: [{ client: { kind: "dig" } }, { client: { kind: "dig" } }] },
    });
    for (const path of report.verification.paths) {
      expect(path.asked).toBeGreaterThan(report.records / 2);
      expect(path.passed).toBe(path.asked);
    }
    expect(report.verification.paths.map((path: { transport: string }) => path.transport)).toEqual([
      "udp",
      "tcp",
    ]);
    expect(readFileSync(join(folder, "build/report.md"), "utf8")).toContain("### Answers");
    expect(readFileSync(join(folder, "build/report.html"), "utf8")).toContain("Names and what answers");

    const serials = serialsIn("build/zones");
    for (const zone of ODD_ZONES) expect(serials[`${zone}.zone`]).toBeGreaterThan(0);
    const second = await zonepipe(folder, "up");
    expect(second, second.stdout).toMatchObject({ code: 0 });
    expect(serialsIn("build/zones")).toEqual(serials);

    edit("example.com.yaml", "192.0.2.", "192.0.2.1");
    for (const zone of ODD_ZONES) edit(`${zone}.yaml`, "odd", "even");
    const third = await zonepipe(folder, "up");
    expect(third, third.stdout).toMatchObject({ code: 0 });
    const after = serialsIn("build/zones");
    const changed = ["example.com", ...ODD_ZONES].map((zone) => `${zone}.zone`);
    for (const [file, serial] of Object.entries(serials)) {
      expect(after[file]).toBe(changed.includes(file) ? serial + 1 : serial);
    }
  });

  test("a zone with an error stops before anything is written, with exit code 1", async () => {
    writeFileSync(
      join(folder, "zones/broken.example.yaml"),
      "'': {type: MX, value: {preference: ten, exchange: mx.}}\n",
    );
    const { code, stdout } = await zonepipe(folder, "up");
    expect(code).toBe(1);
    expect(stdout).toContain("zones/broken.example.yaml:1:36: error:");
    expect(readdirSync(join(folder, "build"))).toEqual([
      "report.html",
      "report.json",
      "report.md",
      "report.sarif",
    ]);
  });
});

describe("check", () => {
  test("prints the problems as JSON, and nothing else, and exits with 1", async () => {
    writeFileSync(
      join(folder, "zones/broken.example.yaml"),
      "'': {type: A, value: 192.0.2.256}\nwww: {typ: A}\n",
    );
    const { code, stdout, stderr } = await zonepipe(folder, "check", "--json");
    expect(code).toBe(1);
    expect(stderr).toBe("");
    const result = JSON.parse(stdout);
    expect(result.zones).toBeGreaterThan(0);
    expect(result.records).toBeGreaterThan(0);
    expect(result.problems.length).toBeGreaterThan(1);
    for (const problem of result.problems) {
      expect(problem).toMatchObject({
        file: "zones/broken.example.yaml",
        line: expect.any(Number),
        column: expect.any(Number),
        rule: expect.stringMatching(/^[a-z0-9-]+$/),
        severity: expect.stringMatching(/^(error|warning|info)$/),
        message: expect.any(String),
        help: expect.any(String),
      });
    }
  });

  test("ends quietly where nobody reads on, with the exit code of what it found", async () => {
    writeFileSync(join(folder, "zones/broken.example.yaml"), "www: {typ: A}\n".repeat(9_000));
    const cli = join(await builtBundles(), "cli.js");
    const line = `"${process.execPath}" "${cli}" check | head -1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync("bash", ["-c", line], { cwd: folder, encoding: "utf8" });
    expect(stdout.split("\n").slice(1)).toEqual(["1", ""]);
    expect(stderr).toBe("Reading zones\n");
  });

  test("exits with 2 where the folder is not there, and says which", async () => {
    for (const args of [
      ["check", "nowhere"],
      ["plan", "zones", "--published", "nowhere"],
    ]) {
      const { code, stdout, stderr } = await zonepipe(folder, ...args);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toContain('there is no folder "nowhere"');
    }
  });
});

describe.skipIf(!requireTool("named-checkzone", "bind9-utils") || !requireTool("nsd-checkzone", "nsd"))(
  "the sample zones, rendered",
  () => {
    test("are accepted by named-checkzone and nsd-checkzone", async () => {
      await zonepipe(folder, "render", "--out", "out");
      const files = readdirSync(join(folder, "out"));
      expect(files).toHaveLength(3);
      for (const file of files) {
        const origin = file.slice(0, -".zone".length);
        const path = join(folder, "out", file);
        execFileSync("named-checkzone", ["-i", "local", origin, path], { stdio: "pipe" });
        execFileSync("/usr/sbin/nsd-checkzone", [origin, path], { stdio: "pipe" });
      }
    });
  },
);

describe("render", () => {
  test("gives the same bytes again, and a greater serial for changed content only", async () => {
    expect(await zonepipe(folder, "render", "zones", "--out", "a")).toMatchObject({ code: 0 });
    expect(await zonepipe(folder, "render", "zones", "--out", "b", "--published", "a")).toMatchObject({
      code: 0,
    });
    for (const file of readdirSync(join(folder, "a"))) {
      expect(readFileSync(join(folder, "b", file))).toEqual(readFileSync(join(folder, "a", file)));
    }
    edit("example.com.yaml", "192.0.2.", "192.0.2.1");
    expect(await zonepipe(folder, "render", "zones", "--out", "c", "--published", "a")).toMatchObject({
      code: 0,
    });
    expect(serialsIn("c")["example.com.zone"]).toBe(serialsIn("a")["example.com.zone"]! + 1);
  });

  test("removes the file of a zone that is gone, and never one that it did not render", async () => {
    await zonepipe(folder, "render", "--out", "out");
    writeFileSync(join(folder, "out/mine.zone"), "; mine\n@ 60 SOA a. b. 1 2 3 4 5\n");
    rmSync(join(folder, "zones/example.com.yaml"));
    rmSync(join(folder, "zones/_invariants.yaml")); // they name the zone
    const { code, stdout } = await zonepipe(
      folder,
      "render",
      "--out",
      "out",
      "--serial-above",
      "example.com=1",
    );
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("example.com. is no longer there"),
    });
    expect(readdirSync(join(folder, "out"))).toContain("mine.zone");
    expect(readdirSync(join(folder, "out"))).not.toContain("example.com.zone");
  });
});

describe("verify", () => {
  test("is fine with a server that has the zones, and names what differs from it", async () => {
    await zonepipe(folder, "render", "--out", "out");
    const { startServer } = await builtWorld();
    const { address, port, stop } = await startServer(join(folder, "out"));
    try {
      const server = `${address}:${port}`;
      const same = await zonepipe(folder, "verify", "--server", server, "--json");
      expect(same).toMatchObject({ code: 0 });
      expect(JSON.parse(same.stdout)).toMatchObject({ outcome: "fine" });

      edit("example.com.yaml", "192.0.2.", "192.0.2.1");
      const differs = await zonepipe(folder, "verify", "--server", server, "--deadline", "0", "--json");
      expect(differs).toMatchObject({ code: 1 });
      const kinds = JSON.parse(differs.stdout).verification.paths[0].misses.map(
        (miss: { kind: string }) => miss.kind,
      );
      expect(kinds).toContain("wrong-value");
    } finally {
      await stop();
    }
  });
});

test.each([[[]], [["--help"]]])("zonepipe %j says how it is used", async (args) => {
  const { code, stdout, stderr } = await zonepipe(folder, ...args);
  expect(stdout + stderr).toContain("Usage: zonepipe");
  expect(code).toBe(args.includes("--help") ? 0 : 2);
});
