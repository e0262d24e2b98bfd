import { execFile } from "node:child_process";
import { join } from "node:path";
import { appOf, printJson, Refusal, type Running } from "./command.ts";
import type { Command } from "./command-line.ts";
import { deploy } from "./deploy.ts";
import { askImage, type Exec } from "./image-program.ts";
import { environmentOf } from "./machines.ts";
import { openPublicAddress } from "./public-address.ts";
import { onThisMachine } from "./server-process.ts";
import type { App, Machine, State } from "./state.ts";
import { validate } from "./validate.ts";

/** What each command does. */
export const COMMANDS: { readonly [command in Command]: (running: Running) => Promise<void> | void } = {
  version(running) {
    if (!running.line.flags.has("json")) return running.print("flyctl v0.4.87 linux/amd64\n");
    printJson(running, {
      Name: "flyctl",
      Version: "0.4.87",
      Commit: "0",
      BranchName: "master",
      BuildDate: "2026-08-21T12:00:00Z",
      OS: "linux",
      Architecture: "amd64",
      Environment: "production",
    });
  },
  "config validate": (running) => validate(running),
  "ips list": (running) => printJson(running, appOf(running).addresses.map(addressJson)),
  async "ips allocate-v4"(running) {
    const app = appOf(running);
    if (!running.line.flags.has("yes")) {
      throw new Refusal("yes flag must be specified when not running interactively");
    }
    const address = await allocateAddress(running.state, app);
    running.print(
      `VERSION\tIP            \tTYPE              \tREGION\nv4     \t${address}\tpublic ($2/mo)\tglobal\n`,
    );
  },
  "machine list"(running) {
    const machines = appOf(running).machines.map((machine) => machineJson(appOf(running), machine));
    if (!running.line.flags.has("json")) throw new Error("the fake lists machines as JSON only");
    printJson(running, machines);
  },
  "machine exec": (running) => execute(running),
  releases(running) {
    const found = appOf(running).releases.slice(0, 25);
    printJson(
      running,
      found.map(({ version, status, image }) => ({
        ID: `release-${version}`,
        Version: version,
        Stable: false,
        InProgress: false,
        Reason: "",
        Description: "Release",
        Status: status,
        DeploymentStrategy: "",
        Metadata: null,
        User: { ID: "", Name: "", Email: "deploy@example.com", EnablePaidHobby: false },
        EvaluationID: "",
        CreatedAt: CREATED,
        ImageRef: image,
      })),
    );
  },
  "secrets list": (running) =>
    printJson(
      running,
      [...appOf(running).secrets.keys()].map((name) => ({
        name,
        digest: "0123456789abcdef",
        created_at: CREATED,
      })),
    ),
  "secrets import"(running) {
    const { secrets } = appOf(running);
    if (!running.line.flags.has("stage"))
      throw new Error("without --stage it restarts every machine, unproved");
    const lines = running.input.split("\n").filter((line) => line.trim() !== "");
    if (lines.length === 0) throw new Refusal("requires at least one SECRET=VALUE pair");
    for (const line of lines) {
      const [, name, value] = /^([^=]+)=(.*)$/.exec(line) ?? [];
      if (name === undefined || value === undefined) {
        throw new Refusal(
          `Failed to parse secrets from stdin: Secrets must be provided as NAME=VALUE pairs (${line} is invalid)`,
        );
      }
      secrets.set(name, value);
    }
    running.print(
      "Secrets have been staged, but not set on VMs. Deploy or update machines in this app for the secrets to take effect.\n",
    );
  },
  deploy: (running) => deploy(running),
};

const CREATED = "2026-11-22T12:00:00Z";

/** Gives an app an address of its own that answers on this machine. */
export async function allocateAddress(state: State, app: App): Promise<string> {
  const given = [...state.apps.values()].reduce((total, { addresses }) => total + addresses.length, 0);
  const address = `127.0.53.${1 + given}`;
  app.addresses.push({ address, type: "v4", place: await openPublicAddress(state, app, address) });
  return address;
}

