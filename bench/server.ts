import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Nameserver } from "./nameservers.ts";
import { findCheckout } from "./other-checkout.ts";
import { CONNECTIONS, OUTSTANDING, PORTS } from "./server/ask.ts";
import { judgeBase, printVerdicts } from "./server/base.ts";
import { makeDataset } from "./server/datasets.ts";
import { compileEcho } from "./server/echo.ts";
import { keepResult } from "./server/keep-result.ts";
import { describeMachine, describeVersions, programOnPath } from "./server/machine.ts";
import { measureRows } from "./server/measure-rows.ts";
import { measureStarts } from "./server/measure-starts.ts";
import { type Options, readOptions, SERVER_USAGE } from "./server/options.ts";
import { BASE, BASE_AGAIN, bothStarts, bundleOurs, installedPeers, OURS } from "./server/peers.ts";
import { QUESTIONS } from "./server/plain-zone.ts";
import { printResult } from "./server/print-result.ts";
import { chooseProcessors, type Processors } from "./server/processors.ts";
import type { RowResult, ServerResult } from "./server/result.ts";
import { type DatasetName, groupRows, ROWS } from "./server/rows.ts";

const ROOT = join(import.meta.dirname, "..");

/** The server beside others: `words` are those after `server`. Gives the exit code. */
export async function serverBench(words: readonly string[]): Promise<number> {
  const options = readOptions(words);
  if ("error" in options) {
    console.error(`${options.error}\n\n${SERVER_USAGE}`);
    return 2;
  }
  const checkout = options.base === undefined ? undefined : findCheckout(options.base);
  if (typeof checkout === "object") {
    console.error(checkout.error);
    return 2;
  }
  process.env.PATH = [process.env.PATH, "/usr/sbin", "/sbin"].join(delimiter);
  if (programOnPath("dnsperf") === undefined) {
    console.error("Cannot measure: dnsperf is not installed (Debian's package dnsperf)");
    return 2;
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1)); // which ends the servers
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-bench-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const result = await measureAll({ ...options, base: checkout }, folder);
  console.log(`\n${printResult(result)}`);
  if (options.isKept) await keepResult(result);
  if (options.base === undefined) return 0;
  const verdicts = judgeBase(result.rows);
  console.log(printVerdicts(verdicts));
  return verdicts.some(({ isWorse }) => isWorse) ? 1 : 0;
}

async function measureAll(options: Options, folder: string): Promise<ServerResult> {
  const { rounds, turns, seconds, latencyRounds, startRounds } = options;
  const date = new Date().toISOString();
  const machine = describeMachine();
  const processors = chooseProcessors();
  stayOff(processors);
  const { servers, echoes } = await prepareServers(options, folder);
  const rows: RowResult[] = [];
  for (const group of groupRows(ROWS.filter(({ id }) => options.rows.includes(id)))) {
    const name = group[0]!.dataset; // no group is empty
    const dataset = await makeOnce(name, folder);
    const measuring = { rounds, turns, seconds, processors, latencyRounds };
    rows.push(...(await measureRows(group, dataset, [...servers, ...echoes], measuring)));
  }
  const starting = { rounds: startRounds, processor: processors.server, folder };
  const [own, ...others] = servers;
  const starts = await measureStarts(options.starts, [...bothStarts(own!), ...others], starting); // ours is the first
  return {
    ...{ format: 1, date, machine, versions: describeVersions(ROOT), rows, starts },
    settings: {
      ...{ rounds, turns, seconds, warmUp: QUESTIONS, pinned: processors },
      ...{ ports: PORTS, connections: CONNECTIONS, outstanding: OUTSTANDING },
    },
  };
}

interface Prepared {
  readonly servers: readonly Nameserver[];
  readonly echoes: readonly Nameserver[];
}

async function prepareServers({ base }: Options, folder: string): Promise<Prepared> {
  console.log("Bundling …");
  const nameserver = await bundleOurs(OURS, ROOT, folder);
  if (base !== undefined) {
    const before = await bundleOurs(BASE, base, folder);
    const again = { ...before, name: BASE_AGAIN };
    const { peers, missing } = installedPeers(["NSD", "Knot"]);
    for (const line of missing) console.log(line);
    return { servers: [before, nameserver, again, ...peers], echoes: [] };
  }
  const { peers, missing } = installedPeers(["NSD", "Knot", "BIND"]);
  const echo = await compileEcho(folder);
  for (const line of [...missing, ...("error" in echo ? [echo.error] : [])]) console.log(line);
  return { servers: [nameserver, ...peers], echoes: "error" in echo ? [] : [echo] };
}

const made = new Map<DatasetName, ReturnType<typeof makeDataset>>();

function makeOnce(name: DatasetName, folder: string): ReturnType<typeof makeDataset> {
  const before = made.get(name);
  if (before !== undefined) return before;
  console.log(`Making zones: ${name} …`);
  const dataset = makeDataset(name, join(folder, name));
  made.set(name, dataset);
  return dataset;
}

/** Keeps this process, and all that it starts without saying otherwise, away from the server's processor. */
function stayOff({ client }: Processors): void {
  execFileSync("taskset", ["--all-tasks", "--cpu-list", "--pid", client, String(process.pid)], {
    stdio: "ignore",
  });
}
