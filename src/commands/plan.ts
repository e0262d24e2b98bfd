import type { Name } from "../../dns/name.ts";
import { type AskedOfDeletions, findAskedOfDeletions } from "../deploy/asked-of-deletions.ts";
import type { AskedTotals } from "../deploy/asked-totals/totals.ts";
import { WorldError } from "../files/world-error.ts";
import { githubTotals } from "../github/asked-totals.ts";
import { dangersSincePublished } from "../invariants/dangers-since.ts";
import type { PublishedSource } from "../options.ts";
import { nobody, plan } from "../pipeline.ts";
import { refused } from "../plan/dangers.ts";
import type { Plan } from "../plan/plan.ts";
import { reviewPlan } from "../plan/review.ts";
import { stepsOf } from "../plan/steps/steps.ts";
import { provePlan } from "../proof/prove-plan.ts";
import { lookUpTargets } from "../published/with-addresses.ts";
import { expectNothing } from "../report/expect-nothing.ts";
import { comparedNotes, undecidedNotes } from "../report/notes.ts";
import { type RunOptions, startRun } from "../run.ts";
import type { SourceZone } from "../source/source-zone.ts";
import { githubAccess } from "../world/github-access.ts";
import { inScratch } from "../world/scratch.ts";
import type { World } from "../world.ts";
import { DEFAULT_FOLDER, HTML, parseSerialAbove, parseServer, RESOLVE, SARIF } from "./arguments.ts";
import { readLooks } from "./dnssec-task.ts";
import type { Printed, Program } from "./program.ts";
import { onZones, ZONES_FOLDER } from "./zones-folder.ts";

interface PlanOptions extends RunOptions {
  readonly published?: string;
  readonly serialAbove?: ReadonlyMap<Name, number>;
  readonly expectNoChanges: boolean;
  readonly full: boolean;
  readonly steps: boolean;
  readonly asked: boolean;
  readonly environment: string;
  readonly looks?: string;
  readonly json: boolean;
  readonly sarif?: string;
}

/** `zonepipe plan`: what would change, against the nameservers or a folder of rendered files. */
export function addPlan({ command, action }: Program): void {
  command("plan", "show what would change, and the serials that it would take")
    .argument("[folder]", ZONES_FOLDER, DEFAULT_FOLDER)
    .option(
      "--published <dir>",
      "compare with the zone files in this folder instead of asking the nameservers",
    )
    .option(
      "--serial-above <zone=serial>",
      "serials up to this one are spent (again for each zone)",
      parseSerialAbove,
    )
    .option("--expect-no-changes", "fail where anything would change: for cron and CI", false)
    .option(...RESOLVE, (text: string) => parseServer(text))
    .option("--full", "ask every kind of question, also those that no change can reach", false)
    .option("--steps", "tell in which order, and after which time each, the changes break nothing", false)
    .option("--asked", "tell how often what goes was asked for, as the machines on Fly.io count it", false)
    .option("--environment <name>", "for --asked: under which GitHub has the deployments", "zonepipe")
    .option(
      "--looks <file>",
      "what `zonepipe dnssec look` saw of keys and DS, by which a change of keys is judged",
    )
    .option("--json", "print the plan as JSON", false)
    .option(...SARIF)
    .option(...HTML)
    .addHelpText(
      "after",
      "\nA nameserver that does not answer leaves the serial unknown: it is shown so, and never guessed. One that lets this" +
        "\nmachine transfer (AXFR) gives the records to compare with; of others serial and digest are compared." +
        "\n--published takes what `zonepipe render` wrote, and zone files of a transfer: `dig @NAMESERVER ZONE AXFR` or what" +
        "\n`named-compilezone` writes, each in a file that is named ZONE.zone." +
        "\n--resolve also tells which addresses the targets of new ALIAS records have now." +
        "\n--asked needs flyctl, and FLY_API_TOKEN in the environment or a login. That nobody asked is said only where every machine" +
        "\ntells and nobody else answers for the zone. A machine counts from its start on. What it counted before the last release is read" +
        "\nfrom GitHub, where the workflow has written it down (GITHUB_TOKEN, and GITHUB_REPOSITORY or the remote origin)." +
        "\nExit codes: 0 planned, 1 errors in the zones, a change that needs a label in a pull request, or changes with" +
        "\n--expect-no-changes, 2 the outside world failed, or it is not known there whether anything would change.",
    )
    .action(action(onZones(run)));
}

async function run(world: World, folder: string, options: PlanOptions): Promise<Printed> {
  const { json, sarif, serialAbove = new Map(), expectNoChanges, full, steps, asked } = options;
  const begun = await startRun("plan", folder, world, options);
  if (begun.refused) return { report: begun.finish("wrong"), json, sarif };
  const published = publishedSource(options.published);
  const keyLooks =
    options.looks === undefined ? {} : { keyLooks: await readLooks(options.looks, world.files) };
  const planned = await plan(begun.zones, { folder, published, serialAbove, ...keyLooks }, world);
  const expected = expectNoChanges ? expectNothing(planned) : undefined;
  const { resolve } = options;
  const now =
    resolve === undefined
      ? {}
      : {
          targets: (await lookUpTargets(begun.zones, world, resolve === true ? undefined : resolve)).targets,
        };
  const proof = await inScratch((scratch) => provePlan(planned, { isFull: full, scratch }, world));
  const found = asked ? await findAsked(planned, begun.zones, options.environment, world) : undefined;
  const notes = [
    ...(expected?.notes ?? []),
    ...undecidedNotes(planned),
    ...comparedNotes(planned),
    ...(found?.notes ?? []),
  ];
  const review = reviewPlan(planned, nobody, dangersSincePublished(planned, begun.invariants));
  const needsLabel = refused(review.dangers).length > 0;
  const outcome = expected?.outcome ?? (needsLabel ? "wrong" : "fine");
  const report = begun.finish(outcome, {
    plan: planned,
    review,
    ...(found && { asked: found.asked }),
    proof,
    ...now,
    notes,
    ...(steps && { steps: stepsOf(planned) }),
  });
  return { report, json, sarif };
}

/** What the machines tell, with what the workflows wrote down where GitHub may be asked. */
async function findAsked(
  planned: Plan,
  zones: readonly SourceZone[],
  environment: string,
  world: World,
): Promise<AskedOfDeletions> {
  const access = await githubAccess(".", (why) => world.progress.step(why));
  let totals: AskedTotals | undefined;
  const notes: string[] = [];
  if (access !== undefined) {
    world.progress.step("Reading what was asked for earlier");
    try {
      totals = await githubTotals(access.github, access.repository, environment).read();
    } catch (error) {
      if (!(error instanceof WorldError)) throw error;
      notes.push(`What was asked for before the last release is not known: ${error.message}.`);
    }
  }
  const found = await findAskedOfDeletions(planned, zones, totals, world);
  return { ...found, notes: [...found.notes, ...notes] };
}

function publishedSource(folder: string | undefined): PublishedSource {
  return folder === undefined ? { kind: "nameservers", transfer: true } : { kind: "folder", path: folder };
}
