import { existsSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

/**
 * Gives paths as the git repository around a folder has them: from its root, with `/`. A file outside of it has its
 * absolute path. Where there is no repository, the folder is its root.
 *
 * @param folder absolute; where relative paths begin
 */
export function pathInRepository(folder: string): (file: string) => string {
  const root = rootAbove(folder) ?? folder;
  return (file) => {
    const absolute = resolve(folder, file);
    const path = relative(root, absolute);
    const isOutside = path === ".." || path.startsWith(`..${sep}`);
    return (isOutside ? absolute : path).replaceAll(sep, "/");
  };
}

/** A worktree and a submodule have a file `.git` in the place of the folder. */
function rootAbove(folder: string): string | undefined {
  if (existsSync(join(folder, ".git"))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : rootAbove(above);
}
