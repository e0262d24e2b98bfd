import type { Octokit } from "octokit";
import { WorldError } from "../files/world-error.ts";

/** What GitHub still lets the token do, by its answers: `core` is REST, `graphql` is counted for itself. */
interface Remaining {
  readonly limit: number;
  readonly remaining: number;
  /** Seconds since 1970. */
  readonly reset: number;
}

const KNOWN = new WeakMap<Octokit, Map<string, Remaining>>();

/**
 * Requests that reading leaves for others. A job's token has 1,000 an hour for the whole repository, and a deployment, which
 * needs one for each commit that was merged, must not wait because somebody pushes to a pull request again and again.
 */
const RESERVE = 400;
const RESERVED_PART = 0.4; // where the limit is a small one

/** Notes from now on what GitHub's answers say of the allowance. */
export function watchAllowance(github: Octokit): void {
  const known = new Map<string, Remaining>();
  KNOWN.set(github, known);
  github.hook.after("request", ({ headers }) => {
    const limit = Number(headers["x-ratelimit-limit"] ?? Number.NaN);
    const remaining = Number(headers["x-ratelimit-remaining"] ?? Number.NaN);
    const reset = Number(headers["x-ratelimit-reset"] ?? Number.NaN);
    if (Number.isNaN(limit + remaining + reset)) return;
    known.set(String(headers["x-ratelimit-resource"] ?? "core"), { limit, remaining, reset });
  });
}

/** Refuses to go on reading where little is left, so that deployments go on. */
export function requireAllowance(github: Octokit, resource: "core" | "graphql"): void {
  const known = KNOWN.get(github)?.get(resource);
  if (known === undefined) return;
  const reserve = Math.min(RESERVE, Math.floor(known.limit * RESERVED_PART));
  if (known.remaining > reserve) return;
  const until = new Date(known.reset * 1_000).toISOString().slice(0, 19);
  throw new WorldError(
    `Cannot read more from GitHub: of the ${known.limit} requests that it allows this repository's jobs in an hour ` +
      `${known.remaining} are left, and ${reserve} are kept for deployments; run the job again after ${until}Z`,
  );
}
