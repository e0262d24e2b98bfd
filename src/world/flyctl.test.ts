import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { FlyError } from "../deploy/fly/fly-error.ts";
import { workflowLog } from "./command-log.ts";
import { flyctl } from "./flyctl.ts";

const TOKEN = "FlyV1 fm2_firstmacaroon,fm2_secondmacaroon";

const folder = mkdtempSync(join(tmpdir(), "zonepipe-flyctl-"));
afterEach(() => vi.unstubAllEnvs());
afterAll(() => rmSync(folder, { recursive: true }));

/** Puts a program flyctl on the PATH that does this, after it has noted its words and its environment. */
function install(script: string): void {
  const path = join(folder, "flyctl");
  const note = `printf '%s\\n' "$@" > '${folder}/words'; env > '${folder}/environment'`;
  writeFileSync(path, `#!/bin/sh\n${note}\n${script}\n`);
  chmodSync(path, 0o755);
  vi.stubEnv("PATH", [folder, process.env.PATH].join(delimiter));
}

const noted = (name: string) => readFileSync(join(folder, name), "utf8").trimEnd().split("\n");

/** A log that is kept. */
function keptLog() {
  const written: string[] = [];
  return { log: workflowLog((text) => written.push(text)), text: () => written.join("") };
}

const ORDER = {
  app: "dns",
  config: "/repository/fly.toml",
  image: "registry.fly.io/dns:1",
  scope: { kind: "all" },
} as const;

const failureOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => undefined,
    (error: unknown) => error,
  );

test("the token is in the environment alone, with nothing that changes what flyctl does", async () => {
  for (const name of ["FLY_REGION", "FLY_ORG", "FLY_APP", "FLY_JSON", "FLY_ACCESS_TOKEN"])
    vi.stubEnv(name, "x");
  for (const name of ["GITHUB_TOKEN", "INPUT_GITHUB-TOKEN", "ACTIONS_RUNTIME_TOKEN"]) vi.stubEnv(name, "x");
  vi.stubEnv("FLY_API_BASE_URL", "https://api.example.com");
  install("echo '[]'");
  expect(await flyctl(TOKEN, keptLog().log).machines("dns")).toEqual([]);
  expect(noted("words")).toEqual(["machine", "list", "--app", "dns", "--json"]);
  const environment = noted("environment");
  expect(environment).toEqual(expect.arrayContaining([`FLY_API_TOKEN=${TOKEN}`, "NO_COLOR=1"]));
  expect(environment).toContain("FLY_API_BASE_URL=https://api.example.com");
  expect(
    environment.filter((line) =>
      /^(FLY_(REGION|ORG|APP|JSON|ACCESS)|GITHUB_TOKEN|INPUT_|ACTIONS_)/.test(line),
    ),
  ).toEqual([]);
});

test("without a token of its own, flyctl gets the environment's", async () => {
  vi.stubEnv("FLY_API_TOKEN", "FlyV1 fm2_environment");
  install('echo \'{"Version": "0.4.87"}\'');
  expect(await flyctl(undefined, keptLog().log).version()).toBe("0.4.87");
  expect(noted("environment")).toContain("FLY_API_TOKEN=FlyV1 fm2_environment");
});

test.each([
  [1, "failed", 'Cannot deploy "dns": flyctl exited with 1; it said "no"'],
  [126, "timeout", 'Cannot deploy "dns": flyctl exited with 126, because it waited too long; it said "no"'],
  [127, "cancelled", 'Cannot deploy "dns": flyctl exited with 127, because it was interrupted; it said "no"'],
] as const)("exit code %i is %s", async (code, reason, message) => {
  install(`echo 'Error: no' >&2; exit ${code}`);
  const error = await failureOf(flyctl(TOKEN, keptLog().log).deploy(ORDER));
  expect(error).toBeInstanceOf(FlyError);
  expect(error).toMatchObject({ reason, lastLines: "Error: no", message });
});

test.each([
  "Error: failed to acquire leases: failed to get lease on VM 9070: lease currently held by a@tokens.fly.io, expires at 2026-11-22T12:05:00Z",
  "Error: failed to get lease on VM 9070: machine not found",
])("that another flyctl holds a machine is told apart: %s", async (said) => {
  install(`echo '${said}' >&2; exit 1`);
  const error = await failureOf(flyctl(TOKEN, keptLog().log).deploy(ORDER));
  expect(error).toMatchObject({
    reason: "leased",
    message: expect.stringContaining(
      "because another flyctl holds a machine, or was ended and has left it so",
    ),
  });
});

test("half a line on the one stream is no beginning of a line on the other", async () => {
  install("printf 'Updating 9070'; echo 'Error: no' >&2; echo ' done'; exit 1");
  const error = await failureOf(flyctl(TOKEN, keptLog().log).deploy(ORDER));
  expect((error as FlyError).lastLines.split("\n").sort()).toEqual(["Error: no", "Updating 9070 done"]);
});

