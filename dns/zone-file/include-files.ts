import { realpathSync } from "node:fs";
import { dirname, relative, sep } from "node:path";
import { resolveInclude } from "./include.ts";
import type { IncludedFile } from "./read-options.ts";
import { readPlainFile, unreadableReason } from "./read-plain-file.ts";

/**
 * `ReadOptions.include` for files on disk: a file may include what lies in its own folder or below it, and symbolic
 * links don't lead out of there. What cannot be read is refused with the reason.
 */
export function includeFiles(path: string, from: string): IncludedFile | { readonly refused: string } {
  const file = resolveInclude(path, from);
  if (typeof file !== "string") return file;
  try {
    const real = realpathSync(file);
    const way = relative(realpathSync(dirname(from)), real);
    if (way === ".." || way.startsWith(`..${sep}`)) {
      return { refused: "a symbolic link leads it out of the folder of the file that names it" };
    }
    return { file, bytes: readPlainFile(real) };
  } catch (error) {
    return { refused: unreadableReason(error) };
  }
}
