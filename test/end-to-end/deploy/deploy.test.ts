import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Ailment } from "../../fakes/flyctl/ailment.ts";
import type { Fault } from "../../fakes/flyctl/state.ts";
import { type DeployScenario, deployScenario, runningScenario, SOON, withWww } from "./scenario.ts";

// A deployment waits as long as it is told to before it goes back, and starts real servers.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

let it: DeployScenario;

/** An app with a machine in each of two regions, which runs the first zones with serial 1. */
async function running(): Promise<void> {
  it = await runningScenario();
  await it.fly.scale(it.apps[0]!, "ams");
}

afterEach(() => it.stop());

const SECOND = withWww("192.0.2.2");
const THIRD = withWww("192.0.2.3");
const orders = () => it.fly.state.calls.filter((call) => call.startsWith("deploy"));

describe("from the merge to the comment", () => {
  beforeEach(running);

  test("a plain change, and then nothing changed", async () => {
    const pull = it.merge(SECOND);
    const ended = await it.deploy();
    expect(ended.exitCode, ended.log).toBe(0);
    expect(it.running()).toEqual(["iad 2", "ams 2"]);
    const [comment, ...others] = it.comments(pull);
    expect(others).toEqual([]);
    expect(comment).toContain(
      "✅ Deployed · 2 of 2 machines as expected · 2 of 2 nameserver paths as expected",
    );
    expect(comment).toMatch(/\| ✅ \| `ams` \| `\d+` \| 2 \|/);

    const before = orders().length;
    const again = await it.deploy();
    expect(again.exitCode, again.log).toBe(0);
    expect(again.summary).toContain("Nothing to deploy");
    expect(orders().length).toBe(before);
  });

  test("what changes how it runs and no zone: a release, and the same serial", async () => {
    const toml = it.repository.git("show", "main:fly.toml");
    it.push({ "fly.toml": toml.replace('kill_timeout = "15s"', 'kill_timeout = "20s"') });
    const before = orders().length;
    const ended = await it.deploy();
    expect(ended.exitCode, ended.log).toBe(0);
    expect(it.running()).toEqual(["iad 1", "ams 1"]);
    expect(orders().length).toBeGreaterThan(before);
  });

  test("a commit that is older than what was deployed is refused", async () => {
    const old = it.repository.git("rev-parse", "main");
    it.merge(SECOND);
    expect((await it.deploy()).exitCode).toBe(0);
    const late = await it.deploy({}, old);
    expect(late.exitCode, late.log).toBe(1);
    expect(late.log).toContain("is no ancestor of");
    expect(it.running()).toEqual(["iad 2", "ams 2"]);
  });

  test("deletes that nobody allowed are refused with the label that allows them", async () => {
    const names = Array.from({ length: 20 }, (_, number) => `n${number}: {type: A, value: 192.0.2.1}\n`);
    it.merge({ "zones/example.com.yaml": names.join("") });
    expect((await it.deploy()).exitCode).toBe(0);
    const pull = it.merge({ "zones/example.com.yaml": names.slice(0, 5).join("") });
    const ended = await it.deploy();
    expect(ended.exitCode).toBe(1);
    expect(ended.log).toContain("zonepipe:allow-deletes:example.com");
    expect(it.comments(pull)[0]).toContain("Refused: nothing was touched");
    expect(it.running()).toEqual(["iad 2", "ams 2"]);
  });
});

