import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { builtBundles } from "../../test/built-bundles.ts";
import { type NotifySocket, startNotifySocket } from "../../test/fakes/notify-socket.ts";
import { requireTool } from "../../test/tools.ts";
import { readSupervisorSettings } from "../settings/supervisor-settings.ts";
import { openNotify } from "./notify.ts";

const ZONE = (serial: number) =>
  `$TTL 300\n@ SOA ns host ${serial} 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n`;

let folder: string;
let receiver: NotifySocket | undefined;
let server: ChildProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-notify-"));
  mkdirSync(join(folder, "zones"));
  writeFileSync(join(folder, "zones/example.com.zone"), ZONE(1));
});
afterEach(async () => {
  if (server !== undefined && server.exitCode === null && server.signalCode === null) {
    server.kill("SIGKILL");
    await once(server, "exit");
  }
  server = undefined;
  await receiver?.stop();
  receiver = undefined;
  rmSync(folder, { recursive: true });
});

/** Starts the built server as the unit does: with nothing but the permissions that it has there. */
async function start(environment: { readonly [name: string]: string }): Promise<ChildProcess> {
  copyFileSync(join(await builtBundles(), "server.js"), join(folder, "server.js"));
  const permissions = ["--allow-fs-read=server.js", "--allow-fs-read=zones", "--allow-net", "--allow-worker"];
  const warnings = ["--disable-warning=SecurityWarning", "--disable-warning=ExperimentalWarning"];
  server = spawn(
    process.execPath,
    [
      ...["--permission", ...permissions, "--allow-ffi", ...warnings],
      ...["server.js", "--listen", "127.0.0.1:0", "--zones", "zones", "--udp-threads", "1"],
    ],
    { cwd: folder, env: { PATH: process.env.PATH, ...environment }, stdio: ["ignore", "pipe", "inherit"] },
  );
  return server;
}

describe.skipIf(!requireTool("python3", "python3"))("a server that systemd has started", () => {
  test.each([
    ["a socket with a path", () => join(folder, "notify")],
    ["an abstract one", () => `@zonepipe-test-${process.pid}`],
  ])("says when it answers, loads again and ends, at %s", async (_, place) => {
    receiver = await startNotifySocket(place());
    const { pid, kill } = await start({ NOTIFY_SOCKET: place() });
    const READY = "READY=1\nSTATUS=1 zone, 3 records";
    expect(await receiver.next()).toEqual({ pid, state: READY });
    writeFileSync(join(folder, "zones/example.com.zone"), `${ZONE(2)}www A 192.0.2.2\n`);
    kill.call(server, "SIGHUP");
    const { state } = await receiver.next();
    const [word, time = ""] = state.split("\nMONOTONIC_USEC=");
    expect([word, /^[0-9]{6,}$/.test(time)]).toEqual(["RELOADING=1", true]);
    expect((await receiver.next()).state).toBe("READY=1\nSTATUS=1 zone, 4 records");
    kill.call(server, "SIGTERM");
    expect((await receiver.next()).state).toBe("STOPPING=1");
    expect(await once(server!, "exit")).toEqual([0, null]);
  });

  test("gives signs of life as long as it answers", async () => {
    receiver = await startNotifySocket(join(folder, "notify"));
    await start({ NOTIFY_SOCKET: join(folder, "notify"), WATCHDOG_USEC: "2000000" });
    await receiver.next();
    for (const _ of [1, 2, 3]) expect((await receiver.next()).state).toBe("WATCHDOG=1");
  });
});

describe("who cannot be told", () => {
  const complaints = (socket: string, libc?: { readonly missing: string }) => {
    const lines: string[] = [];
    const notify = openNotify({ socket, watchdog: undefined }, (text) => lines.push(text), libc);
    notify.ready("1 zone");
    notify.alive();
    return lines;
  };

  test("is told of once, where libc cannot be called", () => {
    expect(complaints("/run/notify", { missing: "Node v24 has no node:ffi" })).toEqual([
      "Cannot tell systemd that the server is ready: Node v24 has no node:ffi. Write Type=exec into its unit.",
    ]);
  });

  test.each([
    ["nobody listens", "/nowhere/notify", "Cannot tell systemd: sendto ENOENT"],
    ["nobody has the name", "@zonepipe-nobody", "Cannot tell systemd: sendto ECONNREFUSED"],
    [
      "it is a socket of another family",
      "vsock:2:1",
      'Cannot tell systemd that the server is ready: NOTIFY_SOCKET is "vsock:2:1"',
    ],
  ])("is told of once, where %s", (_, socket, line) => {
    expect(complaints(socket)).toEqual([line]);
  });
});

test.each<[{ readonly [name: string]: string }, unknown]>([
  [{}, undefined],
  [{ NOTIFY_SOCKET: "" }, undefined],
  [{ NOTIFY_SOCKET: "/run/n" }, { socket: "/run/n" }],
  [
    { NOTIFY_SOCKET: "/run/n", WATCHDOG_USEC: "30000000" },
    { socket: "/run/n", watchdog: 30_000 },
  ],
  [
    { NOTIFY_SOCKET: "/run/n", WATCHDOG_USEC: "30000000", WATCHDOG_PID: "7" },
    { socket: "/run/n", watchdog: 30_000 },
  ],
  [{ NOTIFY_SOCKET: "/run/n", WATCHDOG_USEC: "30000000", WATCHDOG_PID: "8" }, { socket: "/run/n" }],
  [{ NOTIFY_SOCKET: "/run/n", WATCHDOG_USEC: "soon" }, { socket: "/run/n" }],
])("what systemd sets: %j", (environment, expected) => {
  expect(readSupervisorSettings(environment, 7)).toEqual(expected);
});
