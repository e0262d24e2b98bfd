import { WorldError } from "../files/world-error.ts";
import { requireAllowance } from "./allowance.ts";
import type { Github, Repository } from "./client.ts";
import { at } from "./refusal.ts";

/** Reads git's objects through GitHub, each once, whatever asks for it: by their ids, so that nobody can change them. */
export interface GitReader {
  readonly github: Github;
  readonly where: Repository;
  /** Blobs that were fetched, by object id: the base and the head of a pull request have most of them in common. */
  readonly blobs: Map<string, Uint8Array>;
  /** A tree by its id or that of a commit. */
  readonly tree: (id: string, isRecursive: boolean) => Promise<GitTree>;
  /** Is called before every request; throws where it may not be sent. */
  readonly spend: (resource: "core" | "graphql") => void;
}

/** A folder as GitHub lists it. */
export interface GitTree {
  readonly entries: readonly GitTreeEntry[];
  /** GitHub lists 100,000 entries or 7 MB, and no more. */
  readonly isComplete: boolean;
}

/** One entry of a folder. */
export interface GitTreeEntry {
  readonly path: string;
  readonly id: string;
  /** `blob`, `tree`, `commit`. */
  readonly type: string;
  readonly mode: string;
  /** Octets of a blob. */
  readonly size: number;
}

/** Requests with which everything is read that a pull request brings; a usual one takes about ten. */
export const MOST_REQUESTS = 100;

/**
 * A reader for what strangers push: it sends so many requests, and leaves a part of the repository's allowance. Undefined:
 * without a bound, for what was merged.
 */
export function gitReader(github: Github, where: Repository, most: number | undefined): GitReader {
  const trees = new Map<string, Promise<GitTree>>();
  let sent = 0;
  const spend: GitReader["spend"] = (resource) => {
    if (most === undefined) return;
    sent += 1;
    if (sent > most) {
      throw new WorldError(
        `Cannot read all of it from GitHub: that takes more than ${most} requests, and what is left of the ` +
          "repository's 1,000 in an hour is for deployments; split the change over several pull requests",
      );
    }
    requireAllowance(github, resource);
  };
  return {
    github,
    where,
    blobs: new Map(),
    spend,
    tree(id, isRecursive) {
      const key = `${id} ${isRecursive}`;
      const known = trees.get(key) ?? getTree(id, isRecursive);
      trees.set(key, known);
      return known;
    },
  };

  function getTree(id: string, isRecursive: boolean): Promise<GitTree> {
    spend("core");
    const { owner, repo } = where;
    return at(`list the files of ${id}`, "contents: read", async () => {
      const recursive = isRecursive ? { recursive: "1" } : {};
      const { data } = await github.rest.git.getTree({ owner, repo, tree_sha: id, ...recursive });
      return {
        entries: data.tree.map(({ path, sha, type, mode, size = 0 }) => ({
          path,
          id: sha,
          type,
          mode,
          size,
        })),
        isComplete: !data.truncated,
      };
    });
  }
}
