import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startDeploying } from "../../test/fakes/github/deploying.ts";
import type { FakeGithub } from "../../test/fakes/github/server.ts";
import { DEPLOY_JOB, type State, type StoredDeployment } from "../../test/fakes/github/state.ts";
import { backIn, type DeploymentRecord, type Ledger, reservedIn } from "../deploy/ledger.ts";
import { githubClient } from "./client.ts";
import { githubLedger, readAsPerson } from "./deployments.ts";

const WHERE = { owner: "example-org", repo: "dns" };
const SETTINGS = { environment: "zonepipe", runUrl: "https://github.com/example-org/dns/actions/runs/7" };

let state: State;
let fake: FakeGithub;
let ledger: Ledger;
let commit: string;

beforeEach(async () => {
  const deploying = await startDeploying();
  ({ state, fake, commit } = deploying);
  ledger = githubLedger(deploying.github, WHERE, SETTINGS);
});
afterEach(async () => {
  await fake.stop();
  expect(state.violations).toEqual([]);
});

function record(
  floors: { readonly [zone: string]: number } = { "example.com.": 7 },
  inputs = "a",
): DeploymentRecord {
  const before = [
    { app: "dns", machine: "m1", region: "iad", image: "registry.fly.io/dns@sha256:0", commit: null },
  ];
  return { version: 1, commit, inputs: `sha256:${inputs.repeat(64)}`, floors, before };
}

/** A deployment that somebody wrote. */
function stored(more: Partial<StoredDeployment> & { readonly states?: readonly string[] }): void {
  const { states = [], ...fields } = more;
  const creator = fields.creator ?? state.viewer;
  state.deployments.push({
    id: state.nextId++,
    ref: commit,
    task: "deploy:zonepipe",
    environment: "zonepipe",
    payload: record(),
    statuses: states.map((said) => ({ state: said, creator, description: "", logUrl: "" })),
    ...fields,
    creator,
  });
}

test("serials that are reserved for the way back are read again, with the image that each is for", async () => {
  const image = "registry.fly.io/dns@sha256:0";
  const reserved = { "example.com.": [7, 2] as const };
  const whole = { ...record(), reserved, back: { [image]: { "example.com.": 8 } } };
  await (await ledger.open(whole)).fail("it is bad");
  const remembered = await ledger.read();
  expect(remembered).toEqual({ unfinished: [whole], floors: new Map([["example.com.", 7]]) });
  expect([reservedIn(remembered), backIn(remembered, image), backIn(remembered, "another")]).toEqual([
    new Map([["example.com.", 8]]),
    new Map([["example.com.", 8]]),
    new Map(),
  ]);
});

test("before the first deployment nothing is known", async () => {
  expect(await ledger.read()).toEqual({ unfinished: [], floors: new Map() });
});

test("what is written down is read again, with what became of it", async () => {
  const entry = await ledger.open(record());
  expect(await ledger.read()).toEqual({ unfinished: [record()], floors: new Map([["example.com.", 7]]) });
  await entry.succeed("All agree");
  expect(await ledger.read()).toEqual({
    last: record(),
    unfinished: [],
    floors: new Map([["example.com.", 7]]),
  });
  const [deployment] = state.deployments;
  expect(deployment).toMatchObject({ ref: commit, environment: "zonepipe" });
  expect(deployment!.statuses.map(({ state: said, logUrl }) => [said, logUrl])).toEqual([
    ["in_progress", SETTINGS.runUrl],
    ["success", SETTINGS.runUrl],
  ]);
});

test("a deployment that failed is settled against the last that succeeded, and its serials are spent", async () => {
  await (await ledger.open(record({ "example.com.": 7 }))).succeed("ok");
  await (await ledger.open(record({ "example.com.": 8 }, "b"))).fail(`Wrong answers ${"x".repeat(300)}`);
  const known = await ledger.read();
  expect(known.last?.floors).toEqual({ "example.com.": 7 });
  expect(known.unfinished.map(({ inputs }) => inputs)).toEqual([record({}, "b").inputs]);
  expect(known.floors).toEqual(new Map([["example.com.", 8]]));
  expect([...state.deployments.at(-1)!.statuses.at(-1)!.description]).toHaveLength(140);
});

