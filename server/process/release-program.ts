import { byFfi, type Ffi } from "../ffi/by-ffi.ts";

/**
 * Has the system take back what this process has mapped of Node's own program: most of it only a start has run. What is needed still comes back by itself, a
 * few pages at a time, out of the system's cache; what is not is the first to go where memory gets scarce, and until then costs nobody anything. Does
 * nothing where node:ffi or Linux is missing.
 */
export function releaseProgram(): void {
  byFfi(release);
}

function release(ffi: Ffi): void {
  const { functions: call } = ffi.dlopen(null, {
    close: { arguments: ["int32"], return: "int32" },
    madvise: { arguments: ["uint64", "uint64", "int32"], return: "int32" },
    open: { arguments: ["string", "int32", "int32"], return: "int32" },
    read: { arguments: ["int32", "pointer", "uint64"], return: "int64" },
  });
  // Node's permissions are about its own functions, and this tells of this process alone.
  const descriptor = call.open("/proc/self/smaps", O_CLOEXEC, 0);
  if (descriptor < 0) return;
  const piece = Buffer.alloc(1 << 16);
  let text = "";
  for (let count = 1; count > 0; ) {
    count = Number(call.read(descriptor, piece, BigInt(piece.length)));
    text += piece.toString("latin1", 0, Math.max(count, 0));
  }
  call.close(descriptor);
  for (const { start, length } of unwrittenParts(text, process.execPath))
    call.madvise(start, length, MADV_DONTNEED);
}

// fcntl.h and mman.h of Linux, for every machine that `byFfi` knows.
const O_CLOEXEC = 0x80000;
const MADV_DONTNEED = 4;

/** Where a part of a process's memory stands, in octets. */
interface Part {
  readonly start: bigint;
  readonly length: bigint;
}

/**
 * The parts of a process's memory that are those of a file, octet for octet: nobody may write there, and nobody has. The loader has written into some of the
 * others, which are not to be read from the file again.
 *
 * @param smaps what `/proc/PID/smaps` says of the process (proc_pid_smaps(5))
 */
export function unwrittenParts(smaps: string, file: string): Part[] {
  const parts: Part[] = [];
  for (const [, start, end, path, rest] of smaps.matchAll(MAPPING)) {
    if (path !== file || !/^Anonymous: +0 kB$/m.test(rest!)) continue;
    const from = BigInt(`0x${start}`);
    parts.push({ start: from, length: BigInt(`0x${end}`) - from });
  }
  return parts;
}

/** Of a file, private and not to be written, with what is told of it. */
const MAPPING =
  /^([0-9a-f]+)-([0-9a-f]+) r-[x-]p [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ [1-9][0-9]* +(\/.*)\n((?:[A-Z][A-Za-z_]*:.*\n)*)/gm;
