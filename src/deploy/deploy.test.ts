import { beforeEach, describe, expect, test } from "vitest";
import { parseName } from "../../dns/name.ts";
import { SOA } from "../../dns/type-numbers.ts";
import { parseRecord } from "../../dns/zone-file/parse.ts";
import { fakeFiles } from "../../test/fakes/files.ts";
import {
  answersOf,
  EMPTY_IMAGE,
  type FakeFly,
  type FakeMachine,
  fakeFly,
} from "../../test/fakes/fly-in-memory.ts";
import { type FakeLedger, fakeLedger } from "../../test/fakes/ledger-in-memory.ts";
import { followJournal, linesOf } from "../../test/journal.ts";
import { WorldError } from "../files/world-error.ts";
import { readBase } from "../plan/pull-request.ts";
import { reviewPlan } from "../plan/review.ts";
import { splitAnswers } from "../proof/queries.ts";
import { TransferError } from "../published/transfer-error.ts";
import type { Deployment } from "../report/deployment.ts";
import type { Report } from "../report/report.ts";
import { startRun } from "../run.ts";
import type { Answer, Nameserver, Question } from "../verify/types.ts";
import type { World } from "../world.ts";
import { deploy } from "./deploy.ts";
import { FlyError } from "./fly/fly-error.ts";
import { judgeByHand } from "./judge-by-hand.ts";
import type { DeployRequest } from "./request.ts";

/** The zones of each commit: example.com with one address; `d` has example.org besides. */
const COMMITS: { readonly [commit: string]: string } = {
  a: "192.0.2.1",
  b: "192.0.2.2",
  c: "192.0.2.3",
  d: "192.0.2.4",
};

const filesOf = (commit: string) =>
  fakeFiles({
    "zones/_config.yaml":
      "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\nserial: increment\n",
    "zones/example.com.yaml": `'': {type: A, value: ${COMMITS[commit]}}\n`,
    ...(commit === "d" ? { "zones/example.org.yaml": "'': {type: A, value: 192.0.2.4}\n" } : {}),
  });

let fly: FakeFly;
let ledger: FakeLedger;
let now: number;
/** The serial that a secondary says, or what else it answers, by its name; undefined where it has no such zone. */
let said: Map<string, Said>;
/** What happens while somebody waits. */
let onWait: (() => void) | undefined;
/** Addresses that were looked at. */
let looked: string[];
/** Every zone and serial with the digests that any machine answered it with. */
let answered: Map<string, Set<string>>;

beforeEach(() => {
  now = 0;
  said = new Map();
  onWait = undefined;
  looked = [];
  answered = new Map();
  ledger = fakeLedger();
  use({ dns: [machine("m1", "iad"), machine("m2", "ams"), machine("m3", "ams")] });
});

const machine = (id: string, region: string): FakeMachine => ({ id, region, image: EMPTY_IMAGE });

/** The apps that there are. The fake watches what their machines answer. */
function use(machinesOf: Parameters<typeof fakeFly>[0]): void {
  fly = fakeFly(machinesOf);
  fly.says = watch;
}

const watch: FakeFly["says"] = (_, check) => {
  for (const { name, serial, digest } of check.zones) {
    const key = `${name} ${serial}`;
    answered.set(key, (answered.get(key) ?? new Set()).add(digest ?? ""));
  }
  return check;
};

async function run(
  commit: string,
  more: Partial<DeployRequest> = {},
): Promise<Report & { deployment: Deployment }> {
  const world = {
    files: filesOf(commit),
    output: fly.output,
    fly,
    now: () => new Date("2026-11-22T12:00:00Z"),
    progress: { step: () => {}, count: () => {}, end: () => {} },
    patience: {
      clock: {
        now: () => now,
        wait: (milliseconds: number) => {
          now += milliseconds;
          onWait?.();
          return Promise.resolve();
        },
      },
    },
    startAnswering,
    look: ({ name }: Nameserver, questions: readonly Question[]) => {
      looked.push(name);
      return Promise.resolve(
        questions.map(({ type }) => (type === SOA ? soaReply(said.get(name)) : noRecords())),
      );
    },
    transfer: () => Promise.reject(new TransferError("Cannot transfer", "it answers REFUSED")),
    // Secondaries are looked at before a release; after it nobody reaches them from here.
    asker: () =>
      Promise.resolve({ noRoute: () => Promise.resolve("no route"), client: { kind: "dig", version: "" } }),
  } as unknown as World; // nothing else is touched: there are no public addresses here
  const request: DeployRequest = {
    commit: commit.repeat(40),
    apps: Object.keys(fly.machinesOf).map((app) => ({
      app,
      config: `${app}.toml`,
      configText: `app = "${app}"`,
      nameservers: [],
    })),
    secondaries: [],
    bundle: "the server",
    dockerfile: { text: "FROM node", whose: "ours" },
    ledger,
    history: {
      zonesAt: (id) => readBase("zones", filesOf(id[0]!)),
      configAt: (id, app) => Promise.resolve(`${app} at ${id[0]}`),
    },
    judge: ({ plan }) =>
      Promise.resolve({ review: reviewPlan(plan, () => undefined), refusals: [], notes: [] }),
    scratch: "/scratch",
    deadlines: { machines: 60_000, outside: 60_000, secondaries: 60_000 },
    warnings: [],
    ...more,
  };
  const report = await deploy(await startRun("deploy", "zones", world), request, world);
  for (const [serial, digests] of answered) {
    expect([serial, digests.size], "a serial with two contents").toEqual([serial, 1]);
  }
  expect(report.deployment, JSON.stringify(report.notes)).toBeDefined();
  return report as Report & { deployment: Deployment };
}

