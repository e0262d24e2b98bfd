import type { TreeEntry } from "../files/tree-files.ts";

/** The past of a zones' folder: the line of first parents that leads to one commit. Paths are as in the working tree. */
export interface PastHistory {
  /** The commits that changed the folder, the oldest first. */
  readonly steps: readonly PastStep[];
  /** The octets of files, by their object ids. */
  readonly contentsOf: (ids: readonly string[]) => Promise<ReadonlyMap<string, Uint8Array>>;
}

/** One commit, and what it changed in the folder against its first parent. */
export interface PastStep {
  /** Its full id. */
  readonly commit: string;
  /** When it was committed, in seconds since 1970. */
  readonly time: number;
  readonly changed: readonly PastChange[];
}

/** A file of the folder that a commit changed. */
export interface PastChange {
  readonly path: string;
  /** Undefined where the file is gone. */
  readonly after: TreeEntry | undefined;
}

/** What a commit says of itself. All of it is somebody's text. */
export interface CommitWords {
  readonly commit: string;
  /** The author's name, without the address. */
  readonly author: string;
  /** When it was committed, in seconds since 1970. */
  readonly time: number;
  /** The first line of its message. */
  readonly subject: string;
}
