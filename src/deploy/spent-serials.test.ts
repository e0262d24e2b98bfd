import { describe, expect, test } from "vitest";
import { deploymentsInMemory, failed } from "../../test/deployments-in-memory.ts";

const it = deploymentsInMemory();
const { fails, run, serials } = it;

describe("a serial that may have been answered is spent", () => {
  test("after a roll-back the next content gets a greater one", async () => {
    await run("a");
    fails("deploy dns except-regions iad", failed);
    await run("b");
    it.fly.before = () => {};
    await run("c");
    expect(serials()).toEqual([4, 4, 4]);
  });

  test("after a roll-back the old content has a greater one, and keeps it", async () => {
    await run("a");
    fails("deploy dns except-regions iad", failed);
    await run("b");
    it.fly.before = () => {};
    expect((await run("a")).deployment.outcome).toBe("unchanged");
    expect(serials()).toEqual([3, 3, 3]);
  });

  test("and is known from the machines, where the ledger has lost it", async () => {
    await run("a");
    fails("deploy dns except-regions iad", failed);
    await run("b");
    expect(it.fly.machinesOf.dns!.map(({ env }) => env)).toEqual(
      Array.from({ length: 3 }, () => ({
        ZONEPIPE_SPENT: "example.com.=3",
        ZONEPIPE_SERIALS: "example.com.=3",
      })),
    );
    it.ledger.records.pop();
    it.fly.before = () => {};
    await run("c");
    expect(serials()).toEqual([4, 4, 4]);
  });

  test("a run that was interrupted after its canary is carried on with the canary's serial", async () => {
    await run("a");
    const stop = new Error("the runner is gone");
    it.fly.before = (what) => {
      if (what !== "deploy dns except-regions iad") return;
      it.fly.before = () => {
        throw stop;
      };
      throw stop;
    };
    await expect(run("b")).rejects.toThrow("gone");
    it.ledger.records.at(-1)!.state = "open"; // nobody could say how it ended
    expect(serials()).toEqual([2, 1, 1]);
    it.fly.before = () => {};
    const { deployment } = await run("b");
    expect([deployment.outcome, serials()]).toEqual(["deployed", [2, 2, 2]]);
  });
});
