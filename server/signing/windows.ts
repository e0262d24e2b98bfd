import { windowOf } from "../../dns/signing/window.ts";

/** Gives the window in force, each time that it is asked. */
export type WindowInForce = () => number;

/**
 * The window in force is that of the clock, but never one before the build's, for a clock that stands before it is wrong, and
 * never one before another that was in force in this process.
 *
 * @param now milliseconds since 1970
 * @param built when the server and its zones were built, in seconds since 1970; null where that is not known
 */
export function makeWindows(now: () => number, built: number | null): WindowInForce {
  let inForce = windowOf(built ?? 0);
  return () => {
    inForce = Math.max(inForce, windowOf(now() / 1000));
    return inForce;
  };
}
