import { execFileSync } from "node:child_process";
import { type AbuseResult, abuse } from "./abuse.ts";
import { SCENARIOS } from "./scenarios.ts";

// npm run abuse: what clients over TCP can do to the server, in full size, as a table.

const LIMIT = 1000;
const IDLE = 3;
const SECONDS = 5;
/** Descriptors that this process needs beside its clients. */
const SPARE = 200;

const available =
  Number(execFileSync("sh", ["-c", "ulimit -Hn"], { encoding: "utf8" })) || Number.POSITIVE_INFINITY;
const results: AbuseResult[] = [];
for (const scenario of SCENARIOS) {
  for (const isFromOneAddress of [true, false]) {
    if (scenario.clients + SPARE > available) {
      console.log(
        `skipped: ${scenario.name} needs ${scenario.clients + SPARE} descriptors; ulimit -Hn is ${available}`,
      );
      continue;
    }
    const options = {
      clients: scenario.clients,
      isFromOneAddress,
      limit: LIMIT,
      idle: IDLE,
      seconds: SECONDS,
    };
    const result = await abuse(scenario, options);
    results.push(result);
    console.log(rowOf(result));
  }
}
process.exitCode = results.every(isStanding) ? 0 : 1;

function isStanding({ hasEnded, complaints, allClosed, newcomer, udpDuring }: AbuseResult): boolean {
  return !hasEnded && complaints.length === 0 && allClosed && newcomer !== undefined && udpDuring.lost === 0;
}

function rowOf(result: AbuseResult): string {
  const { scenario, options, udpBefore, udpDuring, tcp, newcomer, before, most } = result;
  return [
    `${scenario}, ${options.clients} clients from ${options.isFromOneAddress ? "one address" : "as many addresses"}`,
    `UDP ${udpBefore.perSecond.toFixed(0)} → ${udpDuring.perSecond.toFixed(0)}/s, lost ${udpDuring.lost}`,
    `mean ${udpBefore.average.toFixed(2)} → ${udpDuring.average.toFixed(2)} ms`,
    `worst ${udpBefore.worst.toFixed(1)} → ${udpDuring.worst.toFixed(1)} ms`,
    `sockets at most ${most.descriptors - before.descriptors} of ${options.limit}`,
    `memory ${megabytes(before.resident)} → ${megabytes(most.resident)} MB`,
    tcp === undefined ? "" : `answered ${tcp.answered} of ${tcp.asked}`,
    `newcomer ${newcomer === undefined ? "not answered" : `${newcomer.toFixed(0)} ms`}`,
    result.allClosed ? "all closed" : "NOT all closed",
    ...(result.hasEnded ? ["SERVER ENDED"] : []),
    ...result.complaints,
  ]
    .filter((column) => column !== "")
    .join(" | ");
}

function megabytes(octets: number): string {
  return (octets / 1e6).toFixed(0);
}