function addressJson({ address, type }: App["addresses"][number]): object {
  return {
    ID: `ip-${address}`,
    Address: address,
    Type: type,
    Region: "global",
    CreatedAt: CREATED,
    ServiceName: "",
    Network: null,
  };
}

function machineJson(
  app: App,
  { id, region, image, state, isHealthy, hostStatus, env, release }: Machine,
): object {
  const [, path, tag] = /^([^:@]+)(?::([^@]+))?/.exec(image.reference)!; // by label, or by digest alone
  const [registry, repository] = path!.split("/");
  const config = {
    env,
    init: {},
    guest: { cpu_kind: "shared", cpus: 1, memory_mb: 256 },
    metadata: {
      fly_platform_version: "v2",
      fly_process_group: "app",
      fly_release_id: `release-${release}`,
      fly_release_version: String(release),
    },
    image: image.reference,
  };
  const name = `${app.name}-${id.slice(-4)}`;
  if (hostStatus !== "ok") {
    return {
      id,
      name,
      state: "",
      region,
      image_ref: {},
      instance_id: "",
      private_ip: "",
      created_at: "",
      updated_at: "",
      ...(hostStatus === "unknown" ? { incomplete_config: config } : {}),
      events: null,
      checks: null,
      host_status: hostStatus,
      cordoned: false,
    };
  }
  return {
    id,
    name,
    state,
    region,
    image_ref: {
      registry,
      repository,
      ...(tag === undefined ? {} : { tag }),
      digest: image.digest,
      labels: {},
    },
    instance_id: `01H${id}`,
    private_ip: "fdaa:0:1:a7b:1::2",
    created_at: CREATED,
    updated_at: CREATED,
    config,
    events: [{ type: "start", status: "started", source: "flyd", timestamp: 1_700_000_000_000 }],
    checks: [
      { name: "dns_ready", status: isHealthy ? "passing" : "critical", output: "", updated_at: CREATED },
    ],
    host_status: hostStatus,
    cordoned: false,
  };
}

/** Runs a program of the image as if on the machine; what it asks of its own ports, it asks of the front. */
async function execute(running: Running): Promise<void> {
  const app = appOf(running);
  const [id, command = ""] = running.line.words;
  const machine = app.machines.find((each) => each.id === id);
  if (machine === undefined) throw new Refusal(`could not get machine ${id}: machine not found`);
  if (machine.state !== "started" || machine.hostStatus !== "ok") {
    throw new Refusal(
      `could not exec command on machine ${id}: failed to exec on VM ${id}: machine not running`,
    );
  }
  const { folder } = machine.image;
  const words = onThisMachine(command.split(" "), folder);
  if (words[2] === "self-check") words.push("--listen", `127.0.0.1:${machine.front.port}`);
  if (words[2] === "top" && machine.server !== undefined) {
    words.push("--http", `127.0.0.1:${machine.server.httpPort}`);
  }
  const env = { PATH: process.env.PATH, ...environmentOf(app, machine) };
  const result = await machine.front.admit(() =>
    askImage(machine, words.slice(2), env, () => run(words, { cwd: join(folder), env })),
  );
  if (!running.line.flags.has("json")) {
    if (result.exit_code !== 0) running.print(`Exit code: ${result.exit_code}\n`);
    return running.print(result.stdout);
  }
  // Go leaves out what is empty.
  printJson(
    running,
    Object.fromEntries(Object.entries(result).filter(([, value]) => value !== 0 && value !== "")),
  );
}

function run(
  [program, ...args]: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<Exec> {
  const { promise, resolve } = Promise.withResolvers<Exec>();
  execFile(program!, args, options, (error, stdout, stderr) => {
    const code = error === null ? 0 : typeof error.code === "number" ? error.code : 127;
    resolve({ exit_code: code, stdout, stderr });
  });
  return promise;
}
