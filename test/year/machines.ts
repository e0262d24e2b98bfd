import { makeWindows, type WindowInForce } from "../../server/signing/windows.ts";
import type { Release, Version, VersionMaker } from "./versions.ts";

/** A machine of ours, with a clock of its own. */
export interface Machine {
  /** What it answers at a time, in seconds since 1970; its own clock is asked. */
  readonly version: (at: number) => Version;
  /** What its clock shows then. */
  readonly clock: (at: number) => number;
  /** It starts anew with this release. */
  readonly take: (release: Release) => void;
  /** Its clock stands between these times. */
  readonly stopClock: (from: number, until: number) => void;
  /** It starts anew without, and with, the private keys. */
  readonly loseKeys: () => void;
  readonly findKeys: () => void;
}

/** Its clock goes wrong by so many seconds. */
export function makeMachine(versions: VersionMaker, first: Release, offset: number): Machine {
  let release = first;
  let hasKeys = true;
  let standing: { readonly from: number; readonly until: number } | undefined;
  let now = first.built;
  let windows: WindowInForce = start();
  const clock = (at: number) => {
    const isStanding = standing !== undefined && at >= standing.from && at < standing.until;
    return (isStanding ? standing!.from : at) + offset;
  };
  return {
    clock,
    version: (at) => {
      now = clock(at);
      return versions.make(release, windows(), hasKeys);
    },
    take: (next) => {
      release = next;
      windows = start();
    },
    stopClock: (from, until) => {
      standing = { from, until };
    },
    loseKeys: () => {
      hasKeys = false;
      windows = start();
    },
    findKeys: () => {
      hasKeys = true;
      windows = start();
    },
  };

  /** By the server's own rule; `now` is seconds, and read at each call. */
  function start(): WindowInForce {
    return makeWindows(() => now * 1_000, release.built);
  }
}

/** The serial `a` comes after `b` (RFC 1982 §3.2). */
export function isAfter(a: number, b: number): boolean {
  return a !== b && (a - b) >>> 0 < 0x80000000;
}
