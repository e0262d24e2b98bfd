import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Octets in use: live objects and buffers, and what the system has given to the process. */
export interface Memory {
  readonly heap: number;
  readonly buffers: number;
  readonly resident: number;
}

/** What is in use after garbage is collected. */
export function measureMemory(): Memory {
  collectGarbage();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return { heap: heapUsed, buffers: arrayBuffers, resident: rss };
}

/** What grew between two measurements beyond what the collector's own needs explain; undefined when nothing did. */
export function growthOf(before: Memory, after: Memory): string | undefined {
  const grown = (Object.keys(MOST_GROWTH) as (keyof Memory)[]).filter(
    (kind) => after[kind] - before[kind] > MOST_GROWTH[kind],
  );
  const words = grown.map((kind) => `${kind} from ${before[kind]} to ${after[kind]} octets`);
  return words.length === 0 ? undefined : `memory grows: ${words.join(", ")}`;
}

const MOST_GROWTH: Memory = { heap: 4 << 20, buffers: 1 << 20, resident: 64 << 20 };

/** Has V8 collect all garbage: the collector is there for whoever asks for it while it runs. */
export function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void; // V8 puts it into contexts made after the flag is set
  collect();
}
