import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/**
 * Whether what a program does has been seen in this test file: the first time that one is started in some way, it is the image's own program
 * that is started. From then on the same functions may do it in this process, for a tenth of the processor's time.
 *
 * @param way in which it is started, in words
 */
export function hasBeenShown(program: string, way: string): boolean {
  const key = `${way} ${createHash("sha256").update(readFileSync(program)).digest("hex")}`;
  const isShown = shown.has(key);
  shown.add(key);
  return isShown;
}

const shown = new Set<string>();
