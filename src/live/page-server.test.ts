import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { html } from "../report/html/markup.ts";
import { type PageServer, startPageServer } from "./page-server.ts";
import type { LiveState } from "./state.ts";

const STATE: LiveState = {
  number: 7,
  report: {
    command: "watch",
    outcome: "fine",
    counts: { zones: 0, records: 0 },
    problems: [],
    notes: [],
    milliseconds: 1,
  },
  at: new Date(0),
  took: 12,
  anew: 0,
  served: undefined,
  standing: "loading",
};

let server: PageServer;
let asked: string[] = [];
beforeAll(async () => {
  const ask = (text: string) => {
    asked.push(text);
    return Promise.resolve(html`<p>${text}</p>`);
  };
  server = await startPageServer({ state: () => STATE, ask }, 0);
});
afterAll(() => server.close());

async function get(
  path: string,
  headers: { readonly [name: string]: string } = {},
  method = "GET",
): Promise<IncomingMessage> {
  const asking = request(new URL(path, server.url), { method, headers, agent: false }).end();
  const [response] = (await once(asking, "response")) as [IncomingMessage];
  return response;
}

async function textOf(response: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of response.setEncoding("utf8")) text += part;
  return text;
}

describe("who is answered", () => {
  test.each<[string, string, number, { readonly [name: string]: string }, string]>([
    ["a person", "/", 200, {}, "GET"],
    ["somebody who has typed localhost", "/", 200, { host: "localhost:PORT" }, "GET"],
    ["the page itself", "/renewed", 200, { "sec-fetch-site": "same-origin" }, "GET"],
    ["a name that leads here (DNS rebinding)", "/", 421, { host: "rebound.example.com:PORT" }, "GET"],
    ["another port's name", "/", 421, { host: "127.0.0.1:1" }, "GET"],
    ["the address without its port", "/", 421, { host: "127.0.0.1" }, "GET"],
    ["another site's page", "/answer?q=example.com", 403, { "sec-fetch-site": "cross-site" }, "GET"],
    ["a page of another port here", "/events", 403, { "sec-fetch-site": "same-site" }, "GET"],
    ["POST", "/answer?q=example.com", 405, {}, "POST"],
    ["DELETE", "/", 405, {}, "DELETE"],
    ["a path that is none", "/etc/passwd", 404, {}, "GET"],
    ["a path that climbs", "/../../etc/passwd", 404, {}, "GET"],
  ])("%s, %s: %d", async (_, path, status, headers, method) => {
    asked = [];
    const port = new URL(server.url).port;
    const own = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace("PORT", port)]),
    );
    const response = await get(path, own, method);
    response.resume();
    expect(response.statusCode).toBe(status);
    if (status !== 200) expect(asked).toEqual([]);
  });
});

test("every answer forbids what it does not need, and lets nobody else read it", async () => {
  for (const path of ["/", "/renewed", "/nothing", "/answer?q=a"]) {
    const response = await get(path);
    response.resume();
    expect(response.headers).toMatchObject({
      "content-security-policy": expect.stringMatching(/^default-src 'none'.*frame-ancestors 'none'$/),
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "no-store",
    });
    expect(response.headers).not.toHaveProperty("access-control-allow-origin");
  }
});

test("what is asked comes back escaped, by itself and in the page that needs no script", async () => {
  for (const path of ["/answer", "/ask"]) {
    const text = await textOf(await get(`${path}?q=${encodeURIComponent("<img src=x onerror=a()>")}`));
    expect(text).toContain("<p>&lt;img src=x onerror=a()&gt;</p>");
    expect(text).not.toContain("<img");
  }
});

test("a page that listens hears the state at once, and each one that comes", async () => {
  const response = await get("/events");
  response.setEncoding("utf8");
  expect((await once(response, "data"))[0]).toBe("event: state\ndata: 7\n\n");
  const next = once(response, "data");
  server.tell(8);
  expect((await next)[0]).toBe("event: state\ndata: 8\n\n");
  response.destroy();
});

test("a port that is taken is said so", async () => {
  const { port } = new URL(server.url);
  await expect(
    startPageServer({ state: () => undefined, ask: () => Promise.resolve(html``) }, Number(port)),
  ).rejects.toThrow(`Cannot serve the page at 127.0.0.1:${port}`);
});
