import { trimEndOf } from "../../dns/trim-end.ts";
import type { Github, Repository } from "./client.ts";
import type { PullRequest } from "./pull-request.ts";
import { at } from "./refusal.ts";

/** What a pull request touches, as GitHub lists it. */
export interface TouchedFiles {
  /** Names of files, and of renamed files the old ones too. Chosen by whoever opened the pull request. */
  readonly paths: readonly string[];
  /** GitHub lists 3,000 files at most: false when there are more than it lists. */
  readonly isComplete: boolean;
}

const PER_PAGE = 100;
const MOST_FILES = 3_000; // GitHub's own limit

/** The files that a pull request touches. */
export function touchedFiles(
  github: Github,
  { owner, repo }: Repository,
  { number, changedFiles }: PullRequest,
): Promise<TouchedFiles> {
  return at(`list the files of pull request ${number}`, "pull-requests: read", async () => {
    const paths: string[] = [];
    let listed = 0;
    for await (const { data } of github.paginate.iterator(github.rest.pulls.listFiles, {
      owner,
      repo,
      pull_number: number,
      per_page: PER_PAGE,
    })) {
      listed += data.length;
      for (const { filename, previous_filename } of data) {
        paths.push(filename);
        if (previous_filename !== undefined) paths.push(previous_filename);
      }
      if (listed >= MOST_FILES) break;
    }
    return { paths, isComplete: listed >= changedFiles };
  });
}

/** Those that lie outside of a folder. */
export function outside(folder: string, paths: readonly string[]): string[] {
  const prefix = `${trimEndOf(folder, "/")}/`;
  return paths.filter((path) => !path.startsWith(prefix));
}
