import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import type { Nameserver } from "./nameservers.ts";
import type { BenchOptions } from "./options.ts";
import { printSeen, readSamples, type Seen } from "./profile/samples.ts";
import { askAtOnce, warmUp } from "./server/ask.ts";
import { type Dataset, makeDataset } from "./server/datasets.ts";
import { groupTime, timeBetween } from "./server/group-time.ts";
import { programOnPath } from "./server/machine.ts";
import { BASE, bundleOurs, OURS } from "./server/peers.ts";
import { chooseProcessors } from "./server/processors.ts";
import { groupRows, ROWS, type Row } from "./server/rows.ts";
import { startPinned } from "./server/start.ts";

const ROOT = join(import.meta.dirname, "..");
/** How long each is looked at. */
const SECONDS = 4;
/** Times a second, while it runs; no divisor of what happens a thousand times a second. */
const FREQUENCY = "3989";

/**
 * Where the time of an answer goes: perf(1) looks at the server as it is shipped while dnsperf asks, row by row, and with `base`, a
 * checkout, at its server, too. A function that V8 compiled into another one counts for that.
 */
export async function profileBench({ base, rows: ids }: BenchOptions): Promise<void> {
  process.env.PATH = [process.env.PATH, "/usr/sbin", "/sbin"].join(delimiter);
  for (const [program, from] of [
    ["perf", "linux-perf"],
    ["dnsperf", "dnsperf"],
  ] as const)
    if (programOnPath(program) === undefined)
      throw new Error(`Cannot look: ${program} is not installed (Debian's package ${from})`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1)); // which ends the servers
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-bench-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const programs = [
    ...(base === undefined ? [] : [await bundleOurs(BASE, base, folder)]),
    await bundleOurs(OURS, ROOT, folder),
  ];
  const rows = ROWS.filter(({ id }) => ids === undefined || ids.includes(id));
  for (const group of groupRows(rows)) {
    const { dataset: name } = group[0]!; // no group is empty
    const dataset = await makeDataset(name, join(folder, "zones"));
    for (const row of group) {
      const seen: Seen[] = [];
      for (const program of programs) seen.push(await lookAt(program, row, dataset, folder));
      console.log(`\n## ${row.title}\n\n${printSeen(seen)}`);
    }
  }
}

async function lookAt(
  nameserver: Nameserver,
  row: Row,
  { zones, questions }: Dataset,
  folder: string,
): Promise<Seen> {
  const processors = chooseProcessors();
  const place = { address: row.address, zones, processor: processors.server };
  const running = await startPinned({ ...nameserver, prepare: tellingNames(nameserver.prepare) }, place);
  try {
    const load = { row, questions: questions[row.questions]!, seconds: SECONDS, client: processors.client };
    await warmUp(running, load);
    const data = join(folder, "perf.data");
    const before = groupTime(running.pid);
    const command = ["record", "-q", "-F", FREQUENCY, "-e", "cpu-clock", "-p", `${running.pid}`, "-o", data];
    const looking = perf([...command, "--", "sleep", String(SECONDS)]);
    const { answered } = await askAtOnce(running, load);
    const nanoseconds = timeBetween(before, groupTime(running.pid)) / answered;
    await looking;
    const report = await perf([
      ...["report", "-i", data, "--stdio", "-q", "--no-children"],
      ...["-F", "sample,dso,sym", "-t", "\t"],
    ]);
    return { name: nameserver.name, nanoseconds, samples: readSamples(report) };
  } finally {
    await running.stop();
    rmSync(`/tmp/perf-${running.pid}.map`, { force: true }); // where V8 writes it and perf reads it
  }
}

/** So that it tells perf the names of what it compiles. */
function tellingNames(prepare: Nameserver["prepare"]): Nameserver["prepare"] {
  return (site) => {
    const [node, ...words] = prepare(site);
    return [node!, "--perf-basic-prof", ...words]; // there is a program
  };
}

async function perf(words: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("perf", [...words], { maxBuffer: 1 << 28 });
  return stdout;
}
