import { beforeEach, describe, expect, test } from "vitest";
import { queryOf, readAnswer, tablesOf } from "../../test/serve-text.ts";
import { makeCookies } from "../answer/cookies.ts";
import {
  type Counters,
  DROPPED,
  LIMITED_ERROR,
  LIMITED_NEGATIVE,
  LIMITED_POSITIVE,
  LOGGED_ONLY,
  makeCounters,
  SENT_ANYWAY,
  SENT_WITH_TC,
} from "../answer/counters.ts";
import { makeIdentity } from "../answer/identity.ts";
import { makeResponder, type Respond } from "../answer/respond.ts";
import { clientAt } from "../query/client.ts";
import { readRateLimits } from "../settings/limit-settings.ts";
import { makeLimitMemory } from "./limit-memory.ts";
import { limitRates } from "./limit-rates.ts";
import { PRIVATE_BLOCKS } from "./match-blocks.ts";
import type { RateLimits } from "./rate-limits.ts";

const START = Date.UTC(2026, 10, 30);
const ZONES = {
  "example.com.": `
    @ SOA ns host 7 7200 3600 1209600 60
    @ NS ns
    ns A 192.0.2.1
    www A 192.0.2.2
    mail A 192.0.2.3
    *.wild A 192.0.2.4
    alias CNAME www
    old DNAME wild
    sub NS ns.sub
    ns.sub A 192.0.2.5
  `,
  "example.org.": "@ SOA ns host 7 7200 3600 1209600 60\n@ NS ns.example.com.\n",
};
const tables = tablesOf(ZONES);
const RATE = 10;
const LIMITS: RateLimits = {
  rate: RATE,
  slip: 1,
  window: 0,
  tableSize: 512,
  logOnly: "no",
  unlimited: PRIVATE_BLOCKS,
  cookielessSize: undefined,
};
const VICTIM = "198.51.100.7";

let now = START;
let counters: Counters;
beforeEach(() => {
  now = START;
  counters = makeCounters(1)[0]!;
});

/** What asks in somebody's name, and gives the answers in words: `A` for data, `TC`, `silence`, or the code. */
function limited(changes: Partial<RateLimits> = {}, memory = makeLimitMemory(LIMITS.tableSize)) {
  const secrets = [Buffer.alloc(16, 7)];
  const cookies = makeCookies({ secrets, isRequired: false }, () => now);
  const serve = makeResponder(tables, makeIdentity("s", "v"), { cookies });
  const respond = limitRates(serve, { ...LIMITS, ...changes }, memory, counters, () => now);
  return (question: string | Uint8Array, count = 1, from = VICTIM) =>
    Array.from({ length: count }, () => outcomeOf(respond, question, from));
}

function outcomeOf(respond: Respond, question: string | Uint8Array, from: string): string {
  const packet = typeof question === "string" ? queryOf(question) : question;
  const out = new Uint8Array(1232);
  const length = respond(packet, packet.length, out, 1232, clientAt(from, 5353));
  if (length === 0) return "silence";
  const { flags, rcode, answer, authority } = readAnswer(out.subarray(0, length));
  const data = answer.length + authority.length > 0;
  return flags.tc ? (data ? "TC and data" : "TC") : rcode === 0 || rcode === 3 ? "data" : `code ${rcode}`;
}

function tally(outcomes: readonly string[]) {
  return Object.fromEntries(
    Object.entries(Object.groupBy(outcomes, (outcome) => outcome)).map(([key, all]) => [key, all?.length]),
  );
}

test("above the rate there is TC with nothing in it, and after a second there is data again", () => {
  const ask = limited();
  expect(tally(ask("www.example.com. A", 25))).toEqual({ data: RATE, TC: 15 });
  expect(counters[LIMITED_POSITIVE + SENT_WITH_TC]).toBe(15);
  now += 1000;
  expect(tally(ask("www.example.com. A", 25))).toEqual({ data: RATE, TC: 15 });
});

