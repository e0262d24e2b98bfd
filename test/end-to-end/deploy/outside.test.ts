import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { makeIdentity } from "../../../server/answer/identity.ts";
import { makeResponder, type Respond } from "../../../server/answer/respond.ts";
import { renderZone } from "../../../src/render/render-zone.ts";
import { realFiles } from "../../../src/world/files.ts";
import { load } from "../../../src/zones/load.ts";
import { validate } from "../../../src/zones/validate.ts";
import { builtServer } from "../../built-bundles.ts";
import { listenAt, type Place } from "../../fakes/flyctl/places.ts";
import { type FakeGithub, startFakeGithub } from "../../fakes/github/server.ts";
import { DRIFT_JOB, emptyState, type State } from "../../fakes/github/state.ts";
import { type FakeRdap, rdapDomain, startFakeRdap } from "../../fakes/rdap.ts";
import { type FakeWebhook, startFakeWebhook } from "../../fakes/webhook.ts";
import { type OurServer, startOurServer } from "../../our-server.ts";
import { exchange, tablesOf } from "../../serve-text.ts";
import { zonepipe } from "../cli.ts";
import { type GitRepository, gitRepository } from "../pull-request/git-repository.ts";
import { type Ended, runAction } from "../pull-request/run-action.ts";

const ZONE = `'': {type: NS, values: [ns1.example.net., ns2.example.net.]}
www: {type: A, value: 192.0.2.1}
`;
const RIGHT = "example 60 IN NS ns1.example.net.\nexample 60 IN NS ns2.example.net.\n";
const STRANGE = `${RIGHT}example 60 IN DS 60485 13 2 ${"2b".repeat(32)}\n`;

let state: State;
let github: FakeGithub;
let rdap: FakeRdap;
let hook: FakeWebhook;
let parent: Place;
let respond: Respond;
let repository: GitRepository;
let folder: string;
let server: OurServer;
let runs = 100;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-outside-"));
  const [source, out] = [join(folder, "source"), join(folder, "out")];
  for (const path of [source, out]) mkdirSync(path);
  writeFileSync(join(source, "example.com.yaml"), ZONE);
  const { zones } = validate(await load(source, realFiles));
  writeFileSync(join(out, "example.com.zone"), renderZone(zones[0]!, 7).text, "latin1");
  server = await startOurServer(out, [], await builtServer());
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  state = emptyState();
  state.permissions = DRIFT_JOB;
  repository = gitRepository({ "zones/example.com.yaml": ZONE });
  state.gitFolder = repository.folder;
  github = await startFakeGithub(state);
  rdap = await startFakeRdap(["com"]);
  hook = await startFakeWebhook();
  parent = await listenAt("127.0.0.1", (query, transport) =>
    Promise.resolve(exchange(respond, query, transport === "tcp")),
  );
  delegate(RIGHT);
  register("2099-01-01T00:00:00Z");
});
afterEach(async () => {
  for (const each of [github, rdap, hook]) await each.stop();
  await parent.close();
  rmSync(repository.folder, { recursive: true, force: true });
  expect([state.violations, rdap.violations]).toEqual([[], []]);
});

/** What the parent, `com.`, says of the zone. */
function delegate(text: string): void {
  const soa = "@ 60 IN SOA a. b. 1 60 60 60 60\n@ 60 IN NS a.\n";
  const tables = tablesOf({
    ".": `${soa}com. 60 IN NS a.com.\na.com. 60 IN A 127.0.0.1\n`,
    "com.": soa + text,
  });
  respond = makeResponder(tables, makeIdentity("parent", "1"));
}

function register(ends: string, ...status: readonly string[]): void {
  rdap.answers.set("example.com", {
    body: rdapDomain("example.com", { ends, status: ["active", ...status] }),
  });
}

function drift(webhook = hook.url): Promise<Ended> {
  return runAction({
    inputs: {
      mode: "drift",
      zones: "zones",
      "github-token": "t",
      nameservers: `127.0.0.1:${server.port}`,
      parents: `127.0.0.1:${parent.port}`,
      resolvers: `127.0.0.1:${parent.port}`,
      "rdap-bootstrap": rdap.bootstrapUrl,
      webhook,
    },
    event: "schedule",
    payload: {},
    workspace: repository.checkout(repository.git("rev-parse", "main")),
    apiUrl: github.url,
    runId: runs++,
  });
}

const issues = () => state.issues.map(({ state: is, title }) => `${is}: ${title}`);
const events = () =>
  (hook.told as { events: { event: string; part: string; message?: string }[] }[]).map(({ events: all }) =>
    all.map(({ event, part }) => `${event} ${part}`).join(", "),
  );

test("all is well: nothing is opened, and nobody is told", async () => {
  const ended = await drift();
  expect(ended.summary).toContain("Nothing is wrong.");
  expect(ended.summary).toContain("example.com until 2099-01-01, at Example Registrar, active");
  expect([ended.exitCode, issues(), hook.told]).toEqual([0, [], []]);
});

