import { describe, expect, test } from "vitest";
import { halfLoad } from "../../bench/server/measure-latency.ts";
import { madeRow } from "./made-result.ts";

describe("half load is half of the slower of ours and the faster of NSD and Knot", () => {
  test.each<[string, { readonly [server: string]: number }, number]>([
    ["ours is slower", { zonepipe: 100, NSD: 200, Knot: 300 }, 50],
    ["ours is faster", { zonepipe: 400, NSD: 200, Knot: 300 }, 150],
    ["BIND and the echo have no say", { zonepipe: 400, NSD: 200, BIND: 10, "C echo": 10 }, 100],
    ["no peer", { zonepipe: 400, BIND: 10 }, 200],
  ])("%s", (_, perSecond, expected) => {
    const loads = Object.entries(perSecond).map(([name, answered]) => {
      const { rounds } = madeRow("exact", { [name]: [1, 1, 1] }).servers[name]!;
      return [name, rounds.map((round) => ({ ...round, answered, seconds: 1 }))] as const;
    });
    expect(halfLoad(new Map(loads))).toBe(expected);
  });
});
