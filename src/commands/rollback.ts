import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvalidArgumentError } from "commander";
import { printName } from "../../dns/name.ts";
import { compareSerials } from "../../dns/serial.ts";
import { showHidden } from "../../dns/show-hidden.ts";
import { findPlaces } from "../deploy/apps.ts";
import { type Choice, chooseImages, type Wanted } from "../deploy/choose-image.ts";
import { goBack, type SpentSerial, type WentBack } from "../deploy/go-back.ts";
import type { Remembered } from "../deploy/ledger.ts";
import { printStatus, statusToJson } from "../deploy/print-status.ts";
import { areOursWell, findStatus } from "../deploy/status.ts";
import { makeSteps } from "../deploy/steps.ts";
import { survey } from "../deploy/survey.ts";
import { WorldError } from "../files/world-error.ts";
import { readAsPerson } from "../github/deployments.ts";
import { secondaryToJson } from "../report/deployment-json.ts";
import { secondaryLines } from "../report/terminal-secondaries.ts";
import { startRun } from "../run.ts";
import type { Nameserver } from "../verify/types.ts";
import { cloneAround } from "../world/clone.ts";
import { githubAccess } from "../world/github-access.ts";
import { repositoryHistory } from "../world/repository-history.ts";
import type { World } from "../world.ts";
import { DEFAULT_FOLDER, parseSeconds, parseServer } from "./arguments.ts";
import type { Printed, Program } from "./program.ts";
import { onZones, ZONES_FOLDER } from "./zones-folder.ts";

interface RollbackOptions {
  readonly to?: string;
  readonly image?: string;
  readonly environment: string;
  readonly server?: readonly Nameserver[];
  readonly deadline: number;
  readonly secondariesDeadline: number;
  readonly dryRun: boolean;
  readonly json: boolean;
}

const DEADLINE = 300; // seconds: a few machines that start, and the paths to them
const SECONDARIES_DEADLINE = 120; // seconds: a NOTIFY, a transfer, and a second try of each

/** `zonepipe rollback`: an earlier image on every machine, proved. */
export function addRollback({ command, action }: Program): void {
  command("rollback", "bring back the image that ran before the last deployment, and prove it")
    .argument("[folder]", ZONES_FOLDER, DEFAULT_FOLDER)
    .option("--to <commit>", "the image with the zones of this commit", parseCommit)
    .option("--image <reference>", "this image: registry.fly.io/app@sha256:…", parseImage)
    .option("--environment <name>", "under which GitHub has the deployments", "zonepipe")
    .option(
      "--server <addr:port>",
      "ask this address of _config.yaml at another port (again for each)",
      parseServer,
    )
    .option("--deadline <seconds>", "how long machines and public addresses may take", parseSeconds, DEADLINE)
    .option(
      "--secondaries-deadline <seconds>",
      "how long the nameservers of others are waited for afterwards",
      parseSeconds,
      SECONDARIES_DEADLINE,
    )
    .option("--dry-run", "touch nothing; show what would run where", false)
    .option("--json", "print what came of it as JSON", false)
    .addHelpText(
      "after",
      "\nNeeds flyctl, and FLY_API_TOKEN or a login. What ran before is read from GitHub's deployments: GITHUB_TOKEN, and" +
        "\nGITHUB_REPOSITORY or the remote origin. Each image goes out with the fly.toml of its own commit." +
        "\nNothing in git changes: revert the pull request afterwards; a deployment before that is refused as drift." +
        "\nSecondaries are notified once more with the keys in ZONEPIPE_TSIG_KEYS; one that does not follow is told, and fails nothing." +
        "\nExit codes: 0 back and proved, 1 not all is as it was, 2 usage or the outside world failed.",
    )
    .action(action(onZones(run)));
}