test("what stands before the last that succeeded is known as far as it is listed, with what it published", async () => {
  const published = { "example.com.": { serial: 7, digest: "0f".repeat(16) } };
  await (await ledger.open({ ...record(), published })).succeed("ok");
  stored({ payload: { ...record({}, "b"), published: { "example.com.": { serial: 8, digest: "?" } } } });
  await (await ledger.open(record({}, "c"))).succeed("ok");
  await ledger.open(record({}, "d"));
  const { earlier, last } = await ledger.read();
  expect(last?.inputs).toBe(record({}, "c").inputs);
  expect(earlier?.map(({ inputs }) => inputs[7])).toEqual(["b", "a"]);
  expect(earlier?.map((each) => each.published)).toEqual([undefined, published]);
});

test("and no further than to one that cannot be read", async () => {
  stored({ payload: record(), states: ["success"] });
  stored({ payload: { version: 2 } });
  stored({ payload: record({}, "b") });
  stored({ payload: record({}, "c"), states: ["success"] });
  expect((await ledger.read()).earlier?.map(({ inputs }) => inputs[7])).toEqual(["b"]);
});

test("an interrupted one is told to be over by the next", async () => {
  await ledger.open(record());
  await ledger.open(record({ "example.com.": 9 }));
  expect(state.deployments[0]!.statuses.map(({ state: said }) => said)).toEqual(["in_progress", "error"]);
  expect(state.deployments[1]!.statuses.map(({ state: said }) => said)).toEqual(["in_progress"]);
});

test("a serial is not forgotten with the zone that spent it", async () => {
  await (await ledger.open(record({ "gone.test.": 40, "example.com.": 4294967295 }))).succeed("ok");
  await (await ledger.open(record({ "example.com.": 3 }))).succeed("ok"); // 3 comes after 2^32 - 1 (RFC 1982)
  expect((await ledger.read()).floors).toEqual(
    new Map([
      ["example.com.", 3],
      ["gone.test.", 40],
    ]),
  );
});

test("a success that a later deployment made inactive is a success", async () => {
  stored({ states: ["in_progress", "success", "inactive"] });
  expect((await ledger.read()).last).toEqual(record());
});

describe("two runs that planned by the same state", () => {
  /** Another run, which reads now. */
  async function other(): Promise<Ledger> {
    const github = githubClient({
      token: "t",
      apiUrl: fake.url,
      wait: () => Promise.resolve(),
      onPause: () => {},
    });
    const ledger = githubLedger(github, WHERE, SETTINGS);
    await ledger.read();
    return ledger;
  }
  const states = () =>
    state.deployments.map(({ statuses }) => statuses.map(({ state: said }) => said).join(" "));

  test("with other content: the later one stops before it touches anything, and says whom it met", async () => {
    await ledger.read();
    const late = await other();
    await ledger.open(record({ "example.com.": 8 }, "a"));
    await expect(late.open(record({ "example.com.": 8 }, "b"))).rejects.toThrow(
      `deployment ${state.deployments[0]!.id} began after this one was planned`,
    );
    expect(states()).toEqual(["in_progress", "error"]);
    const again = await other();
    await again.open(record({ "example.com.": 9 }, "b"));
    expect(states()).toEqual(["in_progress error", "error", "in_progress"]);
  });

  test("even when the earlier one has ended meanwhile", async () => {
    const late = await other();
    await (await ledger.open(record({ "example.com.": 8 }, "a"))).succeed("ok");
    await expect(late.open(record({ "example.com.": 8 }, "b"))).rejects.toThrow("began after this one");
  });

  test("with the same content: both go on, for a serial means the same to both", async () => {
    const late = await other();
    await ledger.open(record({ "example.com.": 8 }, "a"));
    await late.open(record({ "example.com.": 8 }, "a"));
    expect(states()).toEqual(["in_progress error", "in_progress"]);
  });
});

