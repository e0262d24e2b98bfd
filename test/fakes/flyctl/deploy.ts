import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { atOnce } from "./at-once.ts";
import { build } from "./build.ts";
import { appOf, Refusal, type Running } from "./command.ts";
import { holding } from "./leases.ts";
import { createMachine, destroyMachine, imageFor, updateMachine } from "./machines.ts";
import { type App, type Image, type Machine, matching, type Release, type State } from "./state.ts";

/** `flyctl deploy`: builds, or puts an image on one machine after the other and waits for each to be healthy. */
export async function deploy(running: Running): Promise<void> {
  const app = appOf(running);
  const { flags } = running.line;
  const config = readConfig(flags.get("config") ?? "fly.toml");
  running.say("==> Verifying app config\n--> Verified app config\n");
  if (flags.has("build-only")) {
    // What stands in fly.toml is taken, and nothing is built.
    if (config.image !== undefined)
      return running.say(`Searching for image '${config.image}' remotely...\nimage found: img_1\n`);
    return await build(running, app.name);
  }
  const image = findImage(running, flags.get("image"));
  const release: Release = {
    version: (app.releases[0]?.version ?? 0) + 1,
    status: "running",
    image: image.reference,
  };
  app.releases.unshift(release);
  running.print(`\nWatch your deployment at https://fly.io/apps/${app.name}/monitoring\n\n`);
  try {
    const env = { ...config.env, ...pairs(running.line.all.get("env") ?? []) };
    await roll(running, app, { image, env, release: release.version }, config);
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

async function roll(running: Running, app: App, update: Update, config: Config): Promise<void> {
  const { state, line, print, onProgress } = running;
  onProgress(0);
  const chosen = choose(running, app.machines);
  if (chosen.length === 0) {
    if (line.flags.has("update-only")) return;
    print(`No machines in group app, launching a new machine\n`);
    return await holding(running, [], async (hold) => {
      const machine = await createMachine(state, app, { ...update, region: config.primaryRegion });
      hold(machine);
      if (!machine.isHealthy) throw notHealthy(machine.id);
      onProgress(1);
    });
  }
  await holding(running, chosen, async (hold) => {
    print(`Updating existing machines in '${app.name}' with rolling strategy\n`);
    const many = atOnce(chosen.length, line.flags.get("max-unavailable") ?? config.maxUnavailable);
    for (let done = 0; done < chosen.length; done += many) {
      await Promise.all(
        chosen.slice(done, done + many).map(async (machine, index) => {
          const label = `[${done + index + 1}/${chosen.length}] `;
          const updated = await updateOne(running, app, { machine, update, label, hold });
          if (vanishes(state, app, updated)) await destroyMachine(app, updated);
        }),
      );
      onProgress(done + many);
    }
  });
}

/** Gives a machine the image; where its host does not take it, another one is made in its place. */
async function updateOne(
  { state, print }: Running,
  app: App,
  {
    machine,
    update,
    label,
    hold,
  }: {
    readonly machine: Machine;
    readonly update: Update;
    readonly label: string;
    readonly hold: (created: Machine) => void;
  },
): Promise<Machine> {
  const { id, region, state: before, hostStatus } = machine;
  const suffers = matching(state, app.name, { id, region, label: update.image.reference });
  let updated = machine;
  print(`${label}Updating ${id} [app]\n`);
  if (hostStatus !== "ok" || suffers.some(({ kind }) => kind === "no-room")) {
    print(`${label}Replacing ${id} [app] by new machine\n`);
    await destroyMachine(app, machine);
    updated = await createMachine(state, app, { ...update, region });
    hold(updated);
    print(`${label}Created machine ${updated.id} [app]\n`);
  } else {
    const image = imageFor(state, app, machine, update.image);
    if (image === update.image) await updateMachine(state, app, machine, update);
  }
  if (before === "started" && !updated.isHealthy) throw notHealthy(updated.id);
  print(`${label}Machine ${updated.id} [app] update finished: success\n`);
  return updated;
}

function notHealthy(machine: string): Refusal {
  return new Refusal(
    `failed to update machine ${machine}: Unrecoverable error: timeout reached waiting for health checks to pass for machine ${machine}`,
  );
}

/** The machines that the filters leave, one filter after the other. */
function choose({ line: { flags }, say }: Running, machines: readonly Machine[]): readonly Machine[] {
  const filters: { readonly [flag: string]: (words: readonly string[], machine: Machine) => boolean } = {
    regions: (words, { region }) => words.includes(region),
    "only-regions": (words, { region }) => words.includes(region),
    "exclude-regions": (words, { region }) => !words.includes(region),
    "only-machines": (words, { id }) => words.includes(id),
    "exclude-machines": (words, { id }) => !words.includes(id),
  };
  let left = machines;
  for (const [flag, takes] of Object.entries(filters)) {
    const words = flags
      .get(flag)
      ?.split(",")
      .filter((word) => word !== "");
    if (words === undefined || words.length === 0) continue;
    const before = left.length;
    left = left.filter((machine) => takes(words, machine));
    say(`--${flag} filter applied, deploying to ${left.length}/${before} machines\n`);
  }
  return [...left];
}

function vanishes(state: State, app: App, { id, region, image }: Machine): boolean {
  return matching(state, app.name, { id, region, label: image.reference }).some(
    ({ kind }) => kind === "vanishes",
  );
}

function findImage({ state, line, say }: Running, reference: string | undefined): Image {
  // Another image of that name in a docker on this machine would be taken before the one that was pushed.
  if (!line.flags.has("remote-only")) say(`Searching for image '${reference}' locally...\n`);
  say(`Searching for image '${reference}' remotely...\n`);
  const image = state.registry.get(reference ?? "");
  if (image !== undefined) {
    say("image found: img_1\n");
    return image;
  }
  throw new Refusal(`failed to fetch an image or build from source: Could not find image "${reference}"`);
}

/** What of fly.toml matters here. */
interface Config {
  readonly env: Machine["env"];
  readonly primaryRegion: string;
  readonly image: unknown;
  readonly maxUnavailable: number | undefined;
}

function readConfig(path: string): Config {
  try {
    const config = parse(readFileSync(path, "utf8"));
    const env = Object.entries(config.env ?? {}).map(([name, value]) => [name, String(value)]);
    const { image } = { image: undefined, ...Object(config.build) };
    const { max_unavailable: most } = { max_unavailable: undefined, ...Object(config.deploy) };
    return {
      env: Object.fromEntries(env),
      primaryRegion: String(config.primary_region ?? "iad"),
      image,
      maxUnavailable: most === undefined ? undefined : Number(most),
    };
  } catch (error) {
    throw new Refusal(`failed loading app config from ${path}: toml: ${(error as Error).message}`);
  }
}
