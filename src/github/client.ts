import { Octokit } from "octokit";
import manifest from "../../package.json" with { type: "json" };
import { watchAllowance } from "./allowance.ts";
import { retrying } from "./retry.ts";

/** Talks to GitHub's REST and GraphQL interfaces. */
export type Github = Octokit;

/** One repository on GitHub. */
export interface Repository {
  readonly owner: string;
  readonly repo: string;
}

/** What a client needs of the world. */
export interface GithubSettings {
  /** Empty for public data only. */
  readonly token: string;
  /** `https://api.github.com`, or that of a GitHub of one's own; without a slash at its end. */
  readonly apiUrl: string;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Told before every pause. */
  readonly onPause: (reason: string, milliseconds: number) => void;
}

const TIMEOUT = 30_000; // milliseconds for one request; GitHub itself ends one after ten seconds

/** A client that repeats what may be repeated, for a bounded time, and gives up with an error that says why. */
export function githubClient({ token, apiUrl, wait, onPause }: GithubSettings): Github {
  const github = new Octokit({
    ...(token === "" ? {} : { auth: token }),
    baseUrl: apiUrl,
    userAgent: `zonepipe/${manifest.version}`,
    // Octokit's own plugins repeat a POST after a 5xx, which would write a comment twice, and wait without a bound.
    retry: { enabled: false },
    throttle: { enabled: false },
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  });
  github.hook.before("request", (options) => {
    options.request.signal = AbortSignal.timeout(TIMEOUT);
  });
  github.hook.wrap("request", retrying(wait, onPause));
  watchAllowance(github);
  return github;
}

function ignore(): void {}
