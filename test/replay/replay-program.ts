import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { BUNDLES, writeBundle } from "../../scripts/bundle.ts";

/** `npm run replay` as one file with the nameserver beside it: it starts twice for every commit. */
export async function bundleReplay(folder: string): Promise<string> {
  const program = {
    file: "replay.js",
    entry: "scripts/replay.ts",
    packages: "all",
    licences: "beside",
  } as const;
  for (const bundle of [...BUNDLES, program]) await writeBundle(bundle, folder);
  return join(folder, program.file);
}

/** What a replay printed, and how it ended. */
export interface ReplayRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs it to its end. */
export async function runReplay(program: string, ...args: readonly string[]): Promise<ReplayRun> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout, stderr };
}

/** A commit as `--json` has it, as far as tests read it. */
export interface ReplayedCommit {
  readonly commit: string;
  readonly outcome: "replayed" | "skipped" | "failed";
  readonly reason?: string;
  readonly questions: number;
  readonly asked: number;
  readonly same: number;
  readonly changed: number;
  readonly asWritten: number;
  readonly consequences: { readonly [cause: string]: number };
  readonly unexplained: readonly object[];
}

/** All that `--json` has, as far as tests read it. */
export interface ReplayJson {
  readonly commits: readonly ReplayedCommit[];
  readonly summary: { readonly replayed: number; readonly unsound: readonly string[] };
}
