import { spawn } from "node:child_process";
import { once } from "node:events";
import { builtCommandLine } from "../built-bundles.ts";

/** What a run of the command line left behind. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built `zonepipe` with these arguments in a folder, to its end. */
export function zonepipe(cwd: string, ...args: string[]): Promise<Ran> {
  return zonepipeTold("", cwd, ...args);
}

/** The same, with somebody at its keyboard who types this. */
export async function zonepipeTold(typed: string, cwd: string, ...args: string[]): Promise<Ran> {
  const cli = await builtCommandLine();
  const child = spawn(process.execPath, [cli, ...args], { cwd });
  child.stdin.on("error", () => {}); // it may end before it has read anything
  child.stdin.end(typed);
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
