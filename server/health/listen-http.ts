import type { Server, ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Address } from "../address/address.ts";
import type { Listener } from "../transport/listener.ts";
import { pagePolicy } from "./status/page-policy.ts";

/** What the pages say when they are asked for. */
export interface Pages {
  /** Why the server does not answer, undefined when it does. */
  readonly fault: () => Promise<string | undefined>;
  /** What is to be told of a server that answers: that it does not serve everything. */
  readonly notes: () => readonly string[];
  /** In the text format of Prometheus. */
  readonly metrics: () => string;
  /** For people, in HTML. */
  readonly status: () => Promise<string>;
  /** What is asked for, as JSON; undefined for a search that cannot be read. */
  readonly asked: (search: URLSearchParams) => Promise<string | undefined>;
  /** What names with ALIAS answer at the time, as JSON. */
  readonly aliases: () => string;
}

/**
 * Gives `/livez`, `/readyz`, `/metrics` and `/status` over HTTP to so many `connections` at a time: who has been idle longest makes room for
 * a newcomer, which may be the check that decides whether this machine is asked. One address has a part of them at most, so nobody
 * takes the room of a check that comes from elsewhere. A question and its answer have a time, however slowly somebody asks or
 * reads. Rejects when the address cannot be used; a later error of the listening socket goes to `onError`.
 *
 * @param after keeps the time that an answer has
 */
export function listenHttp(
  address: Address,
  pages: Pages,
  connections: number,
  onError: (error: Error) => void,
  after: After = inTime,
): Promise<Listener> {
  // An import would make every thread of the bundle load undici and HTTP/2 too: Node reads each name that node:http exports.
  const { createServer } = process.getBuiltinModule("node:http");
  // In the order in which they were last used, the one used longest ago first.
  const open = new Set<Socket>();
  const busy = new WeakSet<Socket>();
  const ofOneAddress = Math.max(1, Math.floor(connections * OF_ONE_ADDRESS));
  const makeRoom = (sockets: readonly Socket[]) =>
    (sockets.find((each) => !busy.has(each)) ?? sockets[0])?.destroy();
  const rest = (socket: Socket) => {
    busy.delete(socket);
    if (open.delete(socket)) open.add(socket);
  };
  const policy = pagePolicy();
  const server = createServer(TIMEOUTS, (request, response) => {
    busy.add(request.socket);
    const cancel = after(ANSWER_PATIENCE, () => request.socket.destroy());
    response.once("close", () => {
      cancel();
      rest(request.socket);
    });
    const path = request.url?.split("?")[0];
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("allow", "GET, HEAD");
      send(response, 405, "Only GET and HEAD are known here\n");
    } else if (path === "/livez") send(response, 200, "alive\n");
    else if (path === "/readyz") void sendReadiness(response, pages);
    else if (path === "/metrics") send(response, 200, pages.metrics(), PROMETHEUS);
    else if (path === "/status") void sendStatus(response, pages, policy);
    else if (path === "/asked" && isFromHere(request.socket)) void sendAsked(response, request.url!, pages);
    else if (path === "/aliases" && isFromHere(request.socket))
      send(response, 200, pages.aliases(), "application/json");
    else send(response, 404, "There are /livez, /readyz, /metrics and /status\n");
  });
  server.on("connection", (socket) => {
    const all = [...open].filter((each) => !each.destroyed);
    const its = all.filter(({ remoteAddress }) => remoteAddress === socket.remoteAddress);
    if (its.length >= ofOneAddress) makeRoom(its);
    else if (all.length >= connections) makeRoom(all);
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
  server.keepAliveTimeout = KEPT;
  server.maxRequestsPerSocket = 1_000;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: address.host, port: address.port }, () => {
      server.off("error", reject).on("error", onError);
      const { port } = server.address() as AddressInfo; // it is not a pipe
      resolve({ address: { host: address.host, port }, close: () => close(server) });
    });
  });
}

/** Does something after so many milliseconds, unless what it gives is called before. */
export type After = (milliseconds: number, run: () => void) => () => void;

const inTime: After = (milliseconds, run) => {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
};

/** Node looks for those that are late as often as the last says. */
const TIMEOUTS = { requestTimeout: 5_000, headersTimeout: 5_000, connectionsCheckingInterval: 1_000 };
const KEPT = 5_000; // milliseconds for which a connection without a question is kept
const ANSWER_PATIENCE = 10_000; // milliseconds that it may take to have its answer
/** The part of all connections that one address may have: of two there is one left for another, of fifty more than a dozen. */
const OF_ONE_ADDRESS = 2 / 3;
const MAX_NOTES = 50;
const PLAIN = "text/plain; charset=utf-8";
const PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

async function sendReadiness(response: ServerResponse, { fault, notes }: Pages): Promise<void> {
  const reason = await fault();
  if (reason !== undefined) return send(response, 503, `${reason}\n`);
  const told = notes();
  const more = told.length > MAX_NOTES ? [`and ${told.length - MAX_NOTES} more`] : [];
  send(response, 200, ["ready", ...told.slice(0, MAX_NOTES), ...more, ""].join("\n"));
}

async function sendStatus(
  response: ServerResponse,
  { status }: Pages,
  policy: { readonly [header: string]: string },
): Promise<void> {
  send(response, 200, await status(), "text/html; charset=utf-8", policy);
}

/** Names that are asked for are for who is on the machine, not for everybody who may see whether it is well. */
function isFromHere({ remoteAddress }: Socket): boolean {
  return remoteAddress === "127.0.0.1" || remoteAddress === "::1" || remoteAddress === "::ffff:127.0.0.1";
}

async function sendAsked(response: ServerResponse, url: string, { asked }: Pages): Promise<void> {
  const text = await asked(new URLSearchParams(url.split("?")[1] ?? ""));
  if (text === undefined) send(response, 400, "Expected limit=N, of=NAME/TYPE,… or zone=NAME\n");
  else send(response, 200, text, "application/json");
}

function send(response: ServerResponse, status: number, text: string, type = PLAIN, more = {}): void {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store", ...more });
  response.end(text); // for HEAD Node leaves it out
}

function close(server: Server): Promise<void> {
  return new Promise((closed) => {
    server.close(() => closed());
    server.closeAllConnections();
  });
}
