import {
  ALL_TOGETHER,
  EACH_ONE,
  isDistinct,
  mergeTables,
  NO_ROWS,
  type RRsetTable,
  rowOf,
  takeAway,
  timeOf,
} from "../../../dns/rrset-table/rrset-table.ts";
import type { AskedRecorded } from "../../report/asked.ts";
import type { Deletion } from "../deletions.ts";
import type { Look } from "./continue-totals.ts";
import type { AskedTotals } from "./totals.ts";

/**
 * What was asked for since the totals were written, beyond our own questions: what all machines tell now without what they had
 * counted by then. Undefined where any of them does not tell, is gone or new, or began anew: then something is lost.
 */
export function askedSince({ machines, own }: AskedTotals, looks: readonly Look[]): RRsetTable | undefined {
  if (looks.length !== machines.length) return undefined;
  let sum = NO_ROWS;
  for (const { app, machine, told } of looks) {
    const noted = machines.find((one) => one.app === app && one.machine === machine);
    if (told === undefined || noted?.since.getTime() !== told.since.getTime()) return undefined;
    sum = mergeTables(sum, told.table);
  }
  return takeAway(sum, own);
}

/**
 * What the totals say of something that goes, with what was asked for since. That nobody asked counts from the last question on,
 * since when it is there, or since when nothing was lost, whichever is the latest.
 *
 * @param now what was asked for since; undefined where something of that is lost, or not all who answer are counted
 */
export function recordedOf(
  { zone, rrset }: Deletion,
  totals: AskedTotals,
  now: RRsetTable | undefined,
): AskedRecorded {
  const { first, since, seams } = totals;
  const table = now === undefined ? totals.table : mergeTables(totals.table, now);
  const find = (from: RRsetTable) => rowOf(from, rrset?.owner ?? zone, rrset?.type ?? ALL_TOGETHER);
  const { count = 0, last = 0, came = 0 } = find(table) ?? {};
  const all = rowOf(table, zone, EACH_ONE)?.came ?? 0;
  const from = Math.max(since.getTime(), ...[last, came, all].map(timeOf));
  const isQuiet = now !== undefined && (find(now)?.last ?? 0) === 0;
  return { first, ...(isQuiet && { since: new Date(from) }), seams, found: found() };

  function found(): AskedRecorded["found"] {
    if (last === 0) return { kind: "none" };
    if (!isDistinct(table)) return { kind: "perhaps" };
    return table.isCounted ? { kind: "some", count } : { kind: "some" };
  }
}
