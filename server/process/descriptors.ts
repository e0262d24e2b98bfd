import type { Libc } from "../transport/libc.ts";

/**
 * How many TCP connections there may be at a time with so many threads: as many as are `wanted`, or fewer, so that the
 * process does not run out of descriptors. Without one the system resets newcomers, and who is idle keeps its place; and
 * the zones could not be loaded again.
 */
export function connectionsWithin(wanted: number, descriptors: number, threads: number): number {
  return Math.max(1, Math.min(wanted, descriptors - SPARE - threads * OF_A_THREAD));
}

/** How many descriptors the process may have (getrlimit(2)); Node has raised it as far as it goes. */
export function descriptorLimit({ call, check }: Libc): number {
  const limits = new BigUint64Array(2); // struct rlimit: soft, hard
  check("getrlimit", call.getrlimit(RLIMIT_NOFILE, limits));
  return Number(limits[0]!);
}

const RLIMIT_NOFILE = 7; // of Linux
/** What is open beside threads and TCP: the process itself, files that are read, who asks for metrics. */
const SPARE = 64;
/** A thread has its sockets and an event loop. */
const OF_A_THREAD = 8;
