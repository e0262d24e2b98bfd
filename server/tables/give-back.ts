import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * Gives back the memory of tables that nothing in this thread uses any more. A thread that answers allocates nothing, so
 * its garbage collector would not run by itself, and every reload would leave its tables behind.
 */
export function giveBackMemory(): void {
  collect ??= findCollector();
  collect();
}

/** Gives back what has come since the last collection or the one before it, and is not used any more: in a fraction of the time. */
export function giveBackYoung(): void {
  collect ??= findCollector();
  collect({ type: "minor" });
}

/** Gives back what loading took, where that can be much: a collection costs a server of a few zones a tenth of its start. */
export function giveBackLoading(): void {
  const { used_heap_size: heap, external_memory: buffers } = getHeapStatistics();
  if (heap + buffers >= WORTH_IT) giveBackMemory();
}

const WORTH_IT = 16 * 1024 * 1024; // octets; a thread with its program alone has about 8 MB

/** What V8 has under this name; without a type it collects all. */
type Collector = (options?: { readonly type: "minor" }) => void;

let collect: Collector | undefined;

function findCollector(): Collector {
  const { gc } = globalThis as { readonly gc?: Collector }; // the head of the built server has set the flag before this thread was made
  if (gc !== undefined) return gc;
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as Collector; // what the flag puts there
}
