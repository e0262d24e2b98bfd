import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Defect } from "./defects.ts";

/** A folder that has a copy of `server/`, and what that needs beside it. */
export interface CopiedSource extends Disposable {
  readonly folder: string;
}

/**
 * Copies the server's source and puts the defect in, so that the server itself needs no switch for it. Throws when the piece to be changed is
 * no longer there.
 */
export function copyWithDefect({ what, file, find, replace }: Defect): CopiedSource {
  const folder = mkdtempSync(join(tmpdir(), "differential-defect-"));
  const server = join(folder, "server");
  cpSync(join(ROOT, "server"), server, { recursive: true });
  for (const name of ["dns", "node_modules"]) symlinkSync(join(ROOT, name), join(folder, name));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const path = join(server, file);
  const pieces = readFileSync(path, "utf8").split(find);
  if (pieces.length !== 2) {
    throw new Error(
      `Cannot make the defect "${what}": server/${file} has ${JSON.stringify(find)} ${pieces.length - 1} times, expected once; write the defect anew for what stands there now`,
    );
  }
  writeFileSync(path, pieces.join(replace));
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}

const ROOT = join(import.meta.dirname, "..", "..");
