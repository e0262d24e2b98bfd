import { describe, expect, test } from "vitest";
import { exchange, queryOf, readAnswer, tablesOf } from "../../test/serve-text.ts";
import { type Client, clientAt, UNKNOWN_CLIENT } from "../query/client.ts";
import { makeCookies } from "./cookies.ts";
import { makeIdentity } from "./identity.ts";
import { makeResponder } from "./respond.ts";

const tables = tablesOf({ "example.com.": "@ SOA ns host 1 7200 3600 1209600 60\n@ NS ns\n@ A 192.0.2.34" });
const SECRET = "e5e973e5a6b2a43f48e7dc849e37bfcf";
const OTHER = "445536bcd2513298075a5d379663c962";
const CLIENT = "2464c4abcf10c957";
const ADDRESS = "198.51.100.100";
const NOW = 1559731985;
const FRESH = "010000005cf79f111f8130c3eee29480"; // RFC 9018 Appendix A.1

interface Exchange {
  readonly cookie: string;
  readonly secrets?: readonly string[];
  readonly address?: string;
  readonly now?: number;
  readonly isRequired?: boolean;
  readonly tcp?: boolean;
  readonly question?: boolean;
}

/** What comes back for a COOKIE option of these hex digits: the response code, and the option's digits. */
function ask({
  cookie,
  secrets = [SECRET],
  address = ADDRESS,
  now = NOW,
  isRequired = false,
  tcp = false,
  question = true,
}: Exchange) {
  const settings = { secrets: secrets.map((secret) => Buffer.from(secret, "hex")), isRequired };
  const cookies = makeCookies(settings, () => now * 1000 + 999);
  const respond = makeResponder(tables, makeIdentity("s", "v"), { cookies });
  const client: Client = address === "" ? UNKNOWN_CLIENT : clientAt(address, 53);
  const answer = readAnswer(exchange(respond, queryWith(cookie, question), tcp, client));
  const options = answer.edns?.options.filter(({ code }) => code === 10) ?? [];
  const [option, second] = options.map(({ data }) => Buffer.from(data, "latin1").toString("hex"));
  expect(second).toBeUndefined();
  return { answer, rcode: answer.rcode, option, records: answer.answer.length };
}

function queryWith(cookie: string, question = true): Buffer {
  const octets = Buffer.from(cookie, "hex");
  const option = Buffer.concat([Buffer.from([0, 10, 0, octets.length]), octets]);
  const query = queryOf("example.com. A");
  const head = query.subarray(0, question ? query.length : 12);
  if (!question) head[5] = 0;
  head[11] = 1;
  const opt = [0, 0, 41, 0x04, 0xd0, 0, 0, 0, 0, 0, option.length];
  return Buffer.concat([head, Buffer.from(opt), option]);
}

test.each([
  ["A.1, learning a new server cookie", { cookie: CLIENT, now: NOW }, CLIENT + FRESH],
  [
    "A.2, the same client 40 minutes later",
    { cookie: CLIENT + FRESH, now: 1559734385 },
    `${CLIENT}010000005cf7a871d4a564a1442aca77`,
  ],
  [
    "A.3, another client learning a renewed one",
    {
      cookie: "fc93fc62807ddb8601abcdef5cf78f71a314227b6679ebf5",
      address: "203.0.113.203",
      now: 1559734700,
    },
    "fc93fc62807ddb86010000005cf7a9acf73a7810aca2381e",
  ],
  [
    "A.4, IPv6 and a secret that was rolled over",
    {
      cookie: "22681ab97d52c298010000005cf7c57926556bd0934c72f8",
      address: "2001:db8:220:1:59de:d0f4:8769:82b8",
      now: 1559741961,
      secrets: [OTHER, "dd3bdf9344b678b185a6f5cb60fca715"],
    },
    "22681ab97d52c298010000005cf7c609a6bb79d16625507a",
  ],
])("RFC 9018 Appendix %s", (_name, question, option) => {
  expect(ask(question)).toMatchObject({ rcode: 0, records: 1, option });
});

