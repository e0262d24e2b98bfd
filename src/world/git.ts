import { spawn } from "node:child_process";
import { WorldError } from "../files/world-error.ts";
import { childEnvironment } from "./child-environment.ts";

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

// Git finds nothing by itself, and the repository's configuration starts no program: no hook, no watcher of files, no pager,
// no helper of a transport. Nor are objects replaced, or paths taken for patterns. What else it could start belongs to
// commands that we do not use (diff drivers, editors, signatures, aliases); filters are taken out where files are compared.
const GUARD = [
  "--no-pager",
  "--no-replace-objects",
  "--no-optional-locks",
  "--literal-pathspecs",
  ...["-c", "safe.bareRepository=explicit"],
  ...["-c", "protocol.allow=never"],
  ...["-c", "core.hooksPath=/dev/null"],
  ...["-c", "core.fsmonitor=false"],
  ...["-c", "core.quotePath=false"],
];
const QUIET = {
  LC_ALL: "C",
  GIT_TERMINAL_PROMPT: "0",
  GIT_NO_LAZY_FETCH: "1", // git 2.44; an older one is held by the next
  GIT_ALLOW_PROTOCOL: "", // none, whatever protocol.<name>.allow of the repository says
};

/**
 * git for one repository, run in the root of its working tree. Its exit code is the caller's to judge; a git that cannot be
 * started is a failing world. Because the repository is named, git does not ask who owns it: in a job that runs in a
 * container, the checkout is another user's.
 *
 * @param root the absolute path of the folder that has `.git`, which may be a file, as in a worktree or a submodule
 * @param settings of git's configuration, on top of the repository's own
 */
export function gitAt(root: string, settings: readonly (readonly [name: string, value: string])[] = []): Git {
  const place = [`--git-dir=${root}/.git`, `--work-tree=${root}`];
  const env = { ...childEnvironment(process.env), ...QUIET, ...configuration(settings) };
  return (args, input = "") =>
    new Promise((resolve, reject) => {
      const child = spawn("git", [...GUARD, ...place, ...args], { cwd: root, env });
      const output: Buffer[] = [];
      let octets = 0;
      let stderr = "";
      const fail = (reason: string, cause?: unknown) => {
        child.kill("SIGKILL");
        reject(new WorldError(`Cannot run git ${args[0]}: ${reason}`, { cause }));
      };
      child.on("error", (error: NodeJS.ErrnoException) => fail(notStarted(error), error));
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

function notStarted({ code, message }: NodeJS.ErrnoException): string {
  return code === "ENOENT" ? "there is no git on the PATH" : message;
}

/** In the environment a name may hold anything; after `-c` it ends at the first `=`. */
function configuration(settings: readonly (readonly [string, string])[]): {
  readonly [name: string]: string;
} {
  const pairs = settings.flatMap(([name, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, name],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(settings.length), ...Object.fromEntries(pairs) };
}
