import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { builtServer } from "../../test/built-bundles.ts";
import { framed, framesOf } from "../../test/frames.ts";
import { describeAnswer, queryOf } from "../../test/serve-text.ts";
import { type AnsweringBounds, answeringCommand } from "./answering-command.ts";
import { startAnswering } from "./answering-process.ts";
import { builtProgram } from "./server-program.ts";

const BOUNDS = { loading: 100_000, silence: 100_000, heap: 256, memory: 2_048 };
const WEEK = new Date("2026-11-30T12:00:00Z");
const IS_LINUX = process.platform === "linux";

const BUILT = builtProgram(await builtServer());

let folder: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "zonepipe-answering-")));
  writeFileSync(
    join(folder, "example.com.zone"),
    "@ 300 SOA ns host 7 7200 3600 1209600 60\n@ 300 NS ns\nns 300 A 192.0.2.1\n",
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Queries with ids from a number on. */
function queries(count: number, first = 0): Buffer {
  return framed(
    Array.from({ length: count }, (_, index) => {
      const query = queryOf("ns.example.com. A");
      query.writeUInt16BE((first + index) & 0xffff);
      return query;
    }),
  );
}

function idsOf(answers: Uint8Array): number[] {
  return framesOf(Buffer.from(answers)).map((answer) => answer.readUInt16BE());
}

/** The process that answers for these zones (Linux). */
function pidOf(zones: string): number {
  const found = readdirSync("/proc").find((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const words = readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0");
      return words[0] === process.execPath && words.includes("answer") && words.includes(zones);
    } catch {
      return false; // it has ended meanwhile
    }
  });
  if (found === undefined) throw new Error(`Nobody answers for ${zones}`);
  return Number(found);
}

/** The built server, as in a release. */
const start = (zones: string, bounds: AnsweringBounds = BOUNDS) => startAnswering(zones, WEEK, bounds, BUILT);

/** Zones of one's own, so that `pidOf` finds one's own process. */
function ownZones(): string {
  const zones = mkdtempSync(join(folder, "zones-"));
  writeFileSync(join(zones, "example.com.zone"), readFileSync(join(folder, "example.com.zone")));
  return zones;
}

test("it answers, 100,000 questions in one call as well, and calls at once one after the other", async () => {
  const answering = await startAnswering(folder, WEEK);
  try {
    const calls = [
      answering.ask(queries(3)),
      answering.ask(queries(100_000, 3)),
      answering.ask(queries(1, 9)),
    ];
    const [few, many, one] = await Promise.all(calls);
    expect(framesOf(Buffer.from(few!)).map(describeAnswer)[2]).toEqual([
      "NOERROR aa",
      "ns.example.com. 300 IN A 192.0.2.1",
    ]);
    expect(idsOf(few!)).toEqual([0, 1, 2]);
    expect(idsOf(many!)).toEqual(Array.from({ length: 100_000 }, (_, index) => (index + 3) & 0xffff));
    expect(idsOf(one!)).toEqual([9]);
    expect(await answering.ask(new Uint8Array(0))).toEqual(new Uint8Array(0));
    expect(Buffer.from(await answering.ask(Uint8Array.of(0, 0, 0, 1, 9)))).toEqual(Buffer.alloc(4)); // silence
  } finally {
    await answering.stop();
  }
  await expect(answering.ask(queries(1))).rejects.toThrow("Cannot ask the nameserver: it was stopped");
});

test("zones that cannot be loaded are told with the server's own words", async () => {
  await expect(start(join(folder, "nowhere"))).rejects.toThrow(
    /^Cannot start the nameserver: it ended with 1\n.*nowhere:1:1: error: /,
  );
});

test.skipIf(!IS_LINUX)("where its memory does not do it ends, and that is told", async () => {
  const starting = start(folder, { ...BOUNDS, memory: 100 });
  await expect(starting).rejects.toThrow(/^Cannot start the nameserver: it ended with (?!0)/);
});

test.skipIf(!IS_LINUX)("killed in the middle, it fails the question and those after it", async () => {
  const zones = ownZones();
  const answering = await start(zones);
  const pid = pidOf(zones);
  process.kill(pid, "SIGSTOP");
  const calls = [answering.ask(queries(100_000)), answering.ask(queries(1))];
  process.kill(pid, "SIGKILL");
  for (const call of await Promise.allSettled(calls)) {
    expect(call).toMatchObject({
      status: "rejected",
      reason: { message: "Cannot ask the nameserver: it ended with SIGKILL" },
    });
  }
  await answering.stop();
});

test.skipIf(!IS_LINUX)("silent for too long, it is killed", async () => {
  const zones = ownZones();
  const answering = await start(zones, { ...BOUNDS, silence: 300 });
  const pid = pidOf(zones);
  process.kill(pid, "SIGSTOP");
  await expect(answering.ask(queries(1))).rejects.toThrow("nothing has come from it for 0.3 seconds");
  expect(existsSync(`/proc/${pid}`)).toBe(false);
});

