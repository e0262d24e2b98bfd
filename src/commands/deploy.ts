import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { keyOf, type Name, printName } from "../../dns/name.ts";
import { findPlaces } from "../deploy/apps.ts";
import { deploy } from "../deploy/deploy.ts";
import { findDockerfile } from "../deploy/find-dockerfile.ts";
import { judgeByHand, type PersonsWill } from "../deploy/judge-by-hand.ts";
import { ledgerByHand } from "../deploy/ledger-by-hand.ts";
import { isReady, preflight } from "../deploy/preflight.ts";
import { isSpentKnown } from "../deploy/spent-on-machines.ts";
import type { LooksByZone } from "../dnssec/looks-file.ts";
import { WorldError } from "../files/world-error.ts";
import { type RecalledByPerson, readAsPerson } from "../github/deployments.ts";
import type { Report } from "../report/report.ts";
import { printTerminal } from "../report/terminal.ts";
import { type Run, startRun } from "../run.ts";
import type { Nameserver } from "../verify/types.ts";
import { lookAndNote } from "../watch/look-at-zones.ts";
import { askPerson } from "../world/ask-person.ts";
import { findClone } from "../world/clone.ts";
import { wantsColour } from "../world/colour.ts";
import { uncommitted } from "../world/git-changes.ts";
import { gitFiles, headCommit } from "../world/git-files.ts";
import { githubAccess } from "../world/github-access.ts";
import { ourDockerfile, serverBundle } from "../world/image-sources.ts";
import { repositoryHistory } from "../world/repository-history.ts";
import type { World } from "../world.ts";
import {
  collect,
  DEFAULT_FOLDER,
  HTML,
  parseOrigin,
  parseSeconds,
  parseSerialAbove,
  parseServer,
} from "./arguments.ts";
import { looksFrom } from "./looks-book.ts";
import type { Printed, Program } from "./program.ts";
import { onZones, ZONES_FOLDER } from "./zones-folder.ts";

interface DeployOptions {
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly allow: readonly string[];
  readonly allowBogus: readonly Name[];
  readonly serialAbove: ReadonlyMap<Name, number>;
  readonly environment: string;
  readonly looks?: string;
  readonly takeOver: boolean;
  readonly server?: readonly Nameserver[];
  readonly resolver?: readonly Nameserver[];
  readonly deadline: number;
  readonly secondariesDeadline: number;
  readonly json: boolean;
}

const SECONDARIES_DEADLINE = 120; // seconds: a NOTIFY, a transfer, and a second try of each
const DEADLINE = 300; // seconds: a few machines that start, and the paths to them

/** `zonepipe deploy`: what the workflow does after a merge, from a person's machine. */
export function addDeploy({ command, action }: Program): void {
  command("deploy", "deploy the checked-out commit from this machine, as the workflow does after a merge")
    .argument("[folder]", ZONES_FOLDER, DEFAULT_FOLDER)
    .option("--yes", "do not ask before it goes out", false)
    .option("--dry-run", "touch nothing; show what would change", false)
    .option(
      "--allow <label>",
      "let a danger out by its label, as the plan shows it (again for each)",
      collect,
      [],
    )
    .option(
      "--allow-bogus <zone>",
      "let a zone out although the parent's DS fits no key (again for each)",
      collectOrigin,
      [],
    )
    .option(
      "--serial-above <zone=serial>",
      "the greatest serial that was ever used (again for each)",
      parseSerialAbove,
      new Map(),
    )
    .option("--environment <name>", "under which GitHub has the deployments", "zonepipe")
    .option(
      "--looks <file>",
      "what `zonepipe dnssec look` saw of keys and DS (default: what the workflows wrote down)",
    )
    .option("--take-over", "go on although GitHub says that a deployment is under way", false)
    .option(
      "--server <addr:port>",
      "ask this address of _config.yaml at another port (again for each)",
      parseServer,
    )
    .option(
      "--resolver <addr:port>",
      "ask this resolver what the world says of the zones (again for each)",
      parseServer,
    )
    .option("--deadline <seconds>", "how long machines and public addresses may take", parseSeconds, DEADLINE)
    .option(
      "--secondaries-deadline <seconds>",
      "how long the nameservers of others are waited for afterwards",
      parseSeconds,
      SECONDARIES_DEADLINE,
    )
    .option("--json", "print the report as JSON; needs --yes or --dry-run", false)
    .option(...HTML)
    .addHelpText(
      "after",
      "\nNeeds flyctl, and FLY_API_TOKEN or a login. It looks at everything first, shows the plan, and asks for the word" +
        '\n"deploy". Then as in the workflow: canary, its machines, the rest, all machines, all addresses; whatever fails goes back.' +
        "\nSerials that are spent are read from GitHub's deployments (GITHUB_TOKEN, and GITHUB_REPOSITORY or the remote origin)" +
        "\nand from the machines; they are written on the machines, and GitHub gets no record. Pull requests are not looked at." +
        "\nExit codes: 0 deployed, or everything ran already; 1 refused or gone back; 2 usage or the outside world failed.",
    )
    .action(action(onZones(run)));
}

