import { execFileSync } from "node:child_process";
import {
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { baseOf } from "../../scripts/base-digest.ts";
import { parseSelfCheck, SELF_CHECK_COMMAND } from "../../src/deploy/fly/self-check.ts";
import { builtBundles } from "../built-bundles.ts";
import { requireTool } from "../tools.ts";
import { makeBaseImage } from "./base-image.ts";
import { type Buildah, buildahIn } from "./buildah.ts";
import { canBuild } from "./can-build.ts";
import { type ImageConfig, imageConfig } from "./image-config.ts";
import { type RunningImage, runToEnd, startImage } from "./running-image.ts";

const ROOT = join(import.meta.dirname, "../..");
const BASE = baseOf(readFileSync(join(ROOT, "Dockerfile"), "utf8")).reference;
const NODE = join(ROOT, `node_modules/node-linux-${process.arch}/bin/node`);
const IMAGES = join(ROOT, "node_modules/.cache/zonepipe/images");
const IMAGE = `zonepipe-test:${process.pid}`;
const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const INPUTS = `sha256:${"1a".repeat(32)}`;
const ZONES = `sha256:${"2b".repeat(32)}`;

// What makes an image, and what runs it.
const tools = ["buildah", "debootstrap"].map((program) => requireTool(program, program));
const isPossible = canBuild() && [...tools, requireTool("dig", "bind9-dnsutils")].every(Boolean);

describe.skipIf(!isPossible)("the image that the Dockerfile makes", { timeout: 120_000 }, () => {
  let folder: string;
  let buildah: Buildah;
  let container: string;
  let root: string;
  let config: ImageConfig;
  let server: RunningImage;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "zonepipe-image-"));
    mkdirSync(IMAGES, { recursive: true });
    buildah = buildahIn(IMAGES);
    await makeBaseImage(buildah, BASE, NODE);
    await layOut(join(folder, "context"));
    await build("--tag", IMAGE);
    container = await buildah("from", "--pull-never", IMAGE);
    root = await buildah("mount", container);
    config = await imageConfig(buildah, IMAGE);
    server = await startImage(root, config);
  }, 600_000);

  afterAll(async () => {
    await server?.stop("SIGKILL");
    if (container !== undefined) await buildah("rm", container);
    await buildah("rmi", "--force", IMAGE).catch(() => undefined); // it may not have come to be
    await buildah("rmi", "--prune").catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  });

  /** The folder that `deploy` lays out. */
  async function layOut(context: string): Promise<void> {
    const bundles = await builtBundles();
    const words = [join(bundles, "cli.js"), "render", "zones", "--out", join(context, "zones")];
    execFileSync(process.execPath, words, { cwd: ROOT, stdio: "pipe" });
    for (const name of ["server.js", "Dockerfile"]) {
      writeFileSync(join(context, name), readFileSync(join(bundles, name)));
    }
    writeFileSync(
      join(context, "build.json"),
      JSON.stringify({ commit: COMMIT, inputs: INPUTS, zones: ZONES }),
    );
  }

  async function build(...words: readonly string[]): Promise<string> {
    const facts = { COMMIT, INPUTS_DIGEST: INPUTS, ZONES_DIGEST: ZONES, BASE };
    const args = Object.entries(facts).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]);
    return await buildah(
      "bud",
      "--isolation",
      "chroot",
      "--pull-never",
      ...args,
      ...words,
      join(folder, "context"),
    );
  }

  function dig(...words: readonly string[]): string {
    const args = ["@127.0.0.1", "-p", String(server.port), "+short", ...words];
    return execFileSync("dig", args, { encoding: "utf8" }).trimEnd();
  }

  test("starts in under a second of processor time; its size is told", async () => {
    const [{ size }] = JSON.parse(await buildah("images", "--json", IMAGE)) as [{ size: string }];
    const ours = globSync("**", { cwd: join(root, "app") }).map(
      (name) => statSync(join(root, "app", name)).size,
    );
    const octets = ours.reduce((sum, each) => sum + each, 0);
    console.log(
      `image: ${size} on a stand-in for its base, ${Math.round(octets / 1000)} kB of it ours; ready in ${Math.round(server.startedIn)} ms`,
    );
    expect(octets).toBeLessThan(4_000_000); // more than half of it what Node compiled
    expect(processorSeconds(server.pid)).toBeLessThan(1);
  });

  test("has the server, the rendered zones, what is made and what they were built from, and nothing else of ours", () => {
    expect(readdirSync(join(root, "app")).sort()).toEqual([
      "build.json",
      "package.json",
      "server.js",
      "server.js.code",
      "zones",
    ]);
    const zones = readdirSync(join(root, "app/zones")).sort();
    const sources = globSync("zones/[!_]*.yaml", { cwd: ROOT }).map((path) => basename(path, ".yaml"));
    expect(zones).toEqual([...sources.map((zone) => `${zone}.zone`), "zones.tables"].sort());
  });

  test("says on itself what it was built from", () => {
    expect(config.Labels).toMatchObject({
      "org.opencontainers.image.revision": COMMIT,
      "zonepipe.inputs": INPUTS,
      "zonepipe.zones": ZONES,
    });
    expect(Object.keys(config.ExposedPorts).sort()).toEqual(["53/tcp", "53/udp", "8080/tcp"]);
    expect(config.Env).toEqual(expect.arrayContaining(["DNS_PORT=53", "DNS_HTTP_PORT=8080", "DNS_DRAIN=5"]));
  });

  test("answers over UDP and TCP, and says who it is", () => {
    for (const transport of ["+notcp", "+tcp"]) {
      expect(dig(transport, "example.com", "SOA")).toMatch(/ [0-9]{10} /);
      expect(dig(transport, "id.server", "CH", "TXT")).toBe('"iad/90706e10f12094"');
    }
  });

  test("is ready, and counts", async () => {
    expect(await (await fetch(`${server.http}/readyz`)).text()).toBe("ready\n");
    expect(await (await fetch(`${server.http}/metrics`)).text()).toContain(`commit="${COMMIT}"`);
  });

  test("checks itself with the command that a deployment runs, and prints its zones", async () => {
    const { code, stdout } = await runToEnd(root, config, SELF_CHECK_COMMAND.split(" "), server.port);
    const result = parseSelfCheck(stdout);
    expect({ code, result }).toMatchObject({
      code: 0,
      result: { healthy: true, identity: "iad/90706e10f12094", problems: [] },
    });
    expect(result).toMatchObject({ build: { commit: COMMIT, inputs: INPUTS, zones: ZONES } });
    const words = [...SELF_CHECK_COMMAND.split(" "), "--records", "example.com."];
    const records = await runToEnd(root, config, words, server.port);
    expect(records.stdout).toMatch(/^example\.com\. 3600 IN SOA /);
  });

  test("runs as nobody, in a root that it cannot write to", async () => {
    const status = readFileSync(`/proc/${server.pid}/status`, "utf8");
    expect(status).toMatch(/^Uid:\t65534\t65534\t65534\t65534$/m);
    expect(status).toMatch(/^Gid:\t65534\t65534\t65534\t65534$/m);
    const written = await runToEnd(root, config, ["touch", "/app/zones/x"], server.port);
    expect(written.stderr).toContain("Read-only file system");
    expect(server.complaints()).toBe("");
  });

  test("SIGTERM: no longer ready, answers over UDP for some seconds, ends with exit code 0", async () => {
    const stopped = server.stop("SIGTERM");
    let status = 200;
    while (status === 200) ({ status } = await fetch(`${server.http}/readyz`));
    expect(status).toBe(503);
    expect(dig("+notcp", "example.com", "SOA")).toMatch(/ [0-9]{10} /);
    expect(await stopped).toBe(0);
    expect(server.complaints()).toBe("");
  });

  test("a zone that does not load fails the build, with its place", async () => {
    const zone = join(folder, "context/zones/example.com.zone");
    writeFileSync(zone, `${readFileSync(zone, "utf8")}www.example.com. 300 IN A 192.0.2\n`);
    await expect(build("--target", "checked")).rejects.toThrow(/example\.com\.zone:\d+:\d+: error: /);
  });
});

/** Processor time that a process has taken, in seconds (proc(5); a tick is a hundredth). */
function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
