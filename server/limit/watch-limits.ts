import { takeEpisodes } from "./episodes.ts";
import { openLimitMemory } from "./limit-memory.ts";
import { printEpisode } from "./print-episode.ts";
import type { RateLimits } from "./rate-limits.ts";
import { countPrefixes, isPrefixOneOfSeveral } from "./seen-prefixes.ts";

/** What the limits of a running server are about. */
export interface LimitState {
  /** About how many prefixes have asked since the start, those that are never limited not counted. */
  readonly prefixes: number;
  /** Answers above the limit are held back, and not only counted. */
  readonly isOn: boolean;
}

/** Somebody who looks after the limits that all threads keep. */
export interface LimitWatch {
  readonly state: () => LimitState;
  readonly stop: () => void;
}

/**
 * Looks once a second at what the threads have noted, and writes a line where limiting of a prefix begins and where it
 * ends, until it is stopped; it keeps no process alive. `now` gives milliseconds since 1970.
 */
export function watchLimits(
  buffer: SharedArrayBuffer,
  { rate, logOnly }: RateLimits,
  now: () => number,
  say: (line: string) => void,
): LimitWatch {
  const memory = openLimitMemory(buffer);
  const look = () => {
    for (const episode of takeEpisodes(memory, now())) say(printEpisode(episode, rate));
  };
  const timer = setInterval(look, SECOND).unref();
  return {
    state: () => ({
      prefixes: countPrefixes(memory),
      isOn: logOnly === "no" || (logOnly === "auto" && isPrefixOneOfSeveral(memory)),
    }),
    stop: () => {
      clearInterval(timer);
      look();
    },
  };
}

const SECOND = 1000;
