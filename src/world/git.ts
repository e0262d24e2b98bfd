import { spawn } from "node:child_process";
import { WorldError } from "../files/world-error.ts";

/** What a git command printed, and how it ended. */
export interface GitResult {
  readonly stdout: Buffer;
  readonly exitCode: number | null;
  /** Its last words, for an error message. */
  readonly stderr: string;
}

/** Runs git with arguments, and octets for its standard input. */
export type Git = (args: readonly string[], input?: string) => Promise<GitResult>;

const MOST_OUTPUT = 256 * 1024 * 1024; // octets; the zones at a commit, many times over

// Content decides nothing: no replaced objects, no hooks, no prompt, and a folder that another user owns is read
// as well (the runner's checkout, in a job that runs in a container).
const GUARD = ["--no-replace-objects", "-c", "safe.directory=*", "-c", "core.hooksPath=/dev/null"];
const QUIET = { GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" };

/** git, run in a folder. Its exit code is the caller's to judge; a git that cannot be started is a failing world. */
export function gitIn(folder: string): Git {
  return (args, input = "") =>
    new Promise((resolve, reject) => {
      const child = spawn("git", [...GUARD, ...args], { cwd: folder, env: { ...process.env, ...QUIET } });
      const output: Buffer[] = [];
      let octets = 0;
      let stderr = "";
      const fail = (reason: string, cause?: unknown) => {
        child.kill("SIGKILL");
        reject(new WorldError(`Cannot run git ${args[0]}: ${reason}`, { cause }));
      };
      child.on("error", (error) => fail("it could not be started", error));
      child.stdout.on("data", (chunk: Buffer) => {
        output.push(chunk);
        octets += chunk.length;
        if (octets > MOST_OUTPUT) fail(`it printed more than ${MOST_OUTPUT} octets`);
      });
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        stderr = (stderr + text).slice(-2_000);
      });
      child.on("close", (exitCode) => resolve({ stdout: Buffer.concat(output), exitCode, stderr }));
      // git may end before it has read everything; its exit code tells.
      child.stdin.on("error", () => {});
      child.stdin.end(input);
    });
}
