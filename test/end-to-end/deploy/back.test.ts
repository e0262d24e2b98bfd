import { rmSync } from "node:fs";
import { delimiter } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Fault } from "../../fakes/flyctl/state.ts";
import { type Ran, zonepipe } from "../cli.ts";
import { type DeployScenario, runningScenario, SOON, withWww } from "./scenario.ts";

// Deployments start real servers.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const SECOND = withWww("192.0.2.2");
const THIRD = withWww("192.0.2.3");

let it: DeployScenario;
afterEach(async () => {
  vi.unstubAllEnvs();
  await it.stop();
});

/** Two apps that run the first zones with serial 1. */
async function runningTwo(): Promise<void> {
  it = await runningScenario(["one", "two"]);
}

/** The image of whatever is built next is bad in this app, and only its answers tell, unless Fly.io notices it as well. */
function nextIsBad(app: string, { isUnnoticed } = { isUnnoticed: true }): void {
  const known = [...it.fly.state.registry.keys()].map((each) => each.split(/[:@]/).at(-1));
  const image = new RegExp(`^(?!.*(${known.join("|")}))`);
  it.fly.state.ailments.push({ kind: "udp-dead", app, image, isUnnoticed });
}

/** The apps whose machines were brought back, in order. */
const broughtBack = () =>
  it.fly.state.calls.flatMap((call) => /^deploy --app (\S+) .*--image \S+@sha256:/.exec(call)?.[1] ?? []);

const third = async () => {
  it.fly.state.ailments.length = 0;
  it.merge(THIRD);
  const ended = await it.deploy();
  expect(ended.exitCode, ended.log).toBe(0);
};

/** `zonepipe rollback` in a clone of a person, which is left in the end. */
function rollback(deadline: string): { readonly back: () => Promise<Ran>; readonly leave: () => void } {
  const clone = it.repository.checkout(it.repository.git("rev-parse", "main"));
  vi.stubEnv("PATH", [it.fly.bin, process.env.PATH].join(delimiter));
  vi.stubEnv("FLY_API_TOKEN", it.fly.state.token);
  vi.stubEnv("GITHUB_TOKEN", "github_pat_of_a_person");
  vi.stubEnv("GITHUB_REPOSITORY", `${it.github.owner}/${it.github.repo}`);
  vi.stubEnv("GITHUB_API_URL", it.githubUrl);
  const servers = it.apps.flatMap((app) => {
    const { address, port } = it.fly.placeOf(app);
    return ["--server", `${address}:${port}`];
  });
  return {
    back: () => zonepipe(clone, "rollback", ...servers, "--deadline", deadline),
    leave: () => rmSync(clone, { recursive: true }),
  };
}

/** From the first machine's going back on, so many queries to the public address reach no machine. */
function nextGoesAstray(queries: number): { readonly left: () => number } {
  let left = queries;
  const before = broughtBack().length;
  it.apps[0]!.route = ([first]) => {
    if (broughtBack().length === before || left === 0) return first;
    left -= 1;
    return undefined;
  };
  return { left: () => left };
}

