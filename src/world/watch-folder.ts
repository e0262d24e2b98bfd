import { type BigIntStats, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

/** A folder that is looked at until it is closed. */
export interface FolderWatch {
  readonly close: () => void;
}

/**
 * The state of all that lies in a folder, as text: it differs where something has come, gone or been written. Names that
 * begin with a dot do not count, as those of git and of editors at work.
 *
 * @param except a folder that does not count, either
 */
export function stateOfFolder(folder: string, except: string): string {
  const lines: string[] = [];
  const stat = (path: string) => statSync(path, { bigint: true, throwIfNoEntry: false });
  const nodeOf = ({ dev, ino }: BigIntStats) => `${dev} ${ino}`;
  const left = stat(except);
  const been = new Set(left === undefined ? [] : [nodeOf(left)]); // links may go round in a circle
  look(folder);
  return lines.join("\n");

  function look(path: string): void {
    const found = stat(path);
    if (found === undefined) return;
    if (!found.isDirectory()) {
      lines.push(`${path} ${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}`);
      return;
    }
    if (been.has(nodeOf(found))) return;
    been.add(nodeOf(found));
    lines.push(path);
    for (const name of readdirSync(path).sort()) if (!name.startsWith(".")) look(join(path, name));
  }
}

/**
 * Calls `onChange` when a folder is in another state than it was, and two looks found the same: who writes has done so
 * then. It looks again when the call has ended.
 *
 * @param since the state that is known already
 * @param interval milliseconds between two looks
 */
export function watchFolder(
  look: () => string,
  since: string,
  onChange: () => Promise<void>,
  interval = INTERVAL,
): FolderWatch {
  const closed = new AbortController();
  const { signal } = closed;
  void goOn().catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  return { close: () => closed.abort() };

  async function goOn(): Promise<void> {
    let known = since;
    let seen = since;
    for (;;) {
      await setTimeout(interval, undefined, { signal });
      const found = lookAgain();
      if (found !== undefined && found === seen && found !== known) {
        known = found;
        await onChange();
      }
      seen = found ?? "";
    }
  }

  /** Something may go between two steps of a look. */
  function lookAgain(): string | undefined {
    try {
      return look();
    } catch {
      return undefined;
    }
  }
}

const INTERVAL = 250;