test("TC says all that it would say otherwise, but for the data", () => {
  const memory = makeLimitMemory(512);
  const respond = limitRates(
    makeResponder(tables, makeIdentity("s", "v")),
    { ...LIMITS, rate: 1 },
    memory,
    counters,
    () => now,
  );
  const packet = queryOf("nothing.example.com. A", { size: 1232, do: true });
  const out = new Uint8Array(1232);
  const exchange = () =>
    readAnswer(out.subarray(0, respond(packet, packet.length, out, 1232, clientAt(VICTIM, 53))));
  exchange();
  expect(exchange()).toMatchObject({
    id: 0x1234,
    rcode: 3,
    flags: { qr: true, aa: true, tc: true },
    question: [{ type: 1 }],
    answer: [],
    authority: [],
    additional: [],
    edns: { do: true },
  });
});

describe("of one kind are", () => {
  const random = (suffix: string) => Array.from({ length: 25 }, (_, index) => `x${index}.${suffix} A`);
  test.each<[string, readonly string[]]>([
    ["all types of a name", ["www.example.com. A", "WWW.example.com. A"]],
    ["what a wildcard makes", random("wild.example.com.")],
    ["what a DNAME makes", random("old.example.com.")],
    ["names that are not there", random("example.com.")],
    ["referrals and what is not there", ["x.sub.example.com. A", "www.example.com. TXT", "y.example.com. A"]],
  ])("%s", (_, questions) => {
    const ask = limited();
    const outcomes = Array.from({ length: 25 }, (_, index) => ask(questions[index % questions.length]!)[0]!);
    expect(tally(outcomes)).toEqual({ data: RATE, TC: 15 });
  });

  test.each([
    ["two names", "www.example.com. A", "mail.example.com. A"],
    ["an alias and its target", "alias.example.com. A", "www.example.com. A"],
    ["what is and what is not there", "www.example.com. A", "www.example.com. TXT"],
    ["two zones", "x.example.com. A", "x.example.org. A"],
    ["what is not there and an error", "x.example.com. A", "example.net. A"],
  ])("not %s", (_, one, other) => {
    const ask = limited();
    ask(one, 25);
    expect(tally(ask(other, RATE)).TC).toBeUndefined();
  });
});

test.each([
  ["its own /24", "198.51.100.255", true],
  ["another /24", "198.51.101.7", false],
  ["an IPv6 prefix of the same octets", "c633:6400::1", false],
])("a flood in one name limits %s", (_, other, isLimited) => {
  const ask = limited();
  ask("www.example.com. A", 25);
  expect(ask("www.example.com. A", 1, other)).toEqual([isLimited ? "TC" : "data"]);
});

test("IPv6 counts by /56", () => {
  const ask = limited();
  ask("www.example.com. A", 25, "2001:db8:1:100::1");
  expect(ask("www.example.com. A", 1, "2001:db8:1:1ff::2")).toEqual(["TC"]);
  expect(ask("www.example.com. A", 1, "2001:db8:1:200::1")).toEqual(["data"]);
});

test.each<[number, { readonly [outcome: string]: number }]>([
  [0, { data: RATE, silence: 12 }],
  [1, { data: RATE, TC: 12 }],
  [2, { data: RATE, TC: 6, silence: 6 }],
  [3, { data: RATE, TC: 4, silence: 8 }],
])("with slip %d", (slip, outcomes) => {
  expect(tally(limited({ slip })("www.example.com. A", RATE + 12))).toEqual(outcomes);
  const dropped = outcomes.silence ?? 0;
  expect(counters[LIMITED_POSITIVE + DROPPED]).toBe(dropped);
});

test("errors have no data to leave out: those that slip are sent as they are", () => {
  expect(tally(limited({ slip: 2 })("example.net. A", RATE + 12))).toEqual({
    "code 5": RATE + 6,
    silence: 6,
  });
  expect(counters[LIMITED_ERROR + SENT_ANYWAY]).toBe(6);
  expect(counters[LIMITED_ERROR + DROPPED]).toBe(6);
});

test.each(["127.0.0.1", "172.16.0.1", "10.1.2.3", "::1", "fdaa::3"])("%s is never limited", (from) => {
  expect(tally(limited()("www.example.com. A", 1000, from))).toEqual({ data: 1000 });
});