const good = (exchange: Partial<Exchange>) =>
  ask({ cookie: CLIENT + FRESH, isRequired: true, ...exchange }).rcode === 0;

describe("a server cookie is good", () => {
  test.each([
    ["as it was made", { now: NOW }],
    ["an hour later", { now: NOW + 3600 }],
    ["on a machine whose clock is 5 minutes behind", { now: NOW - 300 }],
    ["where the secret is the second of two", { secrets: [OTHER, SECRET] }],
    [
      "with reserved octets, which are hashed (RFC 9018 Appendix A.3)",
      {
        cookie: "fc93fc62807ddb8601abcdef5cf78f71a314227b6679ebf5",
        address: "203.0.113.203",
        now: 1559727985,
      },
    ],
  ])("%s", (_name, exchange) => {
    expect(good(exchange)).toBe(true);
  });
});

describe("a server cookie is not good", () => {
  const changed = (at: number, octet: string) => CLIENT + FRESH.slice(0, at) + octet + FRESH.slice(at + 2);

  test.each([
    ["a second after its hour", { now: NOW + 3601 }],
    ["more than 5 minutes before it was made", { now: NOW - 301 }],
    ["from another address", { address: "198.51.100.101" }],
    ["under another secret", { secrets: [OTHER] }],
    ["with another client cookie", { cookie: `2464c4abcf10c958${FRESH}` }],
    ["of version 2", { cookie: changed(0, "02") }],
    ["with other reserved octets", { cookie: changed(2, "01") }],
    ["with another time", { cookie: changed(14, "12") }],
    ["with another first octet of its hash", { cookie: changed(16, "1e") }],
    ["with another last octet of its hash", { cookie: changed(30, "81") }],
    ["of 8 octets", { cookie: (CLIENT + FRESH).slice(0, 32) }],
    ["of 32 octets", { cookie: CLIENT + FRESH + FRESH }],
  ])("%s", (_name, exchange) => {
    expect(good(exchange)).toBe(false);
  });
});

test("half an hour long a cookie comes back as it is, then a new one does (RFC 9018 §4.3)", () => {
  expect(ask({ cookie: CLIENT + FRESH, now: NOW + 1800 }).option).toBe(CLIENT + FRESH);
  expect(ask({ cookie: CLIENT + FRESH, now: NOW + 1801 }).option).not.toBe(CLIENT + FRESH);
});

test("a cookie of the second secret is renewed with the first", () => {
  const [first, second] = [
    ask({ cookie: CLIENT + FRESH, secrets: [OTHER, SECRET] }),
    ask({ cookie: CLIENT, secrets: [OTHER] }),
  ];
  expect(first.option).toBe(second.option);
});

test("times are compared as serial numbers are, so 2106 is no end (RFC 9018 §4.3)", () => {
  const { option } = ask({ cookie: CLIENT, now: 0xffff_ffff });
  expect(option?.slice(24, 32)).toBe("ffffffff");
  expect(good({ cookie: option!, now: 2 ** 32 + 60 })).toBe(true);
});

test.each([0, 7, 9, 15, 41, 100])(
  "a cookie of %d octets is FORMERR, with OPT and without a cookie",
  (length) => {
    const { answer, option } = ask({ cookie: "00".repeat(length) });
    expect(answer).toMatchObject({ rcode: 1, answer: [], edns: { options: [] } });
    expect(answer.question).toHaveLength(1);
    expect(option).toBeUndefined();
  },
);

test.each([8, 16, 24, 40])(
  "a cookie of %d octets that is not ours is answered like none, with a new one",
  (length) => {
    const cookie = CLIENT + "00".repeat(length - 8);
    expect(ask({ cookie })).toMatchObject({ rcode: 0, records: 1, option: CLIENT + FRESH });
  },
);

