import { execFile } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { benchQuery } from "../bench-query.ts";
import { memoryOf } from "../memory-tree.ts";
import type { Nameserver } from "../nameservers.ts";
import { quantile } from "../quantile.ts";
import { askAtOnce, askAtRate, warmUp } from "../server/ask.ts";
import { largeZone } from "../server/datasets.ts";
import { processesOf } from "../server/group-time.ts";
import type { Processors } from "../server/processors.ts";
import { type Running, startPinned } from "../server/start.ts";

/** How long, and where. */
export interface UnderLoad {
  /** Of each server. */
  readonly seconds: number;
  readonly processors: Processors;
  readonly folder: string;
}

const RECORDS = 100_000;
const ORIGIN = "large.example.";
/** Milliseconds from one reload to the next. */
const EVERY = 2_000;
/** Seconds of one run of dnsperf, which tells of every answer. */
const STRETCH = 10;
/** Seconds, and so many times, to find out what a server can answer. */
const CAPACITY = 1.5;
const ROW = { transport: "udp", edns: "none" } as const;

/**
 * A zone of 100,000 records is written anew and loaded again every two seconds, while half of the questions are asked that the slower server
 * can answer. Each server has a file of its own, and they take turns.
 */
export async function underLoad(
  nameservers: readonly Nameserver[],
  { seconds, processors, folder }: UnderLoad,
): Promise<void> {
  const servers: { readonly running: Running; readonly file: string; readonly text: Buffer }[] = [];
  let questions = "";
  for (const nameserver of nameservers) {
    const own = join(folder, `under-load-${nameserver.name}`);
    await mkdir(own, { recursive: true });
    const dataset = await largeZone(own, RECORDS);
    const file = dataset.zones[ORIGIN]!;
    questions = dataset.questions.exact!;
    const text = withWideSerial(await readFile(file));
    await writeFile(file, text);
    const place = { address: "127.0.0.1", zones: dataset.zones, processor: processors.server };
    servers.push({ running: await startPinned(nameserver, place), file, text });
  }
  const load = { row: ROW, questions, seconds: CAPACITY, client: processors.client };
  let rate = Number.POSITIVE_INFINITY;
  for (const { running } of servers) {
    await warmUp(running, load);
    const { answered, seconds: took } = await askAtOnce(running, load);
    console.log(`${running.name}: ${Math.round(answered / took)} answers a second`);
    rate = Math.min(rate, answered / took / 2);
  }
  for (const { running, file, text } of servers) {
    const reloading = reloadUntil(running, file, text, performance.now() + 1_000 * seconds);
    const took: number[] = [];
    let lost = 0;
    let sent = 0;
    for (let left = seconds; left > 0; left -= STRETCH) {
      const stretch = { ...load, seconds: Math.min(left, STRETCH) };
      const asked = await askAtRate(running, stretch, rate);
      for (const each of asked.took) took.push(each);
      lost += asked.lost;
      sent += asked.sent;
    }
    const { reloads, serials, megabytes } = await reloading;
    const half = megabytes.length >> 1;
    const most = (numbers: readonly number[]) => Math.max(...numbers).toFixed(0);
    console.log(
      `${RECORDS} records, ${running.name}, ${Math.round(rate)} a second for ${seconds} s: ${lost} of ${sent} lost, p50 ${quantile(took, 0.5).toFixed(2)} ms, p99 ${quantile(took, 0.99).toFixed(2)} ms, p99.9 ${quantile(took, 0.999).toFixed(2)} ms; ${reloads} reloads, ${serials} serials seen; memory ${most(megabytes.slice(0, half))} MB at most in the first half, ${most(megabytes.slice(half))} MB in the second`,
    );
  }
  for (const { running } of servers) await running.stop();
}

const SERIAL_DIGITS = 10;

/** The text with a serial of ten digits: others of as many are written over it. */
function withWideSerial(text: Buffer): Buffer {
  return Buffer.from(
    text.toString("latin1").replace(/hostmaster \d+/, `hostmaster ${serialOf(0)}`),
    "latin1",
  );
}

function serialOf(version: number): string {
  return String(1_000_000_000 + version).padStart(SERIAL_DIGITS, "0");
}

async function reloadUntil(running: Running, file: string, text: Buffer, end: number) {
  const serials = new Set<number>();
  const megabytes: number[] = [];
  const at = text.indexOf("hostmaster ") + "hostmaster ".length;
  let reloads = 0;
  while (performance.now() + EVERY < end) {
    const next = performance.now() + EVERY;
    reloads += 1;
    text.write(serialOf(reloads), at, "latin1");
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
    await reload(running);
    await wait(next - performance.now() - EVERY / 10);
    megabytes.push(memoryOf(processesOf(running.pid)));
    serials.add(await askSerial(running));
    await wait(Math.max(0, next - performance.now()));
  }
  return { reloads, serials: serials.size, megabytes };
}

/** As who operates it does. */
async function reload({ name, pid }: Running): Promise<void> {
  if (name !== "Knot") {
    process.kill(pid, "SIGHUP");
    return;
  }
  const words = (await readFile(`/proc/${pid}/cmdline`, "latin1")).split("\0");
  const socket = join(dirname(words[words.indexOf("-c") + 1]!), "knot.sock");
  await promisify(execFile)("knotc", ["-s", socket, "zone-reload", ORIGIN]);
}

/** Octets of the rest of a name that is said already. */
const POINTER = 2;

/** The serial that it answers; 0 where it does not. */
async function askSerial({ host, port }: Running): Promise<number> {
  const socket = createSocket("udp4");
  try {
    socket.send(benchQuery(ORIGIN, "SOA"), port, host);
    const [answer] = (await once(socket, "message", { signal: AbortSignal.timeout(1_000) })) as [Buffer];
    const mailbox = answer.indexOf("hostmaster", 0, "latin1") + "hostmaster".length;
    return answer.readUInt32BE(mailbox + POINTER); // behind the mailbox stands the serial
  } catch {
    return 0;
  } finally {
    socket.close();
  }
}
