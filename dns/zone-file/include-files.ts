import { readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, relative, sep } from "node:path";
import { resolveInclude } from "./include.ts";
import type { IncludedFile } from "./read-options.ts";

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
    if (!statSync(real).isFile()) return { refused: "it is not a plain file" }; // a pipe would keep us waiting
    return { file, bytes: readFileSync(real) };
  } catch (error) {
    return { refused: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return "there is no such file";
    case "EACCES":
    case "EPERM":
      return "we may not read it";
    case "ELOOP":
      return "its symbolic links go round in a circle";
    default:
      return `it cannot be read (${code || String(error)})`;
  }
}
