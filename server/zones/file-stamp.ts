import { type BigIntStats, statSync } from "node:fs";

/**
 * What says that files are the very ones that were read, without reading them: where they lie, their sizes and when they were
 * changed; one that is not there is noted, too. Undefined where that says nothing: somebody changed one of them so late before
 * `since`, in milliseconds since 1970, that a later change may bear the same time. Without it they are taken as they are.
 */
export function stampOf(files: readonly string[], since?: number): string | undefined {
  const newest = since === undefined ? undefined : BigInt(Math.floor(since - COARSEST)) * 1_000_000n;
  const stamps: string[] = [];
  for (const file of files) {
    let stats: BigIntStats | undefined;
    try {
      stats = statSync(file, { bigint: true, throwIfNoEntry: false });
    } catch {
      return undefined; // whoever reads it says why not
    }
    if (stats === undefined) {
      stamps.push("absent");
      continue;
    }
    const { dev, ino, size, mtimeNs, ctimeNs } = stats;
    if (newest !== undefined && (mtimeNs >= newest || ctimeNs >= newest)) return undefined;
    stamps.push(`${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`);
  }
  return stamps.join("\n");
}

/** Milliseconds between two times that the coarsest file system tells apart (FAT), and some more. */
const COARSEST = 3_000;