test("a finding opens the issue, stays in it with its time, and closes it; the webhook hears of it three times", async () => {
  register("2099-01-01T00:00:00Z", "server hold");
  const first = await drift();
  expect(first.exitCode).toBe(1);
  expect(first.commands.filter((line) => line.startsWith("::error"))).toHaveLength(1);
  expect(issues()).toEqual(["open: 1 alarm from outside"]);
  const { body } = state.issues[0]!;
  expect(body).toMatch(
    /has the status serverHold: .*Ask the registrar why.*\(since \d{4}-\d\d-\d\d \d\d:\d\d UTC\)/,
  );
  await drift();
  expect(state.issues[0]!.body).toBe(body); // although another run wrote it, at another time
  expect(state.requests.filter((line) => line.startsWith("PATCH"))).toEqual([]);
  const soon = new Date(Date.now() + 50 * 86_400_000).toISOString();
  register(soon);
  delegate(STRANGE);
  await drift();
  expect(issues()).toEqual(["open: 1 alarm and 1 warning from outside"]);
  const ends = new Date(Date.now() + 20 * 86_400_000).toISOString();
  register(ends);
  await drift();
  register("2099-01-01T00:00:00Z");
  delegate(RIGHT);
  const last = await drift();
  expect([last.exitCode, issues()]).toEqual([0, ["closed: Published zones are as deployed"]]);
  expect(events()).toEqual([
    "begins registration",
    "begins parents, begins registration, ends registration",
    "changes registration",
    "ends parents, ends registration",
  ]);
});

test("a registry that says nothing ends nothing, and the next one that does goes on", async () => {
  register("2099-01-01T00:00:00Z", "clientHold");
  await drift();
  const before = state.issues[0]!.body;
  rdap.answers.set("example.com", { status: 429, headers: { "retry-after": "900" } });
  const silent = await drift();
  expect(silent.log).toContain("Not known this time, registration of example.com.");
  expect([silent.exitCode, state.issues[0]!.body]).toEqual([0, before]);
  register("2099-01-01T00:00:00Z");
  await drift();
  expect(issues()).toEqual(["closed: Published zones are as deployed"]);
  expect(events()).toEqual(["begins registration", "ends registration"]);
});

test("a webhook that fails is told in the next run; its address is never printed", async () => {
  register("2099-01-01T00:00:00Z", "server hold");
  hook.status = 404;
  const first = await drift();
  expect(first.exitCode).toBe(1);
  expect(first.log).toContain("The webhook was not told: it answers 404.");
  expect(first.log.replaceAll(/::add-mask::.*/g, "") + first.summary).not.toContain("SECRET");
  expect(state.issues[0]!.body).not.toContain("SECRET");
  hook.status = 200;
  await drift();
  await drift();
  expect(events()).toEqual(["begins registration"]);
});

test("Slack hears it in its own form, and a zone that says so is kept from it", async () => {
  register("2099-01-01T00:00:00Z", "server hold");
  repository.commit("main", { "zones/_config.yaml": "watch: {webhook: slack}\n" });
  await drift();
  expect(hook.told).toMatchObject([
    {
      text: "DNS of example-org/dns, seen from outside: 1 begins",
      blocks: [{ type: "section" }, { text: { type: "mrkdwn" } }, { type: "section" }],
    },
  ]);
  expect(JSON.stringify(hook.told)).toContain("serverHold");
  repository.commit("main", { "zones/_config.yaml": "watch: {webhook: 'off'}\n" });
  register("2099-01-01T00:00:00Z", "pending delete");
  await drift();
  expect(hook.told).toHaveLength(1);
});

test.each(["ftp://example.com/x", "http://example.com/SECRET", "SECRET"])(
  "a webhook at %s is refused without its address",
  async (url) => {
    const ended = await drift(url);
    expect(ended.exitCode).toBe(2);
    expect(ended.log.replaceAll(/::add-mask::.*/g, "")).not.toContain("SECRET");
    expect(ended.log).toContain("expected an address that begins with https://");
  },
);

test("zonepipe drift --outside says the same on a machine of one's own", async () => {
  register("2099-01-01T00:00:00Z", "server hold");
  const at = `127.0.0.1:${parent.port}`;
  const options = ["--server", `127.0.0.1:${server.port}`, "--parent", at, "--resolver", at];
  const run = (...more: readonly string[]) =>
    zonepipe(repository.folder, "drift", "zones", ...options, "--rdap-bootstrap", rdap.bootstrapUrl, ...more);
  const ran = await run("--outside");
  expect(ran.stdout).toContain("alarm The registration of example.com. has the status serverHold");
  expect(ran.code).toBe(1);
  expect(JSON.parse((await run("--outside", "--json")).stdout)).toMatchObject({
    watch: { findings: [{ part: "registration", weight: "alarm" }] },
  });
  expect((await run()).code).toBe(0);
});
