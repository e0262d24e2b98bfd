import { expect, test } from "vitest";
import { BROKEN, describeAnswer, exchange, queryOf, readAnswer, tablesOf } from "../../test/serve-text.ts";
import {
  giveTransfers,
  ixfrQuery,
  recordsOf,
  respondFrom,
  SECONDARY,
  takeMessages,
} from "../../test/transfer/take-transfer.ts";
import { answer } from "../answer/answer.ts";
import {
  AXFR_CUT,
  AXFR_SENT,
  TRANSFERS_CROWDED,
  TRANSFERS_OPEN,
  TRANSFERS_REFUSED,
} from "../answer/counters.ts";
import { clientAt, UNKNOWN_CLIENT } from "../query/client.ts";
import { MAX_DURATION, MAX_OPEN, MAX_OPEN_OF_ONE } from "./make-transfers.ts";
import { FULL_PAGE } from "./page.ts";

const SOA = "@ SOA ns host 7 7200 3600 1209600 60";
const LARGE = Array.from({ length: 3000 }, (_, n) => `host-${n}.rack-${n % 7} MX ${n} mail.rack-${n % 7}`);
const TABLES = tablesOf({
  "example.com.": `${SOA}\n@ NS ns\nns A 192.0.2.1\nsub NS ns.sub\nns.sub A 192.0.2.3\nx.y.sub TXT below\nsub DS 1 13 2 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21`,
  "sub.example.com.": `${SOA}\n@ NS ns\nns A 192.0.2.4`,
  "large.example.": `${SOA}\n@ NS ns\n${LARGE.join("\n")}`,
  "broken.example.": BROKEN,
});
const ELSEWHERE = clientAt("198.51.100.1", 5353);

test("a zone goes out with what lies below its cuts, whatever other zone of ours answers there (RFC 5936 §3.5)", () => {
  expect(recordsOf(takeMessages(respondFrom(TABLES), queryOf("example.com. AXFR")))).toEqual([
    "example.com. 300 IN SOA ns.example.com. host.example.com. 7 7200 3600 1209600 60",
    "example.com. 300 IN NS ns.example.com.",
    "ns.example.com. 300 IN A 192.0.2.1",
    "sub.example.com. 300 IN NS ns.sub.example.com.",
    "sub.example.com. 300 IN DS 1 13 2 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21",
    "ns.sub.example.com. 300 IN A 192.0.2.3",
    'x.y.sub.example.com. 300 IN TXT "below"',
    "example.com. 300 IN SOA ns.example.com. host.example.com. 7 7200 3600 1209600 60",
  ]);
});

test("a large zone goes out in full messages, which have the zone's name once", () => {
  const messages = takeMessages(respondFrom(TABLES), queryOf("large.example. AXFR"));
  expect(recordsOf(messages)).toHaveLength(3 + LARGE.length);
  for (const message of messages.slice(0, -1)) {
    expect(message.length).toBeGreaterThan(FULL_PAGE - 100);
    expect(message.length).toBeLessThanOrEqual(FULL_PAGE);
    expect(message.toString("latin1").split("\x05large\x07example\0").length).toBeLessThanOrEqual(3);
  }
  // The question stands in the first one only.
  expect(messages.map((message) => readAnswer(message).question.length)).toEqual([1, 0, 0, 0, 0, 0, 0]);
  expect(messages.every((message) => message.readUInt16BE(0) === 0x1234 && message[2] === 0x84)).toBe(true);
});

test.each([
  ["who is not named", "example.com. AXFR", ELSEWHERE, ["REFUSED"]],
  ["whose address nobody knows", "example.com. AXFR", UNKNOWN_CLIENT, ["REFUSED"]],
  ["who is not named and asks for a zone that is broken", "broken.example. AXFR", ELSEWHERE, ["REFUSED"]],
  ["a name that is no apex", "ns.example.com. AXFR", SECONDARY, ["NOTAUTH"]],
  ["no name of ours", "example.net. AXFR", SECONDARY, ["NOTAUTH"]],
  ["a zone that is broken", "broken.example. AXFR", SECONDARY, ["SERVFAIL"]],
  ["IXFR without a serial", "example.com. IXFR", SECONDARY, ["FORMERR"]],
])("%s gets nothing", (_, question, client, said) => {
  expect(describeAnswer(exchange(respondFrom(TABLES), queryOf(question), true, client))).toEqual(said);
});

test("a refusal says that it is one (RFC 8914 §4.19), and counts", () => {
  const { transfers, counters } = giveTransfers();
  const query = queryOf("example.com. AXFR", { size: 1232 });
  const octets = exchange(respondFrom(TABLES, transfers), query, true, ELSEWHERE)!;
  expect(octets.toString("hex")).toMatch(/000f00020012$/);
  expect(counters[TRANSFERS_REFUSED]).toBe(1);
});

test("class ANY has no zone to transfer, and AXFR is not made for UDP (RFC 5936 §4.2)", () => {
  const respond = respondFrom(TABLES);
  const any = queryOf("example.com. AXFR", { class: 255 });
  expect(describeAnswer(exchange(respond, any, true, SECONDARY))).toEqual(["NOTAUTH"]);
  const udp = queryOf("example.com. AXFR");
  expect(describeAnswer(exchange(respond, udp, false, SECONDARY))).toEqual(["NOTIMP"]);
});

