import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { renderZone } from "../../../src/render/render-zone.ts";
import { realFiles } from "../../../src/world/files.ts";
import { load } from "../../../src/zones/load.ts";
import { validate } from "../../../src/zones/validate.ts";
import { builtServer } from "../../built-bundles.ts";
import { type FakeGithub, startFakeGithub } from "../../fakes/github/server.ts";
import { DRIFT_JOB, emptyState, type State } from "../../fakes/github/state.ts";
import { type OurServer, startOurServer } from "../../our-server.ts";
import { zonepipe } from "../cli.ts";
import { type GitRepository, gitRepository } from "../pull-request/git-repository.ts";
import { type Ended, runAction } from "../pull-request/run-action.ts";

const ZONE = (address: string) => `'': {type: NS, values: [ns1.example.net., ns2.example.net.]}
www: {type: A, value: ${address}}
`;

let state: State;
let fake: FakeGithub;
let repository: GitRepository;
let folder: string;
const servers: OurServer[] = [];
let runs = 100;

beforeEach(async () => {
  state = emptyState();
  state.permissions = DRIFT_JOB;
  repository = gitRepository({
    "zones/example.com.yaml": ZONE("192.0.2.1"),
    "zones/_config.yaml": "watch: {parents: false, registration: false, signatures: false}\n",
  });
  state.gitFolder = repository.folder;
  fake = await startFakeGithub(state);
  folder = mkdtempSync(join(tmpdir(), "zonepipe-drift-"));
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  await fake.stop();
  for (const each of [folder, repository.folder]) rmSync(each, { recursive: true, force: true });
  expect(state.violations).toEqual([]);
});

/** Serves the zone of the branch main, or what is given, with a serial. Gives the address. */
async function serve(serial: number, name: string, text = ZONE("192.0.2.1")): Promise<string> {
  const [source, out] = [join(folder, `${name}-source`), join(folder, name)];
  for (const path of [source, out]) mkdirSync(path);
  writeFileSync(join(source, "example.com.yaml"), text);
  const { zones } = validate(await load(source, realFiles));
  writeFileSync(join(out, "example.com.zone"), renderZone(zones[0]!, serial).text, "latin1");
  const server = await startOurServer(out, [], await builtServer());
  servers.push(server);
  return `127.0.0.1:${server.port}`;
}

/** A deployment that succeeded. */
function deployed(commit: string, serial: number, at?: string): void {
  const payload = {
    version: 1,
    commit,
    inputs: `sha256:${"a".repeat(64)}`,
    floors: { "example.com.": serial },
    before: [],
  };
  const creator = state.viewer;
  state.deployments.push({
    id: state.nextId++,
    ref: commit,
    task: "deploy:zonepipe",
    environment: "zonepipe",
    creator,
    payload,
    statuses: [{ state: "success", creator, description: "", logUrl: "", ...(at !== undefined && { at }) }],
    ...(at !== undefined && { at }),
  });
}

function drift(...nameservers: readonly string[]): Promise<Ended> {
  return runAction({
    inputs: { mode: "drift", zones: "zones", "github-token": "t", nameservers: nameservers.join(" ") },
    event: "schedule",
    payload: {},
    workspace: repository.checkout(main()),
    apiUrl: fake.url,
    runId: runs++,
  });
}

const main = () => repository.git("rev-parse", "main");
const issues = () => state.issues.map(({ state: is, title }) => `${is}: ${title}`);

test("what is published is what was deployed, although git has moved on: nothing is opened", async () => {
  const server = await serve(7, "a");
  deployed(main(), 7);
  repository.commit("main", { "zones/example.com.yaml": ZONE("192.0.2.99") });
  const ended = await drift(server);
  expect(ended.log).toContain("no problem");
  expect([ended.exitCode, issues()]).toEqual([0, []]);
});

