import { posix } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** The path of a file; undefined for what lies elsewhere than on a disk. */
export function pathOf(uri: string): string | undefined {
  try {
    const path = uri.startsWith("file:") ? fileURLToPath(uri).replaceAll("\\", posix.sep) : undefined;
    return path === "/" ? path : path?.replace(/\/$/, "");
  } catch {
    return undefined;
  }
}

/** The usual address of a file. */
export function usualUri(path: string): string {
  return pathToFileURL(path).href;
}
