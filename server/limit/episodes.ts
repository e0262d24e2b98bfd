import { EPISODE_SIZE, EPISODES, type LimitMemory } from "./limit-memory.ts";

/**
 * Remembers that an answer to a prefix was above the limit, for `takeEpisodes` to tell. Called on the packet path, for
 * limited answers only: it looks through a few words. A prefix that finds no room is counted with the rest and not told of.
 */
export function noteEpisode(
  { episodes }: LimitMemory,
  high: number,
  low: number,
  isOn: boolean,
  milliseconds: number,
): void {
  const second = Math.floor(milliseconds / 1000) | 0;
  let free = -1;
  for (let at = 0; at < episodes.length; at += EPISODE_SIZE) {
    if (episodes[at + STATE] === FREE) {
      if (free < 0) free = at;
    } else if (episodes[at + HIGH] === high && episodes[at + LOW] === low) {
      Atomics.add(episodes, at + COUNT, 1);
      episodes[at + LAST] = second;
      if (isOn) episodes[at + IS_ON] = 1;
      return;
    }
  }
  if (free < 0 || Atomics.compareExchange(episodes, free + STATE, FREE, WRITING) !== FREE) return;
  episodes[free + HIGH] = high;
  episodes[free + LOW] = low;
  episodes[free + COUNT] = 1;
  episodes[free + FIRST] = second;
  episodes[free + LAST] = second;
  episodes[free + IS_ON] = isOn ? 1 : 0;
  Atomics.store(episodes, free + STATE, NEW);
}

/** That limiting of a prefix has begun, or has ended. */
export interface Episode {
  readonly kind: "began" | "ended";
  /** The two words of its prefix, as they were noted. */
  readonly high: number;
  readonly low: number;
  /** Answers above the limit so far. */
  readonly count: number;
  /** From the first to the last of them. */
  readonly seconds: number;
  /** Answers were held back; otherwise it is only told that they would be. */
  readonly isOn: boolean;
}

/**
 * What has begun and ended since the last call, which is to come about once a second. An episode ends after half a minute
 * without an answer above the limit (the `log-period` of Knot), so however often a flood comes and goes, it is told
 * twice in that time; and there are never more than `EPISODES`.
 */
export function takeEpisodes({ episodes }: LimitMemory, milliseconds: number): readonly Episode[] {
  const second = Math.floor(milliseconds / 1000) | 0;
  const taken: Episode[] = [];
  for (let at = 0; at < EPISODES * EPISODE_SIZE; at += EPISODE_SIZE) {
    const state = Atomics.load(episodes, at + STATE);
    if (state !== NEW && state !== TOLD) continue;
    const episode = {
      high: episodes[at + HIGH]!,
      low: episodes[at + LOW]!,
      count: episodes[at + COUNT]! >>> 0,
      seconds: episodes[at + LAST]! - episodes[at + FIRST]!,
      isOn: episodes[at + IS_ON] === 1,
    };
    if (state === NEW) {
      Atomics.store(episodes, at + STATE, TOLD);
      taken.push({ kind: "began", ...episode });
    } else if (second - episodes[at + LAST]! >= QUIET) {
      Atomics.store(episodes, at + STATE, FREE);
      taken.push({ kind: "ended", ...episode });
    }
  }
  return taken;
}

const QUIET = 30; // seconds

const STATE = 0;
const HIGH = 1;
const LOW = 2;
const COUNT = 3;
const FIRST = 4;
const LAST = 5;
const IS_ON = 6;

const FREE = 0;
const WRITING = 1;
const NEW = 2;
const TOLD = 3;
