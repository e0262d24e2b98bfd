import type { Name } from "../name.ts";

/** What to read, and what stands around it. */
export interface ReadOptions {
  /** The path, as problems show it. */
  readonly file: string;
  readonly bytes: Uint8Array;
  /** `$ORIGIN` at the start; without it, names are absolute until the file sets one. */
  readonly origin?: Name;
  /** `$TTL` at the start, in seconds. */
  readonly defaultTtl?: number;
  /**
   * The world's part of `$INCLUDE`: the file that `path` means in the file `from`, or why it is not to be had. Without
   * it, `$INCLUDE` is refused.
   */
  readonly include?: (path: string, from: string) => IncludedFile | { readonly refused: string };
}

/** A file that `$INCLUDE` names. */
export interface IncludedFile {
  readonly file: string;
  readonly bytes: Uint8Array;
}
