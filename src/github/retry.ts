import { RequestError } from "octokit";

const MOST_ATTEMPTS = 4;
const MOST_PAUSE = 120_000; // milliseconds in one pause; a runner's minutes are not free
const MOST_PAUSES = 300_000; // milliseconds in all pauses of a run together
const FIRST_PAUSE = 1_000; // milliseconds after the first failure; doubled after each
const SECONDARY_PAUSE = 60_000; // "wait for at least one minute", says GitHub of its secondary limits

type Request<Options, Response> = (options: Options) => Response | Promise<Response>;

/**
 * Repeats a request after a limit of rate, and after a failure of GitHub or of the network if the request may be
 * repeated: a POST that writes may have been carried out although the answer was lost, so its caller has to look.
 */
export function retrying(
  wait: (milliseconds: number) => Promise<void>,
  onPause: (reason: string, milliseconds: number) => void,
): <Options extends Repeatable, Response>(
  request: Request<Options, Response>,
  options: Options,
) => Promise<Response> {
  let paused = 0;
  return async (request, options) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await request(options);
      } catch (error) {
        const pause = pauseAfter(error, options, attempt);
        if (pause === undefined || attempt === MOST_ATTEMPTS) throw error;
        if (pause.milliseconds > MOST_PAUSE || paused + pause.milliseconds > MOST_PAUSES) throw error;
        paused += pause.milliseconds;
        onPause(pause.reason, pause.milliseconds);
        await wait(pause.milliseconds);
      }
    }
  };
}

/** A request: what decides whether it may be repeated. */
interface Repeatable {
  readonly method: string;
  readonly url: string;
  /** `mayRepeat`: a POST that does no harm when it is carried out twice. */
  readonly request?: object;
}

interface Pause {
  readonly milliseconds: number;
  readonly reason: string;
}

function pauseAfter(
  error: unknown,
  { method, url, request }: Repeatable,
  attempt: number,
): Pause | undefined {
  if (!(error instanceof RequestError)) return undefined;
  const limit = rateLimitPause(error);
  // A request over the limit was not carried out, whatever it was.
  if (limit !== undefined) return { milliseconds: limit, reason: "GitHub's rate limit" };
  const isQuestion = method === "GET" || method === "PATCH" || method === "DELETE" || url === "/graphql";
  const mayRepeat =
    isQuestion || (request !== undefined && "mayRepeat" in request && request.mayRepeat === true);
  if (error.status < 500 || !mayRepeat) return undefined;
  const reason = error.response === undefined ? error.message : `GitHub answered ${error.status}`;
  return { milliseconds: FIRST_PAUSE * 2 ** (attempt - 1), reason };
}

/** Milliseconds until the limit is over; undefined when the error is none of a limit. */
export function rateLimitPause(error: RequestError): number | undefined {
  if (error.status !== 403 && error.status !== 429) return undefined;
  const headers = error.response?.headers ?? {};
  const after = Number(headers["retry-after"] ?? Number.NaN);
  if (Number.isFinite(after)) return after * 1_000;
  const date = Date.parse(headers.date ?? "");
  if (headers["x-ratelimit-remaining"] === "0") {
    const reset = Number(headers["x-ratelimit-reset"]) * 1_000;
    // By GitHub's own clock, for ours may be wrong.
    return Number.isFinite(reset - date) ? Math.max(0, reset - date) + 1_000 : SECONDARY_PAUSE;
  }
  return error.status === 429 || /secondary rate limit/i.test(error.message) ? SECONDARY_PAUSE : undefined;
}
