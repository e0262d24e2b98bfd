import { describe, expect, test } from "vitest";
import { printName } from "../../dns/name.ts";
import { deploymentsInMemory, machine } from "../../test/deployments-in-memory.ts";
import type { FakeMachine } from "../../test/fakes/fly-in-memory.ts";
import { reviewPlan } from "../plan/review.ts";
import { FlyError } from "./fly/fly-error.ts";

const it = deploymentsInMemory();
const { run, serials, use, watch } = it;

describe("what goes well", () => {
  test("the first deployment of an app without machines", async () => {
    use({ dns: [] });
    const { outcome, deployment } = await run("a");
    expect([outcome, deployment.outcome, serials()]).toEqual(["fine", "deployed", [1]]);
    expect(it.fly.log).toEqual(["build dns", "deploy dns all"]);
  });

  test("one region goes first, then the rest; the serial goes up by one", async () => {
    await run("a");
    it.fly.log.length = 0;
    const { deployment } = await run("b");
    expect(it.fly.log).toEqual(["build dns", "deploy dns regions iad", "deploy dns except-regions iad"]);
    expect(deployment.machines.map(({ machine, zones }) => [machine, zones[0]?.serial])).toEqual([
      ["m1", 2],
      ["m2", 2],
      ["m3", 2],
    ]);
    expect(it.ledger.records.map(({ state }) => state)).toEqual(["success", "success"]);
  });

  test("one machine goes first where there is one region", async () => {
    use({ dns: [machine("m2", "iad"), machine("m1", "iad")] });
    await run("a");
    expect(it.fly.log).toEqual(["build dns", "deploy dns machines m1", "deploy dns except-machines m1"]);
  });

  test("two apps, one after the other, the first one's canary first", async () => {
    use({
      one: [machine("m1", "iad"), machine("m2", "ams")],
      two: [machine("m3", "iad"), machine("m4", "ams")],
    });
    await run("a");
    expect(it.fly.log).toEqual([
      "build one",
      "deploy one regions ams",
      "deploy one except-regions ams",
      "deploy two all",
    ]);
  });

  test("what runs everywhere is neither built nor released", async () => {
    await run("a");
    it.fly.log.length = 0;
    const { deployment, outcome } = await run("a");
    expect([outcome, deployment.outcome, it.fly.log]).toEqual(["fine", "unchanged", []]);
  });

  test("a new server and the same zones: a release, and the same serial", async () => {
    await run("a");
    const { deployment } = await run("a", { bundle: "another server" });
    expect([deployment.outcome, serials()]).toEqual(["deployed", [1, 1, 1]]);
  });

  test("a reverse zone's serial stays where no address in it changes", async () => {
    const served: string[][] = [];
    for (const commit of ["1", "2", "3"]) {
      const { deployment } = await run(commit);
      const zones = deployment.machines[0]!.zones;
      served.push(zones.map(({ zone, serial }) => `${printName(zone)} ${serial}`).sort());
    }
    expect(served).toEqual([
      ["2.0.192.in-addr.arpa. 1", "example.com. 1"],
      ["2.0.192.in-addr.arpa. 1", "example.com. 2"],
      ["2.0.192.in-addr.arpa. 2", "example.com. 4"], // 3 is kept for the way back
    ]);
  });

  test("a target of an ALIAS that nobody answers for is told, and no reason to wait", async () => {
    const { deployment } = await run("e");
    expect(deployment.outcome).toBe("deployed");
    expect(deployment.warnings).toContain(
      "Nobody answered for silent.example.net., the target of an ALIAS: the nameserver looks it up itself, and answers SERVFAIL until it has.",
    );
  });

  test("a machine that goes away meanwhile is told, and nothing goes back for it", async () => {
    await run("a");
    it.fly.before = (what) => {
      if (what === "deploy dns except-regions iad") it.fly.machinesOf.dns!.pop();
    };
    const { deployment } = await run("b");
    expect([deployment.outcome, serials()]).toEqual(["deployed", [2, 2]]);
    expect(deployment.warnings.join()).toContain("m3 of dns is gone");
  });

  describe("a machine that another took the place of is not gone, and nothing goes back for it", () => {
    test.each<[string, string, Partial<FakeMachine>, string[]]>([
      ["the canary's host has no room", "m1", { isFull: true }, ["m1x", "m2", "m3"]],
      ["the host of what would go first is not reached", "m1", { isSilent: true }, ["m1x", "m2", "m3"]],
      ["a later one's host has no room", "m2", { isFull: true }, ["m1", "m2x", "m3"]],
      ["a later one's host is not reached", "m3", { isSilent: true }, ["m1", "m2", "m3x"]],
    ])("%s", async (_, id, trouble, ids) => {
      await run("a");
      Object.assign(it.fly.machinesOf.dns!.find((one) => one.id === id)!, trouble);
      it.fly.log.length = 0;
      const { outcome, deployment } = await run("b");
      expect([outcome, deployment.outcome, serials()]).toEqual(["fine", "deployed", [2, 2, 2]]);
      const canary = id === "m1" && trouble.isSilent ? "ams" : "iad";
      expect(it.fly.log).toEqual([
        "build dns",
        `deploy dns regions ${canary}`,
        `deploy dns except-regions ${canary}`,
      ]);
      expect(deployment.machines.map((one) => one.machine)).toEqual(ids);
      const region = id === "m1" ? "iad" : "ams";
      expect(deployment.warnings).toContain(
        `Machine ${id} of dns (${region}) was replaced by ${id}x: its host was not reached, or did not take the new image`,
      );
      expect(deployment.warnings.join()).not.toContain("gone");
      expect((await run("b")).deployment.outcome).toBe("unchanged");
    });

    test("while a zone is new: what the machine may answer was written down, and is not the zone", async () => {
      await run("a");
      it.fly.machinesOf.dns![1]!.isSilent = true;
      const { deployment } = await run("d");
      expect(deployment.outcome).toBe("deployed");
      const answers = deployment.machines.map((one) => one.zones.map(({ serial }) => serial));
      expect(answers).toEqual(Array.from({ length: 3 }, () => [2, 1]));
    });

    test("one that nobody can ask is not the machine that goes first, where there is another", async () => {
      use({ dns: [machine("m1", "iad"), machine("m2", "iad")] });
      await run("a");
      it.fly.machinesOf.dns![0]!.isSilent = true;
      it.fly.log.length = 0;
      await run("b");
      expect(it.fly.log).toEqual(["build dns", "deploy dns machines m2", "deploy dns except-machines m2"]);
    });

    test("the one machine that goes first, and is not released a second time", async () => {
      use({ dns: [machine("m1", "iad"), { ...machine("m2", "iad"), isFull: true }, machine("m0", "iad")] });
      it.fly.machinesOf.dns![2]!.isFull = true;
      await run("a");
      expect(it.fly.log).toEqual(["build dns", "deploy dns machines m0", "deploy dns except-machines m0x"]);
      expect(serials()).toEqual([1, 1, 1]);
    });
  });

  test.each([
    ["beside others of its region", 2, [2, 2, 1]],
    ["alone in its region", 0, [1, 2, 2]],
  ])("a machine whose host stays silent is told, and nothing goes back for it: %s", async (_, at, after) => {
    await run("a");
    Object.assign(it.fly.machinesOf.dns![at]!, { isSilent: true, isStuck: true });
    const { deployment } = await run("b");
    expect([deployment.outcome, serials()]).toEqual(["deployed", after]);
    expect(deployment.machines[at]).toMatchObject({
      machine: `m${at + 1}`,
      problem: "Fly.io does not reach its host",
    });
    expect(deployment.warnings.join()).toContain(`fly machine destroy m${at + 1} --force -a dns`);
    expect(it.now).toBe(0); // nobody waits for what cannot be asked
  });

  test("Fly.io's interface fails for a while after the release, and nothing goes back for it", async () => {
    await run("a");
    const { machines } = it.fly;
    it.fly.before = (what) => {
      if (what === "deploy dns except-regions iad") it.now = 0;
    };
    it.fly = Object.assign(it.fly, {
      machines: (app: string) =>
        it.fly.log.includes("deploy dns regions iad") && it.now < 20_000
          ? Promise.reject(new FlyError("Cannot list the machines: 502", "failed", ""))
          : machines(app),
    });
    it.fly.log.length = 0;
    expect((await run("b")).deployment.outcome).toBe("deployed");
    it.fly.before = () => {};
    Object.assign(it.fly, {
      machines: () => Promise.reject(new FlyError("Cannot list the machines: 502", "failed", "")),
    });
    await expect(run("c")).rejects.toThrow("502");
  });

  test("a flyctl that was ended holds a machine for as long as it would have waited for it", async () => {
    await run("a");
    const held = new FlyError("lease currently held by another", "leased", "");
    it.fly.before = (what) => {
      if (what.startsWith("deploy") && it.now < 300_000) throw held;
    };
    expect((await run("b")).deployment.outcome).toBe("deployed");
    it.now = 0;
    it.fly.before = (what) => {
      if (what === "deploy dns except-regions iad" || (what === "deploy dns all" && it.now < 700_000))
        throw held;
    };
    const { deployment } = await run("c");
    expect([deployment.outcome, serials()]).toEqual(["rolled-back", [5, 5, 5]]);
    expect(deployment.failure).toBe(held.message);
  });

  test("a machine that needs a while", async () => {
    await run("a");
    it.fly.says = (which, check) => {
      watch(which, check);
      return it.now < 20_000 ? { ...check, healthy: false, problems: ["starting"] } : check;
    };
    expect((await run("b")).deployment.outcome).toBe("deployed");
  });
});

