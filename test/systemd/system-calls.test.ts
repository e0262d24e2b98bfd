import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { builtServer } from "../built-bundles.ts";
import { requireTool } from "../tools.ts";

const UNIT = readFileSync(join(import.meta.dirname, "../../ops/zonepipe.service"), "utf8");
const hasTools = [
  requireTool("systemd-analyze", "systemd"),
  requireTool("strace", "strace"),
  requireTool("dig", "bind9-dnsutils"),
].every(Boolean);

test.skipIf(!hasTools)(
  "the server makes no system call, and has no kind of socket, that its unit refuses",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "zonepipe-calls-"));
    try {
      mkdirSync(join(folder, "zones"));
      copyFileSync(await builtServer(), join(folder, "server.js"));
      const zone = join(folder, "zones/example.com.zone");
      writeFileSync(zone, "$TTL 300\n@ SOA ns host 1 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n");
      const trace = await traced(folder);
      const used = new Set([...trace.matchAll(/^\d+ +([a-z]\w+)\(/gm)].map(([, call]) => call!));
      expect([...used]).toEqual(expect.arrayContaining(["recvmmsg", "sendmmsg", "epoll_pwait", "execve"]));
      const allowed = allowedCalls();
      expect([...used].filter((call) => !allowed.has(call))).toEqual([]);
      const families = new Set(trace.match(/(?<=socket\()AF_\w+/g));
      const restricted = /^RestrictAddressFamilies=(.*)$/m.exec(UNIT)![1]!.split(" ");
      expect([...families].filter((family) => !restricted.includes(family))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  60_000,
);

/** All that the server asks of the system while it starts, answers over both transports, loads again and ends. */
async function traced(folder: string): Promise<string> {
  const flags = /node (--permission .*?) \/opt/.exec(UNIT)![1]!;
  const permissions = flags
    .split(" ")
    .filter((flag) => !flag.startsWith("--allow-fs-read"))
    .concat("--allow-fs-read=server.js", "--allow-fs-read=zones");
  const server = ["server.js", "--listen", "127.0.0.1:0", "--zones", "zones", "--http", "127.0.0.1:0"];
  const words = ["-f", "-qq", "-o", "trace", process.execPath, ...permissions, ...server];
  const child = spawn("strace", words, { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const [port, , http] = [await lines.next(), await lines.next(), await lines.next()].map(
    ({ value }) => /127\.0\.0\.1:(\d+)/.exec(value ?? "")?.[1],
  );
  for (const transport of ["+notcp", "+tcp"]) {
    execFileSync("dig", ["@127.0.0.1", "-p", port!, transport, "ns.example.com"]);
  }
  await (await fetch(`http://127.0.0.1:${http}/readyz`)).text();
  // strace ends with what it follows, and hands no signal on.
  const pid = Number(/^\d+/.exec(readFileSync(join(folder, "trace"), "utf8"))![0]);
  process.kill(pid, "SIGHUP");
  await lines.next();
  process.kill(pid, "SIGTERM");
  await ended;
  return readFileSync(join(folder, "trace"), "utf8");
}

/** What the lines of the filter leave, each adding to those before it, or taking away (systemd.exec(5)). */
function allowedCalls(): ReadonlySet<string> {
  const text = execFileSync("systemd-analyze", ["syscall-filter"], { encoding: "utf8" });
  const sets = new Map<string, string[]>();
  let last: string[] = [];
  for (const line of text.split("\n")) {
    if (line.startsWith("@")) {
      last = [];
      sets.set(line.trim(), last);
    } else if (/^ +[^ #]/.test(line)) last.push(line.trim());
  }
  const callsOf = (word: string): string[] =>
    word.startsWith("@") ? sets.get(word)!.flatMap(callsOf) : [word];
  const allowed = new Set(callsOf("@default")); // which are always there
  for (const [, not, words] of UNIT.matchAll(/^SystemCallFilter=(~?)(.*)$/gm)) {
    for (const call of words!.split(" ").flatMap(callsOf)) {
      if (not === "~") allowed.delete(call);
      else allowed.add(call);
    }
  }
  return allowed;
}