async function run(world: World, folder: string, options: DeployOptions): Promise<Printed> {
  const { json, yes, dryRun, deadline } = options;
  if (json && !yes && !dryRun)
    throw new WorldError("Nobody can be asked with --json: add --yes, or --dry-run");
  const clone = findClone();
  const commit = await headCommit(clone);
  const begun = await startRun("deploy", folder, {
    ...world,
    files: await gitFiles(clone, folder, commit),
  });
  if (begun.refused) {
    // Whoever has mended it already, and not committed, would wonder.
    const notes = (await uncommitted(clone, [folder])).map(
      (file) => `The zones are those of commit ${commit.slice(0, 12)}, and this is in none: ${file}`,
    );
    return { report: begun.finish("wrong", { notes }), json };
  }
  const places = await findPlaces(begun.zones, world.files, options.server);
  const files = [folder, "Dockerfile", ...places.apps.map(({ configFile }) => configFile)];
  const changed = await uncommitted(clone, files);
  if (changed.length > 0) {
    throw new WorldError(
      `What is deployed is a commit, and this is in none: ${changed.join(", ")}; commit it first`,
    );
  }
  world.progress.step("Looking whether it can be deployed");
  const ready = await preflight(
    {
      ...places,
      zones: begun.zones,
      allowIpAllocation: false,
      allowBogus: new Set(options.allowBogus.map(keyOf)),
    },
    world,
    world.resolver(options.resolver),
  );
  if (!isReady(ready)) {
    const notes = ready.failures.map(({ what, run: command }) => `${what}. Run: ${command}`);
    const report = begun.finish("wrong", {
      notes: ["Nothing was touched: it cannot be deployed yet.", ...notes],
    });
    return { report: { ...report, problems: [...report.problems, ...ready.problems] }, json };
  }
  const remembered = await recall(options, world);
  const told = new Map([...options.serialAbove].map(([zone, serial]) => [printName(zone), serial]));
  if (remembered === undefined)
    await requireSpent(
      begun,
      told,
      places.apps.map(({ app }) => app),
      world,
    );
  const scratch = await mkdtemp(join(tmpdir(), "zonepipe-deploy-"));
  try {
    const milliseconds = 1_000 * deadline;
    const report = await deploy(
      begun,
      {
        commit,
        ...places,
        bundle: serverBundle(),
        dockerfile: await findDockerfile(world, ourDockerfile),
        ledger: ledgerByHand(remembered, told),
        keyLooks: await seenBefore(begun, options, world),
        history: repositoryHistory(clone, folder, join(scratch, "history"), world.output),
        judge: judgeByHand(willOf(options, begun, world)),
        scratch,
        deadlines: {
          machines: milliseconds,
          outside: milliseconds,
          secondaries: 1_000 * options.secondariesDeadline,
        },
        warnings: ready.warnings,
      },
      world,
    );
    return { report: withNotes(report, remembered, options), json };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** What was seen of keys and DS, beside what is seen now. */
async function seenBefore({ zones }: Run, options: DeployOptions, world: World): Promise<LooksByZone> {
  const { looks: path, environment, resolver: resolvers, server: nameservers = [] } = options;
  const written = (await looksFrom(path, environment, world)) ?? new Map();
  // A person's machine has no say in what the workflows wrote down.
  const book = { read: async () => written, write: async () => {} };
  const places = { nameservers, parents: undefined, resolvers };
  return (await lookAndNote(zones, { places, by: "deploy", book, commit: "" }, world)).looks;
}

/** What the workflows wrote down; undefined without a token of GitHub. */
async function recall(
  { environment, takeOver }: DeployOptions,
  world: World,
): Promise<RecalledByPerson | undefined> {
  const access = await githubAccess(".", (why) => world.progress.step(why));
  if (access === undefined) return undefined;
  world.progress.step("Reading GitHub's deployments");
  const remembered = await readAsPerson(access.github, access.repository, environment);
  const [other] = remembered.underWay;
  if (other !== undefined && !takeOver) {
    throw new WorldError(
      `Cannot deploy: GitHub says that deployment ${other} is under way, and two at once may choose the same serial; ` +
        "wait until its job has ended, or, where that is dead, add --take-over",
    );
  }
  return remembered;
}

/** Without GitHub a serial that a failed deployment answered with is on the machines, or in somebody's memory. */
async function requireSpent(
  { zones }: Run,
  told: ReadonlyMap<string, number>,
  apps: readonly string[],
  world: World,
): Promise<void> {
  if (zones.every(({ origin }) => told.has(printName(keyOf(origin))))) return;
  if (await isSpentKnown(apps, world.fly)) return;
  throw new WorldError(
    "Cannot tell which serials are spent: GitHub was not asked, and no machine has them written on it; " +
      "set GITHUB_TOKEN, or give the greatest serial that was ever used of every zone with --serial-above ZONE=SERIAL",
  );
}

function willOf({ allow, yes, dryRun }: DeployOptions, begun: Run, world: World): PersonsWill {
  return {
    allowed: new Set(allow),
    allowance: { by: userInfo().username, at: `${world.now().toISOString().slice(0, 19)}Z` },
    async agree(shown) {
      if (dryRun) return NOTHING_TOUCHED;
      if (yes) return undefined;
      world.progress.end();
      process.stderr.write(printTerminal(begun.finish("fine", shown), wantsColour(process.stderr)));
      const answer = await askPerson(`\nThis goes out to every machine. Type "${WORD}" to go on: `);
      return answer === WORD ? undefined : "It was not agreed to";
    },
  };
}

const WORD = "deploy";
const NOTHING_TOUCHED = "It was only to be shown";

function withNotes(
  report: Report,
  remembered: RecalledByPerson | undefined,
  { dryRun }: DeployOptions,
): Report {
  const { deployment, ...plan } = report;
  // Where it was only to be shown, nothing was refused.
  if (dryRun && deployment?.failure === NOTHING_TOUCHED) return { ...plan, outcome: "fine" };
  const notes = [
    ...report.notes,
    ...(remembered === undefined
      ? ["GitHub was not asked for earlier deployments: spent serials were read from the machines."]
      : []),
    ...(deployment?.outcome === "deployed" ? [WHAT_NEXT] : []),
  ];
  return { ...report, notes };
}

const WHAT_NEXT =
  "GitHub has no record of this: merge the commit. The next deployment by the workflow finds its zones running, and refuses as drift what no pull request explains.";

function collectOrigin(value: string, previous: readonly Name[]): Name[] {
  return [...previous, parseOrigin(value)];
}
