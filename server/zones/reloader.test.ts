import { type ChildProcessByStdio, execFileSync, spawn } from "node:child_process";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import {
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { builtServer } from "../../test/built-bundles.ts";
import { queryOf, readAnswer, tablesOf } from "../../test/serve-text.ts";
import { ROW } from "../tables/tables.ts";
import { Reloader } from "./reloader.ts";

const MAIN = await builtServer();

let folder: string;
const running: ChildProcessByStdio<null, Readable, Readable>[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-reloader-"));
});
afterEach(async () => {
  for (const server of running.splice(0)) {
    server.kill("SIGTERM");
    expect(await once(server, "exit")).toEqual([0, null]);
  }
  rmSync(folder, { recursive: true });
});

/** Writes the zone as one should, in one step. */
function writeZone(serial: number, more = ""): void {
  const file = join(folder, "example.com.zone");
  writeFileSync(`${file}.new`, zoneText(serial, more));
  renameSync(`${file}.new`, file);
}

function zoneText(serial: number, more = ""): string {
  return `$TTL 300\n@ SOA ns host ${serial} 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n${more}`;
}

interface Server {
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  readonly port: number;
  /** Resolves when the server has said a line with this on standard output, after the ones asked for before. */
  readonly says: (text: string) => Promise<string>;
  readonly complains: (text: string) => Promise<string>;
}

async function start(...words: string[]): Promise<Server> {
  return await whenReady(launch(...words));
}

function launch(...words: string[]): Server["process"] {
  const args = [MAIN, "--listen", "127.0.0.1:0", "--zones", folder, ...words];
  const server = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  running.push(server);
  return server;
}

async function whenReady(server: Server["process"]): Promise<Server> {
  const says = reader(server.stdout);
  const ready = await says("ready: ");
  const port = Number(/127\.0\.0\.1:(\d+)/.exec(ready)?.[1]);
  return { process: server, port, says, complains: reader(server.stderr) };
}

function reader(input: Readable): (text: string) => Promise<string> {
  const lines = createInterface({ input })[Symbol.asyncIterator]();
  return async (text) => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`No line says "${text}"`);
      if (value.includes(text)) return value;
    }
  };
}

/** Asks for the SOA again and again, some questions at a time, until it is stopped. */
class Asker {
  asked = 0;
  answered = 0;
  readonly rcodes = new Set<number>();
  readonly serials = new Set<number>();
  readonly #socket: Socket = createSocket("udp4");
  readonly #done = Promise.withResolvers<void>();
  #isStopping = false;

  async start(port: number): Promise<void> {
    this.#socket.on("message", (octets) => {
      this.answered += 1;
      const { rcode, answer } = readAnswer(octets);
      this.rcodes.add(rcode);
      for (const { rdata } of answer)
        this.serials.add(Buffer.from(rdata, "latin1").readUInt32BE(rdata.length - 20));
      if (!this.#isStopping) this.#ask();
      else if (this.answered === this.asked) this.#done.resolve();
    });
    this.#socket.connect(port, "127.0.0.1");
    await once(this.#socket, "connect");
    for (let at = 0; at < AT_A_TIME; at++) this.#ask();
  }

