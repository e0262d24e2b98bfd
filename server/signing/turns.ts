import type { WindowInForce } from "./windows.ts";

/** Looks at the calendar until it is closed. */
export interface Turns {
  readonly close: () => void;
}

/**
 * Calls `turn` when another window is in force than at the last turn, which was for `served`, or has not been; where it resolves to false, again at the next look. It looks
 * every minute of its clock, which may run faster than the machine's (see `ClockSettings.rate`).
 */
export function watchTurns(
  inForce: WindowInForce,
  served: number | undefined,
  rate: number,
  turn: () => Promise<boolean>,
): Turns {
  let last = served;
  let isTurning = false;
  const look = async () => {
    const window = inForce();
    if (isTurning || window === last) return;
    isTurning = true;
    if (await turn()) last = window;
    isTurning = false;
  };
  const timer = setInterval(() => void look(), Math.max(SHORTEST, MINUTE / rate));
  return { close: () => clearInterval(timer) };
}

const MINUTE = 60_000; // milliseconds
const SHORTEST = 50; // milliseconds of the machine's clock between two looks
