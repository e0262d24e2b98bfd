import type { Libc } from "../transport/libc.ts";

/** How many connections there may be at a time. */
export interface ConnectionLimits {
  readonly tcp: number;
  readonly http: number;
}

/**
 * How many connections there may be with so many threads: as many as are wanted, or fewer, so that the process does not
 * run out of descriptors. Without one the system resets newcomers, and who is idle keeps its place; the zones could not be
 * loaded again, nor could the server ask itself whether it answers.
 */
export function connectionsWithin(
  wanted: ConnectionLimits,
  descriptors: number,
  threads: number,
): ConnectionLimits {
  const room = descriptors - SPARE - threads * OF_A_THREAD;
  const http = Math.min(wanted.http, Math.max(2, Math.floor(room * FOR_HTTP)));
  return { http, tcp: Math.max(1, Math.min(wanted.tcp, room - http)) };
}

/** How many descriptors the process may have (getrlimit(2)); Node has raised it as far as it goes. */
export function descriptorLimit({ call, check }: Libc): number {
  const limits = new BigUint64Array(2); // struct rlimit: soft, hard
  check("getrlimit", call.getrlimit(RLIMIT_NOFILE, limits));
  return Number(limits[0]!);
}

const RLIMIT_NOFILE = 7; // of Linux
/** What is open beside threads and connections: the process itself has 24, a reload takes 8, the server's own questions 3. */
const SPARE = 48;
/** A thread has its sockets and an event loop. */
const OF_A_THREAD = 8;
/** The part of what is left that who asks for the pages may take. */
const FOR_HTTP = 1 / 4;
