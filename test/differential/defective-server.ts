import { join } from "node:path";
import { BUNDLES, writeBundle } from "../../scripts/bundle.ts";
import { copyWithDefect } from "./copy-with-defect.ts";
import type { Defect } from "./defects.ts";
import { type Program, zonepipeAt } from "./programs.ts";

/** A copy of our server with a defect in it. */
export interface DefectiveServer extends Disposable {
  readonly program: Program;
  /** The file that starts it. */
  readonly main: string;
}

/** Bundles a copy of the server's source with the defect in it (see `copyWithDefect`), so that it is one as is shipped. */
export async function makeDefective(defect: Defect): Promise<DefectiveServer> {
  const source = copyWithDefect(defect);
  const bundle = BUNDLES.find((each) => each.file === "server.js")!; // it is shipped
  await writeBundle({ ...bundle, entry: join(source.folder, "server/main.ts") }, source.folder);
  const main = join(source.folder, "server.js");
  return { program: zonepipeAt(main), main, [Symbol.dispose]: () => source[Symbol.dispose]() };
}
