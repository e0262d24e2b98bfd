import { showHidden } from "../../dns/show-hidden.ts";
import type { Progress } from "../world.ts";

const SHOW_EVERY = 100; // milliseconds between two redraws of a count

/** Progress on a stream: one line that is drawn again on a terminal, a plain line per step elsewhere. */
export function progressOn(stream: NodeJS.WriteStream, clock: () => number): Progress {
  let label = "";
  let drawn = 0;
  const draw = (text: string) => stream.write(`\r\x1b[2K${text}`);
  if (!stream.isTTY) {
    return {
      step: (next) => void stream.write(`${showHidden(next)}\n`),
      count: () => {},
      end: () => {},
    };
  }
  return {
    step(next) {
      label = showHidden(next);
      drawn = clock();
      draw(`${label} …`);
    },
    count(done, all) {
      if (clock() - drawn < SHOW_EVERY) return;
      drawn = clock();
      draw(`${label} … ${done}/${all}`);
    },
    end: () => void draw(""),
  };
}

/** Says nothing: for machine-readable output and for tests. */
export const silentProgress: Progress = { step: () => {}, count: () => {}, end: () => {} };
