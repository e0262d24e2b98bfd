import { WorldError } from "../files/world-error.ts";
import type { Github, Repository } from "../github/client.ts";
import { MOST_MARKER } from "../github/comment-marker.ts";
import { postComment } from "../github/post-comment.ts";
import type { Report } from "../report/report.ts";
import { printComment } from "./faces.ts";

/** Whose result is posted. */
export interface PostContext {
  readonly github: Github;
  readonly repository: Repository;
  /** `https://github.com`, or that of a GitHub of one's own. */
  readonly serverUrl: string;
  /** This run of the workflow. */
  readonly run: { readonly id: number; readonly attempt: number; readonly url: string };
}

const MOST_COMMENT = 65_536; // characters, says GitHub's refusal of a longer one

/**
 * Writes the result of a deployment into every pull request that it covers: one comment in each, which a later run that
 * covers it brings up to date. Where one cannot be written, the others are all the same, and a sentence tells.
 *
 * @param commit that was deployed, or was to be
 */
export async function postDeployment(
  { github, repository, serverUrl, run }: PostContext,
  commit: string,
  pulls: readonly number[],
  report: Report,
): Promise<string[]> {
  const links = {
    repository: `${serverUrl}/${repository.owner}/${repository.repo}`,
    head: commit,
    run: run.url,
  };
  const text = printComment(report, links, MOST_COMMENT - MOST_MARKER);
  const shows = { run: run.id, attempt: run.attempt, head: commit };
  const notes: string[] = [];
  for (const number of pulls) {
    try {
      await postComment(github, { ...repository, number }, { kind: "deploy", shows, text, mayCreate: true });
    } catch (error) {
      if (!(error instanceof WorldError)) throw error;
      notes.push(`${error.message}.`);
    }
  }
  return notes;
}
