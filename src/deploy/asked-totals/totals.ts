import type { RRsetTable } from "../../../dns/rrset-table/rrset-table.ts";

/**
 * What machines were asked for until the last release, over all releases. What they count since then is not in it, for they tell it
 * themselves: it is what they tell without `own`.
 */
export interface AskedTotals {
  /** Since when the first machine counted. */
  readonly first: Date;
  /** Since when all that answered is counted, but for the seams. */
  readonly since: Date;
  readonly seams: Seams;
  /** Whose counting goes on from here, each since this time: one that counts since another lost something in between. */
  readonly machines: readonly CountingMachine[];
  readonly table: RRsetTable;
  /** What these machines had counted together when the release was over: the questions of its proof, which are ours. */
  readonly own: RRsetTable;
}

/**
 * At each release some is not counted: from the last look at a machine before its end to the first one after the proof. So many
 * releases, and how long at most in all of them together.
 */
export interface Seams {
  readonly releases: number;
  readonly milliseconds: number;
}

/** A machine and since when it counts. */
export interface CountingMachine {
  readonly app: string;
  readonly machine: string;
  readonly since: Date;
}

/** Where totals are kept. Both reject with a `WorldError`. */
export interface TotalsBook {
  /** The newest; undefined where there are none, or they are of another form. */
  readonly read: () => Promise<AskedTotals | undefined>;
  readonly write: (totals: AskedTotals, commit: string) => Promise<void>;
}
