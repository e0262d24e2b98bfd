import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { freePort } from "../scripts/free-port.ts";
import { cpuTime, TICK } from "./cpu-time.ts";
import { writeLargeZoneFile } from "./generate.ts";
import { NAMESERVERS, type Nameserver, oursBy } from "./nameservers.ts";
import { bundleShipped } from "./shipped.ts";
import { measureLatency, printLatency } from "./udp-latency.ts";

const ORIGIN = "large.example.";
const RECORDS = 1_000_000;
const ROUNDS = 9; // alternating, so that a noisy moment hits all alike
const QUERY = "12340000000100000000000005 6c6172676507 6578616d706c65 00 00fc 0001".replaceAll(" ", "");
/** Questions a second over UDP: little for the server, so that what is measured is how long one waits. */
const RATE = 2000;
const UDP_SECONDS = 5;
const STALLED = 8;

/**
 * A zone of 1,000,000 records by AXFR: how long ours and NSD take, how much memory beside the tables, with clients that read
 * and with some that do not, and what becomes of questions over UDP meanwhile. Each server has one processor, clients have
 * another.
 */
export async function transferBench(): Promise<void> {
  process.env.PATH = [process.env.PATH, "/usr/sbin", "/sbin"].join(delimiter);
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-transfer-"));
  const zoneFile = join(folder, "zone");
  await writeLargeZoneFile(zoneFile, ORIGIN, RECORDS);
  const { server } = await bundleShipped(join(folder, "bundles"));
  const others = NAMESERVERS.find(({ name }) => name === "NSD")!; // it is there
  const ours = await start(folder, zoneFile, oursFrom(server));
  const nsd = await start(folder, zoneFile, withTransfers(others));
  try {
    await compareTimes(ours, nsd);
    await measureMemory(ours);
    await askMeanwhile(folder, ours);
  } finally {
    await ours.stop();
    await nsd.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Running {
  readonly name: string;
  readonly pid: number;
  readonly port: number;
  readonly stop: () => Promise<void>;
}

function oursFrom(server: string): Nameserver {
  return oursBy("zonepipe", [process.execPath, server], ["--allow-transfer", "127.0.0.1"]);
}

/**
 * The zone is the last thing in what it is told. It runs with the priority that our thread for TCP has (`yieldToOthers`): where
 * others want the processor, too, time would tell of priorities and nothing else.
 */
function withTransfers({ name, prepare }: Nameserver): Nameserver {
  return {
    name,
    prepare: (site) => {
      const command = prepare(site);
      appendFileSync(join(site.folder, "server.conf"), "  provide-xfr: 127.0.0.1 NOKEY\n");
      return ["nice", "-n", "10", ...command];
    },
  };
}

async function start(folder: string, zoneFile: string, nameserver: Nameserver): Promise<Running> {
  const own = join(folder, nameserver.name);
  mkdirSync(own);
  const port = await freePort();
  const command = nameserver.prepare({
    folder: own,
    address: "127.0.0.1",
    port,
    zones: { [ORIGIN]: zoneFile },
  });
  // A process group of its own: NSD starts processes that would outlive it.
  const child = spawn("taskset", ["-c", "0", ...command], { cwd: own, detached: true, stdio: "ignore" });
  const stop = async () => {
    process.kill(-child.pid!, "SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  };
  for (;;) {
    const taken = await transfer(port).catch(() => undefined);
    if (taken !== undefined && taken.records > RECORDS) break;
    if (child.exitCode !== null) throw new Error(`${nameserver.name} ended`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return { name: nameserver.name, pid: child.pid!, port, stop };
}

interface Taken {
  readonly records: number;
  readonly octets: number;
  readonly milliseconds: number;
}

/** Takes the zone once. */
async function transfer(port: number): Promise<Taken> {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  const began = performance.now();
  socket.end(framedQuery());
  let octets = 0;
  let records = 0;
  let head = Buffer.alloc(0);
  let skip = 0;
  for await (const data of socket as AsyncIterable<Buffer>) {
    octets += data.length;
    let at = Math.min(skip, data.length);
    skip -= at;
    while (at < data.length) {
      const need = HEAD - head.length;
      head = Buffer.concat([head, data.subarray(at, at + need)]);
      at += need;
      if (head.length < HEAD) break;
      records += head.readUInt16BE(8);
      const left = head.readUInt16BE(0) + 2 - HEAD;
      head = Buffer.alloc(0);
      skip = Math.max(0, left - Math.max(0, data.length - at));
      at += left;
    }
  }
  return { records, octets, milliseconds: performance.now() - began };
}

const HEAD = 14; // the length, and a header

function framedQuery(): Buffer {
  const query = Buffer.from(QUERY, "hex");
  return Buffer.concat([Buffer.from([0, query.length]), query]);
}

async function compareTimes(ours: Running, nsd: Running): Promise<void> {
  const times: { readonly ours: Timed; readonly nsd: Timed }[] = [];
  let last: { readonly ours: Taken; readonly nsd: Taken } | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const [a, b] = [await timed(ours), await timed(nsd)];
    times.push({ ours: a, nsd: b });
    last = { ours: a, nsd: b };
  }
  console.log(
    "| server | records | octets | milliseconds (median, range) | of CPU (median, range) |\n| --- | ---: | ---: | --- | --- |",
  );
  for (const who of ["ours", "nsd"] as const) {
    const { records, octets } = last![who]; // there was a round
    const all = times.map((each) => each[who]);
    const [wall, cpu] = [range(all.map((each) => each.milliseconds)), range(all.map((each) => each.cpu))];
    console.log(`| ${who === "ours" ? ours.name : nsd.name} | ${records} | ${octets} | ${wall} | ${cpu} |`);
  }
  const ratio = (of: (each: Timed) => number) =>
    median(times.map((each) => of(each.ours) / of(each.nsd))).toFixed(2);
  const [wall, cpu] = [ratio((each) => each.milliseconds), ratio((each) => each.cpu)];
  console.log(`\nAgainst NSD, median of ${ROUNDS} rounds: time ${wall}, CPU ${cpu}\n`);
}

interface Timed extends Taken {
  /** Milliseconds of the server's. */
  readonly cpu: number;
}

async function timed({ pid, port }: Running): Promise<Timed> {
  const before = cpuTime(pid);
  const taken = await transfer(port);
  return { ...taken, cpu: ((cpuTime(pid) - before) * TICK) / 1000 };
}

function range(numbers: readonly number[]): string {
  return `${median(numbers).toFixed(0)} (${Math.min(...numbers).toFixed(0)}–${Math.max(...numbers).toFixed(0)})`;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;
}

async function measureMemory({ pid, port }: Running): Promise<void> {
  const before = resident(pid);
  const one = await peakDuring(pid, () => transfer(port));
  const stalled = Array.from({ length: STALLED }, () => {
    const socket = connect({ port, host: "127.0.0.1" }).pause();
    socket.on("error", () => socket.destroy());
    socket.write(framedQuery());
    return socket;
  });
  const many = await peakDuring(pid, () => transfer(port));
  for (const socket of stalled) socket.destroy();
  const megabytes = (octets: number) => ((octets - before) / 2 ** 20).toFixed(1);
  console.log("| memory above what the server had, in MB | most |\n| --- | ---: |");
  console.log(
    `| one transfer | ${megabytes(one)} |\n| one, and ${STALLED} whose clients do not read | ${megabytes(many)} |\n`,
  );
}

async function peakDuring(pid: number, work: () => Promise<unknown>): Promise<number> {
  let most = resident(pid);
  const timer = setInterval(() => {
    most = Math.max(most, resident(pid));
  }, 10);
  for (let round = 0; round < ROUNDS; round++) await work();
  clearInterval(timer);
  return Math.max(most, resident(pid));
}

/** Octets of memory that a process has. */
function resident(pid: number): number {
  return 1024 * Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1]);
}

async function askMeanwhile(folder: string, { port }: Running): Promise<void> {
  const questions = [`host-4.${ORIGIN} A`, `nothing.${ORIGIN} A`, `ns1.${ORIGIN} A`];
  const plan = { folder, port, questions, rate: RATE, seconds: UDP_SECONDS };
  const idle = await measureLatency(plan);
  let isDone = false;
  const transfers = (async () => {
    let count = 0;
    for (; !isDone; count++) await transfer(port);
    return count;
  })();
  const busy = await measureLatency(plan);
  isDone = true;
  const count = await transfers;
  console.log("| UDP, in milliseconds | median | p99 | worst | lost |\n| --- | ---: | ---: | ---: | ---: |");
  console.log(`| nothing else | ${printLatency(idle)} |`);
  console.log(`| during ${count} transfers, one after the other | ${printLatency(busy)} |`);
}