describe("what goes wrong goes back to what was live", () => {
  beforeEach(running);

  test.each<[string, Partial<Ailment> | Partial<Fault>, RegExp, next?: "and a third content goes out"]>([
    [
      "the canary is unhealthy",
      { kind: "unhealthy" },
      /Cannot deploy|Machine/,
      "and a third content goes out",
    ],
    [
      "the canary is unhealthy, and only its answers tell",
      { kind: "unhealthy", isUnnoticed: true },
      /Machine \d+ of dns/,
    ],
    ["UDP is dead and TCP alive", { kind: "udp-dead", isUnnoticed: true }, /Machine \d+ of dns/],
    [
      "a wrong serial in one region",
      { kind: "wrong-serial", region: "iad", isUnnoticed: true },
      /serial 1; expected 2/,
    ],
    [
      "one region keeps the old image",
      { kind: "keeps-image", region: "iad" },
      /runs another image|serial 1; expected 2/,
    ],
    [
      "the rest fails after the canary",
      failing(/--exclude-regions/, 1, "smoke checks failed"),
      /smoke checks failed/,
    ],
    [
      "exit code 126 with the release half done",
      { ...failing(/--exclude-regions/, 126, "deadline"), after: 1 },
      /ran out of time|deadline/,
      "and a third content goes out",
    ],
  ])("%s", async (_, trouble, reason, next) => {
    const pull = it.merge(SECOND);
    if ("kind" in trouble) {
      const label = labelOfNext();
      it.fly.state.ailments.push({ ...trouble, image: label } as Ailment);
    } else it.fly.state.faults.push({ times: 1, ...trouble } as Fault);
    const ended = await it.deploy(SOON);
    expect(ended.exitCode, ended.log).toBe(1);
    expect(it.running()).toEqual(["iad 3", "ams 3"]);
    const [comment] = it.comments(pull);
    expect(comment).toContain("Rolled back: what was live before is live again");
    expect(ended.log).toMatch(reason);

    // The serial that may have been answered is spent, and so is that of the way back: a third content lies above both.
    expect(it.written().at(-1)!.payload).toMatchObject({
      floors: { "example.com.": 2 },
      reserved: { "example.com.": [2, 2] },
    });
    if (next === undefined) return;
    it.fly.state.ailments.length = 0;
    it.merge(THIRD);
    const third = await it.deploy();
    expect(third.exitCode, third.log).toBe(0);
    expect(it.running()).toEqual(["iad 4", "ams 4"]);
  });

  test("the old image is gone from the registry: it says so, and what is live", async () => {
    it.merge(SECOND);
    it.fly.state.faults.push(
      { ...failing(/--exclude-regions/, 1, "failed"), times: 1 },
      { ...failing(/@sha256:/, 1, "manifest unknown"), times: 9 },
    );
    const ended = await it.deploy(SOON);
    expect(ended.exitCode).toBe(1);
    expect(ended.summary).toContain("did not come back everywhere");
    expect(ended.log).toContain("manifest unknown");
  });

  test("nothing is touched when the push fails, or the token is refused", async () => {
    it.merge(SECOND);
    it.fly.state.faults.push({ ...failing(/--build-only/, 1, "failed to push"), times: 1 });
    const pushed = await it.deploy();
    expect(pushed.exitCode).toBe(1);
    expect(pushed.summary).toContain("it failed before anything was touched");
    const refused = await it.deploy({ "fly-api-token": "FlyV1 another" });
    expect(refused.exitCode).toBe(1);
    expect(refused.log).toContain("Fly.io does not take the token");
    expect(it.running()).toEqual(["iad 1", "ams 1"]);
    expect((await it.deploy()).exitCode).toBe(0);
  });

  test("a machine on a silent host, and one on a full host, are replaced, told, and no reason to go back", async () => {
    const pull = it.merge(SECOND);
    const [iad, ams] = it.apps[0]!.machines.map(({ id }) => id);
    it.apps[0]!.machines[0]!.hostStatus = "unreachable";
    it.fly.state.ailments.push({ kind: "no-room", machine: ams! });
    const ended = await it.deploy();
    expect(ended.exitCode, ended.log).toBe(0);
    expect(it.running().toSorted()).toEqual(["ams 2", "iad 2"]);
    const [comment] = it.comments(pull);
    expect(comment).toContain("✅ Deployed · 2 of 2 machines as expected");
    expect(comment).toContain(`Machine ${iad} of "dns" (iad): Fly.io does not reach its host`);
    for (const [id, region] of [
      [iad, "iad"],
      [ams, "ams"],
    ]) {
      expect(comment).toMatch(new RegExp(`Machine ${id} of dns \\(${region}\\) was replaced by 9\\w+`));
    }
    expect(
      orders().filter((order) => /--(only|exclude|regions)/.test(order) && !order.includes("--update-only")),
    ).toEqual([]);
  });

  test("a machine that starts slowly, and one that vanishes, are no reason to go back", async () => {
    it.merge(SECOND);
    const label = labelOfNext();
    it.fly.state.ailments.push(
      { kind: "slow", image: label },
      { kind: "vanishes", region: "iad", image: label },
    );
    const ended = await it.deploy();
    expect(ended.exitCode, ended.log).toBe(0);
    expect(it.running()).toEqual(["ams 2"]);
    expect(ended.log).toMatch(/Machine \d+ of dns is gone/);
  });

  /** Matches the image of the next deployment alone. */
  function labelOfNext(): RegExp {
    const known = [...it.fly.state.registry.keys()].map((each) => each.split(/[:@]/).at(-1));
    return new RegExp(`^(?!.*(${known.join("|")}))`);
  }
});

