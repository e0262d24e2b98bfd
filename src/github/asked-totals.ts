import { packTable, unpackTable } from "../../dns/rrset-table/pack-table.ts";
import type { AskedTotals, CountingMachine, TotalsBook } from "../deploy/asked-totals/totals.ts";
import type { Github, Repository } from "./client.ts";
import { keepPayload } from "./kept-payload.ts";

/** Tells these deployments from all others. */
const TASK = "asked:zonepipe";
// Together less than 65,536 characters, as much as GitHub takes of any text.
const MOST_OF_TABLE = 30_000;
const MOST_OF_OWN = 20_000;
const MOST_MACHINES = 150;
const MOST_TEXT = 100; // characters of an app's name or a machine's id

/**
 * Totals as they are kept among GitHub's deployments.
 *
 * @param environment that deployments are written down under
 */
export function githubTotals(github: Github, where: Repository, environment: string): TotalsBook {
  const kept = keepPayload(github, where, {
    task: TASK,
    environment: `${environment}-asked`,
    what: "what was asked for",
    description: "No deployment: what the machines were asked for until now",
  });
  return {
    read: async () => readTotals(await kept.read()),
    write: (totals, commit) => kept.write(payloadOf(totals), commit),
  };
}

function payloadOf({ first, since, seams, machines, table, own }: AskedTotals): { [key: string]: unknown } {
  return {
    version: 1,
    first: first.toISOString(),
    since: since.toISOString(),
    seams: [seams.releases, seams.milliseconds],
    // Of those that are left out nobody knows that they counted on.
    machines: machines.slice(0, MOST_MACHINES).map((one) => [one.app, one.machine, one.since.toISOString()]),
    table: packTable(table, MOST_OF_TABLE),
    own: packTable(own, MOST_OF_OWN),
  };
}

/** Who may deploy may write any payload, so nothing in it is taken on trust; undefined where it has another form. */
export function readTotals(payload: unknown): AskedTotals | undefined {
  if (typeof payload !== "object" || payload === null) return undefined;
  const { version, first, since, seams, machines, table, own } = payload as {
    readonly [key: string]: unknown;
  }; // an object
  const [begin, whole] = [readTime(first), readTime(since)];
  const [rows, ours] = [unpackTable(table), unpackTable(own)];
  if (version !== 1 || begin === undefined || whole === undefined) return undefined;
  if (rows === undefined || ours === undefined) return undefined;
  if (!Array.isArray(seams) || seams.length !== 2 || !seams.every(isCount)) return undefined;
  if (!Array.isArray(machines) || machines.length > MOST_MACHINES) return undefined;
  const counting = machines.map(readMachine);
  if (counting.includes(undefined)) return undefined;
  return {
    first: begin,
    since: whole,
    seams: { releases: seams[0], milliseconds: seams[1] },
    machines: counting.filter((one) => one !== undefined),
    table: rows,
    own: ours,
  };
}

function readMachine(value: unknown): CountingMachine | undefined {
  if (!Array.isArray(value) || value.length !== 3) return undefined;
  const [app, machine, time] = value as readonly unknown[];
  const since = readTime(time);
  return isText(app) && isText(machine) && since !== undefined ? { app, machine, since } : undefined;
}

function readTime(value: unknown): Date | undefined {
  const time = isText(value) ? new Date(value) : undefined;
  return time === undefined || Number.isNaN(time.getTime()) ? undefined : time;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= MOST_TEXT;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
