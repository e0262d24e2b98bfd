import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ORIGIN } from "./messages.ts";

/** How clients over UDP are served. */
export interface UdpService {
  readonly perSecond: number;
  /** Questions without an answer. */
  readonly lost: number;
  /** Milliseconds. */
  readonly average: number;
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
  const { stdout } = await promisify(execFile)("dnsperf", words);
  const latency = /Average Latency \(s\):\s+(\S+) \(min \S+, max (\S+)\)/.exec(stdout);
  return {
    perSecond: numberIn(stdout, /Queries per second:\s+(\S+)/),
    lost: numberIn(stdout, /Queries lost:\s+(\d+)/),
    average: 1000 * Number(latency?.[1]),
    worst: 1000 * Number(latency?.[2]),
  };
}

function numberIn(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`dnsperf does not say ${pattern}:\n${text}`);
  return Number(found);
}
