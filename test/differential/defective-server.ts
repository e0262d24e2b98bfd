import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BUNDLES, writeBundle } from "../../scripts/bundle.ts";
import type { Defect } from "./defects.ts";
import { type Program, zonepipeAt } from "./programs.ts";

/** A copy of our server with a defect in it. */
export interface DefectiveServer extends Disposable {
  readonly program: Program;
  /** The file that starts it. */
  readonly main: string;
}

/**
 * Copies the server's source, puts the defect in and bundles it, so that the server itself needs no switch for it. Throws when the
 * piece to be changed is no longer there.
 */
export async function makeDefective({ what, file, find, replace }: Defect): Promise<DefectiveServer> {
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
  const bundle = BUNDLES.find((each) => each.file === "server.js")!; // it is shipped
  await writeBundle({ ...bundle, entry: join(server, "main.ts") }, folder);
  const main = join(folder, "server.js");
  return {
    program: zonepipeAt(main),
    main,
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}

const ROOT = join(import.meta.dirname, "..", "..");
