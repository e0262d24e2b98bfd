import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { baseOf, lookUpDigest, pinBase, type Registry } from "./base-digest.ts";

const ROOT = join(import.meta.dirname, "..");
const DOCKERFILE = readFileSync(join(ROOT, "Dockerfile"), "utf8");
const DIGEST = `sha256:${"0a".repeat(32)}`;

let server: Server;
let registry: Registry;
let asked: string[];
let answer: { status: number; digest?: string };
beforeEach(async () => {
  asked = [];
  answer = { status: 200, digest: DIGEST };
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? "nobody"}`);
    if (request.url!.startsWith("/token")) return response.end('{"token":"t1"}');
    expect(request.headers.accept).toContain("application/vnd.oci.image.index.v1+json");
    response.writeHead(answer.status, answer.digest ? { "docker-content-digest": answer.digest } : {});
    return response.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on a port
  registry = { images: base, tokens: `${base}/token?service=s` };
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

test("the digest of a tag is asked for with a token for that image alone", async () => {
  expect(await lookUpDigest("node:26.10.0-slim", registry)).toBe(DIGEST);
  expect(asked).toEqual([
    "GET /token?service=s&scope=repository:library/node:pull nobody",
    "HEAD /v2/library/node/manifests/26.10.0-slim Bearer t1",
  ]);
});

test.each([
  ["a tag that is not there", { status: 404 }, "answered 404, digest none"],
  ["no digest", { status: 200 }, "answered 200, digest none"],
  ["something else for a digest", { status: 200, digest: "sha256:1 && rm" }, "digest sha256:1 && rm"],
])("%s is an error", async (_, given, message) => {
  answer = given;
  await expect(lookUpDigest("node:26.10.0-slim", registry)).rejects.toThrow(message);
});

test("a base is pinned, and pinned anew", () => {
  const plain = "# node:1-slim\nARG BASE=node:26.10.0-slim\nFROM base\n";
  const pinned = pinBase(plain, DIGEST);
  expect(pinned).toBe(`# node:1-slim\nARG BASE=node:26.10.0-slim@${DIGEST}\nFROM base\n`);
  const other = `sha256:${"0b".repeat(32)}`;
  expect(baseOf(pinBase(pinned, other))).toEqual({ reference: "node:26.10.0-slim", digest: other });
});

test("the image has the Node of package.json", () => {
  const { optionalDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const versions = new Set(Object.values(optionalDependencies));
  expect([...versions].map((version) => `node:${version}-slim`)).toEqual([baseOf(DOCKERFILE).reference]);
});

test("every stage of the image begins from that base", () => {
  const stages = DOCKERFILE.match(/^FROM .*$/gm)!;
  expect(stages.length).toBeGreaterThan(1);
  for (const stage of stages) expect(stage).toMatch(/^FROM \$\{BASE\}( AS [a-z]+)?$/);
});
