import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { WorldError } from "../files/world-error.ts";
import { type Html, NOTHING } from "../report/html/markup.ts";
import { policyOf } from "../report/html/page.ts";
import { printLivePage, printRenewed, SCRIPT } from "./live-page.ts";
import type { LiveState } from "./state.ts";

/** What a page is made from. */
export interface PageSource {
  readonly state: () => LiveState | undefined;
  /** Answers what somebody wrote into the box, whatever that is. */
  readonly ask: (text: string) => Promise<Html>;
}

/** A page on this machine, until it is closed. */
export interface PageServer {
  readonly url: string;
  /** Tells every page that there is another state. */
  readonly tell: (number: number) => void;
  readonly close: () => Promise<void>;
}

const LOOPBACK = "127.0.0.1";
const MOST_LISTENERS = 32; // pages that are open at the same time
const MOST_QUESTIONS = 8; // that are asked at the same time
const KEEP_ALIVE = 15_000; // milliseconds between two words to a page that hears nothing else
const MOST_HEADERS = 16_384; // octets

/**
 * Serves the page on loopback, and nobody else's: only requests whose Host is this very address, so that no name of
 * somebody's that leads here can ask (DNS rebinding), none that another site's page makes, and only GET.
 *
 * @param port 0 for any free one
 */
export async function startPageServer(source: PageSource, port: number): Promise<PageServer> {
  const listeners = new Set<ServerResponse>();
  let hosts: ReadonlySet<string> = new Set();
  let asking = 0;
  const server = createServer(
    { maxHeaderSize: MOST_HEADERS, requestTimeout: 10_000 },
    (request, response) => {
      answer(request, response).catch(() => {
        if (!response.headersSent) response.writeHead(500, HEADERS);
        response.end();
      });
    },
  );
  server.listen(port, LOOPBACK);
  try {
    await once(server, "listening");
  } catch (cause) {
    throw new WorldError(
      `Cannot serve the page at ${LOOPBACK}:${port}: the port is taken, or is none that we may use; name another with --http PORT, or --http 0 for any free one`,
      { cause },
    );
  }
  const { port: taken } = server.address() as AddressInfo; // it listens on an address, not on a pipe
  hosts = new Set([`${LOOPBACK}:${taken}`, `localhost:${taken}`]);
  const beat = setInterval(() => {
    for (const listener of listeners) listener.write(": \n\n");
  }, KEEP_ALIVE);
  return {
    url: `http://${LOOPBACK}:${taken}/`,
    tell(number) {
      for (const listener of listeners) listener.write(stateEvent(number));
    },
    async close() {
      clearInterval(beat);
      for (const listener of listeners) listener.end();
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, "close");
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refused = refusal(request, hosts);
    if (refused !== undefined) {
      end(response, refused.status, refused.text, "text/plain; charset=utf-8", refused.headers);
      return;
    }
    const { pathname, searchParams } = new URL(request.url ?? "/", `http://${LOOPBACK}`);
    const question = searchParams.get("q") ?? "";
    switch (pathname) {
      case "/":
        end(response, 200, printLivePage(source.state()));
        return;
      case "/renewed":
        end(response, 200, printRenewed(source.state()));
        return;
      case "/answer":
        end(response, 200, (await asked(question)).html);
        return;
      case "/ask":
        end(response, 200, printLivePage(source.state(), await asked(question)));
        return;
      case "/events":
        listen(request, response);
        return;
      default:
        end(response, 404, "There is no such page.\n", "text/plain; charset=utf-8");
    }
  }

  async function asked(question: string): Promise<Html> {
    if (question === "" || asking >= MOST_QUESTIONS) return NOTHING;
    asking += 1;
    try {
      return await source.ask(question);
    } finally {
      asking -= 1;
    }
  }

  function listen(request: IncomingMessage, response: ServerResponse): void {
    if (listeners.size >= MOST_LISTENERS) {
      end(response, 503, "Too many pages are open.\n", "text/plain; charset=utf-8");
      return;
    }
    response.writeHead(200, { ...HEADERS, "content-type": "text/event-stream; charset=utf-8" });
    listeners.add(response);
    request.on("close", () => listeners.delete(response));
    response.write(stateEvent(source.state()?.number ?? 0));
  }
}

function stateEvent(number: number): string {
  return `event: state\ndata: ${number}\n\n`;
}

interface Refusal {
  readonly status: number;
  readonly text: string;
  readonly headers?: { readonly [name: string]: string };
}

function refusal({ method, headers }: IncomingMessage, hosts: ReadonlySet<string>): Refusal | undefined {
  if (!hosts.has(headers.host ?? "")) return { status: 421, text: "This page is for this machine only.\n" };
  if (method !== "GET") return { status: 405, text: "Only GET is answered.\n", headers: { allow: "GET" } };
  const site = headers["sec-fetch-site"];
  // Browsers say whose page asks; what a person types or opens says "none".
  if (site !== undefined && site !== "same-origin" && site !== "none")
    return { status: 403, text: "Only this page itself may ask.\n" };
  return undefined;
}

/** Nobody may frame it, keep it, or guess what it is; and no other site's page may read it. */
const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": `${policyOf({ script: SCRIPT, isServed: true })}; frame-ancestors 'none'`,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
} as const;

function end(
  response: ServerResponse,
  status: number,
  text: string,
  type = "text/html; charset=utf-8",
  headers: Refusal["headers"] = {},
): void {
  response.writeHead(status, { ...HEADERS, "content-type": type, ...headers });
  response.end(text);
}
