import type { Github, Repository } from "./client.ts";
import { type NewestPush, newestPush } from "./newest-push.ts";
import type { PullRequest } from "./pull-request.ts";
import { at, hasStatus } from "./refusal.ts";

/** What the labels that override a safety limit begin with. */
const ALLOW = "zonepipe:allow-";

/** A label that counts, and who answers for it. */
export interface AllowLabel {
  readonly label: string;
  readonly by: string;
  readonly at: Date;
}

/** A label that is set and does not count. */
export interface IgnoredLabel {
  readonly label: string;
  /** A sentence without its final stop. */
  readonly reason: string;
}

/** The labels of a pull request that override a safety limit. */
export interface AllowLabels {
  readonly counted: readonly AllowLabel[];
  readonly ignored: readonly IgnoredLabel[];
}

/**
 * The labels of a pull request that count: set by a person who has write access, after the newest push, so that
 * nobody's consent covers what was pushed later. (On a merged pull request it may be set after the merge, too, and what
 * happens to its branch then takes nothing back.) Who and when come from GitHub's record of events; an event's payload
 * says neither, and its sender may be somebody else.
 *
 * @param spend is called for every page of that record; throws where no more may be asked for
 */
export async function allowLabels(
  github: Github,
  where: Repository,
  pull: PullRequest,
  spend: () => void = () => {},
): Promise<AllowLabels> {
  const labels = pull.labels.filter((label) => label.startsWith(ALLOW));
  if (labels.length === 0) return { counted: [], ignored: [] };
  const { set, changed } = await readEvents(github, where, pull, spend);
  const pushed = await at("tell when the pull request was pushed", "contents: read", () =>
    newestPush(github, pull),
  );
  const push = "at" in pushed && changed > pushed.at ? { at: changed } : pushed;
  const access = new Map<string, boolean>();
  const counted: AllowLabel[] = [];
  const ignored: IgnoredLabel[] = [];
  for (const label of labels) {
    const event = set.get(label);
    const reason = await reasonToIgnore(github, where, event, push, access);
    if (event !== undefined && reason === undefined) counted.push({ label, by: event.by, at: event.at });
    else ignored.push({ label, reason: reason ?? NOBODY });
  }
  return { counted, ignored };
}

const NOBODY = "GitHub's record of events does not say who set it";

interface Labelled {
  readonly by: string;
  readonly isPerson: boolean;
  readonly at: Date;
}

const PER_PAGE = 100;
const MOST_PAGES = 100; // 10,000 events

interface Events {
  /** The last time that each label was set and not taken away again. */
  readonly set: ReadonlyMap<string, Labelled>;
  /** When the pull request last became another one: by a forced push, or by another branch to go to. */
  readonly changed: Date;
}

const CHANGES = ["head_ref_force_pushed", "head_ref_restored", "base_ref_changed", "base_ref_force_pushed"];

function readEvents(
  github: Github,
  { owner, repo }: Repository,
  { number, mergedAt }: PullRequest,
  spend: () => void,
): Promise<Events> {
  // Its branch may be restored after the merge, and pushed to: that changes a merged pull request no more. The record is in
  // order, and its times are whole seconds, so that what follows the merge in its second is told by its place.
  const end = mergedAt === undefined ? undefined : new Date(mergedAt);
  return at(`read the events of pull request ${number}`, "pull-requests: read", async () => {
    const set = new Map<string, Labelled>();
    let changed = new Date(0);
    let pages = 0;
    let isMerged = false;
    for await (const { data } of github.paginate.iterator(github.rest.issues.listEvents, {
      owner,
      repo,
      issue_number: number,
      per_page: PER_PAGE,
    })) {
      spend();
      if (++pages > MOST_PAGES) throw new Error(`it has more than ${MOST_PAGES * PER_PAGE} events`);
      for (const event of data) {
        const time = new Date(event.created_at);
        const isBefore = !isMerged && (end === undefined || time <= end);
        isMerged ||= event.event === "merged";
        if (isBefore && CHANGES.includes(event.event) && time > changed) changed = time;
        const label = "label" in event ? event.label?.name : undefined;
        if (typeof label !== "string") continue;
        if (event.event === "unlabeled") set.delete(label);
        if (event.event !== "labeled" || event.actor === null) continue;
        set.set(label, { by: event.actor.login, isPerson: event.actor.type === "User", at: time });
      }
    }
    return { set, changed };
  });
}

async function reasonToIgnore(
  github: Github,
  where: Repository,
  event: Labelled | undefined,
  push: NewestPush,
  access: Map<string, boolean>,
): Promise<string | undefined> {
  if (event === undefined) return NOBODY;
  if (!event.isPerson) return `"${event.by}" set it, which is no person`;
  if ("unknown" in push) return push.unknown;
  // GitHub's times are whole seconds: in the same second either may have come first.
  if (!(event.at.getTime() > push.at.getTime())) {
    return `"${event.by}" set it at ${printTime(event.at)}, and the newest push is of ${printTime(push.at)}: take it away and set it again`;
  }
  const mayWrite = access.get(event.by) ?? (await hasWriteAccess(github, where, event.by));
  access.set(event.by, mayWrite);
  return mayWrite ? undefined : `"${event.by}" set it, who has no write access`;
}

function hasWriteAccess(github: Github, { owner, repo }: Repository, username: string): Promise<boolean> {
  return at("tell who has write access", "metadata: read", async () => {
    try {
      const { data } = await github.rest.repos.getCollaboratorPermissionLevel({ owner, repo, username });
      // "maintain" is given as "write" here, and "triage" as "read".
      return data.permission === "admin" || data.permission === "write";
    } catch (error) {
      if (hasStatus(error, 404)) return false; // the account is gone
      throw error;
    }
  });
}

function printTime(time: Date): string {
  return time.toISOString().replace(".000Z", "Z");
}
