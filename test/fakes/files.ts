import { posix } from "node:path";
import type { FileEntry, Files } from "../../src/files/files.ts";

/** A file system of plain values: texts and bytes by their paths. `{ link: path }` is a symbolic link. */
export type FakeFiles = { readonly [path: string]: string | Uint8Array | { readonly link: string } };

/** The files as `load` wants them. Folders are there when something is in them. */
export function fakeFiles(files: FakeFiles): Files {
  const paths = Object.keys(files).map((path) => posix.normalize(path));
  // The working folder is the root: a real path is read as well.
  const relative = (path: string) => posix.normalize(path).replace(/^\/(?=.)/, "");
  const real = (path: string): string => {
    const found = files[relative(path)];
    return typeof found === "object" && "link" in found ? real(found.link) : relative(path);
  };
  return {
    list: (folder) => {
      const start = posix.normalize(folder) === "." ? "" : `${posix.normalize(folder).replace(/\/$/, "")}/`;
      const entries = new Map<string, FileEntry>();
      for (const path of paths) {
        if (!path.startsWith(start)) continue;
        const [name = "", ...rest] = path.slice(start.length).split("/");
        entries.set(name, { name, kind: rest.length > 0 ? "folder" : "file" });
      }
      return Promise.resolve(entries.size === 0 ? undefined : [...entries.values()]);
    },
    read: (path) => {
      const found = files[real(path)];
      if (typeof found === "string") return Promise.resolve(Buffer.from(found));
      if (found instanceof Uint8Array) return Promise.resolve(found);
      return Promise.reject(new Error(`Cannot read ${JSON.stringify(path)}`));
    },
    realPath: (path) => {
      const target = real(path);
      const there = target === "." || paths.some((each) => each === target || each.startsWith(`${target}/`));
      return Promise.resolve(there ? `/${target === "." ? "" : target}` : undefined);
    },
  };
}
