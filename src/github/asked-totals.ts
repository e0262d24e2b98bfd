import { packTable, unpackTable } from "../../dns/rrset-table/pack-table.ts";
import type { AskedTotals, CountingMachine, TotalsBook } from "../deploy/asked-totals/totals.ts";
import { WorldError } from "../files/world-error.ts";
import type { Github, Repository } from "./client.ts";
import type { Author } from "./own-login.ts";
import { at } from "./refusal.ts";

/** Tells these deployments from all others. */
const TASK = "asked:zonepipe";
// Together less than 65,536 characters, as much as GitHub takes of any text.
const MOST_OF_TABLE = 30_000;
const MOST_OF_OWN = 20_000;
const MOST_MACHINES = 150;
const MOST_TEXT = 100; // characters of an app's name or a machine's id

/**
 * GitHub's deployments as the place where totals are kept, under an environment of their own, because they do not expire and only
 * workflows with the permission to deploy write them. What counts is the newest that the workflows' own account wrote. None of them
 * is a deployment of anything: each is `inactive` from the beginning, and may be deleted.
 *
 * @param environment that deployments are written down under
 */
export function githubTotals(github: Github, where: Repository, environment: string): TotalsBook {
  const own = `${environment}-asked`;
  return {
    read: () =>
      at("read what was asked for earlier", "deployments: read", async () => {
        const { data } = await github.rest.repos.listDeployments({
          ...where,
          environment: own,
          task: TASK,
          per_page: NEWEST,
        });
        const sorted = data.toSorted((a, b) => b.id - a.id);
        const newest = sorted.find(({ task, creator }) => task === TASK && isJob(creator));
        return newest && readTotals(newest.payload);
      }),
    write: (totals, commit) =>
      at("write down what was asked for", "deployments: write", async () => {
        const { data } = await github.rest.repos.createDeployment({
          ...where,
          ref: commit,
          task: TASK,
          environment: own,
          auto_merge: false,
          required_contexts: [],
          transient_environment: true, // nothing else becomes inactive for it
          production_environment: false,
          payload: payloadOf(totals),
          request: { mayRepeat: true }, // the newest counts, so a second one does no harm
        });
        if (!("id" in data)) throw new WorldError("GitHub merged a branch instead");
        await github.rest.repos.createDeploymentStatus({
          ...where,
          deployment_id: data.id,
          state: "inactive",
          description: "No deployment: what the machines were asked for until now",
          request: { mayRepeat: true },
        });
      }),
  };
}

const NEWEST = 30; // deployments that are looked through; others than the workflows write none

function isJob(author: Author | null): boolean {
  return author?.type === "Bot" && author.login === "github-actions[bot]";
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
  const value = typeof payload === "string" ? parseJson(payload) : payload;
  if (typeof value !== "object" || value === null) return undefined;
  const { version, first, since, seams, machines, table, own } = value as { readonly [key: string]: unknown }; // an object
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
