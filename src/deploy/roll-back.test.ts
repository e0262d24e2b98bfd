import { describe, expect, test } from "vitest";
import { parseName } from "../../dns/name.ts";
import { deploymentsInMemory, failed, machine } from "../../test/deployments-in-memory.ts";
import type { FakeFly, FakeMachine } from "../../test/fakes/fly-in-memory.ts";
import { WorldError } from "../files/world-error.ts";
import { FlyError } from "./fly/fly-error.ts";

const it = deploymentsInMemory();
const { fails, run, serials, use, watch } = it;

describe("what goes wrong goes back to what was recorded", () => {
  test.each<[string, () => void, string[], string]>([
    [
      "the canary never gets healthy",
      () => {
        it.fly.says = (which, check) => {
          watch(which, check);
          const isNew = check.build.commit?.startsWith("b") ?? false;
          return isNew ? { ...check, healthy: false, problems: ["UDP: timeout"] } : check;
        };
      },
      ["deploy dns regions iad", "deploy dns all"],
      "Machine m1 of dns: UDP: timeout",
    ],
    [
      "the release of the rest fails",
      () => fails("deploy dns except-regions iad", failed),
      ["deploy dns regions iad", "deploy dns except-regions iad", "deploy dns all"],
      "flyctl exited with 1",
    ],
    [
      "the release runs out of time, half done",
      () => {
        it.fly.before = (what) => {
          if (what !== "deploy dns except-regions iad") return;
          it.fly.machinesOf.dns![1]!.image = it.fly.machinesOf.dns![0]!.image;
          throw new FlyError('Cannot deploy "dns": flyctl ran out of time', "timeout", "");
        };
      },
      ["deploy dns regions iad", "deploy dns except-regions iad", "deploy dns all"],
      "ran out of time",
    ],
    [
      "a machine answers another serial than the image has",
      () => {
        it.fly.says = (which, check) => {
          const zones = check.zones.map((zone) => ({ ...zone, serial: 77, digest: null }));
          return which.id === "m3" && check.build.commit?.startsWith("b")
            ? { ...check, zones }
            : watch(which, check);
        };
      },
      ["deploy dns regions iad", "deploy dns except-regions iad", "deploy dns all"],
      "serial 77; expected 2",
    ],
  ])("%s", async (_, arrange, orders, failure) => {
    await run("a");
    it.fly.log.length = 0;
    arrange();
    const { outcome, deployment } = await run("b");
    expect([outcome, deployment.outcome, serials()]).toEqual(["wrong", "rolled-back", [3, 3, 3]]);
    expect(deployment.failure).toContain(failure);
    expect(it.fly.log).toEqual(["build dns", ...orders]);
    expect(deployment.floors).toEqual([{ zone: parseName("example.com."), serial: 3 }]);
    expect(it.ledger.records.at(-1)?.state).toBe("failure");
  });

  test("each machine goes back to its own image, when they ran several", async () => {
    await run("a");
    await run("b");
    const [, a, b] = [...it.fly.images.keys()];
    for (const [index, image] of [a!, b!, b!].entries()) it.fly.machinesOf.dns![index]!.image = image;
    it.fly.log.length = 0;
    fails("deploy dns except-regions iad", failed);
    const { deployment } = await run("c");
    expect(it.fly.log.slice(-2)).toEqual(["deploy dns machines m1", "deploy dns machines m2,m3"]);
    expect([deployment.outcome, serials()]).toEqual(["rolled-back", [5, 6, 6]]);
  });

  test.each<[string, Partial<FakeMachine>]>([
    ["has no room", { isFull: true }],
    ["is not reached", { isSilent: true }],
  ])(
    "a machine that was made because a host %s goes back, too, by the id that it has now",
    async (_, trouble) => {
      await run("a");
      Object.assign(it.fly.machinesOf.dns![1]!, trouble);
      it.fly.log.length = 0;
      it.fly.says = (which, check) => {
        watch(which, check);
        const isBad = which.id === "m3" && check.build.commit?.startsWith("b");
        return isBad ? { ...check, healthy: false, problems: ["UDP: timeout"] } : check;
      };
      const { deployment } = await run("b");
      expect([deployment.outcome, serials()]).toEqual(["rolled-back", [3, 3, 3]]);
      expect(it.fly.log.at(-1)).toBe("deploy dns all");
      expect(deployment.machines.map((one) => [one.machine, one.problem])).toEqual([
        ["m1", undefined],
        ["m2x", undefined],
        ["m3", undefined],
      ]);
    },
  );

  test("each goes back to its own image by the id that it has now", async () => {
    await run("a");
    await run("b");
    const [, a, b] = [...it.fly.images.keys()];
    for (const [index, image] of [a!, b!, b!].entries()) it.fly.machinesOf.dns![index]!.image = image;
    it.fly.machinesOf.dns![0]!.isFull = true;
    it.fly.log.length = 0;
    fails("deploy dns except-regions iad", failed);
    const { deployment } = await run("c");
    expect(it.fly.log.slice(-2)).toEqual(["deploy dns machines m1x", "deploy dns machines m2,m3"]);
    expect([deployment.outcome, serials()]).toEqual(["rolled-back", [5, 6, 6]]);
  });

  test("a machine that nobody could ask before need not be right after", async () => {
    await run("a");
    Object.assign(it.fly.machinesOf.dns![2]!, { isSilent: true, isStuck: true });
    fails("deploy dns regions iad", failed);
    const { deployment } = await run("b");
    expect([deployment.outcome, deployment.failure]).toEqual(["rolled-back", failed.message]);
    expect(deployment.machines.map((one) => one.problem)).toEqual([
      undefined,
      undefined,
      "Fly.io does not reach its host",
    ]);
  });

  describe("what an interrupted deployment left behind is no state to go back to", () => {
    const NOW_BAD: FakeFly["says"] = (which, check) => {
      watch(which, check);
      const isBad = check.build.commit !== "a".repeat(40);
      return isBad ? { ...check, healthy: false, problems: ["UDP: timeout"] } : check;
    };

    /** After a good one, one that ends after its canary. */
    async function interrupt(): Promise<void> {
      await run("a");
      await interruptAfterCanary("b");
      expect(serials()).toEqual([2, 1, 1]);
    }

    async function interruptAfterCanary(commit: string): Promise<void> {
      it.fly.before = (what) => {
        if (what !== "deploy dns except-regions iad") return;
        it.fly.before = () => {
          throw new Error("the runner is gone");
        };
        it.fly.before(what);
      };
      await expect(run(commit)).rejects.toThrow("gone");
      it.ledger.records.at(-1)!.state = "open"; // nobody could say how it ended
      it.fly.before = () => {};
    }

    test.each<[string, number[]]>([
      ["b", [3, 3, 3]], // what was reserved for the old content then is its own
      ["c", [5, 5, 5]],
    ])("when %s runs then and is bad", async (commit, after) => {
      await interrupt();
      it.fly.says = NOW_BAD;
      const { deployment } = await run(commit);
      expect([deployment.outcome, serials()]).toEqual(["rolled-back", after]);
      expect(new Set(deployment.before!.map(({ commit: of }) => of))).toEqual(new Set(["a".repeat(40)]));
    });

    test("when the machine that it left cannot be asked at all", async () => {
      await interrupt();
      it.fly.before = (what) => {
        const [first] = it.fly.machinesOf.dns!;
        const isBad = it.fly.images.get(first!.image)?.commit !== "a".repeat(40);
        if (what === "exec dns m1" && isBad) throw new FlyError("Cannot run a command", "failed", "");
      };
      const { deployment } = await run("b");
      expect([deployment.outcome, serials()]).toEqual(["rolled-back", [5, 5, 5]]); // it may have gone back to 3
    });

    test("when it succeeds then: what ran before it is what ran before both", async () => {
      await interrupt();
      await run("b");
      const { record, state } = it.ledger.records.at(-1)!;
      const images = new Set(record.before.map(({ image }) => image));
      expect([state, images.size, record.before[0]!.commit]).toEqual(["success", 1, "a".repeat(40)]);
    });

    test("when somebody brought another image there by hand, that one is", async () => {
      await run("a");
      await run("b");
      await interruptAfterCanary("c");
      const a = [...it.fly.images].find(([, { commit }]) => commit === "a".repeat(40))![0];
      for (const one of it.fly.machinesOf.dns!) one.image = a;
      it.fly.says = NOW_BAD;
      const { deployment } = await run("c");
      expect([deployment.outcome, serials()]).toEqual(["rolled-back", [7, 7, 7]]);
    });
  });

  test("the second app never gets it when the first one is bad, and goes back with it, so that both answer alike", async () => {
    use({ one: [machine("m1", "iad")], two: [machine("m2", "iad")] });
    await run("a");
    it.fly.log.length = 0;
    it.fly.before = (what) => {
      if (what !== "deploy one all") return;
      it.fly.before = () => {};
      throw failed;
    };
    const { deployment } = await run("b");
    expect(it.fly.log.filter((order) => order.includes("two"))).toEqual(["deploy two all"]);
    expect(it.fly.machinesOf.two![0]!.image).not.toBe([...it.fly.images.keys()].at(-1));
    expect(serials().at(-1)).toBe(3);
    expect(deployment.machines.map(({ machine, problem }) => [machine, problem]).sort()).toEqual([
      ["m1", undefined],
      ["m2", undefined], // it runs what it ran, as it should
    ]);
  });

  test("an old image whose server takes no other serial goes back with its own, which is told beforehand", async () => {
    await run("a");
    for (const [digest, image] of it.fly.images) it.fly.images.set(digest, { ...image, isOld: true });
    fails("deploy dns except-regions iad", failed);
    const { deployment } = await run("b");
    expect([deployment.outcome, deployment.failure, serials()]).toEqual([
      "rolled-back",
      failed.message,
      [1, 1, 1],
    ]);
    expect(deployment.warnings.join()).toContain("takes no other serial than its own");
  });

  test("an old image that is gone: it says so, and what is live now", async () => {
    await run("a");
    it.fly.before = (what) => {
      if (what !== "deploy dns except-regions iad") return;
      it.fly.images.delete(it.fly.machinesOf.dns![2]!.image);
      throw failed;
    };
    const { deployment } = await run("b");
    expect(deployment.outcome).toBe("failed");
    expect(deployment.failure).toContain("no such image");
  });

  test("nothing is touched when the image cannot be built", async () => {
    await run("a");
    it.fly.log.length = 0;
    fails("build dns", new FlyError("Cannot build: the registry refused it", "failed", ""));
    const { outcome, deployment } = await run("b");
    expect([outcome, deployment.outcome, it.fly.log]).toEqual(["wrong", "not-released", ["build dns"]]);
  });

  test("nothing is touched when it cannot be written down", async () => {
    await run("a");
    it.fly.log.length = 0;
    const open = () => Promise.reject(new WorldError("Cannot write the deployment down: 502"));
    await expect(run("b", { ledger: { ...it.ledger, open } })).rejects.toThrow("502");
    expect(it.fly.log).toEqual([]);
  });
});
