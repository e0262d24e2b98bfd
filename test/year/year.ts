import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { askDelv } from "./ask-delv.ts";
import { askEagerCache, type EagerLook } from "./ask-eager-cache.ts";
import { checkHours, type ModelResult } from "./check-hours.ts";
import { compareMachines, type MachineLook } from "./compare-machines.ts";
import { type EarlyResult, tryEarlyStep } from "./early-steps.ts";
import { makeFakedClock } from "./faked-clock.ts";
import { liveYear } from "./live-year.ts";
import { HOUR, type LivedYear, type YearEvent } from "./lived-year.ts";
import { type Comparison, type Probe, startProbe } from "./probe.ts";
import { seededRandom } from "./seeded-random.ts";
import { makeServerProcesses } from "./server-processes.ts";
import { tellStory } from "./story.ts";
import { makeVersions, type Version } from "./versions.ts";
import { makeYearKeys, type YearKeys } from "./year-keys.ts";
import { ASKED } from "./year-questions.ts";
import { TTL } from "./year-zones.ts";
import { askZoneTools, refusedBy, type ToolVerdict, type ZoneTool } from "./zone-tools.ts";

/** How much of a year is lived, and how closely it is looked at. */
export interface YearPlan {
  readonly seed: number;
  /** Short: all steps, a day after one another, and fewer looks. */
  readonly isShort: boolean;
  /** Random hours in which real validators are asked, beside the events. */
  readonly randomHours: number;
  readonly onProgress?: (line: string) => void;
}

/** What came of it. */
export interface YearResult extends Pick<LivedYear, "hours" | "events" | "waits"> {
  readonly seed: number;
  readonly model: ModelResult;
  readonly comparisons: readonly Comparison[];
  readonly delv: readonly Comparison[];
  readonly eager: readonly EagerLook[];
  readonly early: readonly EarlyResult[];
  readonly tools: readonly ToolLook[];
  readonly machines: readonly MachineLook[];
}

/** What the tools said of the zone as it was served at a time. */
export interface ToolLook {
  readonly at: number;
  readonly zone: string;
  /** Those that are known to refuse what is right. */
  readonly refusedBy: ReadonlySet<ZoneTool>;
  readonly verdicts: readonly ToolVerdict[];
}

/** Lives a year, and asks everybody. */
export async function runYear(plan: YearPlan): Promise<YearResult> {
  const { seed, isShort, onProgress = () => undefined } = plan;
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-year-"));
  const keys = makeYearKeys();
  const versions = await makeVersions(keys);
  let probe: Probe | undefined;
  try {
    const random = seededRandom(seed);
    const year = liveYear({
      ...{ story: tellStory(keys), keys, versions, start: START, random },
      ...(isShort ? { gap: 20 } : {}),
      least: isShort ? 0 : HOURS_OF_A_YEAR,
    });
    onProgress(`${year.hours.length} hours are lived`);
    const model = checkHours(year);
    onProgress(`${model.judged} mixtures are judged`);
    const anchor = anchorOf(keys);
    probe = await startProbe(year, folder, anchor);
    const points = pointsOf(year, plan, random);
    const told = <T>(done: Promise<T>, line: string): Promise<T> =>
      done.then((result) => {
        onProgress(line);
        return result;
      });
    const looks = points.map(({ at, what }, number) => ({
      ...{ at, why: what },
      questions: isShort ? [ASKED[number % ASKED.length]!] : ASKED, // in short one thing at a time
    }));
    // Each has a clock of its own.
    const [{ comparisons, early }, delv, eager, tools, machines] = await Promise.all([
      askUnbound(year, points, probe, onProgress),
      told(askDelv(year, looks, folder, anchor), "delv is asked"),
      askEagerCache(year, folder, anchor),
      told(lookWithTools(year, plan, folder), "the tools have looked"),
      told(
        makeServerProcesses(join(folder, "image"), keys, versions).then((processes) =>
          compareMachines(year, isShort ? someOf(year.events) : year.events, processes),
        ),
        "processes of the server are compared",
      ),
    ]);
    const { hours, events, waits } = year;
    return { seed, hours, events, waits, model, comparisons, delv, eager, early, tools, machines };
  } finally {
    await probe?.stop();
    versions.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const START = Date.UTC(2027, 0, 1) / 1_000;
const HOURS_OF_A_YEAR = 365 * 24;

/** Some of each kind. */
function someOf(events: readonly YearEvent[]): readonly YearEvent[] {
  let steps = 0;
  return events.filter(({ kind }) => kind === "turn" || (kind === "step" && steps++ % 3 === 0));
}

interface Point {
  /** Seconds since 1970. */
  readonly at: number;
  readonly what: string;
}

/** When real validators are asked: after each event, a TTL before and behind it, and at random. */
function pointsOf(
  { hours, events }: LivedYear,
  { isShort, randomHours }: YearPlan,
  random: (below: number) => number,
): readonly Point[] {
  const first = hours[0]!.at + 2 * TTL;
  const last = hours.at(-1)!.at;
  const points = events.flatMap(({ at, what, kind }) => {
    const offsets =
      isShort && (kind === "turn" || kind === "trouble")
        ? [MINUTES]
        : isShort
          ? [MINUTES, TTL]
          : [-TTL, MINUTES, TTL];
    return offsets.map((offset) => ({ at: at + offset, what }));
  });
  for (let each = 0; each < randomHours; each++)
    points.push({ at: first + random((last - first) / HOUR) * HOUR + random(HOUR), what: "at random" });
  return points.filter(({ at }) => at >= first && at <= last).sort((a, b) => a.at - b.at);
}

/** Into an hour, so that what happens in it has happened. */
const MINUTES = 600;

/** At these times, and all that was tried too early. */
async function askUnbound(
  { early }: LivedYear,
  points: readonly Point[],
  probe: Probe,
  onProgress: (line: string) => void,
): Promise<Pick<YearResult, "comparisons" | "early">> {
  const comparisons: Comparison[] = [];
  for (const [number, { at, what }] of points.entries()) {
    comparisons.push(...(await probe.ask(at, what)));
    if (number % 50 === 49) onProgress(`Unbound is asked at ${number + 1} of ${points.length} times`);
  }
  const tried: EarlyResult[] = [];
  for (const step of early) tried.push(await tryEarlyStep(step, probe));
  onProgress(`${early.length} steps are tried too early`);
  return { comparisons, early: tried };
}

/** At each event but those of the parent; in the short form where keys change. */
async function lookWithTools(
  { hours, events }: LivedYear,
  { isShort }: YearPlan,
  folder: string,
): Promise<ToolLook[]> {
  const clock = makeFakedClock(join(folder, "clock-of-tools"), "stands");
  const looks: ToolLook[] = [];
  const seen = new Set<Version>();
  const isWanted = ({ kind }: YearEvent) => kind === "step" || (!isShort && kind !== "ds");
  for (const { at, what } of events.filter(isWanted)) {
    const version = hours.find((hour) => hour.at === at)?.servers[0];
    if (version === undefined || version.release.keys === undefined || seen.has(version)) continue;
    seen.add(version);
    for (const time of isShort ? [at] : [at - TTL, at, at + TTL]) {
      const verdicts = await askZoneTools(version, Math.max(time, version.release.built), folder, clock);
      looks.push({ at: time, zone: what, refusedBy: refusedBy(version), verdicts });
    }
  }
  return looks;
}

function anchorOf({ root }: YearKeys): string {
  return `. DNSKEY 257 3 13 ${Buffer.from(root.publicKey, "latin1").toString("base64")}`;
}
