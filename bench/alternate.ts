import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { freePort } from "../scripts/free-port.ts";
import { threadTime } from "./cpu-time.ts";
import type { Nameserver } from "./nameservers.ts";
import { quantile } from "./quantile.ts";
import { answers, askAll, NAMES, ORIGIN, writeFiles } from "./udp.ts";

const ROUNDS = 25;
/** Times that all names are asked for in a round. */
const TURNS = 3;
/** Before that, so that what is compiled at run time is, also where one question in a hundred comes to it. */
const WARM_UP = 60;

/**
 * Compares what a question over UDP takes of CPU time, all threads of a server together, where the difference is less than what
 * other programs on the machine make: all servers run at the same time on one processor, are asked 30,000 questions each in turn,
 * and every round is compared with itself. Of `missing` questions one is for a name that does not exist; the first server is
 * what the others are compared with.
 */
export async function alternate(nameservers: readonly Nameserver[], missing: number): Promise<void> {
  process.env.PATH = [process.env.PATH, "/usr/sbin", "/sbin"].join(delimiter);
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-bench-"));
  const servers: Running[] = [];
  try {
    const { zoneFile, questions } = writeFiles(folder, missing);
    for (const nameserver of nameservers) servers.push(await start(nameserver, zoneFile));
    for (const { port } of servers) await askAll(port, questions, WARM_UP);
    const rounds: number[][] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const costs: number[] = [];
      for (const server of servers) costs.push(await measure(server, questions));
      rounds.push(costs);
    }
    print(nameservers, rounds);
  } finally {
    for (const { stop } of servers) await stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Running {
  readonly pid: number;
  readonly port: number;
  readonly stop: () => Promise<void>;
}

async function start({ prepare }: Nameserver, zoneFile: string): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-bench-server-"));
  const port = await freePort();
  const command = prepare({ folder, address: "127.0.0.1", port, zones: { [ORIGIN]: zoneFile } });
  const child = spawn("taskset", ["-c", "0", ...command], { cwd: folder, stdio: "ignore" });
  const stop = async () => {
    child.kill("SIGKILL");
    await once(child, "exit");
    rmSync(folder, { recursive: true, force: true });
  };
  await answers(port);
  return { pid: child.pid!, port, stop };
}

/** Microseconds of CPU time for a question. */
async function measure({ pid, port }: Running, questions: string): Promise<number> {
  const before = timeOf(pid);
  const answered = await askAll(port, questions, TURNS);
  if (answered < 0.99 * TURNS * NAMES)
    throw new Error(`Cannot compare: only ${answered} questions were answered`);
  return (timeOf(pid) - before) / 1000 / answered;
}

/** Nanoseconds that all threads of a process have run. */
function timeOf(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + threadTime(pid, thread), 0);
}

function print(nameservers: readonly Nameserver[], rounds: readonly (readonly number[])[]): void {
  const [base] = nameservers;
  console.log(`| | µs of CPU for a question, least | median | against ${base!.name}: median | quartiles |`);
  console.log("| --- | ---: | ---: | ---: | ---: |");
  for (const [index, { name }] of nameservers.entries()) {
    const costs = rounds.map((round) => round[index]!);
    const ratios = rounds.map((round) => round[index]! / round[0]!);
    const [least, middle] = [0, 0.5].map((share) => quantile(costs, share).toFixed(2));
    const [low, ratio, high] = [0.25, 0.5, 0.75].map((share) => quantile(ratios, share).toFixed(3));
    console.log(`| ${name} | ${least} | ${middle} | ${ratio} | ${low}–${high} |`);
  }
  console.log(`\n${ROUNDS} rounds of ${TURNS * NAMES} questions each`);
}