test.skipIf(!IS_LINUX)("it has no token in its environment, and no socket but those to us", async () => {
  const zones = ownZones();
  vi.stubEnv("GITHUB_TOKEN", "a-token");
  vi.stubEnv("FLY_API_TOKEN", "a-token");
  const answering = await start(zones);
  vi.unstubAllEnvs();
  try {
    const pid = pidOf(zones);
    const environment = readFileSync(`/proc/${pid}/environ`, "utf8");
    expect(environment).toContain("PATH=");
    expect(environment).not.toContain("a-token");
    const sockets = readdirSync(`/proc/${pid}/fd`).filter((descriptor) =>
      readlinkSync(`/proc/${pid}/fd/${descriptor}`).startsWith("socket:"),
    );
    expect(sockets.filter((descriptor) => Number(descriptor) > 2)).toEqual([]);
  } finally {
    await answering.stop();
  }
});

test.skipIf(!IS_LINUX).each(["SIGTERM", "SIGINT", "SIGHUP", "SIGKILL"] as const)(
  "%s that ends us ends it",
  async (signal) => {
    const zones = ownZones();
    const module = new URL("./answering-process.ts", import.meta.url).href;
    const code = `import { startAnswering } from ${JSON.stringify(module)};
      await startAnswering(${JSON.stringify(zones)}, new Date(0), undefined, ${JSON.stringify(BUILT)}); console.log("started");`;
    const ours = spawn(process.execPath, ["--input-type=module", "-e", code]);
    await once(ours.stdout, "data");
    const pid = pidOf(zones);
    // It ends by itself when its input does; one that hangs has to be ended.
    if (signal !== "SIGKILL") process.kill(pid, "SIGSTOP");
    ours.kill(signal);
    expect(await once(ours, "exit")).toEqual([null, signal]);
    await vi.waitUntil(() => !existsSync(`/proc/${pid}/exe`), { timeout: 60_000 });
  },
);

test("it may read the zones, itself, and what V8 has compiled of it", async () => {
  const { args } = await answeringCommand(folder, WEEK, BOUNDS, BUILT);
  const readable = args.filter((word) => word.startsWith("--allow-")).map((word) => word.split("=")[1]);
  expect(readable).toEqual([folder, BUILT.main, `${BUILT.main}.code`].map((path) => realpathSync(path)));
  expect(args).toContain("--permission");
});

/** Whether the network is behind a permission, as it is from Node 25 on. */
const HAS_NET_PERMISSION = process.allowedNodeEnvironmentFlags.has("--allow-net");
const LISTEN = 'require("net").createServer().listen(0, "127.0.0.1", done)';

test.each([
  ["listening", LISTEN, HAS_NET_PERMISSION],
  ["connecting", 'require("net").connect(9, "127.0.0.1").on("error", done)', HAS_NET_PERMISSION],
  ["UDP", 'require("dgram").createSocket("udp4").bind(0, "127.0.0.1", done)', HAS_NET_PERMISSION],
  ["a name", 'require("dns").lookup("localhost", done)', HAS_NET_PERMISSION],
  ["reading elsewhere", 'require("fs").readFileSync("/etc/hostname"); done()', true],
  ["reading beside the zones", `require("fs").readFileSync(FOLDER + "/secret"); done()`, true],
  ["writing to the zones", `require("fs").writeFileSync(ZONES + "/written", ""); done()`, true],
  ["a child process", 'require("child_process").spawnSync("true"); done()', true],
  ["a thread", 'new (require("worker_threads").Worker)("", { eval: true }).on("exit", done)', true],
  ["libc", 'require("node:ffi").dlopen(null, {}); done()', HAS_NET_PERMISSION],
])("started as it is, %s is refused", async (_, attempt, isRefused) => {
  const zones = ownZones();
  writeFileSync(join(folder, "secret"), "");
  const { program, args } = await answeringCommand(zones, WEEK, BOUNDS);
  const flags = args.slice(0, args.indexOf("answer") - 1);
  const code = `
    const FOLDER = ${JSON.stringify(folder)}, ZONES = ${JSON.stringify(zones)};
    const end = (text) => { console.log(text); process.exit(); };
    const done = (error) => end(error?.code ?? "allowed");
    process.on("uncaughtException", ({ code }) => end(code));
    require("fs").readFileSync(ZONES + "/example.com.zone");
    ${attempt};`;
  const { stdout } = spawnSync(program, [...flags, "-e", code], { encoding: "utf8" });
  if (isRefused) expect(stdout).toBe("ERR_ACCESS_DENIED\n");
});
