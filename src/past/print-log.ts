import { type Name, printName } from "../../dns/name.ts";
import { showHidden } from "../../dns/show-hidden.ts";
import type { CommitWords } from "./history.ts";
import type { NameChange } from "./name-history.ts";
import { printCommit, wordsToJson } from "./print-asked.ts";
import { differenceOf } from "./way-lines.ts";

/** A change, and what its commit says of itself. */
export interface ToldChange {
  readonly change: NameChange;
  readonly words: CommitWords;
}

/** The changes, the newest first: a commit on a line, and below it what differs. */
export function printLog(changes: readonly ToldChange[]): string {
  return changes
    .toReversed()
    .map(({ change, words }) => {
      const lines = [printCommit(words), ...linesOf(change).map((line) => `  ${line}`)];
      // One line stays one, whatever a commit says of itself.
      return `${lines.map(showHidden).join("\n")}\n`;
    })
    .join("\n");
}

/** The same for programs. */
export function logToJson(folder: string, name: Name, changes: readonly ToldChange[]): object {
  return {
    version: 1,
    folder,
    name: printName(name),
    changes: changes.toReversed().map(({ change, words }) => ({ ...wordsToJson(words), ...toJson(change) })),
  };
}

function linesOf(change: NameChange): string[] {
  switch (change.kind) {
    case "unread": {
      const { file, line, message, rule } = change.problem;
      return [
        `the zones could not be read, so what it answers is not known: ${file}:${line} ${message} [${rule}]`,
      ];
    }
    case "changed": {
      const { before, after, afterUnread } = change;
      const { removed, added } = differenceOf(before.records, after.records);
      const words = differenceOf(before.words, after.words).added;
      return [
        ...(afterUnread === 0 ? [] : [`compared with what stood before ${unreadCommits(afterUnread)}`]),
        ...words.map((each) => `${each}`),
        ...removed.map((line) => `- ${line}`),
        ...added.map((line) => `+ ${line}`),
      ];
    }
    default:
      return change satisfies never;
  }
}

function unreadCommits(count: number): string {
  return count === 1 ? "a commit that could not be read" : `${count} commits that could not be read`;
}

function toJson(change: NameChange): object {
  if (change.kind === "unread") return { kind: change.kind, problem: change.problem };
  const { kind, before, after, afterUnread } = change;
  const { removed, added } = differenceOf(before.records, after.records);
  return { kind, removed, added, before: before.words, after: after.words, afterUnread };
}
