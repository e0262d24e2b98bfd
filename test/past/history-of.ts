import { createHash } from "node:crypto";
import type { TreeEntry } from "../../src/files/tree-files.ts";
import type { PastChange, PastHistory } from "../../src/past/history.ts";

/** Files by their paths. */
export interface PastTree {
  readonly [path: string]: string;
}

/** A history in memory, with the ids that were asked for; commits are numbered from 0. */
export function historyOf(trees: readonly PastTree[]): PastHistory & { readonly asked: string[] } {
  const contents = new Map<string, Uint8Array>();
  const asked: string[] = [];
  const entry = (path: string, text: string): TreeEntry => {
    const id = idOf(text);
    contents.set(id, Buffer.from(text));
    return { path, id, size: 0, kind: "file" };
  };
  return {
    asked,
    steps: trees.map((tree, index) => {
      const before = trees[index - 1] ?? {};
      const paths = new Set([...Object.keys(before), ...Object.keys(tree)]);
      const changed = [...paths].flatMap((path): PastChange[] => {
        const text = tree[path];
        if (text === before[path]) return [];
        return [{ path, after: text === undefined ? undefined : entry(path, text) }];
      });
      return { commit: String(index), time: index, changed };
    }),
    contentsOf: (ids) => {
      asked.push(...new Set(ids));
      return Promise.resolve(new Map(ids.map((id) => [id, contents.get(id)!])));
    },
  };
}

/** The object id of a text. */
export function idOf(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}
