import { RequestError } from "octokit";
import { WorldError } from "../files/world-error.ts";
import { rateLimitPause } from "./retry.ts";

/**
 * Does something at GitHub. A failure says what was wanted first, then what GitHub answered, and what to do.
 *
 * @param what as in `Cannot …`: "read the comments of pull request 7"
 * @param permission that the job needs for it, as in a workflow file: `pull-requests: write`
 */
export async function at<Result>(
  what: string,
  permission: string,
  act: () => Promise<Result>,
): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof WorldError) throw error; // it says what failed
    throw new WorldError(`Cannot ${what}: ${reasonOf(error, permission)}`, { cause: causeOf(error) });
  }
}

/** GitHub's answer has this status. */
export function hasStatus(error: unknown, ...statuses: readonly number[]): boolean {
  const reason = error instanceof WorldError ? error.cause : error;
  return reason instanceof RequestError && reason.response !== undefined && statuses.includes(reason.status);
}

function reasonOf(error: unknown, permission: string): string {
  if (!(error instanceof RequestError)) return error instanceof Error ? error.message : String(error);
  if (error.response === undefined) return `GitHub cannot be reached (${error.message})`;
  const said = `GitHub answered ${error.status}${messageIn(error)}`;
  const pause = rateLimitPause(error);
  if (pause !== undefined)
    return `${said}; its rate limit is over in ${Math.ceil(pause / 1_000)} s, run the job again then`;
  if (error.status === 401) return `${said}; the token is not one that it knows`;
  if (error.status === 403) return `${said}; give the job the permission "${permission}"`;
  if (error.status === 404)
    return `${said}; it is not there, or the job lacks the permission "${permission}"`;
  return said;
}

/** GitHub's own words, cut: an error page of a proxy may be long. */
function messageIn(error: RequestError): string {
  const data = error.response?.data;
  const said = typeof data === "object" && data !== null && "message" in data ? data.message : undefined;
  return typeof said === "string" ? ` (${said.slice(0, 300)})` : "";
}

/** Without the request, whose headers hold the token. */
function causeOf(error: unknown): unknown {
  return error instanceof RequestError ? error : undefined;
}
