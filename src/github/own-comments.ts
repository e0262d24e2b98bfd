import type { Github, Repository } from "./client.ts";
import { type CommentKind, isNewer, readMarker, type ShownRun } from "./comment-marker.ts";
import type { Author } from "./own-login.ts";
import { at } from "./refusal.ts";

/** A comment that we wrote, or a version of it. */
export interface OwnComment {
  readonly id: number;
  /** For GraphQL. */
  readonly nodeId: string;
  readonly url: string;
  readonly body: string;
  readonly shows: ShownRun;
}

const PER_PAGE = 100;
const MOST_PAGES = 10; // 1,000 comments, the oldest first: ours is among the first, for it was made with the pull request

/**
 * Our comments of one kind on a pull request, the oldest first, found through all pages. The marker alone proves
 * nothing, for anybody can write one: the author has to be us, too.
 */
export function ownComments(
  github: Github,
  where: Repository & { readonly number: number },
  kind: CommentKind,
  isOurs: (author: Author | null) => boolean,
): Promise<OwnComment[]> {
  return at(`read the comments of pull request ${where.number}`, "pull-requests: write", async () => {
    const found: OwnComment[] = [];
    let pages = 0;
    for await (const { data } of github.paginate.iterator(github.rest.issues.listComments, {
      owner: where.owner,
      repo: where.repo,
      issue_number: where.number,
      per_page: PER_PAGE,
    })) {
      if (++pages > MOST_PAGES) {
        if (found.length > 0) break;
        throw new Error(`it has more than ${MOST_PAGES * PER_PAGE} comments`);
      }
      for (const { id, node_id, html_url, body = "", user } of data) {
        const shows = isOurs(user) ? readMarker(kind, body) : undefined;
        if (shows !== undefined) found.push({ id, nodeId: node_id, url: html_url, body, shows });
      }
    }
    return found.sort((a, b) => a.id - b.id);
  });
}

const MOST_EDITS = 30; // newest first; what was overwritten while we were writing is among the first few

interface History {
  readonly node: {
    readonly userContentEdits: {
      readonly nodes: readonly { readonly diff: string | null; readonly editor: { login: string } | null }[];
    } | null;
  } | null;
}

/**
 * The newest run that any version of a comment showed, with that version. A job that read the comment, and was
 * overtaken before it wrote, has overwritten a newer report; only the history of edits still has it.
 */
export async function newestVersion(
  github: Github,
  comment: OwnComment,
  kind: CommentKind,
): Promise<Pick<OwnComment, "body" | "shows">> {
  const history = await at("read the earlier versions of our comment", "pull-requests: write", () =>
    github.graphql<History | undefined>(
      `query history($id: ID!) {
        node(id: $id) {
          ... on IssueComment { userContentEdits(first: ${MOST_EDITS}) { nodes { diff editor { login } } } }
        }
      }`,
      { id: comment.nodeId },
    ),
  );
  let newest: Pick<OwnComment, "body" | "shows"> = comment;
  for (const { diff } of history?.node?.userContentEdits?.nodes ?? []) {
    // GitHub calls it a diff; it is the whole text of that version. Who may edit our comments has write access.
    const shows = diff === null ? undefined : readMarker(kind, diff);
    if (shows === undefined || diff === null) continue;
    if (isNewer(shows, newest.shows)) newest = { body: diff, shows };
  }
  return newest;
}
