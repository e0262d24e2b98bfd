import { showHidden } from "../../dns/show-hidden.ts";
import {
  type DeploymentRecord,
  greatestFloors,
  type Ledger,
  type LedgerEntry,
  type Remembered,
} from "../deploy/ledger.ts";
import { WorldError } from "../files/world-error.ts";
import type { Github, Repository } from "./client.ts";
import { readRecord } from "./deployment-record.ts";
import { type Author, ownLogin } from "./own-login.ts";
import { at } from "./refusal.ts";

/** Which of GitHub's deployments are ours. */
export interface LedgerSettings {
  /** The environment that they are written under. */
  readonly environment: string;
  /** The page of this run. */
  readonly runUrl: string;
}

/** Tells our deployments from those that GitHub makes for a job with an `environment`, which have no record. */
export const TASK = "deploy:zonepipe";

const PERMISSION = "deployments: write";
const PER_PAGE = 100;
const MOST_UNFINISHED = 100; // deployments in a row without success; each costs a request of the job's 1,000 an hour
const MOST_DESCRIPTION = 140; // characters, says GitHub

/**
 * GitHub's deployments as the ledger. Only those count that we wrote ourselves: the account behind the token, our task,
 * and a payload of the form that we write. One that was opened and has no status `success` did not succeed, whatever
 * else it says: an interrupted run says nothing at all.
 */
export function githubLedger(github: Github, where: Repository, settings: LedgerSettings): Ledger {
  let newest: number | undefined; // of the deployments that were there when it was planned
  return {
    async read() {
      const found = await readLedger(github, where, settings, await ownLogin(github));
      newest = found.newest;
      return found.known;
    },
    open: (record) => openEntry(github, where, settings, record, newest),
  };
}

/** What is known of earlier deployments, to somebody who writes none. */
export interface RecalledByPerson extends Remembered {
  /** The ids of deployments that say that they are under way; one whose job was killed says so as well. */
  readonly underWay: readonly number[];
}

/**
 * What the workflows' own account wrote down, for somebody else to read: a person may see it, and a record of a
 * person's would not count for the workflows. What ran before the last is what ran before its inputs did: a merge that
 * changed none of them is written down as well, and going back to what ran before that would bring back nothing.
 */
export async function readAsPerson(
  github: Github,
  where: Repository,
  environment: string,
): Promise<RecalledByPerson> {
  const isJob = (author: Author | null) => author?.type === "Bot" && author.login === "github-actions[bot]";
  const { known, underWay } = await readLedger(github, where, { environment }, isJob, true);
  return { ...known, underWay };
}

interface Read {
  readonly known: Remembered;
  /** Deployments that say that they are under way. */
  readonly underWay: readonly number[];
  /** The greatest id of ours; 0 where there is none. */
  readonly newest: number;
}

/** @param looksThrough deployments of the same inputs count as one: what ran before it is what ran before the first */
function readLedger(
  github: Github,
  where: Repository,
  { environment }: Pick<LedgerSettings, "environment">,
  isOurs: (author: Author | null) => boolean,
  looksThrough = false,
): Promise<Read> {
  return at("read the earlier deployments", "deployments: read", async () => {
    const unfinished: DeploymentRecord[] = [];
    const underWay: number[] = [];
    let newest = 0;
    let last: DeploymentRecord | undefined;
    const known = (succeeded?: DeploymentRecord, earlier: readonly DeploymentRecord[] = []): Read => ({
      known: {
        ...(succeeded === undefined ? {} : { last: succeeded }),
        unfinished,
        ...(earlier.length > 0 && { earlier }),
        floors: greatestFloors(succeeded === undefined ? unfinished : [...unfinished, succeeded]),
      },
      underWay,
      newest,
    });
    for await (const { data } of github.paginate.iterator(github.rest.repos.listDeployments, {
      ...where,
      environment,
      task: TASK,
      per_page: PER_PAGE,
    })) {
      // Newest first; the ids go up, whatever the order is.
      const sorted = data.toSorted((a, b) => b.id - a.id);
      for (const [at, { id, task, creator, payload }] of sorted.entries()) {
        if (task !== TASK || !isOurs(creator)) continue;
        newest = Math.max(newest, id);
        const record = readRecord(payload);
        if (last !== undefined) {
          if (record?.inputs !== last.inputs) return known(last, recordsOf(sorted.slice(at), isOurs));
          const back = record.back && { back: { ...record.back, ...last.back } };
          last = { ...last, before: record.before, ...back };
          continue;
        }
        if (record === undefined) throw new Error(unreadable(id));
        const states = await statesOf(github, where, id, isOurs);
        if (states.includes("success")) {
          if (!looksThrough) return known(record, recordsOf(sorted.slice(at + 1), isOurs));
          last = record;
          continue;
        }
        if (unfinished.length === MOST_UNFINISHED) throw new Error(TOO_MANY);
        unfinished.push(record);
        if (!states.some((state) => ENDED.includes(state))) underWay.push(id);
      }
    }
    return known(last);
  });
}

/** A deployment as GitHub lists it. */
interface Listed {
  readonly task: string;
  readonly creator: Author | null;
  readonly payload: unknown;
}

