import { describe, expect, test } from "vitest";
import { parseAddresses } from "./parse-addresses.ts";
import { parseBuild } from "./parse-build.ts";
import { parseExec } from "./parse-exec.ts";
import { parseMachines } from "./parse-machines.ts";
import { parseReleases } from "./parse-releases.ts";
import { parseVersion } from "./parse-version.ts";

const DIGEST = `sha256:${"ab".repeat(32)}`;

/** A machine as flyctl prints it. */
function machine(changes: object = {}): object {
  return {
    id: "90706e10f12094",
    name: "quiet-sun-1",
    state: "started",
    region: "ord",
    image_ref: { registry: "registry.fly.io", repository: "dns", tag: "zones-1", digest: DIGEST, labels: {} },
    instance_id: "01H",
    private_ip: "fdaa::3",
    config: config({}),
    events: [{ type: "start", status: "started", source: "flyd", timestamp: 1_700_000_000_000 }],
    checks: [{ name: "dns_ready", status: "passing", output: "ready", updated_at: "2026-11-22T12:00:00Z" }],
    host_status: "ok",
    ...changes,
  };
}

function config(metadata: object): object {
  return {
    env: { DNS_UDP_HOST: "fly-global-services" },
    metadata: { fly_platform_version: "v2", fly_process_group: "app", ...metadata },
    services: [{ protocol: "udp", internal_port: 53, autostop: false }],
  };
}

const machines = (...changes: object[]) => parseMachines(JSON.stringify(changes.map(machine)));

test.each([
  ["a warning", "WARN Metrics token unavailable: context canceled\n"],
  ["one in brackets, and a notice", "[warn] old\nUpdate available 0.4.87 -> v0.4.90.\n\n"],
])("lines before the answer are left out: %s", (_, before) => {
  expect(parseMachines(`${before}[]\n`)).toEqual([]);
  expect(parseAddresses(`${before}null\n`)).toEqual([]);
  expect(parseMachines(`${before}${JSON.stringify([machine({})], undefined, 4)}`)).toHaveLength(1);
});

describe("machine list", () => {
  test("a machine with its image by tag and by digest", () => {
    expect(machines({})).toEqual([
      {
        id: "90706e10f12094",
        region: "ord",
        state: "started",
        image: {
          reference: "registry.fly.io/dns:zones-1",
          digest: DIGEST,
          pinned: `registry.fly.io/dns@${DIGEST}`,
        },
        isReachable: true,
        checks: [{ name: "dns_ready", status: "passing", output: "ready" }],
        env: { DNS_UDP_HOST: "fly-global-services" },
      },
    ]);
  });

  test("no machine is an empty list, or nothing at all", () => {
    expect([parseMachines("[]"), parseMachines("null\n")]).toEqual([[], []]);
  });

  test("an image that was deployed by digest has no tag", () => {
    const image_ref = { registry: "registry.fly.io", repository: "dns", digest: DIGEST };
    expect(machines({ image_ref })[0]!.image!.reference).toBe(`registry.fly.io/dns@${DIGEST}`);
    const doubled = { ...image_ref, repository: "dns@sha256" };
    expect(machines({ image_ref: doubled })[0]!.image!.pinned).toBe(`registry.fly.io/dns@${DIGEST}`);
  });

  test("checks and host status may be left out", () => {
    expect(machines({ checks: null, host_status: undefined })).toMatchObject([
      { checks: [], isReachable: true },
    ]);
  });

  test("by region, then by id", () => {
    const found = machines({ id: "b1" }, { id: "a2" }, { id: "c3", region: "ams" });
    expect(found.map(({ id }) => id)).toEqual(["c3", "a2", "b1"]);
  });

  test.each([
    ["destroyed", { state: "destroyed" }],
    ["being destroyed", { state: "destroying" }],
    ["of the app's past without releases", { config: { metadata: {} } }],
    ["for the command of a release", { config: config({ fly_process_group: "fly_app_release_command" }) }],
    ["for a console", { config: config({ fly_process_group: "fly_app_console" }) }],
  ])("a machine that is %s serves nobody", (_, changes) => {
    expect(machines(changes)).toEqual([]);
  });

  test("the settings of a machine on a silent host are incomplete, and it may still answer", () => {
    const silent = { config: undefined, host_status: "unreachable" };
    expect(machines({ ...silent, incomplete_config: config({}) })).toMatchObject([
      { isReachable: false, env: { DNS_UDP_HOST: "fly-global-services" } },
    ]);
    expect(machines({ ...silent, incomplete_config: { env: {}, metadata: null } })).toHaveLength(1);
    expect(
      machines({ ...silent, incomplete_config: config({ fly_process_group: "fly_app_console" }) }),
    ).toEqual([]);
    expect(machines(silent)).toMatchObject([{ isReachable: false, env: {} }]);
  });

  test("of a machine on a silent host nothing more need be told than its id and region", () => {
    const empty = {
      state: "",
      image_ref: {},
      config: undefined,
      checks: null,
      private_ip: "",
      created_at: "",
    };
    const nothing = { state: "unknown", image: undefined, checks: [], env: {}, isReachable: false };
    for (const host_status of ["unreachable", "unknown"]) {
      expect(machines({ ...empty, updated_at: "", host_status })).toEqual([
        { id: "90706e10f12094", region: "ord", ...nothing },
      ]);
    }
    expect(machines({ image_ref: null, host_status: "unreachable", state: undefined })).toMatchObject([
      { state: "unknown", image: undefined },
    ]);
  });

  test("a check that has not run yet has no status", () => {
    expect(machines({ checks: [{ name: "dns_ready", status: "", updated_at: null }] })[0]!.checks).toEqual([
      { name: "dns_ready", status: "unknown", output: "" },
    ]);
  });

  test("an image without a digest is not known yet", () => {
    const image_ref = { registry: "registry.fly.io", repository: "dns", tag: "zones-1" };
    expect(machines({ image_ref })[0]!.image).toBeUndefined();
  });

  test.each([
    ["no JSON", "Error", 'machine list: it is "Error"; expected JSON'],
    ["no list", "{}", "machine list: it is {}; expected a list"],
    [
      "an id that is a word for flyctl",
      [machine({ id: "--app" })],
      '[0].id: it is "--app"; expected a machine\'s id',
    ],
    [
      "a digest of another kind",
      [machine({ image_ref: { registry: "r", repository: "d", digest: "sha512:ab" } })],
      '[0].image_ref.digest: it is "sha512:ab"; expected sha256:',
    ],
    ["a region of another form", [machine({ region: "ord,iad" })], "[0].region"],
    ["a state that is no text", [machine({ state: 1 })], "[0].state: it is 1; expected a text"],
    ["no object", ["m"], '[0]: it is "m"; expected an object'],
  ])("%s cannot be read, and the message says where", (_, printed, message) => {
    const json = typeof printed === "string" ? printed : JSON.stringify(printed);
    expect(() => parseMachines(json)).toThrow(message);
  });
});

