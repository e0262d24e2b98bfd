import { type ChildProcess, execFileSync } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { isName, parseName } from "../dns/name.ts";
import { parseZoneFile } from "../dns/zone-file/parse.ts";
import { zonemdDigest } from "../dns/zonemd.ts";
import { writeLargeZoneFile } from "./generate.ts";
import { copyInside, makeMemoryGroup } from "./memory-group.ts";
import { peakOf, run, selfCheck } from "./server-in-group.ts";
import { bundleShipped } from "./shipped.ts";

const ORIGIN = "large.example.";
/** What is left of 256 MB for programs: the kernel and the machine's first process have the rest. */
const LIMIT = 200 * 1024 * 1024;
const RECORDS = [100_000, 200_000, 400_000, 500_000, 1_000_000];

/**
 * How many records a machine of 256 MB holds: the built server starts as in its image, with a zone with ZONEMD on one processor, and the
 * self-check runs beside it, both within a limit. Needs root.
 */
export async function memoryBench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-memory-"));
  const { server } = await bundleShipped(join(folder, "bundles"));
  console.log("| records | ready | most memory of the server | self-check | ended for want of memory |");
  console.log("| ---: | --- | ---: | --- | ---: |");
  try {
    for (const records of RECORDS) console.log(await measureRecords(folder, server, records));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measureRecords(folder: string, bundle: string, records: number): Promise<string> {
  const zones = join(folder, String(records));
  await mkdir(zones);
  await writeZone(join(zones, `${ORIGIN}zone`), records);
  const prepare = (...words: readonly string[]) =>
    execFileSync(process.execPath, [bundle, "--zones", zones, ...words], { stdio: "ignore" });
  prepare("--check", "--write-tables"); // where an image is built there is more memory
  prepare("--write-code");
  const group = makeMemoryGroup(`zonepipe-${process.pid}`, LIMIT);
  const node = join(folder, "node");
  copyInside(group, process.execPath, node);
  const server = run(group, [
    node,
    bundle,
    "--zones",
    zones,
    "--listen",
    "127.0.0.1:0",
    "--udp-threads",
    "1",
  ]);
  const ended = once(server, "close");
  const port = await Promise.race([portOf(server), ended.then(() => undefined)]);
  const most = peakOf(await readFile(`/proc/${server.pid}/status`, "utf8").catch(() => ""));
  const check = port === undefined ? "not run" : await selfCheck(group, [node, bundle], zones, port);
  server.kill("SIGKILL");
  await ended;
  const row = [records.toLocaleString("en"), port === undefined ? "no" : "yes", most, check, group.kills()];
  group.remove();
  await rm(node);
  return `| ${row.join(" | ")} |`;
}

/** Writes a zone as the pipeline renders it: with the digest of all its records. */
async function writeZone(file: string, count: number): Promise<void> {
  await writeLargeZoneFile(file, ORIGIN, count);
  const origin = parseName(ORIGIN);
  if (!isName(origin)) throw new Error(origin.message);
  const { records } = parseZoneFile({ file, bytes: await readFile(file), origin });
  const digest = Buffer.from(zonemdDigest({ origin, records }, 1), "latin1").toString("hex");
  await appendFile(file, `@ ZONEMD 1 1 1 ${digest}\n`);
}

async function portOf(server: ChildProcess): Promise<string | undefined> {
  for await (const line of createInterface({ input: server.stdout! })) {
    const port = /^ready: .* 127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (port !== undefined) return port;
  }
  return undefined;
}