test("who is allowed is never limited, and his neighbours are", () => {
  const ask = limited({ unlimited: [{ network: VICTIM, prefix: 32 }] });
  expect(tally(ask("www.example.com. A", 100))).toEqual({ data: 100 });
  expect(tally(ask("www.example.com. A", 100, "198.51.100.8"))).toEqual({ data: RATE, TC: 90 });
});

test("a client whose address is not known is not limited", () => {
  const memory = makeLimitMemory(512);
  const respond = limitRates(
    makeResponder(tables, makeIdentity("s", "v")),
    LIMITS,
    memory,
    counters,
    () => now,
  );
  expect(outcomeOf(respond, "www.example.com. A", "no address")).toBe("data");
  expect(
    Array.from({ length: 50 }, () => outcomeOf(respond, "www.example.com. A", "no address")),
  ).not.toContain("TC");
});

test("a server cookie passes freely, one of another address does not", () => {
  const ask = limited();
  ask("www.example.com. A", 25);
  const cookie = serverCookieOf(VICTIM);
  expect(tally(ask(cookie, 1000))).toEqual({ data: 1000 });
  expect(tally(ask(cookie, 25, "198.51.100.9"))).toEqual({ TC: 25 });
});

/** A query with the server cookie that a client at this address gets. */
function serverCookieOf(from: string): Uint8Array {
  const cookies = makeCookies({ secrets: [Buffer.alloc(16, 7)], isRequired: false }, () => now);
  const serve = makeResponder(tables, makeIdentity("s", "v"), { cookies });
  const out = new Uint8Array(1232);
  const first = withCookie("0102030405060708");
  const { edns } = readAnswer(out.subarray(0, serve(first, first.length, out, 1232, clientAt(from, 53))));
  const data = edns?.options.find(({ code }) => code === 10)?.data ?? "";
  return withCookie(Buffer.from(data, "latin1").toString("hex"));
}

function withCookie(hex: string): Uint8Array {
  const packet = queryOf("www.example.com. A", { size: 1232 });
  const cookie = Buffer.from(hex, "hex");
  packet[packet.length - 1] = cookie.length + 4;
  return Buffer.concat([packet, Buffer.from([0, 10, 0, cookie.length]), cookie]);
}

describe("while limits are only logged", () => {
  test("everything is answered and counted", () => {
    expect(tally(limited({ logOnly: "yes" })("x.example.com. A", 25))).toEqual({ data: 25 });
    expect(counters[LIMITED_NEGATIVE + LOGGED_ONLY]).toBe(15);
  });

  test("by default that is until there are clients in two prefixes, private ones not counted", () => {
    const ask = limited({ logOnly: "auto" });
    ask("www.example.com. A", 1, "127.0.0.1");
    expect(tally(ask("www.example.com. A", 25))).toEqual({ data: 25 });
    ask("mail.example.com. A", 1, "203.0.113.1");
    expect(tally(ask("www.example.com. A", 25))).toEqual({ TC: 25 });
  });
});

test("by default nobody who tests a nameserver comes near the limit", () => {
  const limits = readRateLimits({ "rrl-allow": "none", "rrl-log-only": "no" }, {});
  if ("error" in limits) throw new Error(limits.error);
  const ask = limited(limits, makeLimitMemory(limits.tableSize));
  // Far more than any of the public tests asks one server, and all within one millisecond.
  const types = ["A", "AAAA", "NS", "SOA", "MX", "TXT", "DNSKEY", "ANY"];
  const questions = types.flatMap((type) =>
    ["example.com.", "www.example.com.", "nothing.example.com.", "example.net."].map(
      (name) => `${name} ${type}`,
    ),
  );
  const outcomes = Array.from({ length: 6 }, () => questions.flatMap((question) => ask(question))).flat();
  expect(outcomes).toHaveLength(192);
  expect(outcomes).not.toContain("TC");
  expect(outcomes).not.toContain("silence");
});

test("threads share what they know", () => {
  const memory = makeLimitMemory(512);
  const [one, other] = [limited({}, memory), limited({}, memory)];
  expect(tally(one("www.example.com. A", 25))).toEqual({ data: RATE, TC: 15 });
  expect(tally(other("www.example.com. A", 25))).toEqual({ TC: 25 });
});
