import fc from "fast-check";
import { expect, test } from "vitest";
import { describeAnswer, exchange, queryOf, tablesOf } from "../../test/serve-text.ts";
import { checkAnswer, KEY, SIGNED_AT, signMessage, tsigOf } from "../../test/tsig.ts";
import { nameOf } from "../../test/zone-text.ts";
import { UNKNOWN_CLIENT } from "../query/client.ts";
import { makeCookies } from "./cookies.ts";
import {
  makeCounters,
  TSIG_BADKEY,
  TSIG_BADSIG,
  TSIG_BADTIME,
  TSIG_GOOD,
  TSIG_MALFORMED,
} from "./counters.ts";
import { makeIdentity } from "./identity.ts";
import { makeResponder } from "./respond.ts";
import { makeSigning } from "./signing.ts";

const TABLES = tablesOf({
  "example.com.": `@ SOA ns host 1 7200 3600 1209600 60
    @ NS ns.example.org.
    www A 192.0.2.1
    ${Array.from({ length: 60 }, (_, size) => `t${size} TXT ${"x".repeat(200)} ${"y".repeat(150 + size)}`).join("\n")}`,
});
const IDENTITY = makeIdentity("server-1", "version-1");
const [counters] = makeCounters(1);
const signing = makeSigning([KEY], () => SIGNED_AT * 1000, counters!);
const cookies = makeCookies({ secrets: [Buffer.alloc(16)], isRequired: true }, () => SIGNED_AT * 1000);
const respond = makeResponder(TABLES, IDENTITY, { signing, cookies });
const withoutKeys = makeResponder(TABLES, IDENTITY, { cookies });

/** The answer to a signed query, in words without its TSIG; the signature is checked. */
function ask(query: Uint8Array, tcp = false): string[] {
  const { octets, mac } = signMessage(query);
  const answer = exchange(respond, octets, tcp)!;
  expect(checkAnswer(answer, mac)).toBe("right");
  expect(tsigOf(answer).record).toMatchObject({ error: 0, time: SIGNED_AT });
  return describeAnswer(answer).filter((line) => !line.includes(" TSIG "));
}

const withOpcode = (query: Buffer, opcode: number) => {
  query[2] = opcode << 3;
  return query;
};

test.each<[string, Buffer, string[]]>([
  ["an answer", queryOf("www.example.com. A"), ["NOERROR aa", "www.example.com. 300 IN A 192.0.2.1"]],
  [
    "one with EDNS",
    queryOf("www.example.com. A", { size: 1232 }),
    ["NOERROR aa", "www.example.com. 300 IN A 192.0.2.1"],
  ],
  [
    "that there is no such name",
    queryOf("no.example.com. A"),
    [
      "NXDOMAIN aa",
      "authority: example.com. 60 IN SOA ns.example.com. host.example.com. 1 7200 3600 1209600 60",
    ],
  ],
  ["that the zone is not ours", queryOf("example.net. A"), ["REFUSED"]],
  ["that we give no transfers", queryOf("example.com. IXFR"), ["REFUSED"]],
  ["that nobody is our primary", withOpcode(queryOf("example.com. SOA"), 4), ["NOTAUTH"]],
  ["that we take no updates", withOpcode(queryOf("example.com. SOA"), 5), ["NOTIMP"]],
])("%s is signed, over UDP and TCP (RFC 8945 §5.3)", (_, query, expected) => {
  for (const tcp of [false, true]) expect(ask(query, tcp)).toEqual(expected);
});

test("a query that is not signed is answered as without keys", () => {
  for (const query of [queryOf("www.example.com. A"), queryOf("t3.example.com. TXT", { do: true })]) {
    expect(exchange(respond, query)).toEqual(exchange(withoutKeys, query));
  }
});

test("a signed query is answered over itself, as a transport may want it", () => {
  const { octets, mac } = signMessage(queryOf("www.example.com. A"));
  const packet = new Uint8Array(1232);
  packet.set(octets);
  const length = respond(packet, octets.length, packet, 1232, UNKNOWN_CLIENT);
  expect(checkAnswer(packet.subarray(0, length), mac)).toBe("right");
});

