import { execFile } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Message } from "../../dns/message.ts";
import { makeCookies } from "../../server/answer/cookies.ts";
import { makeIdentity } from "../../server/answer/identity.ts";
import { makeResponder } from "../../server/answer/respond.ts";
import { clientAt } from "../../server/query/client.ts";
import {
  REFERENCES,
  type Reference,
  type ReferenceNameserver,
  startReference,
} from "../reference-nameservers.ts";
import { exchange, queryOf, readAnswer, tablesOf } from "../serve-text.ts";
import { requireTool } from "../tools.ts";
import { zoneOf } from "../zone-text.ts";

// Servers that share a secret know each other's cookies (RFC 9018), whoever made them. All run for themselves here, and
// are asked from 127.0.0.1.

const SECRET = "5e0a3c6b9f1d27485aa1b2c3d4e5f607";
const OTHER = "000102030405060708090a0b0c0d0e0f";
const CLIENT = "2464c4abcf10c957";
const ZONE = "@ SOA ns host 1 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n";
const PATIENCE = 60_000;

let ours: ReferenceNameserver;
beforeAll(async () => {
  ours = await startReference("zonepipe", [zoneOf("example.com.", ZONE)], { cookieSecret: SECRET });
}, PATIENCE);
afterAll(() => ours.stop());

describe.for(["nsd", "knot", "bind"] as const)("%s", (kind) => {
  const { program, debianPackage } = REFERENCES[kind];
  describe.skipIf(!requireTool(program, debianPackage))("and we, with one secret", () => {
    let theirs: ReferenceNameserver;
    beforeAll(async () => {
      theirs = await startReference(kind, [zoneOf("example.com.", ZONE)], { cookieSecret: SECRET });
    }, PATIENCE);
    afterAll(() => theirs.stop());

    test("its cookie is good for us, and with another last octet is not", async () => {
      const cookie = cookieOf(await ask(theirs, CLIENT));
      expect(cookie).toMatch(/^2464c4abcf10c95701000000[0-9a-f]{24}$/);
      expect((await ask(ours, cookie)).rcode).toBe(0);
      expect((await ask(ours, spoilt(cookie))).rcode).toBe(23);
    });

    test("ours is good for it, and with another last octet is not", async () => {
      // NSD cannot ask for cookies. But it gives one that is good back as it is, and one that is not it replaces.
      const cookie = cookieOfAMinuteAgo(SECRET);
      expect(await isGood(kind, theirs, cookie)).toBe(true);
      expect(await isGood(kind, theirs, spoilt(cookie))).toBe(false);
      expect(await isGood(kind, theirs, cookieOfAMinuteAgo(OTHER))).toBe(false);
    });
  });
});

describe.skipIf(!requireTool("dig", "bind9-dnsutils"))("dig", () => {
  const dig = async (...words: string[]) => {
    const args = ["@127.0.0.1", "-p", `${ours.port}`, "+cookie", ...words, "ns.example.com.", "A"];
    return (await promisify(execFile)("dig", args)).stdout;
  };

  test("learns the cookie that is asked for, and says that it is good", async () => {
    const output = await dig();
    expect(output).toContain("status: NOERROR");
    expect(output).toMatch(/COOKIE: [0-9a-f]{16}01000000[0-9a-f]{24} \(good\)/);
    expect(output).toContain("192.0.2.1");
  });

  test("shows BADCOOKIE where it is told not to go on", async () => {
    const output = await dig("+nobadcookie");
    expect(output).toContain("status: BADCOOKIE");
    expect(output).toContain("ANSWER: 0");
  });

  test("is answered over TCP with any cookie", async () => {
    expect(await dig("+tcp", "+nobadcookie")).toContain("status: NOERROR");
  });
});

/** Asks for an address, with a COOKIE option of these hex digits. */
async function ask({ port }: ReferenceNameserver, cookie: string): Promise<Message> {
  const client = createSocket("udp4");
  try {
    client.send(queryWith(cookie), port, "127.0.0.1");
    const [octets] = (await once(client, "message", { signal: AbortSignal.timeout(PATIENCE) })) as [Buffer];
    return readAnswer(octets);
  } finally {
    client.close();
  }
}

function queryWith(cookie: string): Buffer {
  const octets = Buffer.from(cookie, "hex");
  const query = queryOf("ns.example.com. A", { size: 1232 });
  query[query.length - 1] = 4 + octets.length;
  return Buffer.concat([query, Buffer.from([0, 10, 0, octets.length]), octets]);
}

function cookieOf(answer: Message): string {
  const option = answer.edns?.options.find(({ code }) => code === 10);
  return Buffer.from(option?.data ?? "", "latin1").toString("hex");
}

async function isGood(kind: Reference, server: ReferenceNameserver, cookie: string): Promise<boolean> {
  const answer = await ask(server, cookie);
  return kind === "nsd" ? cookieOf(answer) === cookie : answer.rcode === 0;
}

function cookieOfAMinuteAgo(secret: string): string {
  const settings = { secrets: [Buffer.from(secret, "hex")], isRequired: false };
  const cookies = makeCookies(settings, () => Date.now() - 60_000);
  const respond = makeResponder(tablesOf({ "example.com.": ZONE }), makeIdentity("s", "v"), { cookies });
  const client = clientAt("127.0.0.1", 53);
  return cookieOf(readAnswer(exchange(respond, queryWith(CLIENT), false, client)));
}

function spoilt(cookie: string): string {
  return cookie.slice(0, -1) + (Number.parseInt(cookie.slice(-1), 16) ^ 1).toString(16);
}
