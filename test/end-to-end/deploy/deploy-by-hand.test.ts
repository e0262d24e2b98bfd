import { rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Ran, zonepipeTold } from "../cli.ts";
import { type DeployScenario, runningScenario, withWww } from "./scenario.ts";

// Deployments start real servers.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

let it: DeployScenario;
let folders: string[];

/** The workflow has deployed the first zones, with serial 1, and there are two machines. */
beforeEach(async () => {
  folders = [];
  it = await runningScenario();
  await it.fly.scale(it.apps[0]!, "ams");
  vi.stubEnv("PATH", [it.fly.bin, process.env.PATH].join(delimiter));
  vi.stubEnv("FLY_API_TOKEN", it.fly.state.token);
  vi.stubEnv("GITHUB_TOKEN", "github_pat_of_a_person");
  vi.stubEnv("GH_TOKEN", "");
  vi.stubEnv("GITHUB_REPOSITORY", `${it.github.owner}/${it.github.repo}`);
  vi.stubEnv("GITHUB_API_URL", it.githubUrl);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const folder of folders) rmSync(folder, { recursive: true });
  await it.stop();
});

/** A clone of what the main branch holds now. */
function clone(): string {
  const folder = it.repository.checkout(it.repository.git("rev-parse", "main"));
  folders.push(folder);
  return folder;
}

/** `zonepipe deploy` there, by somebody who types this. */
function byHand(typed: string, args: readonly string[] = [], folder = clone()): Promise<Ran> {
  const { address, port } = it.fly.placeOf(it.apps[0]!);
  const server = ["--server", `${address}:${port}`, "--resolver", `127.0.0.1:${it.resolverPort}`];
  return zonepipeTold(typed, folder, "deploy", ...server, "--deadline", "6", ...args);
}

const SECOND = withWww("192.0.2.2");
const orders = () => it.fly.state.calls.filter((call) => call.startsWith("deploy")).length;

test("the plan is shown, the word is asked for, and the workflow finds it done", async () => {
  it.merge(SECOND);
  const before = orders();
  const shown = await byHand("", ["--dry-run"]);
  expect([shown.code, shown.stdout], shown.stderr).toEqual([
    0,
    expect.stringMatching(/\+ +www .*192\.0\.2\.2/),
  ]);
  const declined = await byHand("yes\n");
  expect(declined.stderr).toMatch(/\+ +www .*192\.0\.2\.2[\s\S]*Type "deploy" to go on: /);
  expect([declined.code, declined.stdout]).toEqual([1, expect.stringContaining("It was not agreed to")]);
  const alone = await byHand("");
  expect([alone.code, orders()]).toEqual([1, before]);

  const ended = await byHand("deploy\n");
  expect([ended.code, it.running()], ended.stdout + ended.stderr).toEqual([0, ["iad 2", "ams 2"]]);
  expect(ended.stdout).toContain("GitHub has no record of this: merge the commit.");
  const again = await byHand("");
  expect([again.code, again.stdout], again.stderr).toEqual([0, expect.stringContaining("Nothing to deploy")]);

  const workflow = await it.deploy();
  expect([workflow.exitCode, it.running()], workflow.log).toEqual([0, ["iad 2", "ams 2"]]);
  expect(workflow.summary).toContain("Nothing to deploy");
});

test("GitHub is down, and the release is bad: it goes back, and no later one takes its serial", async () => {
  it.merge(SECOND);
  vi.stubEnv("GITHUB_TOKEN", "");
  it.fly.state.ailments.push({ kind: "udp-dead", region: "ams", image: /./, isUnnoticed: true });
  const bad = await byHand("", ["--yes"]);
  expect([bad.code, it.running()], bad.stdout + bad.stderr).toEqual([1, ["iad 3", "ams 3"]]);
  expect(bad.stdout).toContain("spent serials were read from the machines");
  it.fly.state.ailments.length = 0;

  it.merge(withWww("192.0.2.3"));
  const workflow = await it.deploy();
  expect([workflow.exitCode, it.running()], workflow.log).toEqual([0, ["iad 4", "ams 4"]]);
});

describe("nothing is touched", () => {
  test("without GitHub, where no machine says what is spent; it goes on with what is told", async () => {
    for (const machine of it.apps[0]!.machines) machine.env = { DNS_UDP_HOST: "fly-global-services" };
    it.merge(SECOND);
    vi.stubEnv("GITHUB_TOKEN", "");
    const refused = await byHand("", ["--yes"]);
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining("Cannot tell which serials are spent"),
    ]);
    const told = ["example.com=7", "example.org=7"].flatMap((each) => ["--serial-above", each]);
    const ended = await byHand("", ["--yes", ...told]);
    expect([ended.code, it.running()], ended.stdout + ended.stderr).toEqual([0, ["iad 8", "ams 8"]]);
  });

  test("of what is in no commit, while another deployment is under way, and of a danger that nobody allowed", async () => {
    const before = orders();
    const folder = clone();
    writeFileSync(join(folder, "zones/example.com.yaml"), "www: {type: A, value: 192.0.2.9}\n");
    const dirty = await byHand("", ["--yes"], folder);
    expect([dirty.code, dirty.stderr]).toEqual([2, expect.stringContaining("M zones/example.com.yaml")]);

    const [record] = it.github.deployments;
    it.github.deployments.push({ ...record!, id: 1_000_000, statuses: [] });
    const other = await byHand("", ["--yes"]);
    expect([other.code, other.stderr]).toEqual([
      2,
      expect.stringContaining("deployment 1000000 is under way"),
    ]);
    expect((await byHand("", ["--dry-run", "--take-over"])).code).toBe(0);

    it.push({
      "zones/_config.yaml": `${it.repository.git("show", "main:zones/_config.yaml")}\nsoa: {mname: ns9.example.net.}\n`,
    });
    const danger = await byHand("", ["--yes", "--take-over"]);
    expect([danger.code, danger.stdout], danger.stderr).toEqual([
      1,
      expect.stringContaining("--allow zonepipe:allow-mname:example.com lets it out"),
    ]);
    expect(orders()).toBe(before);
  });

  test("with --json, where nobody could be asked", async () => {
    const { code, stderr } = await byHand("", ["--json"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("add --yes, or --dry-run")]);
  });
});
