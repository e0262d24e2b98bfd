import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ALIAS } from "../../dns/alias-type.ts";
import { SERVFAIL } from "../../dns/message-rcode.ts";
import { type Name, printName } from "../../dns/name.ts";
import { printProblem } from "../../dns/problem.ts";
import { A } from "../../dns/records/a.ts";
import { RRSIG } from "../../dns/records/rrsig.ts";
import { windowOf, windowStart } from "../../dns/signing/window.ts";
import { WorldError } from "../files/world-error.ts";
import { type Asked, askZones } from "../past/ask-zones.ts";
import { readMoment } from "../past/moment.ts";
import { askedToJson, printAsked } from "../past/print-asked.ts";
import { styleSerial } from "../serial/style.ts";
import type { SourceZone } from "../source/source-zone.ts";
import { suggest } from "../source/suggest.ts";
import { cloneAround, findClone } from "../world/clone.ts";
import { commitWords } from "../world/git-commits.ts";
import { gitFiles } from "../world/git-files.ts";
import type { World } from "../world.ts";
import { load } from "../zones/load.ts";
import { DEFAULT_FOLDER, parseAskedName, parseAskedType } from "./arguments.ts";
import { lastChanges } from "./ask-changes.ts";
import { answeredWhen, type Moments, momentsOf } from "./ask-moments.ts";
import type { Printed, Program } from "./program.ts";
import { ZONES_FOLDER, zonesFolderAt } from "./zones-folder.ts";

interface AskOptions {
  readonly at?: string;
  readonly zones: string;
  readonly dnssec: boolean;
  readonly environment: string;
  readonly json: boolean;
}

/** `zonepipe ask`: what the zones of some time answer, by the nameserver's own code. */
export function addAsk({ command, action }: Program): void {
  command("ask", "show what the zones answer, or answered at some time, and who changed it last")
    .argument("<name>", "the name to ask for, as in www.example.com", parseAskedName)
    .argument("[type]", "the type to ask for", parseAskedType, A.code)
    .option("--at <when>", "the zones of this commit (any revision of git), or of this day or time")
    .option("--zones <folder>", ZONES_FOLDER, DEFAULT_FOLDER)
    .option("--dnssec", "ask for signatures, too (DO)", false)
    .option("--environment <name>", "under which GitHub has the deployments", "zonepipe")
    .option("--json", "print it as JSON", false)
    .addHelpText(
      "after",
      "\nWithout --at the working folder is asked, as it is. --at takes a day (2026-11-22: its end), a time" +
        "\n(2026-11-22T14:00, in UTC unless it says otherwise), or a commit. Of a time it is the zones of the deployment that" +
        "\nstood then, where GitHub's deployments can be read (GITHUB_TOKEN, and GITHUB_REPOSITORY or the remote origin);" +
        "\notherwise of the last commit on the line of first parents. The answer says which. No nameserver is asked." +
        "\nExit codes: 0 answered, whatever the answer is; 1 the name lies in none of the zones, or they cannot be read;" +
        "\n2 usage, no such commit or history, or the outside world failed.",
    )
    .action(action(run));
}

