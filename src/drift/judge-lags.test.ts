import { describe, expect, test } from "vitest";
import { COM, zoneOf } from "../../test/planned.ts";
import type { PastDeployment } from "../past/deployments.ts";
import type { Shown } from "../serial/shown.ts";
import { comparePublished } from "./compare-published.ts";
import { judgeLags, supersededAmong } from "./judge-lags.ts";

const ZONE = zoneOf("@ 3600 SOA ns1 hostmaster 0 7200 3600 1209600 900\n@ 3600 NS ns1\n");
const OTHER = { algorithm: 1, digest: "\0".repeat(48) } as const;
const NOW = new Date("2026-11-30T12:00:00Z");
const hoursAgo = (hours: number) => NOW.getTime() / 1_000 - 3_600 * hours;

const showing = (serial: number, more: Partial<Shown> = {}) =>
  ({ by: "ns3", nameserver: "ns3", kind: "serial", serial, ...more }) as Shown;

const compare = (shown: Shown, isOthers = true) =>
  comparePublished(
    [ZONE],
    () => [{ shown, isOthers }],
    () => 8,
  );

/** A deployment that wrote this serial down, and when it was proved. */
const deployment = (id: number, serial: number, succeeded: number | undefined): PastDeployment => ({
  id,
  commit: "c",
  opened: 0,
  serials: { "example.com.": serial },
  succeeded: () => Promise.resolve(succeeded),
});

describe("a nameserver of others", () => {
  test("with an older serial lags, whatever its content was then", () => {
    const { differences, lags } = compare(showing(7, { digest: OTHER }));
    expect([differences, lags.map(({ message }) => message)]).toEqual([
      [],
      ["serial 7, an older one than 8, which was deployed"],
    ]);
  });

  test("with a newer serial, or with other content under this one, differs", () => {
    for (const shown of [showing(9), showing(8, { digest: OTHER })]) {
      const { differences, lags } = compare(shown);
      expect([differences.length, lags.length]).toEqual([1, 0]);
    }
  });

  test("that is ours does not lag: it differs", () => {
    const { differences, lags } = compare(showing(7), false);
    expect([differences.length, lags.length]).toEqual([1, 0]);
  });
});

describe("one that lags", () => {
  test.each<[string, number | undefined, Partial<Shown>, string]>([
    ["an hour after the release is late", hoursAgo(1), {}, "waiting until 14:00"],
    ["at the end of refresh and retry is late", hoursAgo(3), {}, "waiting until 12:00"],
    [
      "after that is overdue",
      hoursAgo(3.1),
      {},
      "overdue: serial 7, an older one than 8, which was deployed; refresh and retry of its SOA are over since 2026-11-30 11:54 UTC, so its transfers are refused or fail",
    ],
    [
      "goes by the SOA that it holds",
      hoursAgo(3.1),
      { timers: { refresh: 86_400, retry: 7_200 } },
      "waiting until 10:54",
    ],
    [
      "since nobody knows when is overdue",
      undefined,
      {},
      "overdue: serial 7, an older one than 8, which was deployed",
    ],
  ])("%s", async (_, since, more, expected) => {
    const { lags } = compare(showing(7, more));
    const { overdue, waiting } = await judgeLags(lags, [ZONE], () => Promise.resolve(since), NOW);
    const found = [
      ...overdue.map(({ message }) => `overdue: ${message}`),
      ...waiting.map(({ until }) => `waiting until ${new Date(1_000 * until).toISOString().slice(11, 16)}`),
    ];
    expect(found).toEqual([expected]);
  });
});

describe("a serial was not the newest any more", () => {
  test.each<[string, PastDeployment[], number | undefined]>([
    [
      "when the next one was proved, however often the zone changed since",
      [deployment(1, 7, 100), deployment(2, 8, 200), deployment(3, 9, 300)],
      200,
    ],
    ["not by a deployment that failed", [deployment(2, 8, undefined), deployment(3, 9, 300)], 300],
    ["never, where it still is", [deployment(1, 6, 50), deployment(2, 7, 100)], undefined],
    ["in the order of serials, which goes round", [deployment(2, 2 ** 31 + 7, 100)], undefined],
  ])("%s", async (_, deployments, time) => {
    expect(await supersededAmong(deployments, COM, 7)).toBe(time);
  });
});