describe("interrupted and run again, it ends in the right state", () => {
  beforeEach(running);

  test.each<[string, Partial<Fault>]>([
    ["while the image is built", { on: /--build-only/ }],
    ["before the canary", { on: /--regions/ }],
    ["after the canary", { on: /--regions/, isCarriedOut: true }],
    ["within the rest", { on: /--exclude-regions/, after: 0 }],
    ["after the rest", { on: /--exclude-regions/, isCarriedOut: true }],
  ])("%s", async (_, when) => {
    const pull = it.merge(SECOND);
    it.fly.state.faults.push({ times: 1, end: { kind: "kill" }, ...when } as Fault);
    expect((await it.deploy()).exitCode).toBeNull();
    const again = await it.deploy();
    expect(again.exitCode, again.log).toBe(0);
    expect(new Set(it.running().map((line) => line.split(" ")[1])).size).toBe(1);
    expect(it.comments(pull)).toHaveLength(1);
    expect(it.comments(pull)[0]).toMatch(/Deployed|every machine runs it already/);
  });

  test("and when the runner sees only the region that was not reached", async () => {
    it.merge(SECOND);
    it.fly.state.faults.push({ times: 1, end: { kind: "kill" }, on: /--regions/, isCarriedOut: true });
    await it.deploy();
    it.apps[0]!.route = (machines) => machines.find(({ region }) => region === "iad");
    const again = await it.deploy();
    expect(again.exitCode, again.log).toBe(0);
    expect(it.running()).toEqual(["iad 2", "ams 2"]);
  });
});

/** One of two may wait for what the other one takes away. */
const BESIDE = { deadline: "6" };

test("two deployments at once do no harm", async () => {
  await running();
  it.merge(SECOND);
  const both = await Promise.all([it.deploy(BESIDE), it.deploy(BESIDE)]);
  expect(both.map(({ exitCode }) => exitCode)).toContain(0);
  expect((await it.deploy()).exitCode).toBe(0);
  expect(new Set(it.running().map((line) => line.split(" ")[1])).size).toBe(1);
});

test("two deployments of different commits at once never give a serial two contents", async () => {
  await running();
  it.merge(SECOND);
  const second = it.repository.git("rev-parse", "main");
  it.merge(THIRD);
  await Promise.all([it.deploy(BESIDE, second), it.deploy(BESIDE)]);
  const ended = await it.deploy();
  expect(ended.exitCode, ended.log).toBe(0);
  const [machine, other] = it.running().map((line) => line.split(" ")[1]);
  expect(machine).toBe(other);
});

test("of two apps the second never gets what is bad in the first, and answers the old content as that does", async () => {
  it = await runningScenario(["one", "two"]);
  it.merge(SECOND);
  it.fly.state.ailments.push({ kind: "udp-dead", app: "one", image: /./, isUnnoticed: true });
  const before = it.fly.state.calls.length;
  const ended = await it.deploy(SOON);
  expect(ended.exitCode).toBe(1);
  const touched = it.fly.state.calls.slice(before).filter((call) => /^deploy .*--app two/.test(call));
  expect(touched).toEqual([
    expect.stringMatching(/--image \S+@sha256:.*--env ZONEPIPE_SERIALS=example\.com\.=3 /),
  ]);
  expect(it.running()).toEqual(["iad 3", "iad 3"]);
});

test("a machine that was stopped is no machine to deploy around: it has the old image, and somebody may start it", async () => {
  await running();
  it.merge(SECOND);
  const [, ams] = it.apps[0]!.machines;
  ams!.state = "stopped";
  const ended = await it.deploy();
  expect([ended.exitCode, it.running()], ended.log).toEqual([1, ["iad 1", "ams 1"]]);
  expect(ended.log).toContain(`fly machine start ${ams!.id} -a dns`);
  expect(orders().filter((order) => order.includes("--image registry"))).toHaveLength(1); // the first deployment's
});

test("an app without an address is told what to run, and is given one when that is allowed", async () => {
  it = await deployScenario();
  const [app] = it.apps;
  app!.addresses.length = 0;
  const ended = await it.deploy();
  expect(ended.exitCode).toBe(1);
  expect(ended.log).toContain("fly ips allocate-v4 --yes -a dns");
});

function failing(on: RegExp, code: number, message: string): Pick<Fault, "on" | "end"> {
  return { on, end: { kind: "exit", code, message } };
}
