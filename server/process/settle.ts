import { giveBackMemory } from "../tables/give-back.ts";
import { releaseProgram } from "./release-program.ts";
import { trimMalloc } from "./trim-malloc.ts";

/** Gives back what the start of a server took and nothing needs any more, a while after it: first it answers. */
export function startSettling(): { readonly stop: () => void } {
  const timer = setTimeout(settle, SETTLED);
  timer.unref();
  return { stop: () => clearTimeout(timer) };
}

/** Milliseconds, after which the other threads have collected what they left (see `LOOKS` in tidying.ts). */
const SETTLED = 400;

function settle(): void {
  giveBackMemory();
  trimMalloc();
  releaseProgram();
}
