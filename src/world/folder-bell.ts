import { type FSWatcher, readdirSync, watch } from "node:fs";
import { join } from "node:path";

/** Somebody who rings when something in a folder may have changed, until it is closed. */
export interface FolderBell {
  readonly close: () => void;
}

/** How long a bell waits, in milliseconds. */
export interface BellPatience {
  /** Without another event, before it rings: an editor that saves makes several. */
  readonly quiet: number;
  /** Between two rings, whatever the system says: network file systems and folders that come back tell nothing. */
  readonly poll: number;
}

/** Quick enough to be felt as at once, and slow enough for what an editor does in a row. */
const BELL_PATIENCE: BellPatience = { quiet: 15, poll: 1_000 };

const POLL_ALONE = 250; // milliseconds between two rings where the system does not tell of changes

/**
 * Rings when the system tells of something in the folder or in one below it, and from time to time besides. It never tells
 * what: who hears it looks for himself, so nothing hangs on which events come, or in which order.
 */
export function folderBell(folder: string, ring: () => void, patience = BELL_PATIENCE): FolderBell {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  let first: number | undefined; // when the events began that no ring has told of
  let isClosed = false;
  let canWatch = true;
  const poll = setInterval(ringNow, patience.poll);
  let quick: NodeJS.Timeout | undefined;
  lookForFolders();
  return {
    close() {
      isClosed = true;
      clearInterval(poll);
      clearInterval(quick);
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
    },
  };

  function ringNow(): void {
    clearTimeout(timer);
    timer = undefined;
    first = undefined;
    lookForFolders();
    ring();
  }

  /** After a pause, or at last after four of them: who writes all the time must not keep it silent. */
  function heard(): void {
    const now = performance.now();
    first ??= now;
    if (timer !== undefined && now - first > 3 * patience.quiet) return;
    clearTimeout(timer);
    timer = setTimeout(ringNow, patience.quiet);
  }

  function lookForFolders(): void {
    if (isClosed || !canWatch) return;
    const found = new Set(foldersIn(folder));
    for (const [path, watcher] of watchers) {
      if (found.has(path)) continue;
      watcher.close();
      watchers.delete(path);
    }
    for (const path of found) if (!watchers.has(path)) watchOne(path);
  }

  function watchOne(path: string): void {
    try {
      const watcher = watch(path, { persistent: false }, heard);
      const end = () => {
        watcher.close();
        if (watchers.get(path) === watcher) watchers.delete(path);
        heard();
      };
      watcher.on("error", end);
      // A folder that goes away tells of itself by its own name; one that comes back in its place is another.
      watcher.on("change", (event, name) => {
        if (event === "rename" && (name === null || path.endsWith(String(name)))) end();
      });
      watchers.set(path, watcher);
    } catch {
      // No more watches, or a system without: then it is looked at often.
      canWatch = false;
      quick ??= setInterval(ringNow, POLL_ALONE);
    }
  }
}

/** The folder and those below it, but for those that begin with a dot; none where it is not there. */
function foldersIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    const below = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith("."));
    return [folder, ...below.flatMap(({ name }) => foldersIn(join(folder, name)))];
  } catch {
    return [];
  }
}
