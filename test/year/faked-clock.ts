import { existsSync, renameSync, writeFileSync } from "node:fs";

/** Libraries of Debian that give a program another time, each good for what the other is not. */
export interface FakeTime {
  /** libfaketime's, of the package `faketime`: it can be set while the program runs. BIND's programs do not start with it. */
  readonly settable: string;
  /** Of the package `datefudge`: it moves a program's clock. */
  readonly moving: string;
}

/** Finds them; undefined where one is not installed. */
export function findFakeTime(): FakeTime | undefined {
  const machine = process.arch === "arm64" ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
  const settable = `/usr/lib/${machine}/faketime/libfaketimeMT.so.1`;
  const moving = `/usr/lib/${machine}/datefudge/datefudge.so`;
  return existsSync(settable) && existsSync(moving) ? { settable, moving } : undefined;
}

/** For the environment of a program that is to begin at this time, in seconds since 1970. */
export function clockFrom({ moving }: FakeTime, at: number): NodeJS.ProcessEnv {
  const behind = Math.round(Date.now() / 1_000) - at;
  return { ...process.env, LD_PRELOAD: moving, DATEFUDGE: String(behind) };
}

/** A clock that stands until it is set: what is set holds for all who have it from then on. */
export interface FakedClock {
  readonly environment: NodeJS.ProcessEnv;
  readonly set: (at: number) => void;
}

/** Makes one; the time stands in a file. */
export function makeFakedClock({ settable }: FakeTime, file: string, at: number): FakedClock {
  const set = (time: number) => {
    writeFileSync(`${file}.new`, `${new Date(time * 1_000).toISOString().slice(0, 19).replace("T", " ")}\n`);
    renameSync(`${file}.new`, file); // nobody reads half of it
  };
  set(at);
  return {
    environment: {
      ...process.env,
      ...{ LD_PRELOAD: settable, TZ: "UTC", FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: "1" },
      ...{ FAKETIME_DONT_FAKE_MONOTONIC: "1", DONT_FAKE_MONOTONIC: "1" }, // timers go on
    },
    set,
  };
}