describe("one issue", () => {
  test("is opened, and brought up to date", async () => {
    const [right, older] = [await serve(7, "a"), await serve(6, "b")];
    const other = await serve(7, "c", ZONE("192.0.2.66"));
    deployed(main(), 7);
    const first = await drift(right, older);
    expect(first.exitCode).toBe(1);
    expect(issues()).toEqual(["open: 1 zone not answered as deployed"]);
    expect(state.issues[0]!.body).toContain("serial 6, an older one than 7, which was deployed");
    expect(state.issues[0]!.body).not.toContain("content");
    expect(first.outputs["issue-url"]).toMatch(/\/issues\/\d+$/);
    await drift(right, older, other);
    expect(state.issues[0]!.body).toContain("serial 7 with other content than was deployed");
  });

  test("is left alone as long as the same differs, and closed when nothing does", async () => {
    const [right, older] = [await serve(7, "a"), await serve(6, "b")];
    deployed(main(), 7);
    await drift(right, older);
    await drift(right, older);
    expect(state.requests.filter((line) => line.startsWith("PATCH"))).toEqual([]);
    const last = await drift(right);
    expect([last.exitCode, issues()]).toEqual([0, ["closed: Published zones are as deployed"]]);
    expect(last.summary).toContain("The issue was closed");
  });

  test("of ours: one of somebody else with our marker is left alone, and so is a pull request", async () => {
    const marker = `<!-- zonepipe:drift {"run":1,"attempt":1,"head":"${"a".repeat(40)}"} -->\nhello`;
    const mallory = { login: "mallory", type: "User" } as const;
    state.issues.push({ number: 1, author: mallory, state: "open", title: "Mine", body: marker });
    for (let number = 10; number < 160; number++) {
      state.issues.push({ number, author: mallory, state: "open", title: "Other", body: "" });
    }
    deployed(main(), 7);
    await drift(await serve(6, "a"));
    await drift(await serve(5, "b"));
    expect(issues().filter((one) => !one.endsWith("Other"))).toEqual([
      "open: Mine",
      "open: 1 zone not answered as deployed",
    ]);
  });

  test("where two were opened at once, the older stays", async () => {
    deployed(main(), 7);
    const older = await serve(6, "a");
    state.faults.push({ on: /^POST .*\/issues$/, times: 1, status: 502, isCarriedOut: true });
    await drift(older);
    state.issues.push({ ...state.issues[0]!, number: state.nextId++ });
    await drift(older);
    expect(state.issues.map(({ state: is }) => is)).toEqual(["open", "closed"]);
  });

  test("is neither opened nor closed by silence", async () => {
    const [right, older] = [await serve(7, "a"), await serve(6, "b")];
    deployed(main(), 7);
    const silent = await drift(right, "127.0.0.1:1");
    expect([silent.exitCode, issues()]).toEqual([0, []]);
    expect(silent.log).toContain("Not compared, for nobody answered: 127.0.0.1");
    await drift(older);
    await drift(right, "127.0.0.1:1");
    expect(state.issues.map(({ state: is }) => is)).toEqual(["open"]);
  });
});

describe("a secondary that has the zone before", () => {
  const SETTINGS = `watch: {parents: false, registration: false, signatures: false}
nameservers: [{name: ns1.example.net., addresses: [127.0.0.1], fed: {by: transfer, key: k.}}]\n`;
  const lateBy = async (hours: number) => {
    repository.commit("main", { "zones/_config.yaml": SETTINGS });
    const hoursAgo = (number: number) => new Date(Date.now() - 3_600_000 * number).toISOString();
    deployed(main(), 6, hoursAgo(1_000));
    deployed(main(), 7, hoursAgo(hours));
    return await drift(await serve(7, "a"), await serve(6, "b"));
  };

  test("is late until refresh and retry are over: a warning, and no issue", async () => {
    const ended = await lateBy(1);
    expect([ended.exitCode, issues()]).toEqual([0, []]);
    expect(ended.log).toContain("it asks by itself until");
  });

  test("has stopped to follow after that", async () => {
    const ended = await lateBy(30); // a refresh of 24 hours and a retry of two
    expect([ended.exitCode, issues()]).toEqual([1, ["open: 1 zone not answered as deployed"]]);
    expect(state.issues[0]!.body).toContain("refresh and retry of its SOA are over since");
  });
});

test("nobody answers: exit code 2, and no issue", async () => {
  deployed(main(), 7);
  const ended = await drift("127.0.0.1:1");
  expect([ended.exitCode, issues()]).toEqual([2, []]);
  expect(ended.log).toContain("nobody answers");
});

test("before the first deployment, the checked-out commit and the greatest serial count", async () => {
  const ended = await drift(await serve(9, "a"), await serve(8, "b"));
  expect(ended.exitCode).toBe(1);
  expect(state.issues[0]!.body).toContain("serial 8, an older one than 9");
});

test("without the permission, the job is told which", async () => {
  deployed(main(), 7);
  state.permissions = new Set(["contents: read", "deployments: read", "metadata: read"]);
  const ended = await drift(await serve(6, "a"));
  expect(ended.exitCode).toBe(2);
  expect(ended.log).toContain('give the job the permission "issues: write"');
});

test("zonepipe drift says the same on a machine of one's own", async () => {
  const server = await serve(7, "a", ZONE("192.0.2.66"));
  const ran = await zonepipe(repository.folder, "drift", "zones", "--server", server);
  expect(ran.stdout).toContain("serial 7 with other content than was deployed");
  expect(ran.code).toBe(1);
  const right = await zonepipe(
    repository.folder,
    "drift",
    "zones",
    "--json",
    "--server",
    await serve(7, "b"),
  );
  expect(JSON.parse(right.stdout)).toMatchObject({ command: "drift", outcome: "fine" });
});
