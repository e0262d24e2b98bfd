import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";

let root: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "zonepipe-setup-")));
  cpSync(join(import.meta.dirname, "setup"), join(root, "scripts/setup"), { recursive: true });
  cpSync(join(import.meta.dirname, "setup.mjs"), join(root, "scripts/setup.mjs"));
  writeFileSync(join(root, "package-lock.json"), LOCK);
});
afterEach(() => rmSync(root, { recursive: true }));

const LOCK = JSON.stringify({ packages: { "node_modules/ajv": { version: "8.20.0" } } });

/** A stand-in for npm that says in `npm.log` when it begins and ends, and does what a test wants in between. */
const npm = (action: string) => `
  const { appendFileSync, mkdirSync, readdirSync, symlinkSync, watch, writeFileSync } = require("node:fs");
  appendFileSync("npm.log", "begin " + process.argv.slice(2).join(" ") + "\\n");
  mkdirSync("node_modules/.bin", { recursive: true });
  (async () => {
    ${action}
    writeFileSync("node_modules/.package-lock.json", ${JSON.stringify(LOCK)});
    appendFileSync("npm.log", "end\\n");
  })();
`;
const BEGIN =
  "begin ci --ignore-scripts --include=dev --include=optional --no-audit --no-fund --loglevel=error\n";

test("a fresh clone is installed once and then left alone", async () => {
  const first = await finished(setUp(npm("")));
  expect(first).toMatchObject({ code: 0, stdout: "" });
  expect(first.stderr).toMatch(/^Installing packages and Node from package-lock.json\n.*: done in \d+ s\n$/);
  expect(await finished(setUp(npm("")))).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(npmLog()).toBe(`${BEGIN}end\n`);
});

test("an installation that failed shows npm's own words, and is repeated", async () => {
  const failed = await finished(setUp(npm(`console.error("ENOSPC: no space left"); process.exit(28);`)));
  expect(failed.code).toBe(2);
  expect(failed.stderr).toContain("exited with 28. Its last lines:\nENOSPC: no space left\n");
  expect((await finished(setUp(npm("")))).code).toBe(0);
  expect(npmLog()).toBe(`${BEGIN}${BEGIN}end\n`);
});

test("an installation that leaves out a package is a failure", async () => {
  const { code, stderr } = await finished(setUp("require('node:fs').writeFileSync('npm.log', '')"));
  expect(code).toBe(2);
  expect(stderr).toContain("a package for this machine is missing");
});

// Until a run says that it waits, see `letGo`.
const UNTIL_ANOTHER_WAITS = `
  await new Promise((resolve) => {
    const look = () => readdirSync(".").includes("go") && (watcher.close(), resolve());
    const watcher = watch(".", look);
    look();
  });`;

/** Ends what `UNTIL_ANOTHER_WAITS` waits for, once this run says that it waits. */
function letGo(run: ChildProcess): ChildProcess {
  run.stderr!.on("data", (data) => {
    if (String(data).includes("Waiting for process")) writeFileSync(join(root, "go"), "");
  });
  return run;
}

test("of two runs at once the second waits for the first and installs nothing", async () => {
  const runs = [setUp(npm(UNTIL_ANOTHER_WAITS)), setUp(npm(UNTIL_ANOTHER_WAITS))].map(letGo);
  const ends = await Promise.all(runs.map(finished));
  expect(ends.map(({ code }) => code)).toEqual([0, 0]);
  expect(ends.map(({ stderr }) => stderr).join("")).toMatch(/Waiting for process \d+, which is installing/);
  expect(npmLog()).toBe(`${BEGIN}end\n`);
});

test("an npm whose run was killed goes on, and the next run waits for it", async () => {
  const orphan = setUp(npm(`process.kill(process.ppid, "SIGKILL"); ${UNTIL_ANOTHER_WAITS}`));
  await once(orphan, "exit");
  const next = await finished(letGo(setUp(npm(""))));
  expect(next).toMatchObject({ code: 0, stderr: expect.stringContaining("Waiting for process") });
  expect(npmLog()).toBe(`${BEGIN}end\n`);
});

test("a run that was killed with its npm does not keep the next one waiting", async () => {
  const killed = await finished(setUp(npm(`process.kill(process.ppid, "SIGKILL"); process.exit();`)));
  expect(killed.code).toBe(null);
  expect(existsSync(join(root, ".setup-lock"))).toBe(true);
  const next = await finished(setUp(npm("")));
  expect(next).toMatchObject({ code: 0, stderr: expect.not.stringContaining("Waiting") });
  expect(existsSync(join(root, ".setup-lock"))).toBe(false);
});

test("a signal ends npm at once, and the lock is given back", async () => {
  const { code, stderr } = await finished(
    setUp(
      npm(
        `process.on("SIGTERM", () => {}); process.kill(process.ppid, "SIGTERM"); await new Promise(() => setInterval(() => {}, 1000));`,
      ),
    ),
  );
  expect(code).toBe(2);
  expect(stderr).toMatch(/ was interrupted\n$/);
  expect(existsSync(join(root, ".setup-lock"))).toBe(false);
});

test("a Node package that does not run here is taken off the PATH of the scripts", async () => {
  const broken = `writeFileSync("node_modules/.bin/node", "no program", { mode: 0o755 });`;
  expect((await finished(setUp(npm(broken)))).code).toBe(0);
  expect(existsSync(join(root, "node_modules/.bin/node"))).toBe(false);
});

test("a Node package that runs stays", async () => {
  const good = `symlinkSync(process.execPath, "node_modules/.bin/node");`;
  expect((await finished(setUp(npm(good)))).code).toBe(0);
  expect(existsSync(join(root, "node_modules/.bin/node"))).toBe(true);
});

test("an old Node without a Node package is told so", async () => {
  mkdirSync(join(root, "node_modules"));
  writeFileSync(join(root, "node_modules/.package-lock.json"), LOCK);
  const pretend = `data:text/javascript,Object.defineProperty(process, "version", { value: "v20.20.2" })`;
  const { code, stderr } = await finished(setUp(npm(""), ["--import", pretend]));
  expect(code).toBe(2);
  expect(stderr).toMatch(/^Node 24 or later is needed\. This is v20\.20\.2, and npm has no newer one/);
});

function setUp(npmSource: string, nodeOptions: readonly string[] = []): ChildProcess {
  const npmCli = join(root, "npm-cli.js");
  writeFileSync(npmCli, npmSource);
  const env = { ...process.env, npm_execpath: npmCli, npm_node_execpath: process.execPath };
  return spawn(process.execPath, [...nodeOptions, "scripts/setup.mjs"], { cwd: root, env, stdio: "pipe" });
}

async function finished(run: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const ended = new Promise<number | null>((resolve) => run.once("close", resolve));
  const [stdout, stderr, code] = await Promise.all([text(run.stdout!), text(run.stderr!), ended]);
  return { code, stdout, stderr };
}

function npmLog(): string {
  return readFileSync(join(root, "npm.log"), "utf8");
}
