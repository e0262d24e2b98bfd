import { execFileSync } from "node:child_process";
import { type AbuseResult, abuse } from "./abuse.ts";
import { SCENARIOS } from "./scenarios.ts";
import { rowOf, TABLE_HEAD } from "./table.ts";

// npm run abuse: what clients over TCP can do to the server, in full size, as a table.

const LIMIT = 1000;
const IDLE = 3;
const SECONDS = 5;
/** Descriptors that this process needs beside its clients. */
const SPARE = 200;

const available =
  Number(execFileSync("sh", ["-c", "ulimit -Hn"], { encoding: "utf8" })) || Number.POSITIVE_INFINITY;
console.log(
  `TCP: at most ${LIMIT} connections, ${IDLE} s idle. UDP: ${SECONDS} s of questions, before → during.\n`,
);
console.log(TABLE_HEAD);
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