test("for a person, what ran before deployments of the same inputs is what ran before the first of them", async () => {
  const bot = { login: "github-actions[bot]", type: "Bot" } as const;
  const before = (image: string) => [
    { ...record().before[0]!, image: `registry.fly.io/dns@sha256:${image}` },
  ];
  const states = ["in_progress", "success"];
  stored({ creator: bot, states, payload: { ...record(), before: before("0") } });
  stored({ creator: bot, states, payload: { ...record({ "example.com.": 8 }, "b"), before: before("1") } });
  stored({ creator: bot, states, payload: { ...record({ "example.com.": 8 }, "b"), before: before("2") } });
  const github = githubClient({
    token: "t",
    apiUrl: fake.url,
    wait: () => Promise.resolve(),
    onPause: () => {},
  });
  const { last, floors } = await readAsPerson(github, WHERE, "zonepipe");
  expect([last?.before, floors.get("example.com.")]).toEqual([before("1"), 8]);
  expect((await ledger.read()).last?.before).toEqual(before("2"));
});

describe("what does not count", () => {
  test.each<[string, Parameters<typeof stored>[0]]>([
    [
      "the deployment that GitHub makes for a job's environment",
      { task: "deploy", payload: "", states: ["success"] },
    ],
    ["another environment", { environment: "production", states: ["success"] }],
    [
      "somebody else's, with our payload",
      { creator: { login: "mallory", type: "User" }, states: ["success"] },
    ],
    ["another app's", { creator: { login: "other-app[bot]", type: "Bot" }, states: ["success"] }],
  ])("%s", async (_, deployment) => {
    stored(deployment);
    expect(await ledger.read()).toEqual({ unfinished: [], floors: new Map() });
  });

  test("somebody else's word on what became of ours", async () => {
    const creator = { login: "mallory", type: "User" } as const;
    stored({});
    state.deployments[0]!.statuses.push({ state: "success", creator, description: "", logUrl: "" });
    expect(await ledger.read()).toMatchObject({ unfinished: [record()] });
  });
});

describe("a payload of ours that is none", () => {
  test.each<[string, unknown]>([
    ["of another version", { ...record(), version: 2 }],
    ["with a commit that is none", { ...record(), commit: "main" }],
    ["with a serial that is none", { ...record(), floors: { "example.com.": 2 ** 32 } }],
    ["with a serial that is text", { ...record(), floors: { "example.com.": "7" } }],
    ["with a range that is none", { ...record(), reserved: { "example.com.": [7, 0] } }],
    ["with a serial for the way back that is none", { ...record(), back: { image: { "example.com.": -1 } } }],
    ["without machines", { ...record(), before: undefined }],
    ["with a machine that is none", { ...record(), before: [{ app: 1 }] }],
    ["with a name without end", { ...record(), floors: { ["x".repeat(1_000)]: 1 } }],
    ["text", "hello"],
    ["nothing", null],
  ])("%s stops everything, for it may have spent serials", async (_, payload) => {
    stored({ payload, states: ["success"] });
    await expect(ledger.read()).rejects.toThrow(/is not of the form that this version writes/);
  });

  test("as JSON in a text it is one", async () => {
    stored({ payload: JSON.stringify(record()), states: ["success"] });
    expect((await ledger.read()).last).toEqual(record());
  });
});

test("the last success is found behind more deployments than fit on a page", async () => {
  stored({ states: ["success"] });
  for (let index = 0; index < 250; index++) stored({ task: "deploy", payload: "", states: ["success"] });
  for (let index = 0; index < 99; index++) stored({ states: ["failure"] });
  const { last, unfinished } = await ledger.read();
  expect(last).toEqual(record());
  expect(unfinished).toHaveLength(99);
});

test("more failures in a row than are read stop everything, instead of a first deployment", async () => {
  stored({ states: ["success"] });
  for (let index = 0; index < 101; index++) stored({ states: ["failure"] });
  await expect(ledger.read()).rejects.toThrow(/none of the last 100 succeeded/);
});

test("GitHub fails in between: a second entry does no harm", async () => {
  state.faults.push({ on: /^POST .*\/deployments$/, times: 1, status: 502, isCarriedOut: true });
  state.faults.push({ on: /^POST .*\/statuses$/, times: 1, status: 502 });
  await (await ledger.open(record())).succeed("ok");
  expect(await ledger.read()).toMatchObject({ last: record(), unfinished: [] });
});

test("without the permission, the job is told which", async () => {
  state.permissions = new Set([...DEPLOY_JOB].filter((permission) => permission !== "deployments: write"));
  await expect(ledger.open(record())).rejects.toThrow(/give the job the permission "deployments: write"/);
});
