import { describe, expect, test } from "vitest";
import { type KeyLook, type KeyLooks, noteLook } from "./key-looks.ts";

const DAY = 86_400;

/** A look in an hour, by the DS that were seen with their TTL; undefined: nobody could see them. */
function look(
  hour: number,
  counter: number | undefined,
  ds?: readonly [set: string[], ttl: number],
): KeyLook {
  return {
    at: at(hour),
    by: "drift",
    ...(counter !== undefined && { counter }),
    ...(ds && { ds: { set: ds[0], ttl: ds[1] } }),
  };
}

function at(hour: number): Date {
  return new Date(Date.UTC(2026, 10, 30, hour));
}

function noted(...looks: readonly KeyLook[]): KeyLooks {
  return looks.reduce<KeyLooks>(noteLook, {});
}

describe("what was seen again and again", () => {
  test("has stood since the first look", () => {
    const { keys, ds } = noted(look(1, 7, [["b", "a"], 60]), look(2, 7, [["a", "b"], 30]));
    expect(keys).toEqual({ counter: 7, since: at(1), last: at(2), by: "drift" });
    expect(ds).toEqual({ set: ["a", "b"], ttl: 60, since: at(1), last: at(2), by: "drift" });
  });

  test("begins anew with a look that failed, each part for itself", () => {
    const { keys, ds } = noted(
      look(1, 7, [["a"], 60]),
      look(2, undefined, [["a"], 60]),
      look(3, 7, [["a"], 60]),
    );
    expect([keys?.since, ds?.since]).toEqual([at(3), at(1)]);
  });

  test("begins anew with another state, also one that was there before", () => {
    const { keys, ds } = noted(look(1, 7, [["a"], 60]), look(2, 8, [["b"], 60]), look(3, 7, [["a"], 60]));
    expect([keys?.since, ds?.since]).toEqual([at(3), at(3)]);
  });
});

test("a nameserver without signatures is so since the first look that saw it", () => {
  const without = { name: "ns2.", address: "192.0.2.54", isBehind: true, patience: 60 };
  const seen = noted(
    look(1, 7),
    { ...look(2, 7), unsigned: [without] },
    { ...look(3, 7), unsigned: [without] },
  );
  expect(seen.unsigned).toEqual([{ ...without, since: at(2), last: at(3), by: "drift" }]);
  expect(noteLook(seen, look(4, 7)).unsigned).toBeUndefined();
});

describe("for how long a cache may hold a DS", () => {
  test.each<[what: string, looks: KeyLook[], ttl: number]>([
    ["the DS that went had a TTL", [look(1, 1, [["a"], DAY]), look(2, 1, [[], 60])], DAY],
    ["and nobody could see it in between", [look(1, 1, [["a"], DAY]), look(2, 1), look(3, 1, [[], 60])], DAY],
    ["another one came with a smaller TTL", [look(1, 1, [["a"], DAY]), look(2, 1, [["b"], 60])], DAY],
    ["nobody ever saw one", [look(1, 1, [[], 60])], 2 * DAY],
  ])("%s", (_, looks, ttl) => {
    expect(noted(...looks).ds?.ttl).toBe(ttl);
  });
});