test("of two cookies the first counts (RFC 7873 §5.2)", () => {
  const twice = queryWith(`${CLIENT}000a0008ffffffffffffffff`);
  twice[twice.length - 21] = 8; // of the first option
  const settings = { secrets: [Buffer.from(SECRET, "hex")], isRequired: false };
  const respond = makeResponder(tables, makeIdentity("s", "v"), {
    cookies: makeCookies(settings, () => NOW * 1000),
  });
  const client = clientAt(ADDRESS, 53);
  const { edns } = readAnswer(exchange(respond, twice, false, client));
  expect(edns?.options).toEqual([{ code: 10, data: Buffer.from(CLIENT + FRESH, "hex").toString("latin1") }]);
});

describe("where cookies are required", () => {
  test.each([
    ["only a client cookie", CLIENT],
    ["a server cookie that is not ours", `${CLIENT}${"00".repeat(16)}`],
  ])("%s gets BADCOOKIE and a good one over UDP, and nothing else", (_name, cookie) => {
    const { answer, option } = ask({ cookie, isRequired: true });
    expect(answer).toMatchObject({ rcode: 23, answer: [], authority: [], flags: { aa: false, tc: false } });
    expect(answer.question).toHaveLength(1);
    expect(option).toBe(CLIENT + FRESH);
  });

  test("over TCP it is answered (RFC 7873 §5.2.3)", () => {
    expect(ask({ cookie: CLIENT, isRequired: true, tcp: true })).toMatchObject({ rcode: 0, records: 1 });
  });

  test("who knows no cookies is answered as ever (RFC 7873 §5.2.1)", () => {
    const settings = { secrets: [Buffer.from(SECRET, "hex")], isRequired: true };
    const respond = makeResponder(tables, makeIdentity("s", "v"), {
      cookies: makeCookies(settings, () => 0),
    });
    for (const query of [queryOf("example.com. A"), queryOf("example.com. A", { size: 1232 })]) {
      const answer = readAnswer(exchange(respond, query));
      expect(answer.answer).toHaveLength(1);
      expect(answer.edns?.options ?? []).toEqual([]);
    }
  });
});

describe("a query without a question asks for a cookie (RFC 7873 §5.4)", () => {
  test.each([
    ["with a client cookie: NOERROR", CLIENT, 0],
    ["with a good server cookie: NOERROR", CLIENT + FRESH, 0],
    ["with a bad one: BADCOOKIE", `${CLIENT}${"00".repeat(16)}`, 23],
  ])("%s", (_name, cookie, rcode) => {
    const { answer, option } = ask({ cookie, question: false });
    expect(answer).toMatchObject({ rcode, question: [], answer: [], authority: [] });
    expect(option).toBe(CLIENT + FRESH);
  });
});

test("without a secret COOKIE is an option like any that we do not know", () => {
  const respond = makeResponder(tables, makeIdentity("s", "v"));
  for (const cookie of [CLIENT, "00"]) {
    const answer = readAnswer(exchange(respond, queryWith(cookie)));
    expect(answer).toMatchObject({ rcode: 0, edns: { options: [] } });
    expect(answer.answer).toHaveLength(1);
  }
  expect(readAnswer(exchange(respond, queryWith(CLIENT, false)))).toMatchObject({
    rcode: 1,
    edns: { options: [] },
  });
});

test("behind a proxy a fresh cookie goes back as it came, an old one does not", () => {
  const tcp = { tcp: true, address: "" };
  expect(ask({ cookie: CLIENT + FRESH, ...tcp }).option).toBe(CLIENT + FRESH);
  expect(ask({ cookie: CLIENT + FRESH, now: NOW + 1801, ...tcp }).option).toMatch(
    /^2464c4abcf10c957010000005cf7a61a/,
  );
  expect(ask({ cookie: CLIENT, ...tcp }).option).toMatch(/^2464c4abcf10c957010000005cf79f11/);
});
