import { execFile, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "../scripts/free-port.ts";
import { cpuTime, TICK } from "./cpu-time.ts";
import { NAMESERVERS, type Nameserver } from "./nameservers.ts";

const ROUNDS = 3; // alternating, so that a noisy moment hits all alike
const SECONDS = 3;
/** Names in the zone, of which nearly all are asked for. */
export const NAMES = 10_000;
/** The zone of the benchmarks. */
export const ORIGIN = "bench.example.";

/**
 * CPU time that nameservers take for a question over UDP: ours by node:ffi and by node:dgram, NSD, Knot and BIND, with
 * one worker each, pinned to one processor, and dnsperf on another. Of ten questions one is for a name that does not exist.
 */
export async function udpBench(): Promise<void> {
  await compareOverUdp(NAMESERVERS, "NSD", ROUNDS);
}

/** Compares such nameservers with one of them, in so many rounds. */
async function compareOverUdp(
  nameservers: readonly Nameserver[],
  base: string,
  rounds: number,
): Promise<void> {
  process.env.PATH = [process.env.PATH, "/usr/sbin", "/sbin"].join(delimiter);
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-bench-"));
  try {
    const { zoneFile, questions } = writeFiles(folder);
    const results = new Map<string, Round[]>(nameservers.map(({ name }) => [name, []]));
    for (let round = 1; round <= rounds; round++) {
      for (const nameserver of nameservers) {
        const result = await runRound(nameserver, zoneFile, questions);
        results.get(nameserver.name)!.push(result);
        console.log(`round ${round}: ${nameserver.name}: ${show([result])}`);
      }
    }
    const least = median(results.get(base)!.map(({ cpu }) => cpu));
    console.log(
      `\n| server | CPU per question | questions a second | CPU against ${base} |\n| --- | --- | --- | --- |`,
    );
    for (const [name, all] of results) {
      const ratio = median(all.map(({ cpu }) => cpu)) / least;
      console.log(`| ${name} | ${show(all).replace(", ", " | ")} | ${ratio.toFixed(2)} |`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One run against one server. */
interface Round {
  /** Microseconds for a question. */
  readonly cpu: number;
  readonly perSecond: number;
}

/** A zone, and questions for it, of which one in `missing` is for a name that does not exist. */
export function writeFiles(
  folder: string,
  missing = 10,
): { readonly zoneFile: string; readonly questions: string } {
  const names = Array.from({ length: NAMES }, (_, index) => index);
  const zoneFile = join(folder, "zone");
  const records = names.map((index) => `host-${index} A 192.0.2.${index % 256}`).join("\n");
  writeFileSync(
    zoneFile,
    `$ORIGIN ${ORIGIN}\n$TTL 300\n@ SOA ns host 1 7200 3600 1209600 300\n@ NS ns\nns A 192.0.2.1\n${records}\n`,
  );
  const questions = join(folder, "questions");
  // 7919 is prime to the number of names: neighbours in the zone are asked for far from each other.
  const lines = names.map(
    (index) => `${index % missing === 0 ? "no" : "host"}-${(index * 7919) % NAMES}.${ORIGIN} A`,
  );
  writeFileSync(questions, `${lines.join("\n")}\n`);
  return { zoneFile, questions };
}

/** Starts a nameserver and measures what a question takes of it. */
async function runRound({ prepare }: Nameserver, zoneFile: string, questions: string): Promise<Round> {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-bench-server-"));
  const port = await freePort();
  const command = prepare({ folder, address: "127.0.0.1", port, zones: { [ORIGIN]: zoneFile } });
  // A process group of its own: NSD starts processes that would outlive it.
  const server = spawn("taskset", ["-c", "0", ...command], { cwd: folder, detached: true, stdio: "ignore" });
  try {
    await answers(port);
    await ask(port, questions, 1); // so that what is compiled at run time is
    const before = cpuTime(server.pid!);
    const { asked, perSecond } = await ask(port, questions, SECONDS);
    return { cpu: ((cpuTime(server.pid!) - before) * TICK) / asked, perSecond };
  } finally {
    process.kill(-server.pid!, "SIGKILL");
    await once(server, "exit");
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ask(port: number, questions: string, seconds: number): Promise<Asked> {
  return await dnsperf(port, questions, ["-l", `${seconds}`]);
}

/** Asks all questions so many times; gives how many were answered. */
export async function askAll(port: number, questions: string, times: number): Promise<number> {
  return (await dnsperf(port, questions, ["-n", `${times}`])).asked;
}

interface Asked {
  readonly asked: number;
  readonly perSecond: number;
}

async function dnsperf(port: number, questions: string, limit: readonly string[]): Promise<Asked> {
  const words = ["-s", "127.0.0.1", "-p", `${port}`, "-d", questions, ...limit];
  const { stdout } = await promisify(execFile)("taskset", ["-c", "1", "dnsperf", ...words]);
  const number = (pattern: RegExp) => Number(pattern.exec(stdout)?.[1]);
  return { asked: number(/Queries completed:\s+(\d+)/), perSecond: number(/Queries per second:\s+(\S+)/) };
}

/** Resolves when a question is answered. */
export async function answers(port: number): Promise<void> {
  const socket = createSocket("udp4");
  const question = Buffer.from(
    "0001 0000 0001 0000 0000 0000 05 62656e6368 07 6578616d706c65 00 0006 0001".replaceAll(" ", ""),
    "hex",
  );
  const send = () => socket.send(question, port, "127.0.0.1");
  socket.on("error", () => {});
  const timer = setInterval(send, 100);
  await once(socket, "message", { signal: AbortSignal.timeout(20_000) });
  clearInterval(timer);
  socket.close();
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;
}

/** From the least to the most. */
function show(rounds: readonly Round[]): string {
  const range = (numbers: readonly number[], digits: number) => {
    const [least, most] = [Math.min(...numbers).toFixed(digits), Math.max(...numbers).toFixed(digits)];
    return least === most ? least : `${least}–${most}`;
  };
  return `${range(
    rounds.map(({ cpu }) => cpu),
    1,
  )} µs, ${range(
    rounds.map(({ perSecond }) => perSecond),
    0,
  )}`;
}
