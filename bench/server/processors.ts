import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

/** Which processors are whose, as taskset(1) takes lists. */
export interface Processors {
  /** One, for the server. */
  readonly server: string;
  /** For who asks: those that share no core with the server's. */
  readonly client: string;
}

/** Chooses them. Throws on a machine of one core. */
export function chooseProcessors(count = availableParallelism(), siblings = siblingsOfFirst()): Processors {
  const client = Array.from({ length: count }, (_, index) => index).filter(
    (index) => !siblings.includes(index),
  );
  if (client.length === 0)
    throw new Error("Cannot measure on one core: who asks needs another than the server");
  return { server: "0", client: client.join(",") };
}

/** Processors that are threads of the first one's core, itself included. */
function siblingsOfFirst(): readonly number[] {
  try {
    const list = readFileSync("/sys/devices/system/cpu/cpu0/topology/thread_siblings_list", "latin1");
    return readList(list.trim());
  } catch {
    return [0];
  }
}

/** A list such as `0-1,4` (sysfs). */
export function readList(list: string): readonly number[] {
  return list.split(",").flatMap((part) => {
    const [first, last = first] = part.split("-").map(Number) as [number, number?];
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
