import { readSync, writeSync } from "node:fs";
import type { Pipe } from "./answer-pipe.ts";

/** Standard input and output. Reading and writing throw what the system says, but for "not now". */
export const standardPipe: Pipe = {
  read: (into, at) => {
    for (;;) {
      try {
        return readSync(STDIN, into, at, into.length - at, null);
      } catch (error) {
        if (codeOf(error) === "EOF") return 0; // how Windows says it
        if (codeOf(error) !== NOT_NOW) throw error;
        pause();
      }
    }
  },
  write: (from, length) => {
    for (let at = 0; at < length; ) {
      try {
        at += writeSync(STDOUT, from, at, length - at);
      } catch (error) {
        if (codeOf(error) !== NOT_NOW) throw error;
        pause();
      }
    }
  },
};

const STDIN = 0;
const STDOUT = 1;
/** Who shares a pipe with us may have made it one that does not wait. */
const NOT_NOW = "EAGAIN";
const PAUSE = 1; // milliseconds
const bell = new Int32Array(new SharedArrayBuffer(4));

/** Gives the processor to others for a moment; nobody rings the bell. */
function pause(): void {
  Atomics.wait(bell, 0, 0, PAUSE);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
