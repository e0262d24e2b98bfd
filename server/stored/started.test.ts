import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { builtServer } from "../../test/built-bundles.ts";

const MAIN = await builtServer();
const ZONE = "@ 300 SOA ns host 7 7200 3600 1209600 60\n@ 300 NS ns\nns 300 A 192.0.2.1\n";

let folder: string;
let zone: string;
let tables: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-started-"));
  zone = join(folder, "example.com.zone");
  tables = join(folder, "zones.tables");
  writeFileSync(zone, ZONE);
});
afterEach(() => rmSync(folder, { recursive: true }));

function check(...words: readonly string[]) {
  const args = [MAIN, "--check", "--zones", folder, ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  return { status, stdout, stderr };
}

/** What a server says until it is ready, and what it complains of. */
async function start(words: readonly string[] = [], environment: NodeJS.ProcessEnv = {}) {
  const args = [MAIN, "--zones", folder, "--listen", "127.0.0.1:0", ...words];
  const server = spawn(process.execPath, args, { env: { ...process.env, ...environment } });
  let complaints = "";
  server.stderr.setEncoding("utf8").on("data", (text) => {
    complaints += text;
  });
  const said: string[] = [];
  for await (const line of createInterface({ input: server.stdout })) {
    if (!line.startsWith("code:")) said.push(line.replace(/, listening.*/, "")); // that is for others to test
    if (line.startsWith("ready:")) break;
  }
  server.kill("SIGTERM");
  await once(server, "exit");
  return { said, complaints };
}

const READY = "ready: 1 zone, 3 records";
const refusal = (why: string) => `The tables in ${tables} are not used, the zones are read: ${why}\n`;

test("tables are written and proved by --check, and a start reads them", async () => {
  const written = check("--write-tables");
  expect(written).toMatchObject({ status: 0, stderr: "" });
  expect(written.stdout).toMatch(/^tables: .*zones\.tables, \d+ octets, the same as those of the text$/m);
  expect(check().stdout).toContain(`tables: ${tables}, the same as those of the text\n`);
  expect(await start()).toEqual({ said: [`tables: ${tables}`, READY], complaints: "" });
  expect(await start(["--tables", "none"])).toEqual({ said: [READY], complaints: "" });
});

test("a zone that has changed, another serial or damage: it says why and reads the text, and --check fails", async () => {
  check("--write-tables");
  const told = await start([], { ZONEPIPE_SERIALS: "example.com.=8" });
  expect(told.complaints).toBe(refusal("example.com. has another serial in ZONEPIPE_SERIALS"));
  appendFileSync(zone, "www 300 A 192.0.2.2\n");
  expect(await start()).toEqual({
    said: ["ready: 1 zone, 4 records"],
    complaints: refusal("the zones are not those that it was made of"),
  });
  expect(check()).toMatchObject({
    status: 1,
    stderr: `The tables in ${tables} are not those of the zones: the zones are not those that it was made of\n`,
  });
  writeFileSync(zone, ZONE);
  const octets = readFileSync(tables);
  octets[octets.length - 100]! ^= 1;
  writeFileSync(tables, octets);
  expect(await start()).toEqual({ said: [READY], complaints: refusal("its digest is another") });
});

test("wrong words are told", () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [MAIN, "--zones", folder, "--listen", "127.0.0.1:0", "--write-tables"],
    { encoding: "utf8" },
  );
  expect({ status, stderr: stderr.split("\n")[0] }).toEqual({
    status: 2,
    stderr: "--write-tables goes with --check",
  });
  expect(check("--write-tables", "--tables", "none").stderr).toMatch(/^--write-tables has no place/);
});