test("the packet is as it was, for who logs it", () => {
  const { octets } = signMessage(queryOf("www.example.com. A"));
  const before = Buffer.from(octets);
  exchange(respond, octets);
  expect(octets).toEqual(before);
});

test("the signature has its room: of answers around the limit, each is whole or truncated, and none is longer (RFC 8945 §5.3)", () => {
  const outcomes = Array.from({ length: 60 }, (_, size) => {
    const { octets, mac } = signMessage(queryOf(`t${size}.example.com. TXT`));
    const answer = exchange(respond, octets)!;
    expect(checkAnswer(answer, mac)).toBe("right");
    expect(answer.length).toBeLessThanOrEqual(512);
    const isTruncated = (answer[2]! & 2) !== 0;
    expect(answer[7]).toBe(isTruncated ? 0 : 1);
    const over = exchange(respond, octets, true)!;
    expect([over[2]! & 2, over[7]]).toEqual([0, 1]);
    return { isTruncated, length: answer.length };
  });
  const whole = outcomes.filter(({ isTruncated }) => !isTruncated);
  expect(whole.length).toBeGreaterThan(10);
  expect(whole.length).toBeLessThan(50);
  expect(Math.max(...whole.map(({ length }) => length))).toBeGreaterThan(500);
});

test("the question and its signature go even where 512 octets do not hold them", () => {
  const label = `${"a".repeat(63)}.`;
  const key = {
    ...KEY,
    name: nameOf(`${label.repeat(3)}${"k".repeat(61)}.`),
    algorithm: "hmac-sha512",
  } as const;
  const long = makeResponder(TABLES, IDENTITY, {
    signing: makeSigning([key], () => SIGNED_AT * 1000, counters!),
  });
  const { octets, mac } = signMessage(queryOf(`${label.repeat(3)}${"b".repeat(49)}.example.com. A`), key);
  const answer = exchange(long, octets)!;
  expect(checkAnswer(answer, mac, { key })).toBe("right");
  expect([answer[2]! & 2, answer[3]! & 15]).toEqual([2, 0]);
});

test.each([
  ["a MAC that is wrong", -10],
  ["a question that was not signed", 13],
])("%s hears NOTAUTH and BADSIG, unsigned (RFC 8945 §5.2.2)", (_, place) => {
  const { octets } = signMessage(queryOf("www.example.com. A", { size: 1232 }));
  octets[(place + octets.length) % octets.length]! ^= 1;
  const answer = exchange(respond, octets)!;
  expect([answer[3]! & 15, answer[7]]).toEqual([9, 0]);
  const { mac, ...record } = tsigOf(answer).record;
  expect(record).toMatchObject({ error: 16, time: SIGNED_AT });
  expect(mac).toHaveLength(0);
});

test("a clock that is wrong hears NOTAUTH and BADTIME, signed, with our time (RFC 8945 §5.2.3)", () => {
  const { octets, mac } = signMessage(queryOf("www.example.com. A"), KEY, SIGNED_AT - 301);
  const answer = exchange(respond, octets)!;
  expect([answer[3]! & 15, answer[7]]).toEqual([9, 0]);
  expect(checkAnswer(answer, mac)).toBe("right");
  const { record } = tsigOf(answer);
  expect(record).toMatchObject({ error: 18, time: SIGNED_AT - 301 });
  expect(Buffer.from(record.other).readUIntBE(0, 6)).toBe(SIGNED_AT);
});

test("a key that nobody knows hears BADKEY as where there are no keys (RFC 8945 §5.2.1)", () => {
  for (const key of [{ ...KEY, name: nameOf("x.example.") }, { ...KEY, algorithm: "hmac-sha384" } as const]) {
    const { octets } = signMessage(queryOf("www.example.com. A", { size: 1232 }), key);
    const answer = exchange(respond, octets)!;
    expect(tsigOf(answer).record.error).toBe(17);
    expect(answer).toEqual(exchange(withoutKeys, octets));
  }
});

