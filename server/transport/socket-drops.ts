import type { Libc } from "./libc.ts";

/**
 * Tells how many packets the system has dropped, since the last time, because the buffer of this UDP socket was full; always 0
 * where the system does not say so. Nothing is allocated for it.
 */
export function watchDrops({ call }: Libc, descriptor: number): () => number {
  const info = new Uint32Array(INFO_WORDS);
  const length = new Uint32Array(1);
  let before = 0;
  return () => {
    length[0] = info.byteLength;
    if (call.getsockopt(descriptor, SOL_SOCKET, SO_MEMINFO, info, length) < 0) return 0;
    const dropped = (info[DROPS]! - before) >>> 0; // it goes round at 2^32
    before = info[DROPS]!;
    return dropped;
  };
}

// Numbers of Linux: socket(7), and SK_MEMINFO_DROPS of sock_diag(7).
const SOL_SOCKET = 1;
const SO_MEMINFO = 55;
const INFO_WORDS = 9;
const DROPS = 8;