  /** Resolves when every question is answered. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#ask(); // and so one is asked after all that has been before
    await this.#done.promise;
    this.#socket.close();
  }

  #ask(): void {
    this.asked += 1;
    this.#socket.send(SOA);
  }
}

const SOA = queryOf("example.com. SOA");
/** Few enough that the system has room for all of them. */
const AT_A_TIME = 20;

test.each(["batch", "portable"])(
  "SIGHUP under load: the zones change, every question is answered: --udp %s",
  async (udp) => {
    writeZone(1);
    const server = await start("--udp", udp);
    const asker = new Asker();
    await asker.start(server.port);
    for (const serial of [2, 3, 4]) {
      writeZone(serial);
      server.process.kill("SIGHUP");
      await server.says("reloaded: 1 zone, 3 records");
    }
    await asker.stop();
    expect(asker.answered).toBe(asker.asked);
    expect([...asker.rcodes]).toEqual([0]);
    expect([...asker.serials].at(-1)).toBe(4);
    expect(asker.serials.size).toBeGreaterThan(1);
  },
);

test.each([
  ["the same thread, which remembers what it has loaded", 400_000, "remembered"],
  ["another thread where the first has made very many records, whose memory others need", 400_001, "told"],
])("a reload after another is done by %s", async (_, rows, second) => {
  const code = `
    import { parentPort } from "node:worker_threads";
    const files = [];
    parentPort.on("message", ({ before }) => {
      files.push(before === undefined ? "remembered" : "told");
      const loaded = { tables: { rows: new Int32Array(${rows * ROW}) }, zones: [], broken: [], pending: [], unsigned: [] };
      const result = { kind: "loaded", problems: [], files: [], kept: [], moved: [], loaded };
      parentPort.postMessage({ result, zones: [], files: files.slice(-1) });
    });`;
  const hurried: boolean[] = [];
  const reloader = new Reloader({
    entry: new URL(`data:text/javascript,${encodeURIComponent(code)}`),
    path: folder,
    served: { loaded: { tables: tablesOf({}), zones: [], broken: [], pending: [], unsigned: [] } },
    signing: () => ({ window: 0, keys: [], isShape: false, states: undefined }),
    serve: () => Promise.resolve(),
    hurry: (isHurried) => void hurried.push(isHurried),
    isBehind: false,
    deadline: 60_000,
    now: () => 0,
    say: () => {},
    complain: (text) => expect(text).toBe(""),
  });
  await reloader.reload(true);
  expect(reloader.state.files).toEqual(["told"]);
  await reloader.reload(true);
  expect(reloader.state.files).toEqual([second]);
  expect(hurried).toEqual([true, false, true, false]); // threads that wait would look for other tables for ever
  expect(await reloader.stop(60_000)).toBe(true);
});

test("--watch: a file that changes is served; a broken one is told with its place and changes nothing", async () => {
  writeZone(1);
  const server = await start("--watch");
  writeZone(2, "www A 192.0.2\n");
  expect(await server.complains("error:")).toContain(`${join(folder, "example.com.zone")}:5:7: error: `);
  await server.complains("All zones are served as they were before");
  writeZone(2, "www A 192.0.2.2\n");
  expect(await server.says("reloaded")).toBe("reloaded: 1 zone, 4 records");
  const asker = new Asker();
  await asker.start(server.port);
  await asker.stop();
  expect([...asker.serials]).toEqual([2]);
});

test.skipIf(process.platform !== "linux")(
  "a thread that hangs in the system is given up after a while, and no other is started beside it",
  async () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    const hangs = join(folder, "hangs");
    const code = `
      import { openSync, writeFileSync } from "node:fs";
      writeFileSync(${JSON.stringify(hangs)}, "");
      openSync(${JSON.stringify(pipe)}, "r");`;
    const complaints: string[] = [];
    const reloader = new Reloader({
      entry: new URL(`data:text/javascript,${encodeURIComponent(code)}`),
      path: folder,
      served: { loaded: { tables: tablesOf({}), zones: [], broken: [], pending: [], unsigned: [] } },
      signing: () => ({ window: 0, keys: [], isShape: false, states: undefined }),
      serve: () => Promise.resolve(),
      isBehind: false,
      deadline: 60_000,
      now: () => 0,
      say: () => undefined,
      complain: (text) => complaints.push(text),
    });
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    const givenUp = reloader.reload(true);
    while (!existsSync(hangs)) await nextTurn();
    // What it does then begins a moment later, and a kernel may not say where threads wait.
    for (let turn = 0; turn < 10_000 && !hasThreadAtPipe(); turn++) await nextTurn();
    vi.advanceTimersByTime(60_000);
    await givenUp;
    vi.useRealTimers();
    await reloader.reload(true);
    expect(complaints).toEqual([
      "Cannot reload the zones: they are not read after 60 seconds",
      "Cannot reload the zones: the thread that was given up still hangs",
    ]);
    expect(reloader.state).toMatchObject({ failures: 2, isBehind: true });
    expect(await reloader.stop(0)).toBe(false);
    closeSync(openSync(pipe, constants.O_RDWR)); // that is what it waits for
    expect(await reloader.stop(60_000)).toBe(true);
  },
);

/** A thread of this process waits until somebody opens the other end of a pipe. */
function hasThreadAtPipe(): boolean {
  const tasks = "/proc/self/task";
  return readdirSync(tasks).some(
    (task) => readFileSync(join(tasks, task, "wchan"), "utf8") === "wait_for_partner",
  );
}

test("SIGHUP with nothing new says so", async () => {
  writeZone(1);
  const server = await start();
  server.process.kill("SIGHUP");
  expect(await server.says("reloaded")).toBe("reloaded: nothing has changed");
});

test.skipIf(process.platform !== "linux")(
  "SIGHUP while the zones are being loaded ends nothing, and loads them again",
  async () => {
    writeZone(1, "$GENERATE 1-65535 a$ A 192.0.2.1\n$GENERATE 1-65535 b$ A 192.0.2.1\n");
    const server = launch();
    // As soon as it listens to the signal, which is before it reads the zones.
    const catches = () =>
      Number(/^SigCgt:\s+.*([0-9a-f])$/m.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))![1]);
    while ((catches() & 1) === 0) await nextTurn();
    server.kill("SIGHUP");
    const { says } = await whenReady(server);
    expect(await says("reloaded")).toBe("reloaded: nothing has changed");
  },
);
