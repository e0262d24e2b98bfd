import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { build } from "./build.ts";
import { appOf, Refusal, type Running } from "./command.ts";
import { createMachine, imageFor, updateMachine } from "./machines.ts";
import { type App, type Image, type Machine, matching, type Release, type State } from "./state.ts";

/** `flyctl deploy`: builds, or puts an image on one machine after the other and waits for each to be healthy. */
export async function deploy(running: Running): Promise<void> {
  const app = appOf(running);
  const { flags } = running.line;
  const config = readConfig(flags.get("config") ?? "fly.toml");
  running.print("==> Verifying app config\n--> Verified app config\n");
  if (flags.has("build-only")) {
    // What stands in fly.toml is taken, and nothing is built.
    if (config.image !== undefined)
      return running.print(`Searching for image '${config.image}' remotely...\n`);
    return await build(running, app.name);
  }
  const image = findImage(running.state, flags.get("image"));
  const release: Release = {
    version: (app.releases[0]?.version ?? 0) + 1,
    status: "running",
    image: image.reference,
  };
  app.releases.unshift(release);
  running.print(`\nWatch your deployment at https://fly.io/apps/${app.name}/monitoring\n\n`);
  try {
    const env = { ...config.env, ...pairs(running.line.all.get("env") ?? []) };
    await roll(running, app, { image, env, release: release.version }, config.primaryRegion);
    release.status = "complete";
  } catch (error) {
    release.status = error instanceof Refusal && error.code === 1 ? "failed" : "interrupted";
    throw error;
  }
}

/** Of `NAME=VALUE`, as `--env` takes them. */
function pairs(words: readonly string[]): Machine["env"] {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf("=");
      if (at < 1)
        throw new Refusal(`failed parsing environment: '${word}': must be in the format NAME=VALUE`);
      return [word.slice(0, at), word.slice(at + 1)];
    }),
  );
}

type Update = Pick<Machine, "image" | "env" | "release">;

async function roll(running: Running, app: App, update: Update, primaryRegion: string): Promise<void> {
  const { state, line, print, onProgress } = running;
  onProgress(0);
  if (app.machines.length === 0) {
    print(`No machines in group app, launching a new machine\n`);
    const machine = await createMachine(state, app, { ...update, region: primaryRegion });
    if (!machine.isHealthy) throw notHealthy(machine.id);
    return onProgress(1);
  }
  const chosen = app.machines.filter(isIn(line.flags));
  print(`Updating existing machines in '${app.name}' with rolling strategy\n`);
  for (const { id, isLeased, hostStatus } of chosen) {
    if (hostStatus !== "ok") throw new Refusal(`failed to acquire lease on machine ${id}: host unreachable`);
    if (isLeased)
      throw new Refusal(`failed to acquire lease on machine ${id}: lease currently held by another`);
  }
  for (const machine of chosen) machine.isLeased = true;
  try {
    for (const [index, machine] of chosen.entries()) {
      const label = `[${index + 1}/${chosen.length}] `;
      print(`${label}Updating ${machine.id} [app]\n`);
      const image = imageFor(state, app, machine, update.image);
      if (image === update.image) await updateMachine(state, app, machine, update);
      if (!machine.isHealthy) throw notHealthy(machine.id);
      print(`${label}Machine ${machine.id} [app] update finished: success\n`);
      if (vanishes(state, app, machine)) await remove(app, machine);
      onProgress(index + 1);
    }
  } finally {
    for (const machine of chosen) machine.isLeased = false;
  }
}

function notHealthy(machine: string): Refusal {
  return new Refusal(
    `failed to update machine ${machine}: Unrecoverable error: timeout reached waiting for health checks to pass for machine ${machine}`,
  );
}

function isIn(flags: ReadonlyMap<string, string>): (machine: Machine) => boolean {
  const named = (flag: string) =>
    flags
      .get(flag)
      ?.split(",")
      .filter((word) => word !== "") ?? [];
  const regions = [...named("regions"), ...named("only-regions")];
  const [not, only, except] = [named("exclude-regions"), named("only-machines"), named("exclude-machines")];
  return ({ id, region }) =>
    (regions.length === 0 || regions.includes(region)) &&
    !not.includes(region) &&
    (only.length === 0 || only.includes(id)) &&
    !except.includes(id);
}

function vanishes(state: State, app: App, { id, region, image }: Machine): boolean {
  return matching(state, app.name, { id, region, label: image.reference }).some(
    ({ kind }) => kind === "vanishes",
  );
}

async function remove(app: App, machine: Machine): Promise<void> {
  app.machines.splice(app.machines.indexOf(machine), 1);
  await machine.server?.stop();
  await machine.front.close();
}

function findImage(state: State, reference: string | undefined): Image {
  const image = state.registry.get(reference ?? "");
  if (image !== undefined) return image;
  throw new Refusal(`failed to fetch an image or build from source: Could not find image "${reference}"`);
}

/** What of fly.toml matters here. */
interface Config {
  readonly env: Machine["env"];
  readonly primaryRegion: string;
  readonly image: unknown;
}

function readConfig(path: string): Config {
  try {
    const config = parse(readFileSync(path, "utf8"));
    const env = Object.entries(config.env ?? {}).map(([name, value]) => [name, String(value)]);
    const { image } = { image: undefined, ...Object(config.build) };
    return { env: Object.fromEntries(env), primaryRegion: String(config.primary_region ?? "iad"), image };
  } catch (error) {
    throw new Refusal(`failed loading app config from ${path}: toml: ${(error as Error).message}`);
  }
}
