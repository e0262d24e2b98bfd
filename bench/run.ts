import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { join } from "node:path";
import { floodsBench } from "./floods.ts";
import { fmtBench } from "./fmt.ts";
import { lspBench } from "./lsp.ts";
import { memoryBench } from "./memory.ts";
import { pipelineBench } from "./pipeline.ts";
import { planBench } from "./plan.ts";
import { proofBench } from "./proof.ts";
import { queryLogBench } from "./query-log.ts";
import { readBench } from "./read.ts";
import { reloadBench } from "./reload.ts";
import { respondBench } from "./respond.ts";
import { compareBench } from "./server/compare.ts";
import { serverBench } from "./server.ts";
import { signBench } from "./sign.ts";
import { signLatencyBench } from "./sign-latency.ts";
import { signMemoryBench } from "./sign-memory.ts";
import { transferBench } from "./transfer.ts";
import { udpBench } from "./udp.ts";
import { watchBench } from "./watch.ts";

const BENCHMARKS: Readonly<Record<string, () => Promise<void>>> = {
  floods: floodsBench,
  fmt: fmtBench,
  memory: memoryBench,
  pipeline: pipelineBench,
  plan: planBench,
  proof: proofBench,
  "query-log": queryLogBench,
  respond: respondBench,
  sign: signBench,
  "sign-latency": signLatencyBench,
  "sign-memory": signMemoryBench,
  transfer: transferBench,
  udp: udpBench,
  watch: watchBench,
  lsp: lspBench,
};

/** Those that take words of their own, and give an exit code. */
const WITH_WORDS: Readonly<Record<string, (words: readonly string[]) => Promise<number> | number>> = {
  compare: compareBench,
  read: readBench,
  reload: reloadBench,
  server: serverBench,
};

const RESULTS = join(import.meta.dirname, "results");

const [name = "", option] = process.argv.slice(2);
const bench = BENCHMARKS[name];
const withWords = WITH_WORDS[name];
if (withWords !== undefined) {
  process.exitCode = await withWords(process.argv.slice(3));
} else if (bench === undefined || (option !== undefined && option !== "--keep")) {
  console.error(
    `Usage: npm run bench -- NAME [--keep], where NAME is one of: ${Object.keys({ ...BENCHMARKS, ...WITH_WORDS }).join(", ")}.\n` +
      "--keep writes what is printed into bench/results/, with the machine and the date: for a run on an idle machine.",
  );
  process.exitCode = 2;
} else if (option === undefined) {
  await bench();
} else {
  await keep(name, bench);
}

/** Runs a benchmark and keeps what it prints. */
async function keep(name: string, bench: () => Promise<void>): Promise<void> {
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
  mkdirSync(RESULTS, { recursive: true });
  const path = join(RESULTS, `${date.slice(0, 10)}-${name}.md`);
  const head = `# ${name}, ${date.slice(0, 10)}\n\n${machine}\n\n`;
  writeFileSync(
    path,
    `${head}\`npm run bench -- ${name} --keep\`\n\n\`\`\`\n${lines.join("\n").trim()}\n\`\`\`\n`,
  );
  log(`Kept in ${path}`);
}