test("addresses have names in upper case, and a kind that we know", () => {
  const address = { ID: "", Address: "137.66.57.23", Type: "v4", Region: "global", Network: null };
  const found = parseAddresses(
    JSON.stringify([address, { ...address, Address: "2a09:8280:1::1", Type: "v6" }]),
  );
  expect(found).toEqual([
    { address: "137.66.57.23", kind: "v4", region: "global" },
    { address: "2a09:8280:1::1", kind: "v6", region: "global" },
  ]);
  expect(() => parseAddresses(JSON.stringify([{ address: "137.66.57.23" }]))).toThrow(
    "[0].Type: it is missing",
  );
  expect(() => parseAddresses(JSON.stringify([{ ...address, Type: "v5" }]))).toThrow(
    "expected one of v4, shared_v4",
  );
  expect(() => parseAddresses(JSON.stringify([{ ...address, Address: "ns1" }]))).toThrow(
    "expected an IP address",
  );
});

test("releases have names in upper case; one without an image is possible", () => {
  const release = {
    ID: "r",
    Version: 7,
    Stable: true,
    Status: "complete",
    CreatedAt: "2026-11-22T12:00:00Z",
    ImageRef: "registry.fly.io/dns:zones-1",
  };
  expect(parseReleases(JSON.stringify([release, { ...release, Version: 6, ImageRef: "" }]))).toEqual([
    {
      version: 7,
      status: "complete",
      image: "registry.fly.io/dns:zones-1",
      createdAt: "2026-11-22T12:00:00Z",
    },
    { version: 6, status: "complete", image: "", createdAt: "2026-11-22T12:00:00Z" },
  ]);
  expect(() => parseReleases(JSON.stringify([{ ...release, Version: "7" }]))).toThrow("[0].Version");
});

test("no exit code of a command is 0, because Go leaves out what is empty", () => {
  expect(parseExec("{}")).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  expect(parseExec('{"exit_code": 1, "stdout": "a\\n", "stderr": "b"}')).toEqual({
    exitCode: 1,
    stdout: "a\n",
    stderr: "b",
  });
  expect(() => parseExec('{"exit_code": "1"}')).toThrow("machine exec.exit_code");
});

test.each([
  [{ Version: "0.4.87" }, "0.4.87"],
  [{ Version: "v0.4.87-pre-1" }, "0.4.87-pre-1"],
])("the version %j is %s", (printed, version) => {
  expect(parseVersion(JSON.stringify(printed))).toBe(version);
});

test("a version of another form cannot be read", () => {
  expect(() => parseVersion('{"Version": "dev"}')).toThrow('version.Version: it is "dev"');
  expect(() => parseVersion('{"Version": {"Major": 0}}')).toThrow("version.Version");
  expect(() => parseVersion("{}")).toThrow("version.Version: it is missing");
});

describe("the image that was built", () => {
  const BUILT = { app: "dns", label: "zones-1" };

  test.each([
    [
      "on the standard error output",
      ["", "==> Building image\nimage: registry.fly.io/dns:zones-1\nimage size: 71 MB\n"],
    ],
    [
      "on the standard output",
      ["#5 RUN cat\n--> Building image done\n  image: registry.fly.io/dns:zones-1\r\n", ""],
    ],
    [
      "with what the build itself says before",
      ["image: other\n", "image: registry.fly.io/dns:zones-1\n#6 image: a.example/b:1\n"],
    ],
  ])("is named %s", (_, outputs) => {
    expect(parseBuild(BUILT, outputs)).toBe("registry.fly.io/dns:zones-1");
  });

  test.each([
    "image size: 71 MB\n",
    "image: --app\n",
    "image: docker.io/coredns/coredns:1\n",
    "image: registry.fly.io/dns:zones-2\n",
  ])("is not in %j", (output) => {
    expect(() => parseBuild(BUILT, [output, ""])).toThrow("Cannot find the image that was built");
  });
});
