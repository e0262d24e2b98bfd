import type { CommitWords } from "../past/history.ts";
import type { Clone } from "./clone.ts";
import { objectsOf } from "./git-objects.ts";

/** What commits say of themselves, by their full ids. Their signatures are not looked at. */
export async function commitWords(
  { git }: Clone,
  commits: readonly string[],
): Promise<ReadonlyMap<string, CommitWords>> {
  const objects = await objectsOf(git, commits);
  return new Map([...objects].map(([commit, { octets }]) => [commit, readCommit(commit, octets)]));
}

/** The head of a commit is lines of a word and a value, and an empty line ends it. */
function readCommit(commit: string, octets: Buffer): CommitWords {
  const end = octets.indexOf("\n\n");
  const head = decode(octets.subarray(0, end === -1 ? octets.length : end)).split("\n");
  const message = end === -1 ? "" : decode(octets.subarray(end + 2));
  const of = (word: string) => head.find((line) => line.startsWith(`${word} `)) ?? "";
  return {
    commit,
    author: /^author (.*?) ?<[^<>]*> -?\d+/.exec(of("author"))?.[1] || "nobody",
    time: Number(/ (-?\d+) [+-]\d+$/.exec(of("committer"))?.[1] ?? 0),
    subject: message.trimStart().split("\n")[0]!.trimEnd(),
  };
}

/** As UTF-8, or where it is none as Latin-1, which was the usual other one. */
function decode(octets: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(octets);
  } catch {
    return octets.toString("latin1");
  }
}
