import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Answer, Question } from "./endpoint.ts";
import { routes } from "./routes.ts";
import type { State } from "./state.ts";

/** A GitHub on loopback. */
export interface FakeGithub {
  /** What `GITHUB_API_URL` is. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a server that behaves like GitHub's REST and GraphQL interfaces as far as we use them: it pages, refuses what
 * a token may not do, validates what it is sent, and fails when it is told to.
 */
export async function startFakeGithub(state: State): Promise<FakeGithub> {
  const server = createServer((request, response) => {
    void handle(state, request, response).catch((error: unknown) => {
      state.violations.push(`the fake failed: ${error instanceof Error ? error.stack : String(error)}`);
      send(response, { status: 500, json: { message: "the fake failed" } });
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // it listens on an address
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function handle(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = "", url = "", headers } = request;
  const address = new URL(url, `http://${headers.host}`);
  const line = `${method} ${decodeURIComponent(address.pathname)}`;
  state.requests.push(line);
  const body = await readBody(request);
  const interruption = state.before.findIndex(({ on }) => on.test(line));
  if (interruption !== -1) for (const { act } of state.before.splice(interruption, 1)) act();
  const question: Question = { method, address, line, headers, body: parse(body) };
  const counted = address.pathname.startsWith("/_store/") ? undefined : count(state, address);
  const limited = counted?.isOver ? OVER : undefined;
  const fault = state.faults.find(({ on, times }) => times > 0 && on.test(line));
  if (fault !== undefined) fault.times -= 1;
  if (fault === undefined || fault.isCarriedOut) {
    const answer = limited ?? answerTo(state, question);
    if (fault === undefined)
      return send(response, { ...answer, headers: { ...counted?.headers, ...answer.headers } });
  }
  send(response, {
    status: fault.status,
    headers: { ...counted?.headers, ...fault.headers },
    json: { message: fault.message ?? "Server Error" },
  });
}

const OVER: Answer = {
  status: 403,
  json: {
    message: "API rate limit exceeded for installation.",
    documentation_url: "https://docs.github.com/",
  },
};

const RESET = 3_000; // seconds from now

/** Counts a request as GitHub does, the refused ones too, with what it says of that in every answer. */
function count({ allowance }: State, { pathname }: URL) {
  const resource = pathname === "/graphql" ? "graphql" : "core";
  const { limit } = allowance[resource];
  const isOver = allowance[resource].used >= limit;
  if (!isOver) allowance[resource].used += 1;
  const { used } = allowance[resource];
  const headers = {
    "x-ratelimit-limit": String(limit),
    "x-ratelimit-remaining": String(limit - used),
    "x-ratelimit-used": String(used),
    "x-ratelimit-reset": String(Math.floor(Date.now() / 1_000) + RESET),
    "x-ratelimit-resource": resource,
  };
  return { isOver, headers };
}

function answerTo(state: State, question: Question): Answer {
  const { method, address, line, headers } = question;
  // The store of artifacts is no part of the interface, and must not see the token.
  if (address.pathname.startsWith("/_store/")) {
    if (headers.authorization !== undefined) state.violations.push(`${line} carries the token`);
  } else if (!/^(token|bearer) \S+$/i.test(headers.authorization ?? "")) {
    return { status: 401, json: { message: "Bad credentials" } };
  }
  if (headers["user-agent"] === undefined) state.violations.push(`${line} has no user agent`);
  for (const route of routes) {
    const match = route.method === method ? route.path.exec(address.pathname) : null;
    if (match === null) continue;
    const unknown = [...address.searchParams.keys()].filter((key) => !route.query.includes(key));
    for (const key of unknown) state.violations.push(`${line} asks for "${key}", which GitHub does not know`);
    if (route.needs !== undefined && !state.permissions.has(route.needs)) return refusal(route.needs);
    const parts = Object.fromEntries(
      Object.entries(match.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)]),
    );
    return route.answer(state, question, parts);
  }
  state.violations.push(`${line} is no endpoint of the fake`);
  return { status: 404, json: { message: "Not Found" } };
}

function refusal(needs: string): Answer {
  return {
    status: 403,
    headers: {
      "x-accepted-github-permissions": needs.replace("pull-requests", "pull_requests").replace(": ", "="),
    },
    json: { message: "Resource not accessible by integration", status: "403" },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer); // no encoding is set, so chunks are buffers
  return Buffer.concat(chunks).toString();
}

function parse(body: string): unknown {
  return body === "" ? undefined : JSON.parse(body);
}

function send(response: ServerResponse, { status, headers = {}, json, bytes }: Answer): void {
  const date = new Date().toUTCString();
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", date, ...headers });
  response.end(bytes ?? (json === undefined ? undefined : JSON.stringify(json)));
}
