import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { WINDOW_SECONDS, windowOf, windowStart } from "../dns/signing/window.ts";
import { journalFiles } from "../src/journal/journal-files.ts";
import { stepBetween } from "../src/journal/step.ts";
import type { RenderedZone } from "../src/render/render-zone.ts";
import { cpuTime, TICK } from "./cpu-time.ts";
import { copyInside, makeMemoryGroup } from "./memory-group.ts";
import { peakOf, run, selfCheck } from "./server-in-group.ts";
import { bundleShipped } from "./shipped.ts";
import { makeSignedZone } from "./signed-zone.ts";

const ORIGIN = "large.example.";
/** As in the benchmark `memory`: what a machine of 256 MB has for programs. */
const LIMIT = 200 * 1024 * 1024;
/** Nearly all of them are RRsets of their own, and have a name and an NSEC of their own. */
const RECORDS = 25_000;

/**
 * Whether a machine of 256 MB holds a zone of 25,000 RRsets that it signs: at the start, at the turn of a window and at a reload that
 * changes one record, and while it looks what leads to it from the release before, with the self-check beside each. Needs root.
 */
export async function signMemoryBench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-sign-memory-"));
  const { server } = await bundleShipped(join(folder, "bundles"));
  console.log(
    "| algorithm | stage | seconds of the processor | most memory of the server | self-check | ended for want of memory |",
  );
  console.log("| --- | --- | ---: | ---: | --- | ---: |");
  try {
    for (const algorithm of [13, 15] as const) await measureStages(folder, server, algorithm);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measureStages(folder: string, bundle: string, algorithm: 13 | 15): Promise<void> {
  const own = join(folder, `${algorithm}`);
  const now = windowOf(Date.now() / 1000) + 1;
  const file = join(own, `${ORIGIN}zone`);
  const { keys, render } = await makeSignedZone(own, ORIGIN, RECORDS, algorithm);
  await writeRelease(own, render(1, "before A 192.0.2.1\n"), render(1_000, ""));
  const group = makeMemoryGroup(`zonepipe-${process.pid}`, LIMIT);
  const node = join(own, "node");
  copyInside(group, process.execPath, node);
  const clock = ["--now", `${windowStart(now) + WINDOW_SECONDS - SECONDS_BEFORE},1`];
  const zones = join(own, "manifest.json");
  await writeFile(zones, JSON.stringify({ [ORIGIN]: file }));
  const words = ["--zones", zones, "--dnssec-keys", keys, "--udp-threads", "1"];
  const server = run(group, [node, bundle, ...words, "--listen", "127.0.0.1:0", ...clock]);
  const lines = createInterface({ input: server.stdout! })[Symbol.asyncIterator]();
  const ended = once(server, "close");
  const said = async (words: RegExp): Promise<string> => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`ended before ${words}`);
      if (words.test(value)) return value;
    }
  };
  let port = "";
  const stage = async (what: string, words: RegExp): Promise<void> => {
    const before = cpuTime(server.pid!);
    const line = await said(words);
    const seconds = (((cpuTime(server.pid!) - before) * TICK) / 1e6).toFixed(1);
    port = /127\.0\.0\.1:(\d+)/.exec(line)?.[1] ?? port;
    const check = await selfCheck(group, [node, bundle], zones, port);
    const most = peakOf(await readFile(`/proc/${server.pid}/status`, "utf8").catch(() => ""));
    console.log(`| ${algorithm} | ${what} | ${seconds} | ${most} | ${check} | ${group.kills()} |`);
  };
  try {
    await stage("start", /^ready: /);
    await stage("what leads from the release before", /^journal: /);
    await stage("turn", /^signed: /);
    await writeFile(file, render(2_000, "one-more A 192.0.2.1\n").text, "latin1");
    server.kill("SIGHUP");
    await stage("reload, one record more", /^reloaded: /);
  } catch (error) {
    console.log(
      `| ${algorithm} | ${error instanceof Error ? error.message : error} | | | | ${group.kills()} |`,
    );
  }
  server.kill("SIGKILL");
  await ended;
  group.remove();
}

/** Writes a release, and beside it what leads there from the one before. */
async function writeRelease(folder: string, before: RenderedZone, after: RenderedZone): Promise<void> {
  const steps = [stepBetween(before.records, after.records)];
  await writeFile(join(folder, `${ORIGIN}zone`), after.text, "latin1");
  for (const { name, text } of journalFiles(after.origin, steps, { versions: 1, size: 1_000_000 })) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text, "latin1");
  }
}

/** The window turns so many seconds after the start: longer than signing takes. */
const SECONDS_BEFORE = 60;