test.each([
  ["its serial", 7],
  ["one from another machine, later than ours", 8],
  ["one that is later by going round", 7 + 2 ** 31 - 1],
])("who has %s gets the SOA alone (RFC 1995 §2)", (_, serial) => {
  for (const tcp of [true, false]) {
    const octets = exchange(respondFrom(TABLES), ixfrQuery("example.com.", serial), tcp, SECONDARY);
    expect(describeAnswer(octets)).toEqual([
      "NOERROR aa",
      "example.com. 300 IN SOA ns.example.com. host.example.com. 7 7200 3600 1209600 60",
    ]);
  }
});

test.each([
  ["before ours", 6],
  ["that has no order with ours", (7 + 2 ** 31) >>> 0],
])("who has a serial %s and no step from there gets the whole zone (RFC 1995 §4)", (_, serial) => {
  const whole = takeMessages(respondFrom(TABLES), queryOf("large.example. AXFR"));
  const ixfr = takeMessages(respondFrom(TABLES), ixfrQuery("large.example.", serial));
  expect(recordsOf(ixfr)).toEqual(recordsOf(whole));
});

test("over UDP, what does not fit is the SOA alone, and what fits is all of it (RFC 1995 §2)", () => {
  const respond = respondFrom(TABLES);
  const large = describeAnswer(exchange(respond, ixfrQuery("large.example.", 6), false, SECONDARY));
  expect(large).toHaveLength(2);
  expect(large[1]).toContain("SOA");
  const small = describeAnswer(exchange(respond, ixfrQuery("example.com.", 6), false, SECONDARY));
  expect(small).toHaveLength(1 + 8);
});

test("there are only so many at a time, in all and of a client", () => {
  const { transfers, counters } = giveTransfers();
  const respond = respondFrom(TABLES, transfers);
  const begin = (address: string) => {
    const words = describeAnswer(
      exchange(respond, queryOf("large.example. AXFR"), true, clientAt(address, 1)),
    );
    return { rcode: words[0], records: words.length - 1, rest: answer.rest };
  };
  const first = Array.from({ length: MAX_OPEN_OF_ONE }, () => begin("192.0.2.1"));
  expect(first.every(({ rest }) => rest !== undefined)).toBe(true);
  expect(begin("192.0.2.1")).toEqual({ rcode: "SERVFAIL", records: 0, rest: undefined });
  for (let more = MAX_OPEN_OF_ONE; more < MAX_OPEN; more++) begin("192.0.2.2");
  expect(begin("192.0.2.3").rcode).toBe("SERVFAIL");
  expect([counters[TRANSFERS_OPEN], counters[TRANSFERS_CROWDED]]).toEqual([MAX_OPEN, 2]);
  first[0]!.rest!.close();
  first[0]!.rest!.close();
  expect([counters[TRANSFERS_OPEN], counters[AXFR_CUT]]).toEqual([MAX_OPEN - 1, 1]);
  expect(begin("192.0.2.1").rcode).toBe("NOERROR aa");
});

test("a transfer ends with the zone that it began with, and then its tables can go", () => {
  const { transfers, counters, state } = giveTransfers();
  const out = new Uint8Array(65535);
  const query = queryOf("large.example. AXFR");
  const length = respondFrom(TABLES, transfers)(query, query.length, out, 65535, SECONDARY);
  const messages = [Buffer.from(out.subarray(0, length))];
  const rest = answer.rest!;
  const others = tablesOf({ "large.example.": `${SOA.replace("7", "8")}\n@ NS ns` });
  const small = recordsOf(takeMessages(respondFrom(others, transfers), query));
  expect(small).toHaveLength(3);
  for (let next = rest.next(out); next > 0; next = rest.next(out))
    messages.push(Buffer.from(out.subarray(0, next)));
  expect(recordsOf(messages)).toEqual(recordsOf(takeMessages(respondFrom(TABLES), query)));
  rest.close();
  expect([state.oldTablesLeft, counters[AXFR_SENT]]).toEqual([1, 2]);
});

test("after half an hour a transfer is cut", () => {
  const { transfers, state } = giveTransfers();
  exchange(respondFrom(TABLES, transfers), queryOf("large.example. AXFR"), true, SECONDARY);
  const { rest } = answer;
  state.now = MAX_DURATION + 1;
  expect(rest!.next(new Uint8Array(65535))).toBe(-1);
});

test("a record that fills a message goes out in one of its own", () => {
  const octets = 65_000;
  const tables = tablesOf({
    "example.com.": `${SOA}\n@ NS ns\nbig TYPE65280 \\# ${octets} ${"ab".repeat(octets)}\nlast A 192.0.2.1`,
  });
  const messages = takeMessages(respondFrom(tables), queryOf("example.com. AXFR"));
  expect(messages.map((message) => readAnswer(message).answer.length)).toEqual([2, 1, 2]);
});
