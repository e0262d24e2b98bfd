import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ORIGIN } from "./messages.ts";

/** How clients over UDP are served. */
export interface UdpService {
  readonly perSecond: number;
  /** Questions without an answer. */
  readonly lost: number;
  /** Milliseconds. */
  readonly median: number;
  readonly worst: number;
}

/** Questions a second: little for the server, so that what is measured is how long one waits. */
const RATE = 2000;

/** Has dnsperf ask over UDP for some seconds, in a process of its own. */
export async function measureUdp(folder: string, port: number, seconds: number): Promise<UdpService> {
  const questions = join(folder, "questions");
  await writeFile(questions, `www.${ORIGIN} A\nnothing.${ORIGIN} A\nns1.${ORIGIN} A\n`);
  const words = [
    "-s",
    "127.0.0.1",
    "-p",
    `${port}`,
    "-d",
    questions,
    "-l",
    `${seconds}`,
    "-Q",
    `${RATE}`,
    "-t",
    "2",
  ];
  // Verbose: a line for each answer, with the seconds that it took at its end. They go to a file: who makes the clients may
  // have no time to read them, and dnsperf would wait.
  const output = join(folder, "answers");
  const file = openSync(output, "w");
  const dnsperf = spawn("dnsperf", [...words, "-v"], { stdio: ["ignore", file, "inherit"] });
  closeSync(file);
  await once(dnsperf, "exit");
  const stdout = await readFile(output, "utf8");
  const took = [...stdout.matchAll(/^> \S+ .* ([0-9.]+)$/gm)].map(([, time]) => 1000 * Number(time));
  took.sort((a, b) => a - b);
  if (took.length === 0) throw new Error(`dnsperf shows no answer:\n${stdout.slice(0, 1000)}`);
  return {
    perSecond: numberIn(stdout, /Queries per second:\s+(\S+)/),
    lost: numberIn(stdout, /Queries lost:\s+(\d+)/),
    median: took[took.length >> 1]!,
    worst: took.at(-1)!,
  };
}

function numberIn(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`dnsperf does not say ${pattern}:\n${text}`);
  return Number(found);
}
