import { spawn } from "node:child_process";
import { setTimeout } from "node:timers/promises";

/** How long a program may take, in milliseconds. */
export interface ProgramLimits {
  /** It may print nothing for so long. */
  readonly silence: number;
  /** It was asked to end, and may take so long for it. */
  readonly grace: number;
}

/** Where its output goes, as it comes. */
export interface ProgramOutput {
  readonly stdout: (data: Buffer) => void;
  readonly stderr: (data: Buffer) => void;
}

/** How it ended. */
export interface ProgramEnd {
  /** Null after a signal. */
  readonly code: number | null;
  /** It printed nothing for too long and was ended by us. */
  readonly wasSilent: boolean;
}

/**
 * Runs flyctl until it ends, or until it has been silent for too long: a program that waits for ever would hold the job, and
 * with it the change, half done. Its input is empty unless there is some for it, so that it asks nobody anything. Rejects when
 * it cannot be started.
 */
export async function runFlyctl(
  words: readonly string[],
  env: { readonly [name: string]: string },
  { stdout, stderr }: ProgramOutput,
  { silence, grace }: ProgramLimits,
  input = "",
): Promise<ProgramEnd> {
  const child = spawn("flyctl", [...words], { env, stdio: "pipe" });
  child.stdin.on("error", () => {}); // it has ended without reading it, and says why
  child.stdin.end(input);
  const ended = new AbortController();
  let wasSilent = false;
  let alarm = globalThis.setTimeout(end, silence);
  async function end(): Promise<void> {
    wasSilent = true;
    // It writes down that its release was interrupted. It gives no machine back that it holds: those leases end by themselves.
    child.kill("SIGINT");
    // What it has started itself may keep its output open, so nobody waits for that any more.
    child.once("exit", () => {
      child.stdout.destroy();
      child.stderr.destroy();
    });
    await setTimeout(grace, undefined, { signal: ended.signal }).catch(() => {});
    if (!ended.signal.aborted) child.kill("SIGKILL");
  }
  const heard = (take: (data: Buffer) => void) => (data: Buffer) => {
    clearTimeout(alarm);
    if (!wasSilent) alarm = globalThis.setTimeout(end, silence);
    take(data);
  };
  child.stdout.on("data", heard(stdout));
  child.stderr.on("data", heard(stderr));
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once("error", reject);
  child.once("close", resolve);
  try {
    return { code: await promise, wasSilent };
  } finally {
    clearTimeout(alarm);
    ended.abort();
  }
}
