import { RequestError } from "octokit";
import { describe, expect, test } from "vitest";
import { retrying } from "./retry.ts";

const DATE = "Sun, 22 Nov 2026 12:00:00 GMT";
const SECONDS = Date.parse(DATE) / 1_000;

/** An answer with this status; none at all for a network that fails. */
function failure(
  status: number | undefined,
  headers: { readonly [name: string]: string } = {},
  message = "no",
): RequestError {
  const request = { method: "GET", url: "https://api.github.com/", headers: {} } as const;
  if (status === undefined) return new RequestError(message, 500, { request });
  const response = { status, url: request.url, headers: { date: DATE, ...headers }, data: { message } };
  return new RequestError(message, status, { request, response });
}

/** Runs a request that fails in these ways, one after the other, and then gives an answer. */
async function run(
  method: string,
  failures: readonly Error[],
  url = "/repos/{owner}/{repo}",
): Promise<{ readonly result: unknown; readonly pauses: readonly number[] }> {
  const pauses: number[] = [];
  const left = [...failures];
  const request = retrying(
    (milliseconds) => Promise.resolve(void pauses.push(milliseconds)),
    () => {},
  );
  const act = () => {
    const next = left.shift();
    if (next !== undefined) throw next;
    return "answer";
  };
  const result = await request(act, { method, url }).catch((error: unknown) => error);
  return { result, pauses };
}

describe("a limit of rate", () => {
  test.each<[string, RequestError, number]>([
    ["403 with retry-after", failure(403, { "retry-after": "7" }), 7_000],
    ["429 with retry-after", failure(429, { "retry-after": "0" }), 0],
    ["429 with no word", failure(429), 60_000],
    [
      "403 that speaks of a secondary limit",
      failure(403, {}, "You have exceeded a secondary rate limit."),
      60_000,
    ],
    [
      "nothing left until a time, by GitHub's clock",
      failure(403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(SECONDS + 30) }),
      31_000,
    ],
  ])("%s is waited for, whatever the request", async (_, error, pause) => {
    for (const method of ["GET", "POST", "PATCH", "DELETE"]) {
      expect(await run(method, [error])).toEqual({ result: "answer", pauses: [pause] });
    }
  });

  test("one that lasts too long is given up at once", async () => {
    const error = failure(403, { "retry-after": "121" });
    expect(await run("GET", [error])).toEqual({ result: error, pauses: [] });
  });

  test("all pauses of a run together have a limit, too", async () => {
    const long = failure(429, { "retry-after": "110" });
    const { result, pauses } = await run("GET", [long, long, long]);
    expect(result).toBe(long);
    expect(pauses).toEqual([110_000, 110_000]);
  });
});

describe("a failure of GitHub or of the network", () => {
  test.each([500, 502, 503, undefined])(
    "%s: questions are asked again, longer and longer apart",
    async (status) => {
      const error = failure(status);
      for (const method of ["GET", "PATCH", "DELETE"]) {
        expect(await run(method, [error, error, error])).toEqual({
          result: "answer",
          pauses: [1_000, 2_000, 4_000],
        });
      }
    },
  );

  test("after four attempts it is given up", async () => {
    const error = failure(502);
    expect((await run("GET", [error, error, error, error])).result).toBe(error);
  });

  test("what is written anew is not repeated, for it may have been written", async () => {
    const error = failure(502);
    expect(await run("POST", [error])).toEqual({ result: error, pauses: [] });
  });

  test("a question by GraphQL is a POST that may be repeated", async () => {
    expect((await run("POST", [failure(502)], "/graphql")).result).toBe("answer");
  });
});

test.each([400, 401, 403, 404, 409, 422])("%i is an answer, and is not asked for again", async (status) => {
  const error = failure(status);
  expect(await run("GET", [error])).toEqual({ result: error, pauses: [] });
});

test("a defect of ours is not repeated", async () => {
  const error = new TypeError("x is undefined");
  expect(await run("GET", [error])).toEqual({ result: error, pauses: [] });
});