async function run(world: World, name: Name, type: number, options: AskOptions): Promise<Printed> {
  const { json, dnssec } = options;
  const folder = await zonesFolderAt(options.zones, world.files);
  const moments = await findMoments(world, options);
  const { commit } = moments;
  const clone = commit === undefined ? cloneAround(".") : findClone();
  const files = commit === undefined ? world.files : await gitFiles(findClone(), folder, commit);
  const when = commit === undefined ? "" : ` at commit ${commit.slice(0, 12)}`;
  if (commit !== undefined && (await files.list(folder)) === undefined) {
    return refused(`There is no folder ${JSON.stringify(folder)}${when}\n`, json);
  }
  const words = commit === undefined ? undefined : (await commitWords(findClone(), [commit])).get(commit);
  const asOf = words === undefined ? world.now() : new Date(1_000 * words.time);
  const serialOf = ({ origin, config }: SourceZone) =>
    moments.serials?.[printName(origin)] ?? styleSerial(config.serial, asOf);
  const moment = options.at === undefined ? undefined : readMoment(options.at);
  const week = withinSignatures(moment?.kind === "time" ? new Date(1_000 * moment.time) : asOf);

  world.progress.step("Asking the zones");
  const scratch = await mkdtemp(join(tmpdir(), "zonepipe-ask-"));
  try {
    const sources = await load(folder, files);
    const question = { name, type, ...(dnssec && { dnssec }) };
    const asked = await askZones(sources, question, { serialOf, week }, scratch, world);
    if (asked.kind === "outside") {
      return refused(`${outside(name, asked.origins, folder)}${when}\n`, json);
    }
    if (asked.kind === "unread") {
      const told = asked.problems.map((problem) => `${printProblem(problem)}\n`).join("");
      return refused(`The zones cannot be read${when}:\n${told}`, json);
    }
    const { changed, head, notes } = await lastChanges(clone, folder, commit, asked);
    const answered = await answeredWhen(moments, folder, name);
    world.progress.end();
    const past = {
      folder,
      at:
        words === undefined
          ? ({ kind: "working-folder", ...(head !== undefined && { head }) } as const)
          : ({ kind: "commit", words, by: moments.by } as const),
      reply: asked.reply,
      zones: asked.zones.map(({ zone: { origin, config }, serial }) => ({
        origin,
        serial,
        from:
          moments.serials?.[printName(origin)] === undefined
            ? { style: config.serial }
            : { deployment: moments.deployment!.id }, // whose serials these are
      })),
      changed,
      answered,
      notes: [...moments.notes, ...notes, ...standInNotes(asked, week), ...aliasNotes(asked)],
    };
    return json ? { json: askedToJson(past), exitCode: 0 } : { shown: printAsked(past), exitCode: 0 };
  } finally {
    world.progress.end();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** A commit may say any time of itself; signatures have 32 bits for one (RFC 4034 §3.1.5). */
function withinSignatures(time: Date): Date {
  const seconds = Math.floor(time.getTime() / 1_000);
  return new Date(1_000 * (Number.isNaN(seconds) ? 0 : Math.min(Math.max(seconds, 0), 0xffffffff)));
}

/** Which signatures of an answer are none that hold. */
function standInNotes({ reply, zones }: Extract<Asked, { readonly kind: "answered" }>, week: Date): string[] {
  const shown = [...reply.answer, ...reply.authority, ...reply.additional];
  const signed = zones.filter(({ isSigned }) => isSigned).map(({ zone }) => printName(zone.origin));
  if (signed.length === 0 || !shown.some(({ type }) => type === RRSIG.code)) return [];
  const first = windowStart(windowOf(week.getTime() / 1_000));
  return [
    `signatures of ${signed.join(" and ")} are stand-ins, for the private keys are not here; they and the serial are those of the week of ${new Date(first * 1_000).toISOString().slice(0, 10)}`,
  ];
}

/** What others had at the time is not in git. */
function aliasNotes({ reply, zones }: Extract<Asked, { readonly kind: "answered" }>): string[] {
  const hasAlias = zones.some(({ zone }) => zone.records.some(({ type }) => type === ALIAS));
  if (reply.rcode !== SERVFAIL || !hasAlias) return [];
  return ["where an ALIAS stands, its target was looked up at the time: the addresses are not known here"];
}

/** There is no answer, and why. */
function refused(text: string, json: boolean): Printed {
  return json ? { json: { version: 1, refused: text.trimEnd() }, exitCode: 1 } : { text, exitCode: 1 };
}

/** Which commit `--at` means. */
function findMoments(world: World, { at, environment }: AskOptions): Promise<Moments> {
  if (at === undefined) return momentsOf(world, undefined, environment);
  const moment = readMoment(at);
  if (moment !== undefined) return momentsOf(world, moment, environment);
  throw new WorldError(
    `Cannot tell when ${JSON.stringify(at)} is: expected a day or a time that there is, as in 2026-11-22 or 2026-11-22T14:00, or a commit`,
  );
}

function outside(name: Name, origins: readonly Name[], folder: string): string {
  const shown = printName(name);
  const labels = shown.split(".").length;
  const known = origins.map(printName);
  // Somebody who mistypes the zone writes it below some labels of his own.
  const ends = Array.from({ length: labels - 1 }, (_, index) => shown.split(".").slice(index).join("."));
  const meant = ends.map((end) => suggest(end, known)).find((zone) => zone !== undefined);
  const help = meant === undefined ? "" : `; did you mean one below ${meant}?`;
  return `${shown} lies in no zone of ${JSON.stringify(folder)}${help}`;
}