/** The records of ours among these, up to one that is of another form: they are there already, and cost no request. */
function recordsOf(
  listed: readonly Listed[],
  isOurs: (author: Author | null) => boolean,
): readonly DeploymentRecord[] {
  const ours = listed.filter(({ task, creator }) => task === TASK && isOurs(creator));
  const records = ours.map(({ payload }) => readRecord(payload));
  const end = records.indexOf(undefined);
  return records.slice(0, end === -1 ? undefined : end).filter((record) => record !== undefined);
}

const ENDED = ["error", "failure", "inactive"];
const TOO_MANY = `none of the last ${MOST_UNFINISHED} succeeded; delete the oldest of them (gh api -X DELETE)`;

function unreadable(id: number): string {
  return (
    `deployment ${id} is not of the form that this version writes, and it may have spent serials; ` +
    "use the version that wrote it, or delete it when all machines are known to answer what they should"
  );
}

async function statesOf(
  github: Github,
  where: Repository,
  id: number,
  isOurs: (author: Author | null) => boolean,
): Promise<string[]> {
  const states: string[] = [];
  for await (const { data } of github.paginate.iterator(github.rest.repos.listDeploymentStatuses, {
    ...where,
    deployment_id: id,
    per_page: PER_PAGE,
  })) {
    for (const { state, creator } of data) if (isOurs(creator)) states.push(state);
  }
  return states;
}

async function openEntry(
  github: Github,
  where: Repository,
  settings: LedgerSettings,
  record: DeploymentRecord,
  newest: number | undefined,
): Promise<LedgerEntry> {
  const isOurs = await ownLogin(github);
  const { known, underWay } = await readLedger(github, where, settings, isOurs);
  const floors = greatestFloors([record, { floors: Object.fromEntries(known.floors) }]);
  const id = await createDeployment(github, where, settings, {
    ...record,
    floors: Object.fromEntries(floors),
  });
  const say = (state: State, text: string) => addStatus(github, where, settings, id, state, text);
  const rival =
    newest === undefined
      ? undefined
      : await findRival(github, where, settings, isOurs, { newest, id, record });
  if (rival !== undefined) {
    await say("error", `Deployment ${rival} began meanwhile`);
    throw new WorldError(
      `Cannot deploy: deployment ${rival} began after this one was planned, and may answer the same serials with other content; ` +
        "run this job again when that one has ended",
    );
  }
  await say("in_progress", "Under way");
  for (const other of underWay) {
    await addStatus(github, where, settings, other, "error", `Interrupted; deployment ${id} took over`);
  }
  return { succeed: (text) => say("success", text), fail: (text) => say("failure", text) };
}

/**
 * A deployment of something else that was written down after ours was planned, and before ours: both may have chosen the
 * same serials. Of two at once the later one finds the earlier, whatever their requests do in between. One of the same
 * inputs gives the same serial the same content.
 */
function findRival(
  github: Github,
  where: Repository,
  { environment }: LedgerSettings,
  isOurs: (author: Author | null) => boolean,
  { newest, id, record }: { readonly newest: number; readonly id: number; readonly record: DeploymentRecord },
): Promise<number | undefined> {
  return at("look for deployments at the same time", "deployments: read", async () => {
    const { data } = await github.rest.repos.listDeployments({
      ...where,
      environment,
      task: TASK,
      per_page: PER_PAGE,
    });
    return data.find(
      (other) =>
        other.id > newest &&
        other.id < id &&
        isOurs(other.creator) &&
        readRecord(other.payload)?.inputs !== record.inputs,
    )?.id;
  });
}

function createDeployment(
  github: Github,
  where: Repository,
  { environment }: LedgerSettings,
  record: DeploymentRecord,
): Promise<number> {
  return at("write the deployment down at GitHub", PERMISSION, async () => {
    const { data } = await github.rest.repos.createDeployment({
      ...where,
      ref: record.commit,
      task: TASK,
      environment,
      auto_merge: false, // what is deployed is this very commit
      required_contexts: [], // it is merged: no check has a say any more
      production_environment: true,
      payload: { ...record },
      // A second one that nobody follows up is one that was interrupted, so this may be repeated.
      request: { mayRepeat: true },
    });
    if (!("id" in data)) throw new WorldError("GitHub merged a branch instead");
    return data.id;
  });
}

type State = "in_progress" | "success" | "failure" | "error";

function addStatus(
  github: Github,
  where: Repository,
  { runUrl }: LedgerSettings,
  id: number,
  state: State,
  text: string,
): Promise<void> {
  return at(`write down what became of deployment ${id}`, PERMISSION, async () => {
    await github.rest.repos.createDeploymentStatus({
      ...where,
      deployment_id: id,
      state,
      log_url: runUrl,
      description: shorten(showHidden(text)),
      request: { mayRepeat: true },
    });
  });
}

function shorten(text: string): string {
  const chars = [...text];
  return chars.length <= MOST_DESCRIPTION ? text : `${chars.slice(0, MOST_DESCRIPTION - 1).join("")}…`;
}
