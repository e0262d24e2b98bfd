/** Paths with slashes, as Node joins them. */
export const posix = { normalize, join, dirname };

/** Without `.`, without `..` where that can go, and without an empty part. */
export function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== ".." || !path.startsWith("/")) parts.push(part);
  }
  const whole = `${path.startsWith("/") ? "/" : ""}${parts.join("/")}`;
  if (whole === "") return path.endsWith("/") ? "./" : ".";
  return path.endsWith("/") && whole !== "/" ? `${whole}/` : whole;
}

/** One behind the other, normal. */
export function join(...parts: readonly string[]): string {
  return normalize(parts.filter((part) => part !== "").join("/"));
}

/** The folder of a path. */
export function dirname(path: string): string {
  const at = path.replace(/\/+$/, "").lastIndexOf("/");
  return at === -1 ? "." : at === 0 ? "/" : path.slice(0, at);
}

/** The last part of a path. */
export function basename(path: string): string {
  return path.replace(/\/+$/, "").split("/").at(-1)!; // splitting gives one part at least
}
