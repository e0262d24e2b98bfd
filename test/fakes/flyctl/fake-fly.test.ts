import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { SOA } from "../../../dns/type-numbers.ts";
import { parseAsked, TOP_COMMAND } from "../../../src/deploy/fly/asked.ts";
import type { Fly, Scope } from "../../../src/deploy/fly/fly.ts";
import { parseSelfCheck, SELF_CHECK_COMMAND } from "../../../src/deploy/fly/self-check.ts";
import type { Transport } from "../../../src/verify/types.ts";
import { silentLog } from "../../../src/world/command-log.ts";
import { builtInClient } from "../../../src/world/dns-client.ts";
import { flyctl } from "../../../src/world/flyctl.ts";
import { builtBundles } from "../../built-bundles.ts";
import { nameOf } from "../../zone-text.ts";
import { atOnce } from "./at-once.ts";
import { parseCommandLine } from "./command-line.ts";
import { writeContext } from "./context.ts";
import { type FakeFly, startFakeFly } from "./fake-fly.ts";
import { askOnce } from "./places.ts";
import type { App } from "./state.ts";

let bundles: string;
let folder: string;
let fake: FakeFly;
let fly: Fly;
let app: App;

beforeAll(async () => {
  bundles = await builtBundles();
  folder = mkdtempSync(join(tmpdir(), "zonepipe-fake-fly-"));
  writeFileSync(
    join(folder, "fly.toml"),
    'app = "dns"\nprimary_region = "iad"\n[env]\nDNS_UDP_HOST = "127.0.0.1"\n',
  );
});
beforeEach(async () => {
  fake = await startFakeFly();
  vi.stubEnv("PATH", [fake.bin, process.env.PATH].join(delimiter));
  fly = flyctl(fake.state.token, silentLog);
  app = await fake.createApp("dns");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await fake.stop();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Builds an image with this serial; gives its reference. */
async function build(serial: number, address?: string): Promise<string> {
  const context = writeContext(folder, bundles, serial, address);
  const files = { config: join(folder, "fly.toml"), context, dockerfile: join(context, "Dockerfile") };
  return await fly.build({
    app: "dns",
    ...files,
    label: `zones-${serial}-${address ?? ""}`,
    buildArgs: { A: "b" },
  });
}

const deploy = (image: string, scope: Scope = { kind: "all" }) =>
  fly.deploy({ app: "dns", config: join(folder, "fly.toml"), image, scope });

/** Serial 1 on two machines, in two regions. */
async function twoMachines(): Promise<void> {
  await deploy(await build(1));
  await fake.scale(app, "fra");
}

/** Asks the public address; gives the serial and who answered, or why there is no answer. */
async function ask(transport: Transport = "udp"): Promise<string> {
  const question = { name: nameOf("example.com."), type: SOA };
  const nameserver = { name: "dns", ...fake.placeOf(app) };
  const [answer] = await builtInClient.ask(nameserver, transport, [question], { timeout: 1_000 });
  if (answer!.outcome !== "reply") return answer!.outcome;
  const rdata = Buffer.from(answer!.answer[0]!.rdata, "latin1");
  return `${rdata.readUInt32BE(rdata.length - 20)} ${answer!.nsid?.split("/")[0]}`;
}

/** What flyctl prints and how it ends, run with these words. */
async function run(...words: string[]) {
  const env = { ...process.env, FLY_API_TOKEN: fake.state.token };
  const ended = await promisify(execFile)("flyctl", words, { env }).catch((error) => error);
  return { code: ended.code ?? 0, stdout: ended.stdout, stderr: ended.stderr };
}

test.each([
  [["deploy", "--app", "dns", "--json"], "unknown flag: --json"],
  [["deploy", "--region", "iad"], "unknown flag: --region"],
  [["machine", "list", "-x"], "unknown shorthand flag: 'x' in -x"],
  [["rollback"], 'unknown command "rollback" for "flyctl"'],
  [["machine", "list", "--app"], "flag needs an argument: --app"],
  [["ips", "list", "dns"], "accepts at most 0 arg(s), received 1"],
  [["machine", "exec"], "accepts between 1 and 2 arg(s), received 0"],
])("%j is refused as flyctl refuses it", (words, refusal) => {
  expect(parseCommandLine(words)).toEqual({ refusal });
});

test.each([
  [["deploy", "--region", "iad"], "Error: unknown flag: --region\n"],
  [["machine", "list", "--app", "none"], 'Error: failed to get app: Could not find App "none"\n'],
  [["releases", "--json"], "Error: the config for your app is missing an app name"],
  [["ips", "allocate-v4", "-a", "dns"], "Error: yes flag must be specified"],
  [
    ["deploy", "-a", "dns", "--image", "x", "-c", "none.toml"],
    "Error: failed loading app config from none.toml",
  ],
])("%j ends with exit code 1 and an error", async (words, message) => {
  expect(await run(...words)).toEqual({ code: 1, stdout: "", stderr: expect.stringContaining(message) });
});

test("another token is refused", async () => {
  fake.state.token = "FlyV1 fm2_another";
  await expect(fly.machines("dns")).rejects.toThrow("You must be authenticated");
});

test("what is listed has the shapes of flyctl", async () => {
  await twoMachines();
  expect(await fly.version()).toBe("0.4.87");
  expect(await fly.addresses("dns")).toEqual([
    { address: fake.placeOf(app).address, kind: "v4", region: "global" },
  ]);
  expect(await fly.machines("dns")).toMatchObject([
    { region: "fra", state: "started", env: { DNS_UDP_HOST: "127.0.0.1" } },
    { region: "iad", image: { reference: "registry.fly.io/dns:zones-1-" }, checks: [{ status: "passing" }] },
  ]);
  expect(await fly.releases("dns")).toMatchObject([{ version: 1, status: "complete" }]);
  await fly.allocateIpv4("dns");
  expect(await fly.addresses("dns")).toHaveLength(2);
});

test("an image that lacks a part, or has a zone that does not load, is not built", async () => {
  const context = writeContext(folder, bundles, 1);
  const order = {
    app: "dns",
    config: join(folder, "fly.toml"),
    context,
    dockerfile: join(context, "Dockerfile"),
    label: "1",
    buildArgs: {},
  };
  writeFileSync(join(context, "zones", "example.com.zone"), "@ NS ns1\n");
  await expect(fly.build(order)).rejects.toThrow("did not complete");
  rmSync(join(context, "build.json"));
  await expect(fly.build(order)).rejects.toThrow('"/build.json": not found');
});

test("two machines run the built server, and a release goes to one region after the other", async () => {
  await twoMachines();
  expect(await ask()).toBe("1 iad");
  const second = await build(2, "192.0.2.2");
  await deploy(second, { kind: "regions", regions: ["fra"] });
  expect(await ask("tcp")).toBe("1 iad");
  app.route = (machines) => machines.find(({ region }) => region === "fra");
  expect(await ask()).toBe("2 fra");
  await deploy(second, { kind: "except-regions", regions: ["fra"] });
  app.route = ([first]) => first;
  expect(await ask()).toBe("2 iad");
  expect(await fly.releases("dns")).toHaveLength(3);
  expect(fake.state.violations).toEqual([]);
  expect(fake.state.witness.broken()).toEqual([]);
  expect(fake.state.witness.queries).toHaveLength(4);
});

test("a self-check runs on the machine that is named, and is the only way to it", async () => {
  await twoMachines();
  const [fra] = await fly.machines("dns");
  const { exitCode, stdout } = await fly.exec("dns", fra!.id, SELF_CHECK_COMMAND);
  expect({ exitCode, check: parseSelfCheck(stdout) }).toMatchObject({
    exitCode: 0,
    check: { identity: `fra/${fra!.id}`, healthy: true, zones: [{ serial: 1, udp: true, tcp: true }] },
  });
  expect(await fly.exec("dns", fra!.id, "node --none")).toMatchObject({ exitCode: 9, stdout: "" });
  expect(fake.state.violations).toEqual([]);
  const { port } = app.machines[0]!.front;
  for (const words of [
    ["machine", "list", "-a", "dns", "--json"],
    ["ips", "list", "-a", "dns", "--json"],
  ]) {
    expect((await run(...words)).stdout).not.toMatch(
      new RegExp(`\\b(${port}|${app.machines[0]!.server!.port})\\b`),
    );
  }
  await askOnce(port, new Uint8Array(12), "udp");
  expect(fake.state.violations).toEqual([`machine ${app.machines[0]!.id} of dns was contacted directly`]);
});

test("two contents under one serial are seen, whether they were asked for or not", async () => {
  await deploy(await build(1, "192.0.2.1"));
  expect(fake.state.witness.broken()).toEqual([]);
  await deploy(await build(1, "192.0.2.2"));
  expect(fake.state.witness.broken()).toEqual([
    expect.stringMatching(/^example\.com\. 1: [0-9a-f]{96}, [0-9a-f]{96}$/),
  ]);
});

test.each([
  ["unhealthy", "no-reply", "no-reply", "Cannot deploy"],
  ["crashes", "no-reply", "no-reply", "Cannot deploy"],
  ["udp-dead", "no-reply", "2 iad", "Cannot deploy"],
  ["slow", "2 iad", "2 iad", undefined],
  ["wrong-serial", "1 iad", "1 iad", undefined],
  ["keeps-image", "1 iad", "1 iad", undefined],
  ["vanishes", "no-reply", "no-reply", undefined],
] as const)("a machine that is %s answers %s over UDP and %s over TCP", async (kind, udp, tcp, message) => {
  await deploy(await build(1));
  fake.state.ailments.push({ kind, region: "iad", image: /zones-2/ });
  const deployed = deploy(await build(2));
  if (message === undefined) await deployed;
  else await expect(deployed).rejects.toThrow(message);
  expect([await ask("udp"), await ask("tcp")]).toEqual([udp, tcp]);
  expect(app.releases[0]!.status).toBe(message === undefined ? "complete" : "failed");
});

test("an ailment that Fly.io does not notice lets a release pass", async () => {
  fake.state.ailments.push({ kind: "udp-dead", isUnnoticed: true });
  await deploy(await build(1));
  expect(await ask("udp")).toBe("no-reply");
  const [machine] = await fly.machines("dns");
  const { stdout } = await fly.exec("dns", machine!.id, SELF_CHECK_COMMAND);
  expect(parseSelfCheck(stdout)).toMatchObject({ healthy: false, zones: [{ udp: false, tcp: true }] });
});

test("a machine tells how often an RRset and a zone were asked for", async () => {
  await deploy(await build(1));
  await ask("udp");
  const [machine] = await fly.machines("dns");
  const tell = async (words: string) =>
    parseAsked((await fly.exec("dns", machine!.id, `${TOP_COMMAND} ${words}`)).stdout);
  expect(await tell("--of example.com./NS,none.example.com./A")).toMatchObject({ rrsets: [{ count: 0 }] });
  expect(await tell("--zone example.com.")).toMatchObject({ rrsets: [], zone: { count: 0 } });
  expect(await tell("--zone example.net.")).not.toHaveProperty("zone");
});

test("a public address may carry one transport only", async () => {
  await deploy(await build(1));
  app.addresses[0]!.place!.dead.add("udp");
  expect([await ask("udp"), await ask("tcp")]).toEqual(["no-reply", "1 iad"]);
});

test("flyctl may time out with the release half done", async () => {
  await twoMachines();
  const end = { kind: "exit", code: 126, message: "context deadline exceeded" } as const;
  fake.state.faults.push({ on: /^deploy .*--image /, times: 1, after: 1, end });
  await expect(deploy(await build(2))).rejects.toMatchObject({ reason: "timeout" });
  expect(app.machines.map(({ image }) => image.reference.at(-2))).toEqual(["2", "1"]);
  expect(app.releases[0]!.status).toBe("interrupted");
});

test("two deployments at a time take turns: the one waits for the leases of the other", async () => {
  await twoMachines();
  const image = await build(2);
  await Promise.all([deploy(image), deploy(image)]);
  expect(await fly.releases("dns")).toHaveLength(3);
  expect(fake.state.seconds).toBe(0);
});

test("leases that a flyctl left behind when it was ended heal within a minute, of a machine that it had just made later", async () => {
  const image = await build(1);
  const end = { kind: "exit", code: 127, message: "context canceled" } as const;
  fake.state.faults.push({ on: /^deploy .*--image/, times: 2, after: 1, end });
  await expect(deploy(image)).rejects.toThrow("exited with 127");
  const { id } = app.machines[0]!;
  const left = `failed to get lease on VM ${id}: machine ID ${id} lease currently held by`;
  fake.state.faults[0]!.times = 0;
  for (let minute = 1; minute <= 4; minute++) await expect(deploy(image)).rejects.toThrow(left);
  expect(fake.state.seconds).toBe(240);
  fake.state.faults[0]!.times = 1;
  await expect(deploy(image)).rejects.toThrow("exited with 127");
  await deploy(image);
  expect(fake.state.seconds).toBe(300 + 13);
});

test.each([
  [3, undefined, 1],
  [4, undefined, 2],
  [9, 0.33, 3],
  [9, "1", 1],
  [9, "2", 2],
])("of %i machines, with max_unavailable %j, %i are taken at a time", (machines, told, many) => {
  expect(atOnce(machines, told)).toBe(many);
});

test("a filter that matches nothing makes a machine in the primary region, unless only updates are wanted", async () => {
  await twoMachines();
  const image = await build(2);
  const words = ["deploy", "-a", "dns", "-c", join(folder, "fly.toml"), "--image", image];
  const updated = await run(...words, "--regions", "gru", "--update-only");
  expect([updated.code, app.machines.length]).toEqual([0, 2]);
  expect(updated.stderr).toContain("--regions filter applied, deploying to 0/2 machines\n");
  const made = await run(...words, "--only-machines", "9070");
  expect([made.code, app.machines.map(({ region }) => region)]).toEqual([0, ["iad", "fra", "iad"]]);

  // One that is stopped gets the image, is not started, and counts as a success.
  const [, fra] = app.machines;
  await fra!.server!.stop();
  fra!.state = "stopped";
  const stopped = await run(...words, "--regions", "fra");
  expect([stopped.code, fra!.state, fra!.image.reference]).toEqual([0, "stopped", image]);
});

test("a machine whose host is silent, or has no room, is made anew under another id; of a silent one little is told", async () => {
  await deploy(await build(1));
  const [machine] = app.machines;
  for (const hostStatus of ["unreachable", "unknown"] as const) {
    machine!.hostStatus = hostStatus;
    const [told] = JSON.parse((await run("machine", "list", "-a", "dns", "--json")).stdout);
    expect(told).toMatchObject({ id: machine!.id, state: "", image_ref: {}, checks: null, region: "iad" });
    expect(["config" in told, "incomplete_config" in told]).toEqual([false, hostStatus === "unknown"]);
  }
  const image = await build(2);
  const ids = new Set([machine!.id]);
  for (const _ of ["silent", "without room"]) {
    await deploy(image);
    ids.add(app.machines[0]!.id);
    fake.state.ailments.push({ kind: "no-room" });
  }
  expect([ids.size, app.machines.map(({ region }) => region), await ask()]).toEqual([3, ["iad"], "2 iad"]);
});

test("what flyctl says of its work is on the standard error output, with the image that it built", async () => {
  const context = writeContext(folder, bundles, 1);
  const words = ["deploy", context, "-a", "dns", "-c", join(folder, "fly.toml"), "--image-label", "one"];
  const built = await run(...words, "--build-only", "--push", "--remote-only");
  expect(built).toEqual({ code: 0, stdout: "", stderr: expect.stringMatching(/^==> Verifying/) });
  expect(built.stderr).toContain("\nimage: registry.fly.io/dns:one\n");
  const released = await run("deploy", "-a", "dns", "-c", words[5]!, "--image", "registry.fly.io/dns:one");
  expect(released.stderr).toContain("Searching for image 'registry.fly.io/dns:one' locally...\n");
});

test("a group of commands without one that it knows prints its help, with exit code 0", async () => {
  expect(await run("machine", "nonsense")).toMatchObject({ code: 0, stderr: "" });
});

test("its version is a text", async () => {
  expect(JSON.parse((await run("version", "--json")).stdout)).toMatchObject({ Version: "0.4.87" });
});

test("an image in fly.toml is taken, and nothing is built", async () => {
  const context = writeContext(folder, bundles, 1);
  const config = join(folder, "image.toml");
  writeFileSync(config, 'app = "dns"\n[build]\nimage = "coredns/coredns"\n');
  const order = { app: "dns", config, context, dockerfile: join(context, "Dockerfile"), label: "1" };
  await expect(fly.build({ ...order, buildArgs: {} })).rejects.toThrow(
    "Cannot find the image that was built",
  );
});

test("a push may fail, and an old image may be gone", async () => {
  const end = { kind: "exit", code: 1, message: "error pushing image" } as const;
  fake.state.faults.push({ on: /--push/, times: 1, end });
  await expect(build(1)).rejects.toThrow("error pushing image");
  await deploy(await build(1));
  const image = (await fly.machines("dns"))[0]!.image!;
  await deploy(image.pinned);
  fake.state.registry.clear();
  await expect(deploy(image.pinned)).rejects.toThrow(`Could not find image "${image.pinned}"`);
});

test("a runner may end everything when a command has done its work", async () => {
  await twoMachines();
  const image = await build(2);
  fake.state.faults.push({ on: /^deploy .*--image/, times: 1, isCarriedOut: true, end: { kind: "kill" } });
  const words = ["deploy", "-a", "dns", "-c", join(folder, "fly.toml"), "--image", image];
  expect(await callerOf(words)).toEqual([null, "SIGKILL"]);
  expect(app.machines.map(({ image: { reference } }) => reference)).toEqual([image, image]);
});

test("a runner may end everything before a command has done anything", async () => {
  fake.state.faults.push({ on: /^machine list/, times: 1, end: { kind: "kill" } });
  expect(await callerOf(["machine", "list", "-a", "dns", "--json"])).toEqual([null, "SIGKILL"]);
});

/** How a program ends that runs flyctl with these words. */
async function callerOf(words: readonly string[]): Promise<unknown> {
  const script = `require("node:child_process").spawn("flyctl", ${JSON.stringify(words)})`;
  const env = { ...process.env, FLY_API_TOKEN: fake.state.token };
  return await once(spawn(process.execPath, ["-e", script], { env, stdio: "ignore" }), "exit");
}
