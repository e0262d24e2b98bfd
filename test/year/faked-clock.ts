import { existsSync, renameSync, writeFileSync } from "node:fs";
import { arch } from "node:process";

/** Debian's libfaketime (package `faketime`), for programs with threads and without; undefined where it is not installed. */
export function findFakeTime(): string | undefined {
  const machine = { x64: "x86_64-linux-gnu", arm64: "aarch64-linux-gnu" }[arch as "x64" | "arm64"];
  const path = `/usr/lib/${machine}/faketime/libfaketimeMT.so.1`;
  return existsSync(path) ? path : undefined;
}

/** For the environment of a program whose clock begins at this time, in seconds since 1970, and runs. */
export function clockFrom(library: string, at: number): NodeJS.ProcessEnv {
  return { ...commonTo(library), FAKETIME: `@${timeText(at)}` };
}

/** A clock that stands until it is set: what is set holds for all who have it from then on. */
export interface FakedClock {
  readonly environment: NodeJS.ProcessEnv;
  readonly set: (at: number) => void;
}

/** Makes one; the time stands in a file. */
export function makeFakedClock(library: string, file: string, at: number): FakedClock {
  const set = (time: number) => {
    writeFileSync(`${file}.new`, `${timeText(time)}\n`);
    renameSync(`${file}.new`, file);
  };
  set(at);
  return {
    environment: { ...commonTo(library), FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: "1" },
    set,
  };
}

/** Timers go on by the clock that nobody sets. */
function commonTo(library: string): NodeJS.ProcessEnv {
  return { ...process.env, LD_PRELOAD: library, TZ: "UTC", FAKETIME_DONT_FAKE_MONOTONIC: "1", DONT_FAKE_MONOTONIC: "1" };
}

function timeText(at: number): string {
  return new Date(at * 1_000).toISOString().slice(0, 19).replace("T", " ");
}
