import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { join } from "node:path";
import { floodsBench } from "./floods.ts";
import { fmtBench } from "./fmt.ts";
import { lspBench } from "./lsp.ts";
import { memoryBench } from "./memory.ts";
import { alone, type Benchmark, type BenchOptions, readBenchOptions } from "./options.ts";
import { BASE_HELP } from "./other-checkout.ts";
import { pipelineBench } from "./pipeline.ts";
import { planBench } from "./plan.ts";
import { profileBench } from "./profile.ts";
import { proofBench } from "./proof.ts";
import { queryLogBench } from "./query-log.ts";
import { readBench } from "./read.ts";
import { reloadBench } from "./reload.ts";
import { respondBench } from "./respond.ts";
import { compareBench } from "./server/compare.ts";
import { commitOf } from "./server/machine.ts";
import { serverBench } from "./server.ts";
import { signBench } from "./sign.ts";
import { signLatencyBench } from "./sign-latency.ts";
import { signMemoryBench } from "./sign-memory.ts";
import { transferBench } from "./transfer.ts";
import { udpBench } from "./udp.ts";
import { watchBench } from "./watch.ts";

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  floods: alone(floodsBench),
  fmt: alone(fmtBench),
  memory: alone(memoryBench),
  pipeline: { takes: ["base"], run: pipelineBench },
  plan: { takes: ["base"], run: planBench },
  profile: { takes: ["base", "rows"], run: profileBench },
  proof: alone(proofBench),
  "query-log": alone(queryLogBench),
  read: { takes: ["base"], run: readBench },
  respond: alone(respondBench),
  sign: alone(signBench),
  "sign-latency": alone(signLatencyBench),
  "sign-memory": alone(signMemoryBench),
  transfer: alone(transferBench),
  udp: alone(udpBench),
  watch: alone(watchBench),
  lsp: alone(lspBench),
};

/** Those that read their words themselves, and give an exit code. */
const WITH_WORDS: Readonly<Record<string, (words: readonly string[]) => Promise<number> | number>> = {
  compare: compareBench,
  reload: reloadBench,
  server: serverBench,
};

const USAGE = `Usage: npm run bench -- NAME [--keep] [--base DIR] [--rows ID,ID…], where NAME is one of: ${Object.keys({ ...BENCHMARKS, ...WITH_WORDS }).join(", ")}.
--keep writes what is printed into bench/results/, with the machine and the date: for a run on an idle machine.
--base lets another checkout have turns with this one: pipeline, plan, profile, read. ${BASE_HELP}
--rows says of which rows of \`server\` there are to be profiles.
compare, reload and server have words of their own, which they tell with --help.`;

const ROOT = join(import.meta.dirname, "..");
const RESULTS = join(import.meta.dirname, "results");

const [name = "", ...words] = process.argv.slice(2);
process.exitCode = await (WITH_WORDS[name]?.(words) ?? runNamed(name, words));

async function runNamed(name: string, words: readonly string[]): Promise<number> {
  const options = readBenchOptions(words, BENCHMARKS[name]?.takes ?? []);
  const bench = BENCHMARKS[name]?.run;
  if ("error" in options || bench === undefined) {
    console.error("error" in options ? `${options.error}\n\n${USAGE}` : USAGE);
    return 2;
  }
  if (options.isKept) await keep(name, options, () => bench(options));
  else await bench(options);
  return 0;
}

/** Runs a benchmark and keeps what it prints, with what it was of. */
async function keep(name: string, { base, rows }: BenchOptions, bench: () => Promise<void>): Promise<void> {
  const lines: string[] = [];
  const { log } = console;
  console.log = (...words: readonly unknown[]) => {
    log(...words);
    lines.push(words.map(String).join(" "));
  };
  const date = new Date().toISOString();
  await bench();
  console.log = log;
  const processors = cpus();
  const machine = [
    `${processors.length} × ${processors[0]?.model.trim() ?? "unknown processor"}`,
    `${Math.round(totalmem() / 2 ** 30)} GiB`,
    `${process.platform} ${release()}`,
    `Node ${process.versions.node}`,
  ].join(", ");
  const commits = [`Of ${commitOf(ROOT)}`, ...(base === undefined ? [] : [`DIR is ${commitOf(base)}`])].join(
    "; ",
  );
  const words = [
    name,
    "--keep",
    ...(base === undefined ? [] : ["--base DIR"]),
    ...(rows ? [`--rows ${rows}`] : []),
  ];
  mkdirSync(RESULTS, { recursive: true });
  const path = join(RESULTS, `${date.slice(0, 10)}-${name}.md`);
  const head = `# ${name}, ${date.slice(0, 10)}\n\n${machine}\n\n`;
  writeFileSync(
    path,
    `${head}\`npm run bench -- ${words.join(" ")}\`. ${commits}.\n\n\`\`\`\n${lines.join("\n").trim()}\n\`\`\`\n`,
  );
  log(`Kept in ${path}`);
}
