import { isObjectId } from "../files/object-id.ts";
import { WorldError } from "../files/world-error.ts";
import type { CommitWords } from "../past/history.ts";
import type { Clone } from "./clone.ts";

/**
 * Who changed lines of a file last, as `git blame` has it at a commit; by the number of the line, from 1. Nothing is run on the
 * file: neither filters nor what makes text of it.
 */
export async function blame(
  { git, pathOf }: Clone,
  commit: string,
  path: string,
  lines: readonly number[],
): Promise<ReadonlyMap<number, CommitWords>> {
  if (!isObjectId(commit))
    throw new WorldError(`Cannot blame ${JSON.stringify(commit)}: not a commit's full id`);
  const ranges = [...new Set(lines)].map((line) => `-L${line},${line}`);
  const args = ["blame", "--porcelain", "--no-textconv", ...ranges, commit, "--", pathOf(path)];
  const { exitCode, stdout, stderr } = await git(args);
  if (exitCode !== 0)
    throw new WorldError(`Cannot tell who changed ${JSON.stringify(path)}: ${stderr.trim()}`);
  return readPorcelain(stdout.toString());
}

/** For each line its commit and number, what the commit says of itself where it is the first of its, and the line behind a tab. */
function readPorcelain(output: string): ReadonlyMap<number, CommitWords> {
  const byLine = new Map<number, CommitWords>();
  const known = new Map<string, CommitWords>();
  let head: { commit: string; line: number } | undefined;
  let told: { [word: string]: string } = {};
  for (const text of output.split("\n")) {
    const begins = head === undefined ? /^([0-9a-f]{40,64}) \d+ (\d+)/.exec(text) : null;
    if (begins !== null) {
      head = { commit: begins[1]!, line: Number(begins[2]) };
      told = {};
    } else if (head !== undefined && text.startsWith("\t")) {
      const { commit, line } = head;
      const words = known.get(commit) ?? {
        commit,
        author: told.author ?? "nobody",
        time: Number(told["committer-time"] ?? 0),
        subject: told.summary ?? "",
      };
      known.set(commit, words);
      byLine.set(line, words);
      head = undefined;
    } else {
      const at = text.indexOf(" ");
      if (at > 0) told[text.slice(0, at)] = text.slice(at + 1);
    }
  }
  return byLine;
}
