import { keyOf, type Name, printName } from "../../dns/name.ts";
import { isError, printProblem } from "../../dns/problem.ts";
import type { SerialSettings } from "../settings/serial-settings.ts";
import type { SigningOrder } from "../signing/signing-order.ts";
import { giveBackMemory } from "../tables/give-back.ts";
import type { MovedRows } from "../tables/moved-rows.ts";
import { ROW, type Tables } from "../tables/tables.ts";
import type { FormerSteps } from "./former-steps.ts";
import { count, type Loaded, type LoadResult, printCounts } from "./load.ts";
import { type FormerTask, hearResult, type ReloadTask, type ToldResult } from "./reload-task.ts";
import { TaskThread } from "./task-thread.ts";

/** What a reloader needs. */
export interface ReloaderPlan {
  /** The program, which threads run too. */
  readonly entry: URL;
  /** The zones, see `Settings.zones`. */
  readonly path: string;
  /** For zones that are loaded at first, see `load`. */
  readonly serials?: SerialSettings | undefined;
  /** How zones are to be signed at the time. */
  readonly signing: () => SigningOrder;
  /** What is served at first, and from then on whatever is: nothing else keeps tables that are served no more. */
  readonly served: Served;
  /** Has the threads serve these tables, in which some is as it was in those before; resolves when they do. */
  readonly serve: (tables: Tables, loaded: Loaded, moved: readonly MovedRows[]) => Promise<void>;
  /** Is told whether other tables are being made. */
  readonly hurry?: (isHurried: boolean) => void;
  /**
   * Is told of what is served from now on, and of zones that have no journal yet and will, as far as that can be: it is told once more
   * then.
   */
  readonly onServed?: (loaded: Loaded, unled: readonly Name[]) => void;
  /** There was something wrong at the first time already. */
  readonly isBehind: boolean;
  /** After how many milliseconds a reload is given up. */
  readonly deadline: number;
  /** The thread that loads is there from the start on, and stays but after very large loads. Else it ends when nothing was to be loaded for a while, too. */
  readonly isQuick?: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly say: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** What is served at the time. */
export interface Served {
  loaded: Loaded;
}

/** Others are told of zones after so many milliseconds, whether it is known then what leads there or not. */
const TELL_PATIENCE = 60_000;
/** How long a thread that is no more wanted may take to end, in milliseconds: after that it hangs in the system. */
const STOP_PATIENCE = 5_000;
/** How long the thread that loads waits for the next time, in milliseconds: who reloads often does not start one each time. */
const REST = 60_000;
/**
 * After more rows than these it ends at once: it holds memory that others need, and its next start is little beside the load. For a
 * zone of 100,000 records, which has half as many, the start is half of the load.
 */
const MANY_ROWS = 400_000;

/** How reloading has gone, for metrics. */
export interface ReloadState {
  /** What is served. */
  readonly loaded: Loaded;
  /** The files that were read the last time, whatever came of it. */
  readonly files: readonly string[];
  /** How often other zones were served after it. */
  readonly changes: number;
  /** How often there was something wrong with files. */
  readonly failures: number;
  /** When the files had nothing wrong the last time that they were read, in milliseconds since 1970; 0 for never. */
  readonly succeededAt: number;
  /** There was something wrong the last time, so that what is served is not what the files say. */
  readonly isBehind: boolean;
}

/**
 * Loads the zones again when it is asked to, in a thread of its own and beside those that are served; then all threads
 * get them at once. Asked while it is at work it does so once more.
 */
export class Reloader {
  readonly #plan: ReloaderPlan;
  #state: Omit<ReloadState, "loaded">;
  #isWorking = false;
  #isWanted: "no" | "turn" | "reload" = "no";
  #isStopping = false;
  readonly #loading: TaskThread;
  readonly #looking: TaskThread;
  /** What the thread that loads has loaded last. */
  #loadedLast: Loaded | undefined;
  /** Zones that were signed at first, and of which nobody has looked what leads there. */
  #unled: readonly Name[] = [];
  #isLooking = false;

