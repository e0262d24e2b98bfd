/**
 * What this process holds is written nowhere when it crashes: no core, and no environment in Node's diagnostic reports. Programs that
 * it starts leave none either. It does so on Linux; elsewhere it gives false.
 */
export function forbidCores(): boolean {
  if (process.report !== undefined) process.report.excludeEnv = true;
  if (process.platform !== "linux" || !KNOWN.includes(process.arch)) return false;
  const { emitWarning } = process;
  process.emitWarning = () => {}; // that node:ffi is experimental is nothing to whoever signs a zone
  try {
    const ffi = process.getBuiltinModule("node:ffi") as Ffi | undefined; // it is not there in every Node
    const libc = ffi?.dlopen(null, { setrlimit: { arguments: ["int32", "pointer"], return: "int32" } });
    return libc?.functions.setrlimit(RLIMIT_CORE, new BigUint64Array(2).fill(1n)) === 0;
  } catch {
    return false; // libc may not be called
  } finally {
    process.emitWarning = emitWarning;
  }
}

type Ffi = typeof import("node:ffi");

/** Both have 64 bits. */
const KNOWN: readonly string[] = ["x64", "arm64"] satisfies NodeJS.Architecture[];

// Of Linux. Its soft and hard limit are one octet: that is no room for a core, and a program that takes cores gets none then, either,
// which a limit of 0 leaves to that program (do_coredump).
const RLIMIT_CORE = 4;
