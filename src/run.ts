import type { Name } from "../dns/name.ts";
import { compareProblems, isError, type Problem } from "../dns/problem.ts";
import { includeFiles } from "../dns/zone-file/include-files.ts";
import { checkLayout } from "./fmt/check-layout.ts";
import { checkInvariants } from "./invariants/check-invariants.ts";
import type { Invariant } from "./invariants/invariant.ts";
import { askResolver } from "./lint/ask-resolver.ts";
import type { Outside } from "./lint/outside.ts";
import { checkLive, notCompared } from "./plan/check-live.ts";
import { isSound } from "./proof/prove-plan.ts";
import type { Texts } from "./report/excerpt.ts";
import { notCheckedNotes, silenceNotes } from "./report/notes.ts";
import type { Outcome, Report } from "./report/report.ts";
import { dayOf } from "./source/day.ts";
import type { SourceZone } from "./source/source-zone.ts";
import type { Nameserver } from "./verify/types.ts";
import type { World } from "./world.ts";
import { type InvariantsFile, load } from "./zones/load.ts";
import { readOneZoneFile } from "./zones/read-one-zone-file.ts";
import { unreadIn } from "./zones/unread.ts";
import { applyRules, type ReadZones, readZones } from "./zones/validate.ts";
import { sourceText } from "./zones/yaml/source-text.ts";

/** A command under way: the zones as they were read and checked, and the report that it will end with. */
export interface Run {
  readonly zones: readonly SourceZone[];
  /** Those of which something could not be read. */
  readonly unread: ReadonlySet<SourceZone>;
  /** What must hold of them, as their folder says. */
  readonly invariants: readonly Invariant[];
  /** Sorted by place. */
  readonly problems: readonly Problem[];
  /** The zones have errors: the line ends here. */
  readonly refused: boolean;
  /**
   * The report of everything so far. Where it has a plan, the rules that need one have their say first, and an error
   * of theirs makes a fine outcome wrong.
   */
  readonly finish: (outcome: Outcome, more?: Partial<Report>) => Report;
}

/** How the zones are checked. */
export interface RunOptions {
  /** Ask a resolver what rules want to know of names outside of the zones: these, or those of the machine. */
  readonly resolve?: true | readonly Nameserver[];
}

/** Commands that say whether the zones are right, so that their reports say what could not be checked. */
const JUDGING = ["up", "check", "plan", "comment"];

/** Begins a command with the first two steps of the line: load and validate. */
export function startRun(
  command: string,
  folder: string,
  world: World,
  options: RunOptions = {},
): Promise<Run> {
  return startReading(
    command,
    folder,
    async () => {
      const sources = await load(folder, world.files);
      const read = readZones(sources);
      checkLayout(sources, read);
      return { read, invariants: sources.invariants, texts: sources.texts };
    },
    world,
    options,
  );
}

/** Begins a command on one zone file in the place of the zones' folder. It may include files of its own folder. */
export function startRunOnFile(
  command: string,
  file: string,
  origin: Name,
  world: World,
  options: RunOptions = {},
): Promise<Run> {
  const read = async () => {
    const bytes = await world.files.read(file);
    const texts = new Map([[file, sourceText(file, Buffer.from(bytes).toString("latin1"))]]);
    return {
      read: readOneZoneFile({ file, bytes, origin, include: includeFiles }),
      invariants: undefined,
      texts,
    };
  };
  return startReading(command, file, read, world, options);
}

async function startReading(
  command: string,
  what: string,
  readSources: () => Promise<{
    readonly read: ReadZones;
    readonly invariants: InvariantsFile | undefined;
    readonly texts: Texts | undefined;
  }>,
  world: World,
  options: RunOptions,
): Promise<Run> {
  const started = world.now().getTime();
  world.progress.step(`Reading ${what}`);
  const { read, invariants: file, texts } = await readSources();
  const unread = unreadIn(read).zones;
  // The same commit must not pass today and fail tomorrow where it is deployed or rolled back to.
  const today = JUDGING.includes(command) ? dayOf(world.now()) : undefined;
  const checked = applyRules(read, await resolverFor(read, options, world), undefined, today);
  const { zones } = checked;
  const { invariants, problems: broken } = checkInvariants(file, zones, unread.size === 0);
  const problems = [...checked.problems, ...broken].sort(compareProblems);
  const records = zones.reduce((sum, zone) => sum + zone.records.length, 0);
  const refused = problems.some(isError);
  return {
    zones,
    unread,
    invariants,
    problems,
    refused,
    finish(outcome, more = {}) {
      world.progress.end();
      const milliseconds = world.now().getTime() - started;
      const counts = { zones: zones.length, records };
      const compared = more.plan === undefined ? notCompared(command) : checkLive(more.plan);
      const all = [...problems, ...compared.problems].sort(compareProblems);
      const notChecked =
        JUDGING.includes(command) && !refused ? [...checked.notChecked, ...compared.notChecked] : [];
      const silent = more.plan === undefined ? [] : silenceNotes(more.plan);
      const notes = [...silent, ...(more.notes ?? []), ...notCheckedNotes(notChecked)];
      const isWrong = outcome === "fine" && all.some(isError);
      // What no change explains is a fault of ours, and whatever else was found, nobody may build on it.
      const isUnsound = more.proof !== undefined && !isSound(more.proof);
      return {
        command,
        counts,
        zones,
        ...(texts && { texts }),
        ...more,
        outcome: isUnsound ? "blocked" : isWrong ? "wrong" : outcome,
        problems: all,
        notes,
        ...(notChecked.length > 0 && { notChecked }),
        milliseconds,
      };
    },
  };
}

function resolverFor(
  { zones }: ReadZones,
  { resolve }: RunOptions,
  world: World,
): Promise<Outside["resolve"]> {
  if (resolve === undefined) return Promise.resolve(undefined);
  world.progress.step("Asking the resolver");
  const lintZones = zones.map(({ lintZone }) => lintZone);
  return askResolver(lintZones, world.resolver(resolve === true ? undefined : resolve));
}
