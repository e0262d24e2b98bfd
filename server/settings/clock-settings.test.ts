import { expect, test } from "vitest";
import { readClockSettings } from "./clock-settings.ts";

const SINCE = 1_800_000_000_000;

test.each<[string, number, number]>([
  ["0", 0, 1],
  ["1793750400", 1_793_750_400_000, 1],
  ["1793750400,60", 1_793_750_400_000, 60],
  ["2026-11-04T00:00:00Z", 1_793_750_400_000, 1],
  ["2026-11-04t02:30:00.5+02:30,0.5", 1_793_750_400_500, 0.5],
  ["0,1000000", 0, 1_000_000],
])("--now %s", (now, start, rate) => {
  expect(readClockSettings({ now }, SINCE)).toEqual({ start, rate, since: SINCE });
});

test("without the flag the clock is the machine's", () => {
  expect(readClockSettings({}, SINCE)).toBeUndefined();
});

test.each([
  "",
  ",2",
  "now",
  "-1",
  "1e9",
  "2026-11-04",
  "2026-11-04T00:00:00",
  "2026-13-04T00:00:00Z",
  "1,0",
  "1,-1",
  "1,",
  "1,2,3",
  "1,1000001",
  "1969-12-31T23:59:59Z",
])("--now %j is told", (now) => {
  expect(readClockSettings({ now }, SINCE)).toEqual({
    error: expect.stringContaining(`--now is ${JSON.stringify(now)}`),
  });
});
