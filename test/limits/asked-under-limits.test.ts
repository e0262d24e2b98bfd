import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { rcodeName } from "../../dns/message-rcode.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import type { Answer, Asker, Question } from "../../src/verify/types.ts";
import { findDig } from "../../src/world/dig.ts";
import { builtInClient } from "../../src/world/dns-client.ts";
import { builtServer } from "../built-bundles.ts";
import { startOurServer } from "../our-server.ts";
import { REFERENCES, type Reference, startReference } from "../reference-nameservers.ts";
import { requireTool } from "../tools.ts";
import { writeZones } from "../write-zones.ts";
import { nameOf, typeOf, zoneOf } from "../zone-text.ts";

// What asks for us is neither led astray by limits nor held up by them. The loopback address counts as anybody's here.

/** What is not there is told with a SOA of some length. */
const ZONE = zoneOf(
  "example.com.",
  `@ SOA ns ${"host".repeat(15)} 1 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\nwww A 192.0.2.2\n`,
);
const COUNT = 60;
const PATIENCE = 60_000;
const LIMITS = ["--rrl-allow", "none", "--rrl-log-only", "no"];
const COOKIES = { ZONEPIPE_COOKIE_SECRETS: "000102030405060708090a0b0c0d0e0f" };
/** All of one kind: the address of one name, and as many names that are not there. */
const QUESTIONS: readonly Question[] = Array.from({ length: COUNT }, (_, index) => [
  { name: nameOf("www.example.com."), type: typeOf("A") },
  { name: nameOf(`x${index}.example.com.`), type: typeOf("A") },
]).flat();

describe.each(["built-in", "dig"] as const)("%s", (kind) => {
  describe.skipIf(kind === "dig" && !requireTool("dig", "bind9-dnsutils"))("has every answer", () => {
    let asker: Asker;
    beforeAll(async () => {
      asker = kind === "dig" ? (await findDig())! : builtInClient;
    });

    test("above the limit over TCP", { timeout: PATIENCE }, async () => {
      const answers = await askOurs(asker, ["--rrl-rate", "1"]);
      expect(answers.map(outcomeOf)).toEqual(RIGHT);
      expect(answers.filter(isOverUdp)).toHaveLength(2); // one of each kind
      expect(answers.filter((answer) => answer.outcome === "reply" && answer.fitsUdp)).toHaveLength(
        answers.length - 2,
      );
    });

    test("above a size over TCP", { timeout: PATIENCE }, async () => {
      const answers = await askOurs(asker, ["--rrl-rate", "0", "--nocookie-udp-size", "128"]);
      expect(answers.map(outcomeOf)).toEqual(RIGHT);
      expect(new Set(answers.filter(isOverUdp).map(outcomeOf))).toEqual(new Set(["NOERROR"]));
    });

    test.for(["zonepipe", "knot", "bind"] as const)(
      "where %s wants a cookie",
      { timeout: PATIENCE },
      async (server, { skip }) => {
        const { program, debianPackage } = REFERENCES[server];
        if (server !== "zonepipe" && !requireTool(program, debianPackage)) skip();
        const answers = await askReference(asker, server);
        expect(answers.map(outcomeOf)).toEqual(RIGHT);
        expect(answers.every(isOverUdp)).toBe(true);
      },
    );
  });
});

test("with the server's cookie the built-in client is never limited", { timeout: PATIENCE }, async () => {
  const strict = ["--rrl-rate", "1", "--rrl-slip", "0"];
  const server = await startOurs(strict, COOKIES);
  const nameserver = { name: "ours", address: "127.0.0.1", port: server.port };
  const [first] = await builtInClient.ask(nameserver, "udp", QUESTIONS.slice(0, 1), { timeout: 10_000 });
  expect(outcomeOf(first!)).toBe("NOERROR");
  const answers = await builtInClient.ask(nameserver, "udp", QUESTIONS, { timeout: 10_000 });
  expect(answers.map(outcomeOf)).toEqual(RIGHT);
  expect(answers.every(isOverUdp)).toBe(true);
});

const RIGHT = QUESTIONS.map((_, index) => (index % 2 === 0 ? "NOERROR" : "NXDOMAIN"));

async function askOurs(asker: Asker, options: readonly string[]): Promise<Answer[]> {
  const { port } = await startOurs(options, {});
  const nameserver = { name: "ours", address: "127.0.0.1", port };
  return asker.ask(nameserver, "udp", QUESTIONS, { timeout: 10_000 });
}

async function startOurs(options: readonly string[], environment: NodeJS.ProcessEnv) {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-limits-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const zones = writeZones(folder, { "example.com.": ZONE.records.map(printRecord).join("\n") });
  const server = await startOurServer(zones, [...LIMITS, ...options], await builtServer(), environment);
  onTestFinished(async () => void (await server.stop()));
  return server;
}

async function askReference(asker: Asker, kind: Reference): Promise<Answer[]> {
  const { port, stop } = await startReference(kind, [ZONE], {
    cookieSecret: COOKIES.ZONEPIPE_COOKIE_SECRETS,
  });
  onTestFinished(stop);
  return asker.ask({ name: kind, address: "127.0.0.1", port }, "udp", QUESTIONS, { timeout: 10_000 });
}

function outcomeOf(answer: Answer): string {
  return answer.outcome === "reply" ? rcodeName(answer.rcode) : `${answer.outcome}: ${answer.reason}`;
}

function isOverUdp(answer: Answer): boolean {
  return answer.outcome === "reply" && answer.transport === "udp";
}
