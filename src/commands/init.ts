import { basename, join, resolve } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import { type Name, printName } from "../../dns/name.ts";
import { isObjectId } from "../files/object-id.ts";
import { WorldError } from "../files/world-error.ts";
import { lookAround } from "../init/look-around.ts";
import { CONFIG, newFiles, newZone, snippetFiles } from "../init/new-files.ts";
import {
  type ActionRelease,
  appsOf,
  describeLayout,
  type Layout,
  type NewRepository,
} from "../init/offer.ts";
import { printSteps, stepsFor } from "../init/steps.ts";
import { cloneAround } from "../world/clone.ts";
import { remoteOf } from "../world/git-remote.ts";
import { readTemplates } from "../world/templates.ts";
import type { World } from "../world.ts";
import { APP_NAME } from "../zones/config/app-name.ts";
import { parseOrigin } from "./arguments.ts";
import type { Printed, Program } from "./program.ts";

interface InitOptions {
  readonly zone: Name;
  readonly layout: Layout;
  readonly app?: string;
  readonly region: readonly string[];
  readonly action?: ActionRelease;
  readonly with?: "snippets";
  readonly steps: boolean;
}

/** `zonepipe init`: a repository of zones from nothing, and what to do with it. */
export function addInit({ command, action }: Program): void {
  command(
    "init",
    "make a new repository: zones, workflows, fly.toml, and the steps to a nameserver that answers",
  )
    .argument("[folder]", "the folder of the repository", ".")
    .requiredOption(
      "--zone <name>",
      "the first zone, or one more for a repository that is there",
      parseOrigin,
    )
    .addOption(
      new Option("--layout <layout>", "how the two nameservers are spread over Fly.io")
        .choices(["two-apps", "one-app"])
        .default("two-apps"),
    )
    .option("--app <name>", "the app, or what both begin with (default: made of the zone's name)", parseApp)
    .option(
      "--region <code>",
      "where an app's first machine runs (again for the second app)",
      parseRegion,
      [],
    )
    .option(
      "--action <release>",
      "OWNER/zonepipe@COMMIT, which the workflows call (default: to be put in later)",
      parseAction,
    )
    .addOption(
      new Option("--with <what>", "write zones/_snippets/ too: what mail hosts want, to include").choices([
        "snippets",
      ]),
    )
    .option("--steps", "write nothing; show the steps, and what is done already", false)
    .addHelpText(
      "after",
      `\n${describeLayout("two-apps")}\n\n${describeLayout("one-app")}\n` +
        "\nNothing that is there is overwritten: where one file is there already, none is written." +
        "\nExit codes: 0 written, or shown, 2 usage or the outside world failed.",
    )
    .action(action(run));
}

async function run(world: World, given: string, options: InitOptions): Promise<Printed> {
  const folder = await repositoryAt(given, world);
  const { layout, region, action, steps: onlySteps } = options;
  const zone = printName(options.zone);
  const planned = appsOf(layout, options.app ?? usualName(zone), zone, region);
  const names = planned.map(({ name }) => name);
  world.progress.step("Looking what is there");
  const found = {
    ...(await lookAround(names, world.fly)),
    remote: (await world.files.realPath(folder)) === undefined ? undefined : await remoteAround(folder),
  };
  const apps = planned.map((app) => {
    const there = found.apps.get(app.name);
    return { ...app, addresses: there?.kind === "there" ? there.addresses : [] };
  });
  const repository: NewRepository = { zone, layout, apps, ...(action === undefined ? {} : { action }) };
  const templates = readTemplates();
  const more = options.with === "snippets" ? snippetFiles(templates) : new Map<string, string>();
  if (!onlySteps && (await world.files.realPath(join(folder, CONFIG))) !== undefined)
    return await addZone(zone, more, folder, world);
  const wanted = new Map([...newFiles(repository, templates), ...more]);
  const written = onlySteps ? [] : await writeAll(wanted, folder, world);
  world.progress.end();
  const lines = written.map((path) => `wrote ${path}\n`).join("");
  const texts = {
    ...(await textAt(join(folder, CONFIG), "config", world)),
    ...(await textAt(join(folder, ".github/workflows/plan.yml"), "workflow", world)),
  };
  const steps = printSteps(repository, stepsFor(repository, { ...found, ...texts }));
  return { text: `${lines}${lines === "" ? "" : "\n"}${steps}`, exitCode: 0 };
}

