import { seededRandom } from "../differential/random.ts";
import { firstState, randomEdit } from "./random-edit.ts";
import { printZone, type State } from "./zone-state.ts";

/** A history to be generated: the same for the same numbers. */
export interface HistoryPlan {
  readonly seed: number;
  /** On the line of first parents; those of merged branches come beside. */
  readonly commits: number;
}

/** What a commit of the line of first parents is. */
export type CommitKind = "edit" | "revert" | "merge" | "broken" | "mended" | "elsewhere";

/** A history, ready for `git fast-import`. */
export interface History {
  readonly stream: string;
  /** The line of first parents, the oldest first. */
  readonly kinds: readonly CommitKind[];
}

/**
 * Writes a history of zones below `zones/`: edits, reverts of them, merges of branches with commits of their own, files that
 * cannot be read and are mended, and commits that touch no zone.
 */
export function makeHistory({ seed, commits }: HistoryPlan): History {
  const random = seededRandom(seed);
  const parts: string[] = [];
  const kinds: CommitKind[] = [];
  const states: State[] = [];
  let marks = 0;
  let tip: number | undefined;
  let state = firstState(random);
  commit("edit", state);
  while (kinds.length < commits) {
    const kind = random.weighted<Exclude<CommitKind, "mended">>([
      [78, "edit"],
      [6, "revert"],
      [10, "merge"],
      [3, "broken"],
      [3, "elsewhere"],
    ]);
    switch (kind) {
      case "edit":
        commit(kind, randomEdit(state, random));
        break;
      case "revert":
        commit(kind, states.at(-2) ?? state);
        break;
      case "merge": {
        const base = tip;
        let branch = state;
        let head = base;
        for (let left = 1 + random.below(3); left > 0; left--) {
          branch = randomEdit(branch, random);
          head = write("refs/heads/branch", branch, "On a branch", [head]);
        }
        commit(kind, branch, [base, head]);
        break;
      }
      case "broken": {
        const [zone] = random.pick([...state]);
        commit(kind, state, [tip], { [`zones/${zone}.yaml`]: "www: {type: A, value: [192.0.2.1\n" });
        if (kinds.length < commits) commit("mended", randomEdit(state, random));
        break;
      }
      case "elsewhere":
        commit(kind, state, [tip], { "README.md": `Commit ${kinds.length}\n` });
        break;
      default:
        kind satisfies never;
    }
  }
  return { stream: parts.join(""), kinds };

  function commit(
    kind: CommitKind,
    next: State,
    parents: readonly (number | undefined)[] = [tip],
    others: { readonly [path: string]: string } = {},
  ): void {
    tip = write("refs/heads/main", next, kind, parents, others);
    state = next;
    states.push(next);
    kinds.push(kind);
  }

  function write(
    branch: string,
    content: State,
    message: string,
    [first, second]: readonly (number | undefined)[],
    others: { readonly [path: string]: string } = {},
  ): number {
    marks += 1;
    const files = new Map([...content].map(([zone, owners]) => [`zones/${zone}.yaml`, printZone(owners)]));
    for (const [path, text] of Object.entries(others)) files.set(path, text);
    parts.push(
      `commit ${branch}\nmark :${marks}\ncommitter Somebody <somebody@example.com> ${1_700_000_000 + marks * 3600} +0000\n`,
      dataOf(message),
      first === undefined ? "" : `from :${first}\n`,
      second === undefined ? "" : `merge :${second}\n`,
      "deleteall\n",
      ...[...files].map(([path, text]) => `M 100644 inline ${path}\n${dataOf(text)}`),
    );
    return marks;
  }
}

function dataOf(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