/** Nobody behind the pipe: what a proof finds is tested elsewhere, and that it is made at a deployment end to end. */
const startAnswering: World["startAnswering"] = () =>
  Promise.resolve({
    ask: (queries) => Promise.resolve(new Uint8Array(2 * [...splitAnswers(queries)].length)),
    stop: () => Promise.resolve(),
  });

/** The serial that every machine answers. */
const serials = () =>
  Object.values(fly.machinesOf)
    .flat()
    .map((one) => answersOf(one, fly.images.get(one.image)!)[0]?.serial);

const fails = (order: string, error: Error) => {
  fly.before = (what) => {
    if (what === order) throw error;
  };
};

const failed = new FlyError('Cannot deploy "dns": flyctl exited with 1', "failed", "");

describe("what goes well", () => {
  test("the first deployment of an app without machines", async () => {
    use({ dns: [] });
    const { outcome, deployment } = await run("a");
    expect([outcome, deployment.outcome, serials()]).toEqual(["fine", "deployed", [1]]);
    expect(fly.log).toEqual(["build dns", "deploy dns all"]);
  });

  test("one region goes first, then the rest; the serial goes up by one", async () => {
    await run("a");
    fly.log.length = 0;
    const { deployment } = await run("b");
    expect(fly.log).toEqual(["build dns", "deploy dns regions iad", "deploy dns except-regions iad"]);
    expect(deployment.machines.map(({ machine, zones }) => [machine, zones[0]?.serial])).toEqual([
      ["m1", 2],
      ["m2", 2],
      ["m3", 2],
    ]);
    expect(ledger.records.map(({ state }) => state)).toEqual(["success", "success"]);
  });

  test("one machine goes first where there is one region", async () => {
    use({ dns: [machine("m2", "iad"), machine("m1", "iad")] });
    await run("a");
    expect(fly.log).toEqual(["build dns", "deploy dns machines m1", "deploy dns except-machines m1"]);
  });

  test("two apps, one after the other, the first one's canary first", async () => {
    use({
      one: [machine("m1", "iad"), machine("m2", "ams")],
      two: [machine("m3", "iad"), machine("m4", "ams")],
    });
    await run("a");
    expect(fly.log).toEqual([
      "build one",
      "deploy one regions ams",
      "deploy one except-regions ams",
      "deploy two all",
    ]);
  });

  test("what runs everywhere is neither built nor released", async () => {
    await run("a");
    fly.log.length = 0;
    const { deployment, outcome } = await run("a");
    expect([outcome, deployment.outcome, fly.log]).toEqual(["fine", "unchanged", []]);
  });

  test("a new server and the same zones: a release, and the same serial", async () => {
    await run("a");
    const { deployment } = await run("a", { bundle: "another server" });
    expect([deployment.outcome, serials()]).toEqual(["deployed", [1, 1, 1]]);
  });

  test("a machine that goes away meanwhile is told, and nothing goes back for it", async () => {
    await run("a");
    fly.before = (what) => {
      if (what === "deploy dns except-regions iad") fly.machinesOf.dns!.pop();
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
      Object.assign(fly.machinesOf.dns!.find((one) => one.id === id)!, trouble);
      fly.log.length = 0;
      const { outcome, deployment } = await run("b");
      expect([outcome, deployment.outcome, serials()]).toEqual(["fine", "deployed", [2, 2, 2]]);
      const canary = id === "m1" && trouble.isSilent ? "ams" : "iad";
      expect(fly.log).toEqual([
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
      fly.machinesOf.dns![1]!.isSilent = true;
      const { deployment } = await run("d");
      expect(deployment.outcome).toBe("deployed");
      const answers = deployment.machines.map((one) => one.zones.map(({ serial }) => serial));
      expect(answers).toEqual(Array.from({ length: 3 }, () => [2, 1]));
    });

    test("one that nobody can ask is not the machine that goes first, where there is another", async () => {
      use({ dns: [machine("m1", "iad"), machine("m2", "iad")] });
      await run("a");
      fly.machinesOf.dns![0]!.isSilent = true;
      fly.log.length = 0;
      await run("b");
      expect(fly.log).toEqual(["build dns", "deploy dns machines m2", "deploy dns except-machines m2"]);
    });

    test("the one machine that goes first, and is not released a second time", async () => {
      use({ dns: [machine("m1", "iad"), { ...machine("m2", "iad"), isFull: true }, machine("m0", "iad")] });
      fly.machinesOf.dns![2]!.isFull = true;
      await run("a");
      expect(fly.log).toEqual(["build dns", "deploy dns machines m0", "deploy dns except-machines m0x"]);
      expect(serials()).toEqual([1, 1, 1]);
    });
  });

  test.each([
    ["beside others of its region", 2, [2, 2, 1]],
    ["alone in its region", 0, [1, 2, 2]],
  ])("a machine whose host stays silent is told, and nothing goes back for it: %s", async (_, at, after) => {
    await run("a");
    Object.assign(fly.machinesOf.dns![at]!, { isSilent: true, isStuck: true });
    const { deployment } = await run("b");
    expect([deployment.outcome, serials()]).toEqual(["deployed", after]);
    expect(deployment.machines[at]).toMatchObject({
      machine: `m${at + 1}`,
      problem: "Fly.io does not reach its host",
    });
    expect(deployment.warnings.join()).toContain(`fly machine destroy m${at + 1} --force -a dns`);
    expect(now).toBe(0); // nobody waits for what cannot be asked
  });

  test("Fly.io's interface fails for a while after the release, and nothing goes back for it", async () => {
    await run("a");
    const { machines } = fly;
    fly.before = (what) => {
      if (what === "deploy dns except-regions iad") now = 0;
    };
    fly = Object.assign(fly, {
      machines: (app: string) =>
        fly.log.includes("deploy dns regions iad") && now < 20_000
          ? Promise.reject(new FlyError("Cannot list the machines: 502", "failed", ""))
          : machines(app),
    });
    fly.log.length = 0;
    expect((await run("b")).deployment.outcome).toBe("deployed");
    fly.before = () => {};
    Object.assign(fly, {
      machines: () => Promise.reject(new FlyError("Cannot list the machines: 502", "failed", "")),
    });
    await expect(run("c")).rejects.toThrow("502");
  });

  test("a flyctl that was ended holds a machine for as long as it would have waited for it", async () => {
    await run("a");
    const held = new FlyError("lease currently held by another", "leased", "");
    fly.before = (what) => {
      if (what.startsWith("deploy") && now < 300_000) throw held;
    };
    expect((await run("b")).deployment.outcome).toBe("deployed");
    now = 0;
    fly.before = (what) => {
      if (what === "deploy dns except-regions iad" || (what === "deploy dns all" && now < 700_000))
        throw held;
    };
    const { deployment } = await run("c");
    expect([deployment.outcome, serials()]).toEqual(["rolled-back", [5, 5, 5]]);
    expect(deployment.failure).toBe(held.message);
  });

  test("a machine that needs a while", async () => {
    await run("a");
    fly.says = (which, check) => {
      watch(which, check);
      return now < 20_000 ? { ...check, healthy: false, problems: ["starting"] } : check;
    };
    expect((await run("b")).deployment.outcome).toBe("deployed");
  });
});

describe("what goes wrong goes back to what was recorded", () => {
  test.each<[string, () => void, string[], string]>([
    [
      "the canary never gets healthy",
      () => {
        fly.says = (which, check) => {
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
        fly.before = (what) => {
          if (what !== "deploy dns except-regions iad") return;
          fly.machinesOf.dns![1]!.image = fly.machinesOf.dns![0]!.image;
          throw new FlyError('Cannot deploy "dns": flyctl ran out of time', "timeout", "");
        };
      },
      ["deploy dns regions iad", "deploy dns except-regions iad", "deploy dns all"],
      "ran out of time",
    ],
    [
      "a machine answers another serial than the image has",
      () => {
        fly.says = (which, check) => {
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
    fly.log.length = 0;
    arrange();
    const { outcome, deployment } = await run("b");
    expect([outcome, deployment.outcome, serials()]).toEqual(["wrong", "rolled-back", [3, 3, 3]]);
    expect(deployment.failure).toContain(failure);
    expect(fly.log).toEqual(["build dns", ...orders]);
    expect(deployment.floors).toEqual([{ zone: parseName("example.com."), serial: 3 }]);
    expect(ledger.records.at(-1)?.state).toBe("failure");
  });

  test("each machine goes back to its own image, when they ran several", async () => {
    await run("a");
    await run("b");
    const [, a, b] = [...fly.images.keys()];
    for (const [index, image] of [a!, b!, b!].entries()) fly.machinesOf.dns![index]!.image = image;
    fly.log.length = 0;
    fails("deploy dns except-regions iad", failed);
    const { deployment } = await run("c");
    expect(fly.log.slice(-2)).toEqual(["deploy dns machines m1", "deploy dns machines m2,m3"]);
    expect([deployment.outcome, serials()]).toEqual(["rolled-back", [5, 6, 6]]);
  });

  test.each<[string, Partial<FakeMachine>]>([
    ["has no room", { isFull: true }],
    ["is not reached", { isSilent: true }],
  ])(
    "a machine that was made because a host %s goes back, too, by the id that it has now",
    async (_, trouble) => {
      await run("a");
      Object.assign(fly.machinesOf.dns![1]!, trouble);
      fly.log.length = 0;
      fly.says = (which, check) => {
        watch(which, check);
        const isBad = which.id === "m3" && check.build.commit?.startsWith("b");
        return isBad ? { ...check, healthy: false, problems: ["UDP: timeout"] } : check;
      };
      const { deployment } = await run("b");
      expect([deployment.outcome, serials()]).toEqual(["rolled-back", [3, 3, 3]]);
      expect(fly.log.at(-1)).toBe("deploy dns all");
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
    const [, a, b] = [...fly.images.keys()];
    for (const [index, image] of [a!, b!, b!].entries()) fly.machinesOf.dns![index]!.image = image;
    fly.machinesOf.dns![0]!.isFull = true;
    fly.log.length = 0;
    fails("deploy dns except-regions iad", failed);
    const { deployment } = await run("c");
    expect(fly.log.slice(-2)).toEqual(["deploy dns machines m1x", "deploy dns machines m2,m3"]);
    expect([deployment.outcome, serials()]).toEqual(["rolled-back", [5, 6, 6]]);
  });

  test("a machine that nobody could ask before need not be right after", async () => {
    await run("a");
    Object.assign(fly.machinesOf.dns![2]!, { isSilent: true, isStuck: true });
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
      fly.before = (what) => {
        if (what !== "deploy dns except-regions iad") return;
        fly.before = () => {
          throw new Error("the runner is gone");
        };
        fly.before(what);
      };
      await expect(run(commit)).rejects.toThrow("gone");
      ledger.records.at(-1)!.state = "open"; // nobody could say how it ended
      fly.before = () => {};
    }

    test.each<[string, number[]]>([
      ["b", [3, 3, 3]], // what was reserved for the old content then is its own
      ["c", [5, 5, 5]],
    ])("when %s runs then and is bad", async (commit, after) => {
      await interrupt();
      fly.says = NOW_BAD;
      const { deployment } = await run(commit);
      expect([deployment.outcome, serials()]).toEqual(["rolled-back", after]);
      expect(new Set(deployment.before!.map(({ commit: of }) => of))).toEqual(new Set(["a".repeat(40)]));
    });

    test("when the machine that it left cannot be asked at all", async () => {
      await interrupt();
      fly.before = (what) => {
        const [first] = fly.machinesOf.dns!;
        const isBad = fly.images.get(first!.image)?.commit !== "a".repeat(40);
        if (what === "exec dns m1" && isBad) throw new FlyError("Cannot run a command", "failed", "");
      };
      const { deployment } = await run("b");
      expect([deployment.outcome, serials()]).toEqual(["rolled-back", [5, 5, 5]]); // it may have gone back to 3
    });

    test("when it succeeds then: what ran before it is what ran before both", async () => {
      await interrupt();
      await run("b");
      const { record, state } = ledger.records.at(-1)!;
      const images = new Set(record.before.map(({ image }) => image));
      expect([state, images.size, record.before[0]!.commit]).toEqual(["success", 1, "a".repeat(40)]);
    });

    test("when somebody brought another image there by hand, that one is", async () => {
      await run("a");
      await run("b");
      await interruptAfterCanary("c");
      const a = [...fly.images].find(([, { commit }]) => commit === "a".repeat(40))![0];
      for (const one of fly.machinesOf.dns!) one.image = a;
      fly.says = NOW_BAD;
      const { deployment } = await run("c");
      expect([deployment.outcome, serials()]).toEqual(["rolled-back", [7, 7, 7]]);
    });
  });

  test("the second app never gets it when the first one is bad, and goes back with it, so that both answer alike", async () => {
    use({ one: [machine("m1", "iad")], two: [machine("m2", "iad")] });
    await run("a");
    fly.log.length = 0;
    fly.before = (what) => {
      if (what !== "deploy one all") return;
      fly.before = () => {};
      throw failed;
    };
    const { deployment } = await run("b");
    expect(fly.log.filter((order) => order.includes("two"))).toEqual(["deploy two all"]);
    expect(fly.machinesOf.two![0]!.image).not.toBe([...fly.images.keys()].at(-1));
    expect(serials().at(-1)).toBe(3);
    expect(deployment.machines.map(({ machine, problem }) => [machine, problem]).sort()).toEqual([
      ["m1", undefined],
      ["m2", undefined], // it runs what it ran, as it should
    ]);
  });

  test("an old image whose server takes no other serial goes back with its own, which is told beforehand", async () => {
    await run("a");
    for (const [digest, image] of fly.images) fly.images.set(digest, { ...image, isOld: true });
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
    fly.before = (what) => {
      if (what !== "deploy dns except-regions iad") return;
      fly.images.delete(fly.machinesOf.dns![2]!.image);
      throw failed;
    };
    const { deployment } = await run("b");
    expect(deployment.outcome).toBe("failed");
    expect(deployment.failure).toContain("no such image");
  });

  test("nothing is touched when the image cannot be built", async () => {
    await run("a");
    fly.log.length = 0;
    fails("build dns", new FlyError("Cannot build: the registry refused it", "failed", ""));
    const { outcome, deployment } = await run("b");
    expect([outcome, deployment.outcome, fly.log]).toEqual(["wrong", "not-released", ["build dns"]]);
  });

  test("nothing is touched when it cannot be written down", async () => {
    await run("a");
    fly.log.length = 0;
    const open = () => Promise.reject(new WorldError("Cannot write the deployment down: 502"));
    await expect(run("b", { ledger: { ...ledger, open } })).rejects.toThrow("502");
    expect(fly.log).toEqual([]);
  });
});

describe("a serial that may have been answered is spent", () => {
  test("after a roll-back the next content gets a greater one", async () => {
    await run("a");
    fails("deploy dns except-regions iad", failed);
    await run("b");
    fly.before = () => {};
    await run("c");
    expect(serials()).toEqual([4, 4, 4]);
  });

  test("after a roll-back the old content has a greater one, and keeps it", async () => {
    await run("a");
    fails("deploy dns except-regions iad", failed);
    await run("b");
    fly.before = () => {};
    expect((await run("a")).deployment.outcome).toBe("unchanged");
    expect(serials()).toEqual([3, 3, 3]);
  });

  test("and is known from the machines, where the ledger has lost it", async () => {
    await run("a");
    fails("deploy dns except-regions iad", failed);
    await run("b");
    expect(fly.machinesOf.dns!.map(({ env }) => env)).toEqual(
      Array.from({ length: 3 }, () => ({
        ZONEPIPE_SPENT: "example.com.=3",
        ZONEPIPE_SERIALS: "example.com.=3",
      })),
    );
    ledger.records.pop();
    fly.before = () => {};
    await run("c");
    expect(serials()).toEqual([4, 4, 4]);
  });

  test("a run that was interrupted after its canary is carried on with the canary's serial", async () => {
    await run("a");
    const stop = new Error("the runner is gone");
    fly.before = (what) => {
      if (what !== "deploy dns except-regions iad") return;
      fly.before = () => {
        throw stop;
      };
      throw stop;
    };
    await expect(run("b")).rejects.toThrow("gone");
    ledger.records.at(-1)!.state = "open"; // nobody could say how it ended
    expect(serials()).toEqual([2, 1, 1]);
    fly.before = () => {};
    const { deployment } = await run("b");
    expect([deployment.outcome, serials()]).toEqual(["deployed", [2, 2, 2]]);
  });
});

test("what was released by a run that could not write down its success is decided again", async () => {
  await run("a");
  await run("b");
  ledger.records.at(-1)!.state = "open";
  let changed = 0;
  const { deployment } = await run("b", {
    judge: ({ plan }) => {
      changed = plan.zones[0]!.changes!.length;
      return Promise.resolve({ review: reviewPlan(plan, () => undefined), refusals: [], notes: [] });
    },
  });
  expect([changed, deployment.outcome]).toEqual([1, "unchanged"]);
  expect(ledger.records.at(-1)).toMatchObject({ state: "success", record: { commit: "b".repeat(40) } });
});

test("what is refused touches nothing, and says why", async () => {
  await run("a");
  fly.log.length = 0;
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
  expect(fly.log).toEqual([]);
});

test("content that no commit has is shown to whoever decides, with its records", async () => {
  await run("a");
  await run("b");
  const [, first] = [...fly.images.keys()];
  ledger.records.length = 0; // nobody remembers: the machines say what they run
  const image = fly.images.get(first!)!;
  for (const each of fly.machinesOf.dns!) each.image = first!;
  fly.images.set(first!, { ...image, commit: "c".repeat(40) });
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

describe("secondaries say which serial they have", () => {
  const secondary = (name: string) => ({ name, address: "192.0.2.9", port: 53 });
  const LABEL = "zonepipe:allow-serial:example.com";

  /** Deploys as a person who allows these labels, beside secondaries that say these serials. */
  const runBeside = (commit: string, serialsOf: { readonly [name: string]: Said }, ...labels: string[]) => {
    said = new Map(Object.entries(serialsOf));
    return run(commit, {
      secondaries: [...said.keys()].map(secondary),
      judge: judgeByHand({
        allowed: new Set(labels),
        allowance: { by: "alice", at: "now" },
        agree: () => Promise.resolve(undefined),
      }),
    });
  };

  test("what they have is what the machines have", async () => {
    await run("a");
    expect((await runBeside("b", { "ns9.": 1 })).deployment.outcome).toBe("deployed");
    expect(serials()).toEqual([2, 2, 2]);
  });

  test("one lies: refused with its name, and nothing is touched, whether the zone changes or not", async () => {
    await run("a");
    for (const commit of ["b", "a"]) {
      fly.log.length = 0;
      const { deployment } = await runBeside(commit, { "ns8.": 1, "ns9.": 2 ** 31 - 2 });
      expect([deployment.outcome, fly.log, serials()]).toEqual(["refused", [], [1, 1, 1]]);
      expect(deployment.failure).toMatch(
        /^example\.com\.: Its serial would go from 1 to 2147483647, for ns9\. \(192\.0\.2\.9\) answers 2147483646: .*; --allow zonepipe:allow-serial:example\.com lets it out$/,
      );
    }
    expect(ledger.records).toHaveLength(1);
  });

  test("and it is allowed: above it, and from there on by one beside the one for the way back", async () => {
    await run("a");
    expect((await runBeside("b", { "ns9.": 4000 }, LABEL)).deployment.outcome).toBe("deployed");
    expect(serials()).toEqual([4001, 4001, 4001]);
    expect((await runBeside("c", { "ns9.": 4001 })).deployment.outcome).toBe("deployed");
    expect(serials()).toEqual([4003, 4003, 4003]);
  });

  test("no serial is greater than all: nothing goes out, whoever allows it", async () => {
    await run("a");
    fly.log.length = 0;
    said = new Map([["ns9.", 2 ** 31 + 1]]);
    await expect(runBeside("b", { "ns9.": 2 ** 31 + 1 }, LABEL)).rejects.toThrow(
      "No serial is greater than all",
    );
    expect(fly.log).toEqual([]);
  });

  test("a zone's first deployment goes on above what they agree on", async () => {
    use({ dns: [] });
    const agreed = { "ns7.": 2024010101, "ns8.": 2024010101, "ns9.": 2024010007 };
    expect((await runBeside("a", agreed)).deployment.outcome).toBe("deployed");
    expect(serials()).toEqual([2024010102]);
  });

  test("and is refused where one says more than the others", async () => {
    use({ dns: [] });
    const { deployment } = await runBeside("a", { "ns7.": 7, "ns8.": 7, "ns9.": 4000 });
    expect([deployment.outcome, deployment.failure]).toEqual([
      "refused",
      expect.stringContaining("from 7 to 4001, for ns9. (192.0.2.9) answers 4000"),
    ]);
  });
});

describe("secondaries are told apart after a release, and nothing goes back for them", () => {
  const at = (name: string) => ({ name, address: "192.0.2.9", port: 53 });
  const runBeside = (commit: string, ...names: string[]) => run(commit, { secondaries: names.map(at) });
  const standings = ({ secondaries = [] }: Deployment) =>
    secondaries.map(({ nameserver, zones }) => `${nameserver.name} ${zones[0]!.standing.kind}`);

  test("one follows after a while, one stays behind: deployed, and told", async () => {
    await run("a");
    said = new Map([
      ["ns8.", 1],
      ["ns9.", 1],
    ]);
    onWait = () => {
      if (serials().every((serial) => serial === 2)) said.set("ns8.", 2);
    };
    const { outcome, deployment } = await runBeside("b", "ns8.", "ns9.");
    expect([outcome, deployment.outcome, serials()]).toEqual(["fine", "deployed", [2, 2, 2]]);
    expect(standings(deployment)).toEqual(["ns8. follows", "ns9. behind"]);
    expect(deployment.warnings).toContain(
      "Secondary ns9. (192.0.2.9) does not follow: example.com. (behind)",
    );
    expect(now).toBe(60_000);
    expect(ledger.records.map(({ state }) => state)).toEqual(["success", "success"]);
  });

  test("they are waited for when the success is written down", async () => {
    await run("a");
    said = new Map([["ns9.", 1]]);
    const seen: string[] = [];
    onWait = () => seen.push(ledger.records.at(-1)!.state);
    await runBeside("b", "ns9.");
    expect(new Set(seen)).toEqual(new Set(["success"]));
  });

  test.each<Said>(["silent", "SERVFAIL"])("one that is %s blocks nothing that is certain", async (what) => {
    await run("a");
    said = new Map([["ns9.", what]]);
    const { deployment } = await runBeside("b", "ns9.");
    expect([deployment.outcome, serials()]).toEqual(["deployed", [2, 2, 2]]);
    expect(standings(deployment)).toEqual([`ns9. ${what === "silent" ? "silent" : "failing"}`]);
  });

  test.each<Said>(["silent", "SERVFAIL"])(
    "before a zone's first deployment one that is %s may hold a greater serial",
    async (what) => {
      use({ dns: [] });
      said = new Map([["ns9.", what]]);
      await expect(runBeside("a", "ns9.")).rejects.toThrow("next serial is not known");
      expect(fly.log).toEqual([]);
    },
  );

  test("one that has no such zone yet blocks no first deployment", async () => {
    use({ dns: [] });
    expect((await runBeside("a", "ns9.")).deployment.outcome).toBe("deployed");
  });

  test("where nothing is to be deployed they are looked at once more, and not waited for", async () => {
    await run("a");
    said = new Map([["ns9.", 1]]);
    expect(standings((await runBeside("a", "ns9.")).deployment)).toEqual(["ns9. follows"]);
    said = new Map([["ns9.", "silent"]]);
    looked = [];
    const { outcome, deployment } = await runBeside("a", "ns9.");
    expect([outcome, deployment.outcome, standings(deployment), now]).toEqual([
      "fine",
      "unchanged",
      ["ns9. silent"],
      0,
    ]);
    expect(looked).toEqual(["ns9.", "ns9."]); // before, for the serial, and after
  });

  test("a release that goes back: one follows to the greater serial, one stays with the release, and both are told", async () => {
    await run("a");
    said = new Map([
      ["ns8.", 1],
      ["ns9.", 1],
    ]);
    fly.before = (what) => {
      if (!what.startsWith("deploy dns except-regions iad")) return;
      said = said.set("ns8.", 2).set("ns9.", 2); // the canary's NOTIFY came through
      throw failed;
    };
    const states: string[] = [];
    onWait = () => {
      states.push(ledger.records.at(-1)!.state);
      if (serials().every((serial) => serial === 3)) said.set("ns8.", 3);
    };
    const { deployment } = await runBeside("b", "ns8.", "ns9.");
    expect([deployment.outcome, deployment.failure, serials()]).toEqual([
      "rolled-back",
      failed.message,
      [3, 3, 3],
    ]);
    expect(standings(deployment)).toEqual(["ns8. follows", "ns9. behind"]);
    expect(deployment.secondaries!.map(({ zones }) => zones[0]!.expected)).toEqual([3, 3]);
    expect(deployment.warnings).toContain(
      "Secondary ns9. (192.0.2.9) does not follow: example.com. (behind)",
    );
    expect(now).toBe(60_000);
    expect(new Set(states)).toEqual(new Set(["failure"]));
  });

  test("a release that could not go back looks at them once", async () => {
    await run("a");
    said = new Map([["ns9.", 1]]);
    fly.before = (what) => {
      if (what !== "deploy dns regions iad" && what.startsWith("deploy dns")) throw failed;
    };
    const { deployment } = await runBeside("b", "ns9.");
    expect(deployment.outcome).toBe("failed");
    expect(deployment.secondaries?.map(({ waited }) => waited)).toEqual([0]);
  });
});

describe("the image has the differences from what was published before", () => {
  /** Deploys one commit after the other; gives the zone files and the journal of the last image. */
  async function imagesOf(...commits: string[]) {
    for (const commit of commits) await run(commit, { scratch: `/scratch-${commit}` });
    const images = fly.machinesOf.dns!.map(({ image }) => fly.images.get(image)!);
    return images[0]!;
  }
  const zoneFile = () => fly.images.get(fly.machinesOf.dns![0]!.image)!.texts.get("example.com.")!;
  const stepsIn = ({ journals }: { readonly journals: ReadonlyMap<string, string> }) =>
    [...journals.keys()].flatMap((name) => /^example\.com\.journal\/(.*)\.removed$/.exec(name)?.[1] ?? []);

  /** The ledger keeps what is older than the last deployment that succeeded. */
  function remember(): void {
    const { read } = ledger;
    const records = () => ledger.records.map(({ record }) => record).toReversed();
    ledger = { ...ledger, read: async () => ({ ...(await read()), earlier: records() }) };
  }

  test("from each of them to the last one", async () => {
    remember();
    const texts: string[] = [];
    for (const commit of ["a", "b", "c"]) {
      await imagesOf(commit);
      texts.push(zoneFile());
    }
    const image = await imagesOf("d");
    // A serial between two of them is kept for the way back.
    expect(stepsIn(image)).toEqual(["4-6", "2-4", "1-2"]);
    for (const [index, text] of texts.entries()) {
      expect(followJournal(text, [1, 2, 4][index]!, 6, image.journals)).toEqual(linesOf(zoneFile()));
    }
  });

  test("from what the machines answer, where nothing else is known", async () => {
    expect(stepsIn(await imagesOf("a", "b", "c"))).toEqual(["2-4"]);
  });

  test("none where it is the first", async () => {
    use({ dns: [] });
    expect(stepsIn(await imagesOf("a"))).toEqual([]);
  });

  test("from what a deployment answered that went back, too", async () => {
    remember();
    await run("a");
    fails("deploy dns except-regions iad", failed);
    await run("b", { scratch: "/scratch-b" });
    fly.before = () => {};
    const image = await imagesOf("c");
    expect(stepsIn(image)).toEqual(["3-4", "2-3", "1-2"]); // 3 is what was before, on the way back
  });

  test.each<[string, DeployRequest["history"]["zonesAt"]]>([
    ["the commit is gone", (id) => (id[0] === "b" ? none() : readBase("zones", filesOf(id[0]!)))],
    ["the commit has something else", (id) => readBase("zones", filesOf(id[0] === "b" ? "d" : id[0]!))],
  ])("no older one than one of which %s", async (_, zonesAt) => {
    remember();
    await run("a");
    await run("b", { scratch: "/scratch-b" });
    await run("c", { scratch: "/scratch-c" });
    const history = { zonesAt, configAt: () => Promise.resolve(undefined) };
    await run("d", { scratch: "/scratch-d", history });
    expect(stepsIn(fly.images.get(fly.machinesOf.dns![0]!.image)!)).toEqual(["4-6"]);
  });

  const none = () => Promise.resolve(undefined);
});

/** What a secondary answers. */
type Said = number | "silent" | "SERVFAIL";

function soaReply(serial: Said | undefined): Answer {
  if (serial === undefined) return noRecords();
  if (serial === "silent") return { outcome: "no-reply", reason: "no reply in 2 s", milliseconds: 1 };
  if (serial === "SERVFAIL") return { ...noRecords(), rcode: 2, aa: false };
  const text = `example.com. 3600 IN SOA ns1. h. ${serial} 1 1 1 1`;
  const record = parseRecord(text);
  if (!("rdata" in record)) throw new Error(record.message);
  return { ...noRecords(), answer: [record] };
}

function noRecords(): Answer & { readonly outcome: "reply" } {
  const sections = { answer: [], authority: [], additional: [] };
  return { outcome: "reply", rcode: 0, aa: true, ...sections, transport: "udp", milliseconds: 1 };
}
