import {
  mergeTables,
  NO_ROWS,
  type RRsetTable,
  takeAway,
  timeOf,
} from "../../../dns/rrset-table/rrset-table.ts";
import type { AskedTotals, CountingMachine } from "./totals.ts";

/** What a machine told before a release, or after it; undefined where it did not. */
export interface Look {
  readonly app: string;
  readonly machine: string;
  readonly told: ToldAtLook | undefined;
}

/** All that a machine has counted, by its own clock. */
export interface ToldAtLook {
  /** Since when it counts. */
  readonly since: Date;
  /** When it told. */
  readonly until: Date;
  readonly table: RRsetTable;
}

/** A release, as far as it matters for what was asked. */
export interface ReleaseSeen {
  /** Its beginning and its end. */
  readonly began: Date;
  readonly ended: Date;
  /** Every machine that there was, right before it was restarted. */
  readonly before: readonly Look[];
  /** Every machine that there is, after its proof. */
  readonly after: readonly Look[];
  /** What is counted only since this release. */
  readonly came: RRsetTable;
}

/**
 * The totals after a release. All is counted since the last time at which anything was lost: by a machine that began anew by itself,
 * did not tell, or was not looked at for too long around its end. Undefined where no machine tells.
 */
export function continueTotals(
  known: AskedTotals | undefined,
  { began, ended, before, after, came }: ReleaseSeen,
): AskedTotals | undefined {
  const machines = after.flatMap(({ app, machine, told }): CountingMachine[] =>
    told === undefined ? [] : [{ app, machine, since: told.since }],
  );
  if (machines.length === 0) return undefined;
  const lost = known === undefined ? [] : lostSince(known, before, ended);
  const counted = sumOf(before);
  // Of what is lost nobody knows how much of it was ours.
  const asked = known === undefined || lost.length > 0 ? counted : takeAway(counted, known.own);
  const silent = [...before, ...after].filter(({ told }) => told === undefined).map(() => ended);
  const seams = seamsOf({ began, ended, before, after });
  const tooLong = seams.filter((milliseconds) => milliseconds > LONGEST_SEAM).map(() => ended);
  const breaks = [...lost, ...silent, ...tooLong];
  const starts = before.flatMap(({ told }) => (told === undefined ? [] : [told.since]));
  // Which machines there were before the first release that is written down, nobody knows.
  const since = latest([known?.since ?? began, ...breaks]);
  const isBroken = known === undefined || since > known.since;
  const old = isBroken ? NO_SEAMS : known.seams;
  return forget(
    {
      first: known?.first ?? earliest([...starts, began]),
      since,
      seams: {
        releases: old.releases + 1,
        milliseconds: old.milliseconds + Math.max(0, ...seams),
      },
      machines,
      table: mergeTables(mergeTables(known?.table ?? NO_ROWS, came), asked),
      own: sumOf(after),
    },
    ended,
  );
}

const NO_SEAMS = { releases: 0, milliseconds: 0 };
const LONGEST_SEAM = 30 * 60_000; // milliseconds: no release that goes well takes longer

/** What was lost between the release before and this one: times since which nothing of it is missing. */
function lostSince(known: AskedTotals, before: readonly Look[], ended: Date): Date[] {
  const gone = known.machines.filter((noted) => !before.some((one) => isSame(one, noted)));
  const restarted = before.flatMap(({ told, ...one }) => {
    const noted = known.machines.find((other) => isSame(one, other));
    if (told === undefined) return [ended];
    return noted?.since.getTime() === told.since.getTime() ? [] : [told.since];
  });
  return [...gone.map(() => ended), ...restarted];
}

/** For how long each machine was not counted, in milliseconds. One that is gone ended some time in between. */
function seamsOf({ began, ended, before, after }: Omit<ReleaseSeen, "came">): number[] {
  const between = (from: Date, to: Date) => Math.max(0, to.getTime() - from.getTime());
  const old = before.flatMap(({ told, ...one }) => {
    const now = after.find((other) => isSame(one, other))?.told;
    return told === undefined ? [] : [between(told.until, now?.until ?? ended)];
  });
  const others = after.filter((one) => !before.some((other) => isSame(one, other)));
  return [...old, ...others.flatMap(({ told }) => (told === undefined ? [] : [between(began, told.until)]))];
}

/** What nobody has asked for longer than this is forgotten, so that a table does not grow for ever; nothing is said of so long ago. */
function forget(totals: AskedTotals, now: Date): AskedTotals {
  const limit = now.getTime() - REMEMBERED;
  if (totals.since.getTime() >= limit) return totals;
  const isOld = (minute: number) => timeOf(minute) < limit;
  const rows = [...totals.table.rows].filter(([, { last, came }]) => !isOld(last) || !isOld(came));
  return { ...totals, since: new Date(limit), table: { ...totals.table, rows: new Map(rows) } };
}

const REMEMBERED = 400 * 24 * 3_600_000; // milliseconds: a year, and what happens once in it

function sumOf(looks: readonly Look[]): RRsetTable {
  return looks.reduce((sum, { told }) => (told === undefined ? sum : mergeTables(sum, told.table)), NO_ROWS);
}

type MachineOf = Pick<CountingMachine, "app" | "machine">;

function isSame(a: MachineOf, b: MachineOf): boolean {
  return a.app === b.app && a.machine === b.machine;
}

function latest(times: readonly Date[]): Date {
  return new Date(Math.max(...times.map((time) => time.getTime())));
}

function earliest(times: readonly Date[]): Date {
  return new Date(Math.min(...times.map((time) => time.getTime())));
}