test("what was released by a run that could not write down its success is decided again", async () => {
  await run("a");
  await run("b");
  it.ledger.records.at(-1)!.state = "open";
  let changed = 0;
  const { deployment } = await run("b", {
    judge: ({ plan }) => {
      changed = plan.zones[0]!.changes!.length;
      return Promise.resolve({ review: reviewPlan(plan, () => undefined), refusals: [], notes: [] });
    },
  });
  expect([changed, deployment.outcome]).toEqual([1, "unchanged"]);
  expect(it.ledger.records.at(-1)).toMatchObject({ state: "success", record: { commit: "b".repeat(40) } });
});

test("what is refused touches nothing, and says why", async () => {
  await run("a");
  it.fly.log.length = 0;
  const { outcome, deployment } = await run("b", {
    judge: ({ plan }) =>
      Promise.resolve({
        review: reviewPlan(plan, () => undefined),
        refusals: ["12 of 14 RRsets are deleted"],
        notes: [],
      }),
  });
  expect([outcome, deployment.outcome, deployment.failure]).toEqual([
    "wrong",
    "refused",
    "12 of 14 RRsets are deleted",
  ]);
  expect(it.fly.log).toEqual([]);
});

test("content that no commit has is shown to whoever decides, with its records", async () => {
  await run("a");
  await run("b");
  const [, first] = [...it.fly.images.keys()];
  it.ledger.records.length = 0; // nobody remembers: the machines say what they run
  const image = it.fly.images.get(first!)!;
  for (const each of it.fly.machinesOf.dns!) each.image = first!;
  it.fly.images.set(first!, { ...image, commit: "c".repeat(40) });
  let seen: unknown;
  await run("b", {
    judge: ({ plan, foreign }) => {
      seen = foreign.map(({ by, records }) => [
        by,
        records?.some(({ rdata }) => rdata === "\xc0\x00\x02\x01"),
        records?.some((record) => "at" in record), // a machine has no lines that anybody could look at
      ]);
      return Promise.resolve({ review: reviewPlan(plan, () => undefined), refusals: [], notes: [] });
    },
  });
  expect(seen).toEqual([["machine m1 of dns (iad)", true, false]]);
});