async function run(world: World, folder: string, options: RollbackOptions): Promise<Printed> {
  const { server, deadline, secondariesDeadline, dryRun, json } = options;
  const { zones } = await startRun("rollback", folder, world);
  const places = await findPlaces(zones, world.files, server);
  const apps = places.apps.map(({ app }) => app);
  world.progress.step("Asking what runs");
  const machines = (await Promise.all(apps.map((app) => survey(app, world.fly)))).flat();
  if (machines.length === 0) throw new WorldError(`Cannot go back: ${apps.join(", ")} has no machine`);
  const wanted = wantedBy(options);
  const { remembered, trouble } = await recall(wanted, options.environment, world);
  const choices = chooseImages(wanted, apps, machines, remembered);
  if (dryRun) {
    world.progress.end();
    return json ? { json: { choices }, exitCode: 0 } : { text: printChoices(choices), exitCode: 0 };
  }
  const scratch = await mkdtemp(join(tmpdir(), "zonepipe-rollback-"));
  try {
    const before = await findStatus(zones, places, world);
    const milliseconds = 1_000 * deadline;
    const went = await goBack(
      {
        zones,
        places,
        choices,
        machines,
        remembered,
        before,
        history: repositoryHistory(cloneAround("."), folder, scratch, world.output),
        deadlines: {
          machines: milliseconds,
          outside: milliseconds,
          secondaries: 1_000 * secondariesDeadline,
        },
      },
      makeSteps(world),
      world,
    );
    world.progress.end();
    const whole = { ...went, notes: [...(trouble === undefined ? [] : [trouble]), ...went.notes] };
    const exitCode = went.failures.length === 0 && areOursWell(went.status) ? 0 : 1;
    return json
      ? {
          json: {
            ...went,
            choices,
            status: statusToJson(went.status),
            spent: went.spent.map(spentToJson),
            secondaries: went.secondaries.map(secondaryToJson),
          },
          exitCode,
        }
      : { text: `${printChoices(choices)}\n${printWentBack(whole)}`, exitCode };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

interface Recalled {
  readonly remembered?: Remembered;
  /** Why GitHub could not be asked: a sentence without its final stop. */
  readonly trouble?: string;
}

/** What GitHub has of earlier deployments. Where an image or its commit is named, one goes back without it, too. */
async function recall({ kind }: Wanted, environment: string, world: World): Promise<Recalled> {
  const access = await githubAccess(".", (why) => world.progress.step(why));
  if (access === undefined) return {};
  world.progress.step("Reading GitHub's deployments");
  try {
    return { remembered: await readAsPerson(access.github, access.repository, environment) };
  } catch (error) {
    if (kind === "before" || !(error instanceof WorldError)) throw error;
    return { trouble: error.message };
  }
}

function wantedBy({ to, image }: RollbackOptions): Wanted {
  if (to !== undefined && image !== undefined) throw new WorldError("Name a commit or an image, not both");
  if (image !== undefined) return { kind: "image", image };
  return to === undefined ? { kind: "before" } : { kind: "commit", commit: to };
}

function printChoices(choices: readonly Choice[]): string {
  const lines = choices.flatMap(({ app, machines }) =>
    machines.length === 0
      ? [`${app}: nothing is known that it ran before, so it is left as it is`]
      : machines.map(
          ({ machine, image, commit }) =>
            `${app}  ${machine}  ${showHidden(image)}  ${commit === undefined ? "commit unknown" : commit.slice(0, 12)}`,
        ),
  );
  return `${lines.join("\n")}\n`;
}

function printWentBack({ failures, notes, status, spent, secondaries }: WentBack): string {
  return [
    ...failures.map((failure) => `✘ ${showHidden(failure)}.\n`),
    ...notes.map((note) => `ℹ ${showHidden(note)}.\n`),
    ...(failures.length + notes.length > 0 ? ["\n"] : []),
    printStatus(status),
    ...(secondaries.length > 0 ? ["\nSecondaries\n"] : []),
    ...secondaryLines(secondaries, (_, text) => text).map((line) => `${line}\n`),
    ...(spent.length > 0 ? ["\n"] : []),
    ...spent.map(printSpent),
    "\nGit still has what was undone: revert its pull request. Until then a deployment is refused as drift, or, where no zone differs, brings it back.\n",
  ].join("");
}

function printSpent({ zone, serial, now, writtenIn }: SpentSerial): string {
  const name = printName(zone);
  const isAbove = now !== undefined && compareSerials(now, serial) === 1;
  const greatest = isAbove ? now : serial;
  const what = isAbove
    ? `${name} is back with serial ${now}, above the ${serial} that is undone, so that secondaries take it.`
    : `Serial ${serial} of ${name} is spent; ${now === undefined ? "it is answered no more" : `${now} is answered again, which a secondary does not take`}.`;
  const places = { github: "GitHub's record", machines: "the machines, where it is written down" };
  const next =
    writtenIn !== undefined
      ? `The next deployment knows it from ${places[writtenIn]}: other content gets a serial above it.`
      : `Nobody has written it down: put "zones: {${name.replace(/\.$/, "")}: {serial_above: ${greatest}}}" into _config.yaml, ` +
        "so that the next deployment takes a serial above it.";
  return `${what} ${next}\n`;
}

function spentToJson({ zone, ...rest }: SpentSerial): object {
  return { zone: printName(zone), ...rest };
}

function parseCommit(text: string): string {
  if (/^[0-9a-f]{7,40}$/.test(text)) return text;
  throw new InvalidArgumentError(
    `Expected a commit's id, at least seven digits of it; found ${JSON.stringify(text)}.`,
  );
}

function parseImage(text: string): string {
  if (/^[\w./:-]+@sha256:[0-9a-f]{64}$/.test(text)) return text;
  throw new InvalidArgumentError(
    `Expected an image by its digest, as in registry.fly.io/app@sha256:…; found ${JSON.stringify(text)}.`,
  );
}
