import { type Counters, LOG_UNWRITTEN, LOG_WRITTEN } from "../answer/counters.ts";
import { type LineFormat, printLine } from "./print-line.ts";
import type { Sink } from "./sink.ts";

/**
 * Lines for a file descriptor. `write` gives the number of octets that were taken, or throws as `fs.writeSync` does. Where a pipe
 * is full for too long, lines are left out whole, and counted.
 */
export function lineSink(
  format: LineFormat,
  write: (text: string) => number,
  pause: (milliseconds: number) => void,
  counters: Counters,
): Sink {
  let text = "";
  let packets = 0;
  const flush = () => {
    if (packets === 0) return;
    counters[writeWhole(text, write, pause) ? LOG_WRITTEN : LOG_UNWRITTEN]! += packets;
    text = "";
    packets = 0;
  };
  return {
    take: (logged) => {
      const line = printLine(logged, format);
      if (text.length + line.length > MAX_WRITE) flush();
      text += line;
      packets += 1;
    },
    flush,
    end: () => Promise.resolve(flush()),
  };
}

/** A pipe takes so many octets in one piece or not at all (pipe(7), PIPE_BUF); lines are ASCII, and none is as long. */
const MAX_WRITE = 4096;
const PAUSE = 5; // milliseconds
const TRIES = 40;

function writeWhole(
  text: string,
  write: (text: string) => number,
  pause: (milliseconds: number) => void,
): boolean {
  let rest = text;
  for (let tries = 0; tries < TRIES; ) {
    try {
      rest = rest.slice(write(rest)); // a file may take a part
      if (rest === "") return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return false;
      pause(PAUSE);
      tries += 1;
    }
  }
  return false;
}