describe("when the machines are back, the public addresses are asked over UDP and TCP, too", () => {
  test("until they answer what was live before, all of it", async () => {
    it = await runningScenario();
    const pull = it.merge(SECOND);
    nextIsBad("dns", { isUnnoticed: false }); // so all of the waiting is for the addresses
    const astray = nextGoesAstray(3);
    const ended = await it.deploy();
    expect([ended.exitCode, it.running(), astray.left()], ended.log).toEqual([1, ["iad 3"], 0]);
    const [comment] = it.comments(pull);
    expect(comment).toContain(
      "Rolled back: what was live before is live again · 1 of 1 machine as expected · 2 of 2 nameserver paths as expected",
    );
    expect(comment).toMatch(/\| ✅ 3 \| ✅ 3 \| `iad\/\w+` \|/);
    expect(comment).toContain("| ✅ | Asking the public addresses again |");
  });

  test("and an address that does not answer it is told, with exit code 1, after a deployment", async () => {
    it = await runningScenario();
    const pull = it.merge(SECOND);
    nextIsBad("dns");
    nextGoesAstray(Number.POSITIVE_INFINITY);
    const ended = await it.deploy(SOON);
    expect([ended.exitCode, it.running()], ended.log).toEqual([1, ["iad 3"]]);
    const [comment] = it.comments(pull);
    expect(comment).toContain(
      "what was live before did not come back everywhere · 1 of 1 machine as expected · 0 of 2 nameserver paths as expected",
    );
    for (const transport of ["UDP", "TCP"]) {
      expect(ended.log).toMatch(
        new RegExp(
          `After going back, ns1\\.example\\.net\\. .*over ${transport} answers 0 of \\d+ questions`,
        ),
      );
    }
    it.apps[0]!.route = ([first]) => first;
    await third();
    expect(it.running()).toEqual(["iad 4"]);
  });

  test("and after zonepipe rollback", async () => {
    it = await runningScenario();
    it.merge(SECOND);
    expect((await it.deploy()).exitCode).toBe(0);
    nextGoesAstray(Number.POSITIVE_INFINITY);
    const { back, leave } = rollback("2");
    try {
      const lost = await back();
      expect([lost.code, it.running()], lost.stdout + lost.stderr).toEqual([1, ["iad 3"]]);
      expect(lost.stdout).toMatch(
        /After going back, ns1\.example\.net\. .*over TCP answers 0 of \d+ questions/,
      );
      it.apps[0]!.route = ([first]) => first;
      const found = await back();
      expect(found.stdout + found.stderr).not.toContain("After going back");
    } finally {
      leave();
    }
  });
});

test("of two apps the second is bad: both go back, the last that was touched first", async () => {
  await runningTwo();
  const pull = it.merge(SECOND);
  nextIsBad("two");
  const ended = await it.deploy(SOON);
  expect([ended.exitCode, it.running()], ended.log).toEqual([1, ["iad 3", "iad 3"]]);
  expect(broughtBack()).toEqual(["two", "one"]);
  expect(it.comments(pull)[0]).toContain("Rolled back: what was live before is live again");
  await third();
  expect(it.running()).toEqual(["iad 4", "iad 4"]);
});

describe("going back is interrupted, and the same bad commit runs again: what was live before both is live", () => {
  test.each<[string, Partial<Fault>, number]>([
    ["before the first machine is back", {}, 3],
    ["after the first of two", { after: 1 }, 5],
    ["after all", { isCarriedOut: true }, 5],
  ])("%s", async (_, when, serial) => {
    it = await runningScenario();
    await it.fly.scale(it.apps[0]!, "ams");
    it.merge(SECOND);
    nextIsBad("dns");
    it.fly.state.faults.push({ on: /--image \S+@sha256:/, times: 1, end: { kind: "kill" }, ...when });
    expect((await it.deploy(SOON)).exitCode).toBeNull();
    const again = await it.deploy(SOON);
    expect([again.exitCode, it.running()], again.log).toEqual([1, [`iad ${serial}`, `ams ${serial}`]]);
    await third();
    expect(new Set(it.running().map((line) => line.split(" ")[1])).size).toBe(1);
  });
});

test("zonepipe rollback of two apps is interrupted between them, and ends right when it runs again", async () => {
  await runningTwo();
  it.merge(SECOND);
  expect((await it.deploy()).exitCode).toBe(0);
  const { back, leave } = rollback("30");
  try {
    it.fly.state.faults.push({ on: /--app two .*@sha256:/, times: 1, end: { kind: "kill" } });
    expect([(await back()).code, it.running()]).toEqual([null, ["iad 3", "iad 2"]]);
    const again = await back();
    expect([again.code, it.running()], again.stdout + again.stderr).toEqual([0, ["iad 3", "iad 3"]]);
    expect(again.stdout).toContain("2 machines, 2 public addresses: all are well and answer the same.");
  } finally {
    leave();
  }
  it.merge(withWww("192.0.2.1"));
  const ended = await it.deploy();
  expect([ended.exitCode, it.running()], ended.log).toEqual([0, ["iad 3", "iad 3"]]);
});
