import { compareProblems, isError, type Problem } from "../../dns/problem.ts";
import type { Files } from "../files/files.ts";
import { WorldError } from "../files/world-error.ts";
import { checkInvariants } from "../invariants/check-invariants.ts";
import { keptLint } from "../lint/kept-lint.ts";
import { nobody } from "../pipeline.ts";
import { withoutMixtures } from "../plan/mixtures.ts";
import type { Plan } from "../plan/plan.ts";
import { reviewPlan } from "../plan/review.ts";
import { stoodBefore } from "../plan/stood-before.ts";
import type { Report } from "../report/report.ts";
import { dayOf } from "../source/day.ts";
import type { SourceZone } from "../source/source-zone.ts";
import { unreadIn } from "../zones/unread.ts";
import { allZones, applyRules } from "../zones/validate.ts";
import { keptPlanner } from "./kept-plan.ts";
import { keptReader } from "./kept-reading.ts";
import type { FindBase, LiveBase } from "./live-base.ts";
import type { LocalNameserver } from "./local-nameserver.ts";
import type { LiveState, Standing } from "./state.ts";

/** What a session looks at. */
export interface LiveSettings {
  readonly folder: string;
  readonly files: Files;
  readonly findBase: FindBase;
  readonly nameserver: Pick<LocalNameserver, "served" | "serialOf" | "serve">;
  readonly now: () => Date;
  /** Milliseconds since some fixed moment. */
  readonly clock: () => number;
  /** Takes every state, in order. */
  readonly show: (state: LiveState) => void;
  /** What reports call this; `watch` where it is left out. */
  readonly command?: string;
}

/** A folder that somebody edits: each look reads what has changed, checks, plans, shows, and serves. */
export interface LiveSession {
  /** Looks now, or when the look that is under way has ended, which sees it all then. Resolves when nothing is left to do. */
  readonly look: () => Promise<void>;
  /** Undefined before the first look has ended. */
  readonly state: () => LiveState | undefined;
}

/** A session that has not looked yet. Nothing that a folder has in it makes it fail. */
export function liveSession(settings: LiveSettings): LiveSession {
  const { folder, files, findBase, nameserver, now, clock, command = "watch" } = settings;
  const read = keptReader(folder, files);
  const lint = keptLint();
  const makePlan = keptPlanner((zone) => nameserver.serialOf(zone), now);
  let state: LiveState | undefined;
  let working: Promise<void> | undefined;
  let isWanted = false;
  return { look, state: () => state };

  function look(): Promise<void> {
    isWanted = true;
    working ??= goOn().finally(() => {
      working = undefined;
    });
    return working;
  }

  async function goOn(): Promise<void> {
    while (isWanted) {
      isWanted = false;
      const started = clock();
      const at = now();
      const seen = await see(started);
      const { zones, isRight } = seen;
      const number = (state?.number ?? 0) + 1;
      const { served } = nameserver;
      const standing = isRight ? "loading" : "behind";
      show({ number, report: seen.report, at, took: clock() - started, anew: seen.anew, served, standing });
      if (isWanted) continue; // there is something newer to see
      const after = isRight ? await serve(zones) : undefined;
      if (isWanted) continue;
      if (after !== undefined) {
        const notes = [...seen.report.notes, ...(after.failed === undefined ? [] : [after.failed])];
        const last: Standing = after.failed === undefined ? "same" : "behind";
        showNext({ report: { ...seen.report, notes }, standing: last });
      }
      const whole = seen.finish?.();
      if (whole === undefined || whole.review?.mixtures.length === 0) continue;
      showNext({ report: { ...whole, notes: state!.report.notes } });
    }
  }

  function show(next: LiveState): void {
    state = next;
    settings.show(next);
  }

  /** What was shown last, with something else. */
  function showNext(more: Partial<LiveState>): void {
    show({ ...state!, number: state!.number + 1, served: nameserver.served, ...more });
  }

  async function serve(zones: readonly SourceZone[]): Promise<{ readonly failed?: string }> {
    try {
      await nameserver.serve(zones);
      return {};
    } catch (error) {
      if (!(error instanceof WorldError)) throw error;
      return { failed: error.message };
    }
  }

  async function see(started: number): Promise<Seen> {
    try {
      return await seeFolder(started);
    } catch (error) {
      // A folder that is not there, or that goes while it is read, comes back or does not: it is looked for again.
      if (!(error instanceof WorldError)) throw error;
      const problem: Problem = {
        ...{ file: folder, line: 1, column: 1, severity: "error", rule: "no-zones" },
        message: error.message,
        help: "It is looked for again until it can be read.",
      };
      const report = { ...reportOf([], [problem], undefined, started), outcome: "wrong" } as const;
      return { report, zones: [], isRight: false, anew: 0 };
    }
  }

  async function seeFolder(started: number): Promise<Seen> {
    const { sources, read: reading, anew } = await read();
    const found = await findBase(allZones(reading));
    const unread = unreadIn(reading);
    const today = dayOf(now());
    const { zones, problems: told } = applyRules(reading, undefined, lint, today);
    const { problems: broken } = checkInvariants(sources.invariants, zones, unread.zones.size === 0);
    const problems = [...told, ...broken].sort(compareProblems);
    const isRight = !problems.some(isError);
    const plan = found && zones.length > 0 ? makePlan(found, zones, unread.zones) : undefined;
    const base = { ...reportOf(zones, problems, found, started), ...textsOf(sources.texts) };
    if (found === undefined || plan === undefined) return { report: base, zones, isRight, anew };
    const old = found.kind === "zones" ? stoodBefore(found.base, problems, today) : {};
    const withPlan = (reviewed: Plan): Report => ({
      ...base,
      ...old,
      plan: reviewed,
      review: reviewPlan(reviewed, nobody),
      milliseconds: clock() - started,
    });
    return { report: withPlan(withoutMixtures(plan)), finish: () => withPlan(plan), zones, isRight, anew };
  }

  function reportOf(
    zones: readonly SourceZone[],
    problems: readonly Problem[],
    found: LiveBase | undefined,
    started: number,
  ): Report {
    const records = zones.reduce((sum, zone) => sum + zone.records.length, 0);
    return {
      command,
      outcome: problems.some(isError) ? "wrong" : "fine",
      counts: { zones: zones.length, records },
      zones,
      problems,
      notes: notesOf(found),
      ...(found?.kind === "zones" && found.commit !== undefined && { base: found.commit }),
      milliseconds: clock() - started,
    };
  }
}

interface Seen {
  readonly report: Report;
  /** The same with what takes its time: what fails while caches turn over. */
  readonly finish?: () => Report;
  readonly zones: readonly SourceZone[];
  readonly isRight: boolean;
  readonly anew: number;
}

function notesOf(found: LiveBase | undefined): string[] {
  if (found === undefined) return ["There is nothing to compare with, so what changes is not known."];
  const told = found.kind === "zones" ? found.base.notes : [];
  const notes = told.map((note) => note.replace("this pull request", "this change"));
  return [`Compared with ${found.words}.`, ...notes];
}

function textsOf(texts: Report["texts"]): Pick<Report, "texts"> {
  return texts === undefined ? {} : { texts };
}
