/**
 * Has malloc(3) give back to the system what it holds free, now and then, until it is stopped. glibc has many arenas, and by
 * itself gives back what is free at the end of one only: a thread that reloads, or collects garbage, leaves holes, each time
 * in another arena. So a server that reloads grew for hours, although it used no more.
 */
export function startTrimming(trim: () => void = trimMalloc): { readonly stop: () => void } {
  const timer = setInterval(trim, EVERY);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/** Milliseconds: it takes some two each time, while which no thread can allocate; those that answer over UDP do not. */
const EVERY = 10_000;

/** Does it once. Where there is no malloc_trim(3), as in musl, or no node:ffi, nothing happens. */
export function trimMalloc(): void {
  call ??= findCall();
  call();
}

let call: (() => void) | undefined;

type Ffi = typeof import("node:ffi");

function findCall(): () => void {
  if (process.platform !== "linux") return doNothing;
  try {
    const ffi = process.getBuiltinModule("node:ffi") as Ffi | undefined; // it is not there in every Node
    if (ffi === undefined) return doNothing;
    const { functions } = ffi.dlopen(null, {
      malloc_trim: { arguments: ["uint64"], return: "int32" },
    });
    return () => void functions.malloc_trim(LEAVE_NOTHING);
  } catch {
    return doNothing;
  }
}

/** Octets that are left free at the end of the main arena. */
const LEAVE_NOTHING = 0n;

function doNothing(): void {}