/** The repository, where the folder of its zones is named instead. */
async function repositoryAt(folder: string, { files }: World): Promise<string> {
  const isZones =
    basename(resolve(folder)) === "zones" && (await files.realPath(join(folder, basename(CONFIG))));
  return isZones === undefined || isZones === false ? folder : join(folder, "..");
}

/** One more zone for a repository that has its nameservers already. */
async function addZone(
  zone: string,
  more: ReadonlyMap<string, string>,
  folder: string,
  world: World,
): Promise<Printed> {
  const written = await writeAll(new Map([...newZone(zone), ...more]), folder, world);
  world.progress.end();
  const text = [
    ...written.map((path) => `wrote ${path}`),
    "",
    `${zone} is answered by the nameservers of ${join(folder, CONFIG)}.`,
    "  zonepipe check        says whether it is right",
    "  zonepipe up           has it answer on this machine",
    "  zonepipe delegation   says what its registrar has to be told, once it is deployed",
    "A zone that is in use elsewhere is taken over with its records: zonepipe import --help",
  ];
  return { text: `${text.join("\n")}\n`, exitCode: 0 };
}

/** Where the new repository was pushed to; undefined where git was not told of it yet. */
async function remoteAround(folder: string): Promise<string | null | undefined> {
  const clone = cloneAround(folder);
  return clone && (await remoteOf(clone));
}

async function textAt<Key extends string>(
  path: string,
  key: Key,
  { files }: World,
): Promise<{ readonly [key in Key]?: string }> {
  if ((await files.realPath(path)) === undefined) return {};
  const text = Buffer.from(await files.read(path)).toString("utf8");
  return { [key]: text } as { [key in Key]: string }; // the one key there is
}

/** Writes all files, or none where one is there. */
async function writeAll(
  wanted: ReadonlyMap<string, string>,
  folder: string,
  { files, output }: World,
): Promise<string[]> {
  const paths = [...wanted.keys()].map((path) => join(folder, path));
  const there = await Promise.all(paths.map(async (path) => (await files.realPath(path)) !== undefined));
  const taken = paths.filter((_, index) => there[index]);
  if (taken.length > 0) {
    throw new WorldError(
      `Cannot make a repository in ${folder}: ${taken.join(", ")} ${taken.length === 1 ? "is" : "are"} there already, ` +
        "and nothing was written; name another folder, or show the steps alone with --steps",
    );
  }
  for (const [path, text] of wanted) await output.write(join(folder, path), text, "utf8");
  return paths;
}

/** `example.com.` is `example-com-dns`: the names of apps are those of all users of Fly.io together. */
function usualName(zone: string): string {
  const name = zone
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 50);
  return `${name}-dns`.replace(/^-/, "");
}

const MOST_APP_NAME = 61; // characters: each of two apps gets two more

function parseApp(text: string): string {
  if (APP_NAME.test(text) && text.length <= MOST_APP_NAME) return text;
  throw new InvalidArgumentError(
    `Expected small letters, digits and hyphens; found ${JSON.stringify(text)}.`,
  );
}

function parseRegion(text: string, previous: readonly string[]): string[] {
  if (/^[a-z]{3}$/.test(text) && previous.length < 2) return [...previous, text];
  throw new InvalidArgumentError(
    `Expected at most two regions of three letters, as in iad; found ${JSON.stringify(text)}.`,
  );
}

function parseAction(text: string): ActionRelease {
  const [repository = "", commit = ""] = text.split("@");
  if (/^[\w.-]+\/[\w.-]+$/.test(repository) && isObjectId(commit)) return { repository, commit };
  throw new InvalidArgumentError(
    `Expected a repository and the full id of a commit, as in OWNER/zonepipe@${"0".repeat(40)}; found ${JSON.stringify(text)}.`,
  );
}