test("a MAC that is too short is FORMERR, without any record (RFC 8945 §5.2.2.1)", () => {
  const query = queryOf("www.example.com. A", { size: 1232 });
  const { octets } = signMessage(query);
  const { start } = tsigOf(octets);
  const macLength = start + KEY.name.length + 10 + 13 + 8;
  const short = Buffer.concat([
    octets.subarray(0, macLength),
    Buffer.from([0, 4]),
    octets.subarray(macLength + 2, macLength + 6),
    octets.subarray(macLength + 34),
  ]);
  short[start + KEY.name.length + 9]! -= 28;
  expect(exchange(respond, short)?.toString("hex")).toBe(
    `1234800100010000000000 00${query.subarray(12, -11).toString("hex")}`.replace(" ", ""),
  );
});

test("who asks for a cookie alone, signed, gets it signed; who must have one and has not, too", () => {
  const client = Buffer.from("0102030405060708");
  const opt = (length: number) => Buffer.from([0, 0, 41, 4, 208, 0, 0, 0, 0, 0, length]);
  const option = Buffer.concat([Buffer.from([0, 10, 0, 8]), client.subarray(0, 8)]);
  const bare = Buffer.concat([Buffer.from("123400000000000000000001", "hex"), opt(12), option]);
  expect(ask(bare)).toEqual(["NOERROR"]);
  const asked = Buffer.concat([queryOf("www.example.com. A"), opt(12), option]);
  asked[11] = 1;
  expect(ask(asked)).toEqual(["BADCOOKIE"]);
  expect(ask(asked, true)[0]).toBe("NOERROR aa");
});

test("where answering fails, the next answer has all of its room again", () => {
  const { octets } = signMessage(queryOf("t59.example.com. TXT"));
  const fail = () => {
    throw new Error("a defect");
  };
  expect(() =>
    signing.answer(octets, octets.length, new Uint8Array(1232), 1232, UNKNOWN_CLIENT, fail),
  ).toThrow();
  expect(describeAnswer(exchange(respond, queryOf("t59.example.com. TXT")))[0]).toBe("NOERROR aa");
});

test("signed queries that are mangled are answered within the limit, and nothing is thrown", () => {
  const { octets } = signMessage(queryOf("t40.example.com. TXT", { size: 1232 }));
  const change = fc.tuple(fc.nat(octets.length - 1), fc.nat(255));
  fc.assert(
    fc.property(
      fc.array(change, { maxLength: 4 }),
      fc.nat(octets.length),
      fc.boolean(),
      (changes, cut, tcp) => {
        const packet = Buffer.from(octets);
        for (const [at, octet] of changes) packet[at] = octet;
        for (const each of [packet, packet.subarray(0, cut)]) {
          expect(exchange(respond, each, tcp)?.length ?? 0).toBeLessThanOrEqual(tcp ? 65535 : 1232);
        }
        expect(exchange(respond, queryOf("t40.example.com. TXT"))?.length).toBeGreaterThan(400);
      },
    ),
    { numRuns: 2000 },
  );
});

test("each outcome is counted", () => {
  counters!.fill(0);
  const query = queryOf("www.example.com. A");
  const send = (octets: Uint8Array) => void exchange(respond, octets);
  const spoilt = signMessage(query).octets;
  spoilt[2] = 1;
  send(query);
  send(signMessage(query).octets);
  send(signMessage(query, { ...KEY, name: nameOf("x.") }).octets);
  send(spoilt);
  send(signMessage(query, KEY, 1).octets);
  send(signMessage(signMessage(query).octets).octets);
  const places = [TSIG_GOOD, TSIG_BADKEY, TSIG_BADSIG, TSIG_BADTIME, TSIG_MALFORMED];
  expect(places.map((place) => counters![place])).toEqual([1, 1, 1, 1, 1]);
});
