import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { WINDOW_SECONDS, windowOf, windowStart } from "../dns/signing/window.ts";
import { bundleShipped } from "./shipped.ts";
import { makeSignedZone } from "./signed-zone.ts";
import { measureLatency, printLatency } from "./udp-latency.ts";

const ORIGIN = "large.example.";
/** With an NSEC for each name, twice as many signatures are made at a turn. */
const RECORDS = 50_000;
const RATE = 2000;
const SECONDS = 20;
/** Of the server's clock in one second: the week turns in less time than signing takes, so it signs all the time. */
const CLOCK_RATE = WINDOW_SECONDS / 4;

/**
 * How long answers over UDP take while a zone of 50,000 RRsets is signed, and while it is not. The server has one processor for
 * all of its threads, the client has the other.
 */
export async function signLatencyBench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-sign-latency-"));
  try {
    const { server } = await bundleShipped(join(folder, "bundles"));
    const { keys, render } = await makeSignedZone(folder, ORIGIN, RECORDS, 13);
    const file = join(folder, `${ORIGIN}zone`);
    await writeFile(file, render(1, "").text, "latin1");
    const zones = join(folder, "manifest.json");
    await writeFile(zones, JSON.stringify({ [ORIGIN]: file }));
    const start = windowStart(windowOf(Date.now() / 1000) + 1);
    console.log("| the server | median | p99 | worst | lost | signed meanwhile |");
    console.log("| --- | ---: | ---: | ---: | ---: | ---: |");
    for (const [what, clock] of [
      ["signs nothing", `${start}`],
      ["signs all the time", `${start},${CLOCK_RATE}`],
      ["signs nothing", `${start}`],
      ["signs all the time", `${start},${CLOCK_RATE}`],
    ] as const) {
      const words = ["--zones", zones, "--dnssec-keys", keys, "--udp-threads", "1", "--now", clock];
      await ask(what, folder, [server, "--listen", "127.0.0.1:0", ...words]);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function ask(what: string, folder: string, words: readonly string[]): Promise<void> {
  const server = spawn("taskset", ["-c", "0", process.execPath, ...words], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(server, "exit");
  try {
    let signed = 0;
    const port = await new Promise<number>((resolve, reject) => {
      ended.then(() => reject(new Error("The server ended before it was ready")));
      createInterface({ input: server.stdout! }).on("line", (line) => {
        if (line.startsWith("signed: ")) signed += 1;
        const [, ready] = /^ready: .*127\.0\.0\.1:(\d+)/.exec(line) ?? [];
        if (ready !== undefined) resolve(Number(ready));
      });
    });
    const before = signed;
    const questions = [`host-4.${ORIGIN} A`, `nothing.${ORIGIN} A`, `ns1.${ORIGIN} A`];
    const heard = await measureLatency({ folder, port, questions, rate: RATE, seconds: SECONDS });
    console.log(`| ${what} | ${printLatency(heard)} | ${signed - before} times |`);
  } finally {
    server.kill("SIGTERM");
    await ended;
  }
}
