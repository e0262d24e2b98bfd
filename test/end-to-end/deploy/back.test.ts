import { rmSync } from "node:fs";
import { delimiter } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Fault } from "../../fakes/flyctl/state.ts";
import { type Ran, zonepipe } from "../cli.ts";
import { type DeployScenario, deployScenario, withWww } from "./scenario.ts";

// A deployment waits as long as it is told to before it goes back, and starts real servers.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const SECOND = withWww("192.0.2.2");
const THIRD = withWww("192.0.2.3");

let it: DeployScenario;
afterEach(async () => {
  vi.unstubAllEnvs();
  await it.stop();
});

/** Apps that run the first zones with serial 1. */
async function running(...apps: readonly string[]): Promise<void> {
  it = await deployScenario(apps);
  const first = await it.deploy();
  expect(first.exitCode, first.log).toBe(0);
}

/** The image of whatever is built next is bad in this app, and only its answers tell. */
function nextIsBad(app: string): void {
  const known = [...it.fly.state.registry.keys()].map((each) => each.split(/[:@]/).at(-1));
  const image = new RegExp(`^(?!.*(${known.join("|")}))`);
  it.fly.state.ailments.push({ kind: "udp-dead", app, image, isUnnoticed: true });
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

test("of two apps the second is bad: both go back, the last that was touched first", async () => {
  await running("one", "two");
  const pull = it.merge(SECOND);
  nextIsBad("two");
  const ended = await it.deploy();
  expect([ended.exitCode, it.running()], ended.log).toEqual([1, ["iad 1", "iad 1"]]);
  expect(broughtBack()).toEqual(["two", "one"]);
  expect(it.comments(pull)[0]).toContain("Rolled back: what was live before is live again");
  await third();
  expect(it.running()).toEqual(["iad 3", "iad 3"]);
});

describe("going back is interrupted, and the same bad commit runs again: what was live before both is live", () => {
  test.each<[string, Partial<Fault>]>([
    ["before the first machine is back", {}],
    ["after the first of two", { after: 1 }],
    ["after all", { isCarriedOut: true }],
  ])("%s", async (_, when) => {
    await running("dns");
    await it.fly.scale(it.apps[0]!, "ams");
    it.merge(SECOND);
    nextIsBad("dns");
    it.fly.state.faults.push({ on: /--image \S+@sha256:/, times: 1, end: { kind: "kill" }, ...when });
    expect((await it.deploy()).exitCode).toBeNull();
    const again = await it.deploy();
    expect([again.exitCode, it.running()], again.log).toEqual([1, ["iad 1", "ams 1"]]);
    await third();
    expect(new Set(it.running().map((line) => line.split(" ")[1])).size).toBe(1);
  });
});

test("zonepipe rollback of two apps is interrupted between them, and ends right when it runs again", async () => {
  await running("one", "two");
  it.merge(SECOND);
  expect((await it.deploy()).exitCode).toBe(0);
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
  const back = (): Promise<Ran> => zonepipe(clone, "rollback", ...servers, "--deadline", "30");
  try {
    it.fly.state.faults.push({ on: /--app two .*@sha256:/, times: 1, end: { kind: "kill" } });
    expect([(await back()).code, it.running()]).toEqual([null, ["iad 1", "iad 2"]]);
    const again = await back();
    expect([again.code, it.running()], again.stdout + again.stderr).toEqual([0, ["iad 1", "iad 1"]]);
    expect(again.stdout).toContain("Serial 2 of example.com. is spent; 1 is answered again.");
  } finally {
    rmSync(clone, { recursive: true });
  }
  it.merge(withWww("192.0.2.1"));
  const ended = await it.deploy();
  expect([ended.exitCode, it.running()], ended.log).toEqual([0, ["iad 3", "iad 3"]]);
});
