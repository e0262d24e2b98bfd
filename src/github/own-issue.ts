import { WorldError } from "../files/world-error.ts";
import type { Github, Repository } from "./client.ts";
import { printMarker, readMarker, type ShownRun } from "./comment-marker.ts";
import { ownLogin } from "./own-login.ts";
import { at, hasStatus } from "./refusal.ts";

/** What the one open issue of ours has to say. */
export interface IssueText {
  readonly title: string;
  /** Markdown, without a marker. */
  readonly text: string;
}

/** What became of the issue. */
export type KeptIssue =
  | { readonly outcome: "opened" | "updated" | "unchanged" | "closed"; readonly url: string }
  /** There is nothing to say, and no issue. */
  | { readonly outcome: "none" };

/** The text of the open issue of ours without its marker; undefined where there is none. */
export async function readIssue(github: Github, where: Repository): Promise<string | undefined> {
  const [oldest] = await openIssues(github, where);
  return oldest === undefined ? undefined : withoutMarker(oldest.body);
}

const PERMISSION = "issues: write";
const PER_PAGE = 100;
const MOST_PAGES = 100; // 10,000 open issues
const MOST_ROUNDS = 4; // of looking and mending

/**
 * Keeps one issue open as long as there is something to say: opens it, brings it up to date, closes it with a last
 * word. It is found among the open ones by a marker in its first line and by its author, for anybody can write a marker.
 *
 * @param wanted what it has to say
 * @param isOpen whether it should be open; with false, only one that is open is changed
 */
export async function keepIssue(
  github: Github,
  where: Repository,
  shows: ShownRun,
  wanted: IssueText,
  isOpen: boolean,
): Promise<KeptIssue> {
  let change: "opened" | "updated" | "unchanged" = "unchanged";
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const [oldest, ...others] = await openIssues(github, where);
    const body = `${printMarker("drift", shows)}\n${wanted.text}`;
    for (const other of others) await edit(github, where, other.number, { state: "closed" });
    if (oldest === undefined) {
      if (!isOpen) return { outcome: "none" };
      await create(github, where, { title: wanted.title, body });
      change = "opened";
      continue;
    }
    if (!isOpen) {
      await edit(github, where, oldest.number, { title: wanted.title, body, state: "closed" });
      return { outcome: "closed", url: oldest.url };
    }
    // What it says is compared, and not the run that said it: an issue that changes every night is not read any more.
    if (oldest.title === wanted.title && withoutMarker(oldest.body) === wanted.text.trimEnd()) {
      return { outcome: change, url: oldest.url };
    }
    await edit(github, where, oldest.number, { title: wanted.title, body });
    if (change === "unchanged") change = "updated";
  }
  throw new WorldError(`Cannot keep the issue: it was changed ${MOST_ROUNDS} times while we wrote it`);
}

interface OwnIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly url: string;
}

/** Ours, the oldest first. */
async function openIssues(github: Github, where: Repository): Promise<OwnIssue[]> {
  const isOurs = await ownLogin(github);
  return at("list the open issues", PERMISSION, async () => {
    const found: OwnIssue[] = [];
    let pages = 0;
    for await (const { data } of github.paginate.iterator(github.rest.issues.listForRepo, {
      ...where,
      state: "open",
      sort: "created",
      direction: "asc",
      per_page: PER_PAGE,
    })) {
      if (++pages > MOST_PAGES) throw new Error(`there are more than ${MOST_PAGES * PER_PAGE}`);
      for (const { number, title, body, html_url, user, pull_request } of data) {
        const isIt =
          pull_request === undefined && isOurs(user) && readMarker("drift", body ?? "") !== undefined;
        if (isIt) found.push({ number, title, body: body ?? "", url: html_url });
      }
    }
    return found;
  });
}

/** GitHub may have carried it out although its answer says otherwise: the next look tells. */
async function create(
  github: Github,
  where: Repository,
  issue: { title: string; body: string },
): Promise<void> {
  await at("open an issue", PERMISSION, async () => {
    try {
      await github.rest.issues.create({ ...where, ...issue });
    } catch (error) {
      if (!hasStatus(error, 500, 502, 503, 504)) throw error;
    }
  });
}

async function edit(
  github: Github,
  where: Repository,
  number: number,
  change: { readonly title?: string; readonly body?: string; readonly state?: "closed" },
): Promise<void> {
  await at(`change our issue ${number}`, PERMISSION, () =>
    github.rest.issues.update({ ...where, issue_number: number, ...change }),
  );
}

/** GitHub may give line ends as CRLF, and drops white space at the end. */
function withoutMarker(body: string): string {
  const text = body.replaceAll("\r\n", "\n");
  return text.slice(text.indexOf("\n") + 1).trimEnd();
}
