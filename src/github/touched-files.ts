import type { GitReader, GitTreeEntry } from "./git-reader.ts";

/** What a pull request touches besides the zones. */
export interface TouchedFiles {
  /** Files; a folder, with a slash at its end, where it is not looked into. Chosen by whoever opened the pull request. */
  readonly paths: readonly string[];
  /** False where GitHub does not list all that there is. */
  readonly isComplete: boolean;
}

const MOST_FOLDERS = 4; // that differ and are looked into, to name their files

/**
 * What differs between two commits outside of a folder, by the ids of git's trees: GitHub's own list of a pull request's
 * files is that of its head at the moment of asking, which may be another one.
 *
 * @param before undefined: everything is new
 */
export async function touchedOutside(
  reader: GitReader,
  {
    before,
    after,
    folder,
  }: { readonly before: string | undefined; readonly after: string; readonly folder: string },
): Promise<TouchedFiles> {
  const paths: string[] = [];
  let isComplete = true;
  let folders = 0;
  await compare(before, after, "", folder.split("/"));
  return { paths: paths.sort(), isComplete };

  /** @param rest of the folder's path from here */
  async function compare(
    was: string | undefined,
    is: string | undefined,
    prefix: string,
    rest: readonly string[],
  ): Promise<void> {
    const [old, now] = [await list(was, false), await list(is, false)];
    for (const [name, [a, b]] of pairsOf(old, now)) {
      const path = prefix + name;
      if (name !== rest[0]) {
        if (a?.id !== b?.id || a?.mode !== b?.mode) await add(path, a, b);
        continue;
      }
      const [one, other] = [a, b].map((entry) => (entry?.type === "tree" ? entry : undefined));
      // What is no folder here, and stands where the zones' folder should be, is no zone.
      for (const entry of [a, b]) if (entry !== undefined && entry.type !== "tree") paths.push(path);
      if (rest.length > 1 && one?.id !== other?.id) {
        await compare(one?.id, other?.id, `${path}/`, rest.slice(1));
      }
    }
  }

  /** Something that differs, with the files in it. */
  async function add(path: string, a: GitTreeEntry | undefined, b: GitTreeEntry | undefined): Promise<void> {
    const [one, other] = [a, b].map((entry) => (entry?.type === "tree" ? entry.id : undefined));
    for (const entry of [a, b]) if (entry !== undefined && entry.type !== "tree") paths.push(path);
    if (one === undefined && other === undefined) return;
    folders += 1;
    if (folders > MOST_FOLDERS) {
      paths.push(`${path}/`);
      return;
    }
    const [old, now] = [await list(one, true), await list(other, true)];
    const files = [...pairsOf(old, now)].filter(
      ([, [x, y]]) => (x ?? y)!.type !== "tree" && (x?.id !== y?.id || x?.mode !== y?.mode),
    );
    for (const [name] of files) paths.push(`${path}/${name}`);
    if (files.length === 0) paths.push(`${path}/`); // it differs, whatever is not listed
  }

  async function list(id: string | undefined, isRecursive: boolean): Promise<readonly GitTreeEntry[]> {
    if (id === undefined) return [];
    const tree = await reader.tree(id, isRecursive);
    isComplete &&= tree.isComplete;
    return tree.entries;
  }
}

type Pair = [GitTreeEntry | undefined, GitTreeEntry | undefined];

function pairsOf(old: readonly GitTreeEntry[], now: readonly GitTreeEntry[]): ReadonlyMap<string, Pair> {
  const pairs = new Map<string, Pair>(old.map((entry) => [entry.path, [entry, undefined]]));
  for (const entry of now) pairs.set(entry.path, [pairs.get(entry.path)?.[0], entry]);
  return pairs;
}