test("a flyctl that a signal ended has not done its work", async () => {
  install("kill -KILL $$");
  const error = await failureOf(flyctl(TOKEN, keptLog().log).deploy(ORDER));
  expect(error).toMatchObject({
    reason: "cancelled",
    message: 'Cannot deploy "dns": flyctl was ended by a signal',
  });
});

describe("a flyctl that hangs is ended, and what it was to do may be half done", () => {
  const HURRIED = { question: 300, order: 300, grace: 300 };

  test.each([
    ["when it ends as it is asked to", "echo 'Updating 9070' >&2; exec sleep 1000"],
    ["when it does not want to end", "trap '' INT; echo 'Updating 9070' >&2; exec sleep 1000"],
    [
      "when what it started keeps its output open",
      "trap 'exit 1' INT; echo 'Updating 9070' >&2; sleep 1000 & echo $! > child; wait",
    ],
  ])("%s", async (_, script) => {
    install(`cd '${folder}'; ${script}`);
    const error = await failureOf(flyctl(TOKEN, keptLog().log, HURRIED).deploy(ORDER));
    if (script.includes("child")) process.kill(Number(noted("child")[0]));
    expect(error).toMatchObject({
      reason: "timeout",
      message:
        'Cannot deploy "dns": flyctl printed nothing for 0 seconds, so it was ended; the last it said was "Updating 9070"',
    });
  });

  test("a question, too", async () => {
    install("exec sleep 1000");
    const error = await failureOf(flyctl(TOKEN, keptLog().log, HURRIED).machines("dns"));
    expect(error).toMatchObject({ reason: "timeout" });
  });

  test("and one that goes on saying something is not", async () => {
    install("for line in 1 2 3 4 5 6; do echo $line; sleep 0.2; done");
    const { log, text } = keptLog();
    await flyctl(TOKEN, log, { ...HURRIED, order: 1_000 }).deploy(ORDER);
    expect(text()).toContain("6\n");
  });
});

test("it has nobody to ask: its input is empty", async () => {
  install("read answer || echo '[]'");
  expect(await flyctl(TOKEN, keptLog().log).machines("dns")).toEqual([]);
});

test("output is folded, without secrets, colours, or commands to the runner", async () => {
  const { log, text } = keptLog();
  install(
    "printf '\\033[32m==> Building\\033[0m\\r\\n 10%%\\r 100%%\\n::error::stolen\\ntoken fm2_secondmacaroon and fm2_another0123\\n'; printf 'image: registry.fly.io/dns:1' >&1",
  );
  await flyctl(TOKEN, log).build({
    ...ORDER,
    context: "/tmp/c",
    dockerfile: "/tmp/c/Dockerfile",
    label: "1",
    buildArgs: { KEY: "fm2_firstmacaroon" },
  });
  const [group, stop, ...lines] = text().split("\n");
  expect(group).toMatch(/^::group::flyctl deploy \/tmp\/c --app dns .* --build-arg KEY=\*\*\* /);
  const [, secret] = /^::stop-commands::(.{36})$/.exec(stop!)!;
  expect(lines).toEqual([
    "==> Building",
    " 100%",
    "::error::stolen",
    "token *** and ***",
    "image: registry.fly.io/dns:1",
    `::${secret}::`,
    "::endgroup::",
    "",
  ]);
});

test("a token of an older form is hidden as well, and short words are left alone", async () => {
  const { log, text } = keptLog();
  install("echo 'the FlyV1 token 0123456789abcdef was refused'");
  await flyctl("FlyV1 0123456789abcdef", log).deploy(ORDER);
  expect(text()).toContain("the FlyV1 token *** was refused");
});

test("the fold is closed after a failure, and the last twenty lines are kept", async () => {
  const { log, text } = keptLog();
  install("for line in $(seq 30); do echo line $line; done; echo 'fm2_firstmacaroon refused' >&2; exit 1");
  const error = await failureOf(flyctl(TOKEN, log).deploy(ORDER));
  expect((error as FlyError).lastLines.split("\n")).toHaveLength(20);
  expect((error as FlyError).message).not.toContain("fm2_");
  expect((error as FlyError).message).toMatch(/; it said "\*\*\* refused"$/);
  expect(text()).toMatch(/::endgroup::\n$/);
});

test("of many lines, the last that is an error goes into the message", async () => {
  install(
    "echo 'Error: first'; echo 'Error: failed to update machine 9070'; echo 'You can run it again'; exit 1",
  );
  const error = await failureOf(flyctl(TOKEN, keptLog().log).deploy(ORDER));
  expect(error).toMatchObject({
    message: 'Cannot deploy "dns": flyctl exited with 1; it said "failed to update machine 9070"',
    lastLines: "Error: first\nError: failed to update machine 9070\nYou can run it again",
  });
});

test("what is only read is not shown", async () => {
  const { log, text } = keptLog();
  install("echo '[]'");
  await flyctl(TOKEN, log).addresses("dns");
  expect(text()).toBe("");
});

test("a machine without flyctl is told what to install", async () => {
  vi.stubEnv("PATH", "/nonexistent");
  await expect(flyctl(TOKEN, keptLog().log).version()).rejects.toThrow("Cannot run flyctl: install it");
});
