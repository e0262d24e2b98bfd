import { setTimeout } from "node:timers/promises";
import { type Github, githubClient, type Repository } from "../github/client.ts";
import { cloneAround } from "./clone.ts";
import { remoteOf } from "./git-remote.ts";

/** A repository on GitHub that this machine may read. */
export interface GithubAccess {
  readonly github: Github;
  readonly repository: Repository;
}

/**
 * GitHub with the token of the environment, and the repository of `GITHUB_REPOSITORY` or of the remote `origin`.
 * Undefined where there is no token, or no repository.
 *
 * @param folder where the repository is
 * @param onPause told why a request waits, and for how long
 */
export async function githubAccess(
  folder: string,
  onPause: (why: string) => void,
): Promise<GithubAccess | undefined> {
  const { GITHUB_TOKEN, GH_TOKEN, GITHUB_REPOSITORY, GITHUB_API_URL } = process.env;
  const token = GITHUB_TOKEN || GH_TOKEN;
  if (!token) return undefined;
  const repository = repositoryIn(GITHUB_REPOSITORY || (await remoteAround(folder)));
  if (repository === undefined) return undefined;
  const github = githubClient({
    token,
    apiUrl: GITHUB_API_URL || "https://api.github.com",
    wait: (milliseconds) => setTimeout(milliseconds),
    onPause: (reason, milliseconds) =>
      onPause(`${reason}: the next try is in ${Math.ceil(milliseconds / 1_000)} s`),
  });
  return { github, repository };
}

async function remoteAround(folder: string): Promise<string> {
  const clone = cloneAround(folder);
  return (clone && (await remoteOf(clone))) ?? "";
}

/** `OWNER/REPO`, at the end of an address or alone. */
function repositoryIn(text: string): Repository | undefined {
  const match = /(?:^|[/:])([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(text);
  return match === null ? undefined : { owner: match[1]!, repo: match[2]! };
}
