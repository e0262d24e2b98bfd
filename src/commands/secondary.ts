import { randomBytes } from "node:crypto";
import { Argument, InvalidArgumentError, Option } from "commander";
import { keyName, type TsigKey } from "../../dns/tsig/key.ts";
import { findPlaces } from "../deploy/apps.ts";
import type { Files } from "../files/files.ts";
import { WorldError } from "../files/world-error.ts";
import { startRun } from "../run.ts";
import { addSecondary, keysOnApps } from "../secondary/add-secondary.ts";
import { nextSteps } from "../secondary/next-steps.ts";
import { nameOfKey, printKeyClause, SECONDARY_NAME } from "../secondary/secondary-keys.ts";
import { printSetUp, SET_UP_FORMS, type SetUpForm } from "../secondary/set-up.ts";
import { withoutCatalog } from "../source/source-zone.ts";
import type { Nameserver } from "../verify/types.ts";
import { forbidCores } from "../world/forbid-cores.ts";
import { appendPrivately } from "../world/private-file.ts";
import type { World } from "../world.ts";
import { DEFAULT_FOLDER, parseServer } from "./arguments.ts";
import { readKeyFile } from "./key-file.ts";
import type { Printed, Program } from "./program.ts";
import { ZONES_FOLDER, zonesFolderAt } from "./zones-folder.ts";

interface SecondaryOptions {
  readonly zones: string;
  readonly for: SetUpForm;
  readonly keyFile?: string;
  readonly notify?: readonly Nameserver[];
  readonly rollOver: boolean;
}

/** `zonepipe secondary`: keys of those who transfer the zones. */
export function addSecondaryCommand({ command, action }: Program): void {
  command(
    "secondary",
    "let a nameserver elsewhere transfer the zones: its key, and what to write into its configuration",
  )
    .addArgument(
      new Argument("<what>", "add a secondary, or list those that have keys").choices(["add", "list"]),
    )
    .argument("[name]", "what to call it: small letters, digits and hyphens", parseSecondary)
    .option("--zones <folder>", ZONES_FOLDER, DEFAULT_FOLDER)
    .addOption(
      new Option("--for <program>", "whose configuration to print").choices(SET_UP_FORMS).default("bind"),
    )
    .option(
      "--key-file <file>",
      "where the key is kept, for nobody else to read; without it, it is shown on a terminal",
    )
    .option("--notify <addr:port>", "where the secondary takes NOTIFY", parseServer)
    .option("--roll-over", "make another key beside the one that is there", false)
    .addHelpText(
      "after",
      "\nNeeds flyctl, and FLY_API_TOKEN in the environment or a login. The key goes to the apps as a secret that counts from their" +
        "\nnext deployment on; Fly.io gives it back to nobody. Keys that are there stay as they are. It is shown on a terminal or" +
        "\nwritten into a file, and nowhere else: without either, nothing is made." +
        "\nExit codes: 0 done, 2 usage or the outside world failed.",
    )
    .action(action(run));
}

async function run(
  world: World,
  what: string,
  name: string | undefined,
  options: SecondaryOptions,
): Promise<Printed> {
  forbidCores(); // a key is made or read from here on
  const folder = await zonesFolderAt(options.zones, world.files);
  const { zones } = await startRun("secondary", folder, world);
  const places = await findPlaces(zones, world.files);
  const apps = places.apps.map(({ app }) => app);
  if (what === "list") return list(apps, world);
  if (name === undefined)
    throw new WorldError("Name the secondary, as in: zonepipe secondary add ns-elsewhere");
  const { keyFile, for: form, notify, rollOver } = options;
  const isShown = keyFile === undefined;
  if (isShown && process.stdout.isTTY !== true) {
    throw new WorldError(
      "Nobody would learn the key: name a file for it with --key-file, or run it on a terminal",
    );
  }
  world.progress.step("Looking for keys");
  const ordered = await addSecondary(
    {
      secondary: name,
      isRollOver: rollOver,
      kept: await keptKeys(keyFile, world.files),
      apps,
    },
    world.fly,
    randomBytes,
    async (key) => {
      if (keyFile !== undefined) await appendPrivately(keyFile, printKeyClause(key));
    },
  );
  world.progress.end();
  const { key, made, staged, all } = ordered;
  const keyNamed = keyName(nameOfKey(key));
  const catalog = zones.find(({ role }) => role === "catalog")?.origin;
  const primaries = [
    ...new Set(places.apps.flatMap(({ nameservers }) => nameservers.map(({ address }) => address))),
  ];
  const setUp = printSetUp(form, {
    primaries,
    zones: withoutCatalog(zones).map(({ origin }) => origin),
    ...(catalog !== undefined && { catalog }),
    key: { name: nameOfKey(key), algorithm: "hmac-sha256" },
    secret: isShown && made !== undefined ? Buffer.from(made.secret).toString("base64") : undefined,
  });
  const where = keyFile === undefined ? undefined : JSON.stringify(keyFile);
  const lines = [
    staged.length === 0
      ? `${keyNamed} is there already, in ${apps.join(", ")}${all.length > 1 ? `, with ${all.length - 1} older` : ""}.`
      : `${keyNamed} is set in ${staged.join(", ")}.`,
    ...(isShown && made !== undefined
      ? []
      : [
          where !== undefined && made !== undefined
            ? `Put the secret out of ${where} in the place of SECRET.`
            : "Its secret is known to the machines and to whoever kept it; --roll-over makes another key.",
        ]),
    "",
    setUp,
    nextSteps(ordered, apps, notify === undefined ? {} : { at: placeOf(notify.at(-1)!) }),
  ];
  return { text: lines.join("\n"), exitCode: 0 };
}

async function list(apps: readonly string[], { fly, progress }: World): Promise<Printed> {
  progress.step("Looking for keys");
  const found = await keysOnApps(apps, fly);
  progress.end();
  const names = [...found.values()].flat().map((key) => keyName(nameOfKey(key)));
  const lines = [...new Set(names)].sort().map((name) => {
    const having = apps.filter((app) => found.get(app)!.some((key) => keyName(nameOfKey(key)) === name));
    const lacking = apps.filter((app) => !having.includes(app));
    return `${name}  in ${having.join(", ")}${lacking.length === 0 ? "" : `, not in ${lacking.join(", ")}`}`;
  });
  const text = lines.length === 0 ? `No secondary has a key in ${apps.join(", ")}.` : lines.join("\n");
  return { text: `${text}\n`, exitCode: 0 };
}

/** None where there is no such file yet. */
async function keptKeys(path: string | undefined, files: Files): Promise<TsigKey[]> {
  if (path === undefined || (await files.realPath(path)) === undefined) return [];
  return await readKeyFile(path, files);
}

function placeOf({ address, port }: Nameserver): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

function parseSecondary(text: string): string {
  if (SECONDARY_NAME.test(text)) return text;
  throw new InvalidArgumentError(
    `Expected small letters, digits and hyphens, as in ns-elsewhere; found ${JSON.stringify(text)}.`,
  );
}
