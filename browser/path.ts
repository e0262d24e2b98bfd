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
  const whole = path.replace(/\/+$/, "");
  const before = whole.slice(0, whole.lastIndexOf("/") + 1);
  if (before === "") return path.startsWith("/") ? "/" : ".";
  return before.replace(/\/$/, "") || "/";
}

/** The last part of a path. */
export function basename(path: string): string {
  return path.replace(/\/+$/, "").split("/").at(-1)!; // splitting gives one part at least
}

/** What stands between the parts of a path. */
export const sep = "/";

/** How one goes from a folder to a path, both from the same place. */
export function relative(from: string, to: string): string {
  const [a, b] = [from, to].map((path) =>
    normalize(path)
      .split("/")
      .filter((part) => part !== "" && part !== "."),
  );
  const shared = b!.findIndex((part, index) => part !== a![index]);
  const length = shared === -1 ? Math.min(a!.length, b!.length) : shared;
  return [...a!.slice(length).map(() => ".."), ...b!.slice(length)].join("/");
}
