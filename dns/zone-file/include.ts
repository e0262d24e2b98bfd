/**
 * The file that `$INCLUDE` means: `path` as seen from the folder of the file `from`, which it may not leave. Folders
 * are separated by `/` on every system. What a symbolic link does is for whoever opens the file to look at.
 */
export function resolveInclude(path: string, from: string): string | { readonly refused: string } {
  if (path === "") return { refused: "it is empty" };
  if (path.includes("\0")) return { refused: "it has an octet 0" };
  if (path.includes("\\")) return { refused: "it has a backslash; folders are separated by /" };
  if (path.startsWith("/") || /^[a-zA-Z]:/.test(path)) return { refused: "it is absolute" };
  const steps: string[] = [];
  for (const step of path.split("/")) {
    if (step === "" || step === ".") continue;
    if (step !== "..") steps.push(step);
    else if (steps.pop() === undefined) return { refused: "it leaves the folder of the file that names it" };
  }
  if (steps.length === 0 || /(?:^|\/)\.{0,2}$/.test(path)) return { refused: "it names a folder" };
  return folderOf(from) + steps.join("/");
}

/** The folder of a file with its final separator; empty for a file without one. */
function folderOf(file: string): string {
  return file.slice(0, Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1);
}
