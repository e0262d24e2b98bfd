import { expect, test } from "vitest";
import { printTime, readMoment } from "./moment.ts";

test.each([
  ["2026-11-22", "2026-11-22 23:59 UTC"],
  ["2026-11-22T14:05", "2026-11-22 14:05 UTC"],
  ["2026-11-22 14:05:30", "2026-11-22 14:05 UTC"],
  ["2026-11-22T14:05Z", "2026-11-22 14:05 UTC"],
  ["2026-11-22T14:05+02:00", "2026-11-22 12:05 UTC"],
])("%s is %s", (text, shown) => {
  const moment = readMoment(text);
  expect(moment?.kind === "time" && printTime(moment.time)).toBe(shown);
});

test.each(["HEAD~3", "v1.2.3", "1a2b3c4", "2026", "20261122", "2026-11-22-release"])(
  "%s is a revision",
  (text) => {
    expect(readMoment(text)).toEqual({ kind: "revision", revision: text });
  },
);

test.each(["", "2026-02-30", "2026-13-01", "2026-11-22T25:00", "2026-11-22T14", "2026-11-22 yesterday"])(
  "%j is neither",
  (text) => {
    expect(readMoment(text)).toBeUndefined();
  },
);
