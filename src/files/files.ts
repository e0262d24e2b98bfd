/**
 * The file system as `load` sees it. The real one is `world/files.ts`; a test hands in a plain object. Paths are
 * joined with `/`. A path that is not there rejects with an `Error` that says so.
 */
export interface Files {
  /** What stands in a folder, in no particular order; undefined when there is no such folder. */
  readonly list: (folder: string) => Promise<readonly FileEntry[] | undefined>;
  /** The bytes of a file. */
  readonly read: (path: string) => Promise<Uint8Array>;
  /** The absolute path behind all symbolic links; undefined when nothing is there. */
  readonly realPath: (path: string) => Promise<string | undefined>;
}

/** One entry of a folder. `kind` is what a symbolic link leads to. */
export interface FileEntry {
  readonly name: string;
  readonly kind: "file" | "folder" | "other";
}
