import { type LeakRule, printTrend, trendIn } from "./complaints.ts";
import type { SoakResult } from "./soak-result.ts";

/** A run in a few lines, for the terminal and below the plot's title. */
export function printResult(result: SoakResult, rule: LeakRule): string {
  const { options, samples, total, server, secondary } = result;
  const udp = samples.flatMap((sample) => (sample.udp === undefined ? [] : [sample.udp]));
  const delays = secondary?.delays.toSorted((a, b) => a - b) ?? [];
  const lines = [
    `${samples.length} of ${options.seconds} s, ${server.reloads} reloads of changed zones`,
    `answers: ${count(total.udp)} over UDP, ${count(total.tcp)} over TCP; lost ${total.lost}, wrong ${total.wrong}`,
    `UDP, of a second: median ${middle(udp.map(({ median }) => median))} ms, 99 of 100 within ${middle(udp.map(({ p99 }) => p99))} ms (median of all seconds)`,
    `garbage: ${count(total.garbage)} packets, ${count(total.garbageReplies)} replies; flood: ${server.limits ? `${count(total.floodTruncated)} answers with TC, ${count(total.floodWhole)} whole` : "none, this server has no limits"}`,
    `memory: ${megabytes(samples.at(0)?.resident)} MB at first, ${megabytes(samples.at(-1)?.resident)} MB at the end; trend ${printTrend(trendIn(result, rule))}`,
    secondary === undefined
      ? "no secondary"
      : `secondary: ${delays.length} of ${secondary.versions} versions, median after ${middle(delays)} s, the last after ${delays.at(-1)?.toFixed(1) ?? "–"} s; ${server.ixfr} times what had changed, ${server.axfr} times all`,
    `query log: ${count(server.logged)} lines`,
  ];
  return `${lines.join("\n")}\n`;
}

function count(number: number): string {
  return number.toLocaleString("en");
}

function megabytes(octets = 0): string {
  return (octets / 1e6).toFixed(0);
}

function middle(numbers: readonly number[]): string {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]?.toFixed(2) ?? "–";
}
