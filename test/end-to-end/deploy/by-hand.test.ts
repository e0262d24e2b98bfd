import { rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Ran, zonepipe } from "../cli.ts";
import { type DeployScenario, runningScenario, withWww } from "./scenario.ts";

// Deployments start real servers.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

let it: DeployScenario;
let clone: string;

/** Two deployments, and a person with a clone, flyctl and a token of GitHub. */
beforeEach(async () => {
  it = await runningScenario();
  await it.fly.scale(it.apps[0]!, "ams");
  it.merge(withWww("192.0.2.2"));
  expect((await it.deploy()).exitCode).toBe(0);
  clone = it.repository.checkout(it.repository.git("rev-parse", "main"));
  vi.stubEnv("PATH", [it.fly.bin, process.env.PATH].join(delimiter));
  vi.stubEnv("FLY_API_TOKEN", it.fly.state.token);
  vi.stubEnv("GITHUB_TOKEN", "github_pat_of_a_person");
  vi.stubEnv("GITHUB_REPOSITORY", `${it.github.owner}/${it.github.repo}`);
  vi.stubEnv("GITHUB_API_URL", it.githubUrl);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(clone, { recursive: true });
  await it.stop();
});

function run(command: string, ...args: string[]): Promise<Ran> {
  const { address, port } = it.fly.placeOf(it.apps[0]!);
  return zonepipe(clone, command, "--server", `${address}:${port}`, ...args);
}

test("status, rollback, and the deployment of the reverted change, which finds it live", async () => {
  const status = await run("status");
  expect([status.code, status.stdout]).toEqual([
    0,
    expect.stringContaining("2 machines, 1 public address: all are well and answer the same."),
  ]);
  expect(status.stdout.match(/^✔ {2}dns .* 2$/gm)).toHaveLength(3);

  const planned = await run("rollback", "--dry-run");
  expect([planned.code, it.running()]).toEqual([0, ["iad 2", "ams 2"]]);

  const back = await run("rollback", "--deadline", "30");
  expect([back.code, back.stderr.includes("zonepipe:")], back.stdout + back.stderr).toEqual([0, false]);
  expect(it.running()).toEqual(["iad 3", "ams 3"]);
  expect(back.stdout).toContain(
    "example.com. is back with serial 3, above the 2 that is undone, so that secondaries take it.",
  );
  expect(back.stdout).toContain("The next deployment knows it from GitHub's record");

  it.merge(withWww("192.0.2.1"));
  const ended = await it.deploy();
  expect(ended.exitCode, ended.log).toBe(0);
  expect(it.running()).toEqual(["iad 3", "ams 3"]);
});

test("plan --asked tells how often what goes was asked for on the machines; without it nobody is asked", async () => {
  const published = join(clone, "published");
  expect((await zonepipe(clone, "render", "--out", published)).code).toBe(0);
  writeFileSync(join(clone, "zones/example.com.yaml"), "mail: {type: A, value: 192.0.2.25}\n");
  const plan = (...words: string[]) => zonepipe(clone, "plan", "--published", published, ...words);
  const { code, stdout, stderr } = await plan("--asked");
  expect([code, stderr.includes("Cannot")], stdout + stderr).toEqual([0, false]);
  // The proof of the release asked for it.
  expect(stdout).toMatch(
    /^ {2}asked www A: no question but our own since 20\d\d-.* UTC, on 2 of 2 machines, but for \d+ minutes? of 1 release/m,
  );
  vi.stubEnv("GITHUB_TOKEN", "");
  vi.stubEnv("GH_TOKEN", "");
  expect((await plan("--asked")).stdout).toMatch(
    /^ {2}asked www A: at least \d+ questions? since 20\d\d-.* UTC, on 2 of 2 machines/m,
  );
  const { asked } = JSON.parse((await plan("--asked", "--json")).stdout);
  expect(asked).toMatchObject([{ name: "www.example.com.", type: "A", told: 2, machines: 2, others: [] }]);
  expect((await plan()).stdout).not.toContain(" asked www");
});

test("what was asked for is known over a release, and no more when a machine began anew by itself", async () => {
  it.merge(withWww("192.0.2.3"));
  const ended = await it.deploy();
  expect([ended.exitCode, ended.log.includes("begins anew")], ended.log).toEqual([0, false]);
  const published = join(clone, "published");
  expect((await zonepipe(clone, "render", "--out", published)).code).toBe(0);
  writeFileSync(join(clone, "zones/example.com.yaml"), "mail: {type: A, value: 192.0.2.25}\n");
  const plan = (...words: string[]) => zonepipe(clone, "plan", "--asked", "--published", published, ...words);
  const { asked } = JSON.parse((await plan("--json")).stdout);
  const [{ recorded, first }] = asked;
  expect(recorded).toMatchObject({ asked: "none", noneSince: expect.any(String), releases: 2 });
  expect(recorded.noneSince < first, `${recorded.noneSince} ${first}`).toBe(true); // before either machine began

  await it.fly.restart(it.apps[0]!, it.apps[0]!.machines[0]!);
  const [again] = JSON.parse((await plan("--json")).stdout).asked;
  expect([again.told, again.machines, "recorded" in again]).toEqual([2, 2, false]);
});

test("a token that may not read deployments is told; an image that is named needs none", async () => {
  it.github.permissions = new Set(["contents: read"]);
  const { code, stderr } = await run("rollback");
  expect([code, stderr]).toEqual([2, expect.stringContaining("deployments: read")]);
  const image = `registry.fly.io/dns@sha256:${"0".repeat(64)}`;
  const planned = await run("rollback", "--dry-run", "--image", image);
  expect([planned.code, planned.stdout.split(image).length - 1]).toEqual([0, 2]);
  expect(it.running()).toEqual(["iad 2", "ams 2"]);
});

test("without a token of GitHub, what ran before is not guessed, and nothing is touched", async () => {
  vi.stubEnv("GITHUB_TOKEN", "");
  vi.stubEnv("GH_TOKEN", "");
  const { code, stderr } = await run("rollback");
  expect([code, it.running()]).toEqual([2, ["iad 2", "ams 2"]]);
  expect(stderr).toContain("Cannot tell what ran before: GitHub was not asked");
});
