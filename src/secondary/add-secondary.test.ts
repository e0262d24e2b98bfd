import { describe, expect, test } from "vitest";
import { printTsigKey, type TsigKey } from "../../dns/tsig/key.ts";
import { addSecondary, type KeyOrder, keysOnApps } from "./add-secondary.ts";
import { keyOfVariable, SECONDARY_NAME, variableOf } from "./secondary-keys.ts";

/** Apps with their secrets, and a source of secrets that never gives one twice. */
function fakeApps(names: readonly string[]) {
  const apps = new Map(names.map((name) => [name, new Map<string, string>()]));
  let next = 0;
  const kept: TsigKey[] = [];
  const fly = {
    secrets: (app: string) => Promise.resolve([...apps.get(app)!.keys()]),
    stageSecrets: (app: string, secrets: ReadonlyMap<string, string>) => {
      for (const [name, value] of secrets) apps.get(app)!.set(name, value);
      return Promise.resolve();
    },
  };
  const add = (more: Partial<KeyOrder> = {}) =>
    addSecondary(
      { secondary: "ns-a", isRollOver: false, kept: [], apps: names, ...more },
      fly,
      (octets) => Buffer.alloc(octets, ++next),
      (key) => Promise.resolve(void kept.push(key)),
    );
  return { apps, fly, add, kept };
}

describe("a secondary's key", () => {
  test("is one for all apps, of 32 octets, and kept before any app has it", async () => {
    const { apps, add, kept } = fakeApps(["dns-1", "dns-2"]);
    const { key, made, staged } = await add();
    expect([key, staged, made?.secret.length]).toEqual([
      { secondary: "ns-a", number: 1 },
      ["dns-1", "dns-2"],
      32,
    ]);
    expect(kept).toEqual([made]);
    for (const secrets of apps.values()) {
      expect([...secrets]).toEqual([["ZONEPIPE_TSIG_KEYS_NS_A_1", printTsigKey(made!)]]);
    }
  });

  test("stays as it is when it is added again", async () => {
    const { apps, add, kept } = fakeApps(["dns-1"]);
    await add();
    const before = [...apps.get("dns-1")!];
    expect(await add()).toMatchObject({ made: undefined, staged: [], key: { number: 1 } });
    expect([[...apps.get("dns-1")!], kept.length]).toEqual([before, 1]);
  });

  test("gets another beside it for a roll-over", async () => {
    const { apps, add } = fakeApps(["dns-1"]);
    await add();
    const { all } = await add({ isRollOver: true });
    expect(all.map(({ number }) => number)).toEqual([1, 2]);
    expect([...apps.get("dns-1")!.keys()]).toEqual([
      "ZONEPIPE_TSIG_KEYS_NS_A_1",
      "ZONEPIPE_TSIG_KEYS_NS_A_2",
    ]);
    expect(await add()).toMatchObject({ key: { number: 2 }, staged: [] });
  });

  test("comes to an app that is new out of the file that has it, and not without", async () => {
    const { apps, add, kept } = fakeApps(["dns-1", "dns-2"]);
    await add({ apps: ["dns-1"] });
    await expect(add()).rejects.toThrow(
      "Cannot set the key of ns-a in dns-2: other apps have it, and Fly.io gives no secret back",
    );
    expect(await add({ kept })).toMatchObject({ staged: ["dns-2"], key: { number: 1 } });
    expect([...apps.get("dns-2")!]).toEqual([...apps.get("dns-1")!]);
  });

  test("has nothing to do with those of others, and with other secrets", async () => {
    const { apps, fly, add } = fakeApps(["dns-1"]);
    apps.get("dns-1")!.set("ZONEPIPE_COOKIE_SECRETS", "x").set("ZONEPIPE_TSIG_KEYS", "y");
    await add({ secondary: "ns" });
    expect(await add({ secondary: "ns-1" })).toMatchObject({ key: { secondary: "ns-1", number: 1 } });
    expect(await keysOnApps(["dns-1"], fly)).toEqual(
      new Map([
        [
          "dns-1",
          [
            { secondary: "ns", number: 1 },
            { secondary: "ns-1", number: 1 },
          ],
        ],
      ]),
    );
  });

  test.each([
    ["a", 1],
    ["a-1", 2],
    ["ns-elsewhere-2", 10],
    ["0", 99_999],
  ])("a variable tells which one it has: %s, %i", (secondary, number) => {
    expect(SECONDARY_NAME.test(secondary)).toBe(true);
    expect(keyOfVariable(variableOf({ secondary, number }))).toEqual({ secondary, number });
  });
});
