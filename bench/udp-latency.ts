import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/** How long answers took, in milliseconds. */
export interface Latency {
  readonly median: number;
  readonly p99: number;
  readonly worst: number;
  readonly lost: number;
}

/** How somebody asks. */
export interface SteadyQuestions {
  /** Where files of it may lie. */
  readonly folder: string;
  /** Of a nameserver on 127.0.0.1. */
  readonly port: number;
  /** Names and types, a line each. */
  readonly questions: readonly string[];
  /** Questions a second: little for the server, so that what is measured is how long one waits. */
  readonly rate: number;
  readonly seconds: number;
}

/** Asks over UDP by dnsperf on the second processor, and measures how long each answer takes. */
export async function measureLatency(plan: SteadyQuestions): Promise<Latency> {
  const { folder, port, questions, rate, seconds } = plan;
  const file = join(folder, "questions");
  await writeFile(file, `${questions.join("\n")}\n`);
  const answers = join(folder, "answers");
  const output = openSync(answers, "w");
  const place = ["-s", "127.0.0.1", "-p", `${port}`];
  const words = [...place, "-d", file, "-l", `${seconds}`, "-Q", `${rate}`, "-v"];
  const dnsperf = spawn("taskset", ["-c", "1", "dnsperf", ...words], {
    stdio: ["ignore", output, "inherit"],
  });
  closeSync(output);
  await once(dnsperf, "exit");
  const text = readFileSync(answers, "utf8");
  const took = [...text.matchAll(/^> \S+ .* ([0-9.]+)$/gm)].map(([, time]) => 1000 * Number(time));
  took.sort((a, b) => a - b);
  const at = (share: number) =>
    took[Math.min(took.length - 1, Math.floor(share * took.length))] ?? Number.NaN;
  const lost = Number(/Queries lost:\s+(\d+)/.exec(text)?.[1] ?? Number.NaN);
  return { median: at(0.5), p99: at(0.99), worst: at(1), lost };
}

/** As the columns median, p99, worst and lost of a table. */
export function printLatency({ median, p99, worst, lost }: Latency): string {
  return `${median.toFixed(2)} | ${p99.toFixed(2)} | ${worst.toFixed(2)} | ${lost}`;
}