  constructor(plan: ReloaderPlan) {
    this.#plan = plan;
    this.#loading = new TaskThread(plan.entry, "reload", plan.deadline);
    this.#looking = new TaskThread(plan.entry, "former", plan.deadline);
    if (plan.isQuick === true) this.#loading.start();
    const files = plan.served.loaded.zones.flatMap((zone) => zone.files);
    const { isBehind } = plan;
    const failures = isBehind ? 1 : 0;
    this.#state = { files, changes: 0, failures, succeededAt: isBehind ? 0 : plan.now(), isBehind };
  }

  get state(): ReloadState {
    return { ...this.#state, loaded: this.#plan.served.loaded };
  }

  /** Begins; what comes of it goes to the log. Where nothing has changed that is said only if `isLoud`. */
  async reload(isLoud: boolean): Promise<void> {
    await this.#work("reload", isLoud);
  }

  /**
   * Signs what is to be signed now, pending zones and those of another window, and looks at no other file. Resolves to whether it
   * has come to an end; where another load is at work that one goes on, and this is done behind it.
   */
  async turn(): Promise<boolean> {
    return await this.#work("turn", false);
  }

  async #work(wanted: "turn" | "reload", isLoud: boolean): Promise<boolean> {
    if (this.#isWanted !== "reload") this.#isWanted = wanted; // which signs, too
    if (this.#isWorking) return false;
    this.#isWorking = true;
    if (this.#isLooking) await this.#endLooking();
    this.#plan.hurry?.(true);
    let isDone = true;
    let isLarge = false;
    while (this.#isWanted !== "no") {
      const isTurn = this.#isWanted === "turn";
      this.#isWanted = "no";
      try {
        const result = await this.#load(isTurn);
        isLarge ||= madeRows(result) > MANY_ROWS;
        await this.#settle(result, isTurn, isLoud);
        isDone = true;
      } catch (error) {
        isDone = false;
        const what = isTurn ? "sign" : "reload";
        this.#fail(`Cannot ${what} the zones: ${error instanceof Error ? error.message : error}`);
      }
    }
    this.#isWorking = false;
    this.#plan.hurry?.(false);
    if (wanted === "turn" || isLarge) void this.#loading.end(0);
    else if (this.#plan.isQuick !== true) this.#loading.endAfter(REST);
    setImmediate(giveBackMemory);
    if (this.#unled.length > 0 && !this.#isStopping) void this.#lookBack();
    return isDone;
  }

  /** Ends the thread that is at work. False where it does not end within so many milliseconds: it hangs in the system. */
  async stop(patience: number): Promise<boolean> {
    this.#isStopping = true;
    const ended = await Promise.all([this.#loading.end(patience), this.#looking.end(patience)]);
    return ended.every(Boolean);
  }

  async #settle(result: LoadResult, isTurn: boolean, isLoud: boolean): Promise<void> {
    const { complain, now, say, serve, served } = this.#plan;
    for (const problem of result.problems) complain(printProblem(problem));
    if (result.kind === "loaded") {
      await serve(result.loaded.tables, result.loaded, result.moved);
      this.#unled = withoutJournal(this.#unled, served.loaded, result.loaded);
      served.loaded = result.loaded;
      this.#plan.onServed?.(result.loaded, this.#unled);
      this.#state = { ...this.#state, changes: this.#state.changes + 1 };
      say(`${isTurn ? "signed" : "reloaded"}: ${printCounts(result.loaded)}`);
      for (const origin of result.kept) complain(`Zone ${printName(origin)} is served as it was before`);
      for (const origin of result.loaded.broken) complain(brokenZone(origin));
    } else if (result.problems.length > 0) complain("All zones are served as they were before");
    else if (isLoud) say("reloaded: nothing has changed");
    // A turn says nothing of files that it has not looked at.
    const isBehind = result.problems.some(isError) || (isTurn && this.#state.isBehind);
    const failures = this.#state.failures + (result.problems.some(isError) ? 1 : 0);
    const succeededAt = isBehind ? this.#state.succeededAt : now();
    const files = isTurn ? this.#filesWith(result.files) : result.files;
    this.#state = { ...this.#state, files, failures, succeededAt, isBehind };
  }

  #fail(text: string): void {
    if (this.#isStopping) return;
    this.#plan.complain(text);
    this.#state = { ...this.#state, failures: this.#state.failures + 1, isBehind: true };
  }

  #filesWith(more: readonly string[]): readonly string[] {
    return [...new Set([...this.#state.files, ...more])];
  }

  /** Looks what leads to zones from their former releases, beside what is served. */
  async #lookBack(): Promise<void> {
    const { served, signing, say, complain } = this.#plan;
    const zones = this.#unled;
    this.#isLooking = true;
    const timer = setTimeout(() => this.#plan.onServed?.(served.loaded, []), TELL_PATIENCE);
    try {
      // Both have all of the zones in hand, and a small machine has room for one of them.
      if (this.#plan.isQuick !== true) await this.#loading.end(STOP_PATIENCE);
      const found = await this.#looking.ask<readonly FormerSteps[]>((): FormerTask => {
        if (this.#isWorking) throw new Error("the zones are loaded again");
        return { served: served.loaded, zones, signing: signing() };
      });
      this.#unled = [];
      for (const problem of found.flatMap(({ problems }) => problems)) complain(printProblem(problem));
      const led = found.filter(({ serials }) => serials.length > 0);
      const steps = led.reduce((sum, { serials }) => sum + serials.length, 0);
      if (steps > 0)
        say(`journal: changes since ${count(steps, "former serial")} of ${count(led.length, "signed zone")}`);
    } catch (error) {
      if (this.#isWorking || this.#isStopping) return; // for something else, and it is done again
      this.#unled = [];
      complain(
        `Cannot find what has changed since former releases: ${error instanceof Error ? error.message : error}`,
      );
    } finally {
      clearTimeout(timer);
      this.#looking.endAfter(0);
      this.#isLooking = false;
      setImmediate(giveBackMemory);
    }
    this.#plan.onServed?.(served.loaded, this.#unled);
  }

  /** That can wait, and begins again when the rest is done. */
  async #endLooking(): Promise<void> {
    if (!(await this.#looking.end(STOP_PATIENCE))) this.#looking.giveUp();
  }

  async #load(isTurn: boolean): Promise<LoadResult> {
    const { path, served, serials, signing } = this.#plan;
    this.#looking.throwIfGivenUp();
    let before = served.loaded;
    const told = await this.#loading.ask<ToldResult>((isNew): ReloadTask => {
      before = served.loaded;
      const isKnown = !isNew && this.#loadedLast === before;
      return {
        ...{ path: isTurn ? undefined : path, before: isKnown ? undefined : before, serials },
        signing: signing(),
      };
    });
    const result = hearResult(told, before);
    this.#loadedLast = result.kind === "loaded" ? result.loaded : before;
    return result;
  }
}

/** How many rows of tables were made and not copied. */
function madeRows(result: LoadResult): number {
  if (result.kind !== "loaded") return 0;
  const copied = result.moved.reduce((sum, { length }) => sum + length, 0);
  return result.loaded.tables.rows.length / ROW - copied;
}

/** Of these zones and those that are signed for the first time, the ones that are served and signed now. */
function withoutJournal(unled: readonly Name[], before: Loaded, now: Loaded): Name[] {
  const waiting = new Set(unled.map(keyOf));
  const known = new Set(before.zones.map(({ origin }) => keyOf(origin)));
  return now.zones
    .filter(
      ({ origin, signed }) =>
        signed !== undefined && (waiting.has(keyOf(origin)) || !known.has(keyOf(origin))),
    )
    .map(({ origin }) => origin);
}

/** What becomes of a zone that cannot be loaded, in words. */
export function brokenZone(origin: Name): string {
  return `Zone ${printName(origin)} cannot be loaded and is answered SERVFAIL`;
}
