/** What the head of the built server has told of the program that it started; there is nothing of the kind from source. */
export interface StartedProgram {
  /** SHA-256 of its file; undefined in threads. */
  readonly digest: Uint8Array | undefined;
  /** Whether it runs by code that was compiled before (see `readCode`), or V8 refused that: it is of another Node. */
  readonly code: "none" | "used" | "refused";
  /** Gives what V8 has compiled of it so far, for `cachedData` of node:vm. */
  readonly compiled: () => Uint8Array;
}

/** Where it stands in `globalThis`: the head and the program are compiled apart from each other. */
export const STARTED = Symbol.for("zonepipe started program");

/** The program that this thread runs; undefined from source. */
export function startedProgram(): StartedProgram | undefined {
  return (globalThis as { [STARTED]?: StartedProgram })[STARTED]; // only the head writes it
}
