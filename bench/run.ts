import { memoryBench } from "./memory.ts";
import { pipelineBench } from "./pipeline.ts";
import { planBench } from "./plan.ts";
import { udpBench } from "./udp.ts";

const BENCHMARKS: Readonly<Record<string, () => Promise<void>>> = {
  memory: memoryBench,
  pipeline: pipelineBench,
  plan: planBench,
  udp: udpBench,
};

const [name = ""] = process.argv.slice(2);
const bench = BENCHMARKS[name];
if (bench === undefined) {
  console.error(`Usage: npm run bench -- NAME, where NAME is one of: ${Object.keys(BENCHMARKS).join(", ")}`);
  process.exitCode = 2;
} else {
  await bench();
}
