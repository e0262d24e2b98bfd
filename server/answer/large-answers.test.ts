import { expect, test } from "vitest";
import { compileText, exchange, queryOf, readAnswer, serveText, tablesOf } from "../../test/serve-text.ts";
import { makeCookies } from "./cookies.ts";
import { makeIdentity } from "./identity.ts";
import { makeKeepalive } from "./keepalive.ts";
import { makeResponder } from "./respond.ts";

const APEX = "@ SOA ns host 1 7200 3600 1209600 60\n@ NS ns.example.org.\n";
const HEADER = 12;
const QUESTION_TAIL = 4;
const OPT = 11;
const RECORD_HEAD = 12;
const MAX = 65535;

/** TXT records of a name that take so many octets in an answer. */
function texts(owner: string, octets: number): string {
  const strings: number[] = [];
  for (let left = octets; left > 0; left -= RECORD_HEAD + 1 + strings.at(-1)!) {
    const whole = RECORD_HEAD + 1 + 200;
    strings.push(left >= 2 * whole ? 200 : left > whole + 50 ? 100 : left - RECORD_HEAD - 1);
  }
  return strings.map((length, index) => `${owner} TXT "${String(index).padStart(length, "x")}"\n`).join("");
}

/** Octets that are left for the records of a name that has so many. */
const room = (nameLength: number) => MAX - HEADER - nameLength - QUESTION_TAIL - OPT;
const BIG = "\x03big\x07example\x03com\x00".length;

const problemsOf = (records: string) => {
  const compiled = compileText({ "example.com.": APEX + records });
  return "problems" in compiled
    ? compiled.problems.map(({ line, column, message }) => `${line}:${column} ${message}`)
    : [];
};

test("an RRset is served over TCP up to the last octet that a message has, OPT counted", () => {
  const respond = makeResponder(
    tablesOf({ "example.com.": APEX + texts("big", room(BIG)) }),
    makeIdentity("s", "v"),
  );
  const octets = exchange(respond, queryOf("big.example.com. TXT", { size: 1232 }), true)!;
  expect(octets).toHaveLength(MAX);
  const answer = readAnswer(octets);
  expect(answer).toMatchObject({ rcode: 0, flags: { tc: false }, edns: { version: 0 } });
  expect(exchange(respond, queryOf("big.example.com. TXT"), true)).toHaveLength(MAX - OPT);
  expect(readAnswer(exchange(respond, queryOf("big.example.com. TXT", { size: 65535 })))).toMatchObject({
    flags: { tc: true },
    answer: [],
  });
});

test("with an octet more it is refused, with its place and its size", () => {
  expect(problemsOf(texts("big", room(BIG)))).toEqual([]);
  const records = texts("big", room(BIG) + 1);
  const count = records.split("\n").length - 1;
  expect(problemsOf(records)).toEqual([
    `3:1 TXT of big.example.com. takes more than 65535 octets as an answer, which no message can hold (records: ${count}, octets of their data: ${room(BIG) + 1 - count * RECORD_HEAD})`,
  ]);
});

test("so it is with a single record", () => {
  const record = (length: number) => `big TYPE65280 \\# ${length} ${"ab".repeat(length)}\n`;
  const length = room(BIG) - RECORD_HEAD;
  expect(problemsOf(record(length + 1))).toHaveLength(1);
  const respond = makeResponder(tablesOf({ "example.com.": APEX + record(length) }), makeIdentity("s", "v"));
  expect(exchange(respond, queryOf("big.example.com. TYPE65280", { size: 512 }), true)).toHaveLength(MAX);
});

test("a wildcard's records leave room for the longest name that can be asked for", () => {
  const label = "x".repeat(63);
  const question = `${label}.${label}.${label}.${"y".repeat(255 - 3 * 64 - 14)}.example.com.`;
  const records = texts("*", room(255));
  const respond = makeResponder(tablesOf({ "example.com.": APEX + records }), makeIdentity("s", "v"));
  const octets = exchange(respond, queryOf(`${question} TXT`, { size: 1232 }), true);
  expect(octets).toHaveLength(MAX);
  expect(readAnswer(octets).flags.tc).toBe(false);
  expect(problemsOf(texts("*", room(255) + 1))).toHaveLength(1);
});

test("options go before data does, where TCP has no larger message to offer", () => {
  const records = texts("big", room(BIG) - 6);
  const cookies = makeCookies({ secrets: [new Uint8Array(16)], isRequired: false }, () => 0);
  const extras = { cookies, keepalive: makeKeepalive(1000) };
  const respond = makeResponder(
    tablesOf({ "example.com.": APEX + records }),
    makeIdentity("server", "v"),
    extras,
  );
  const query = queryOf("big.example.com. TXT", { size: 1232 });
  query[query.length - 1] = 20;
  const options = Buffer.from("0003 0000 000b 0000 000a 0008 0001020304050607".replaceAll(" ", ""), "hex");
  const octets = exchange(respond, Buffer.concat([query, options]), true)!;
  expect(octets).toHaveLength(MAX);
  expect(readAnswer(octets)).toMatchObject({ flags: { tc: false }, edns: { options: [{ code: 11 }] } });
});

test("an alias of an RRset that is too large for both is answered alone: its target can be asked for", () => {
  const zone = { "example.com.": `${APEX}alias CNAME big\n${texts("big", room(BIG))}` };
  const ask = serveText(zone);
  expect(ask("alias.example.com. TXT", { size: 1232, tcp: true })).toEqual([
    "NOERROR aa",
    "alias.example.com. 300 IN CNAME big.example.com.",
  ]);
  expect(ask("alias.example.com. TXT", { size: 1232 })[0]).toBe("NOERROR aa tc");
});
