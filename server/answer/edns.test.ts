import { expect, test } from "vitest";
import { exchange, queryOf, readAnswer, tablesOf } from "../../test/serve-text.ts";
import { makeIdentity } from "./identity.ts";
import { makeResponder } from "./respond.ts";

const zones = { "example.com.": "@ SOA ns host 1 7200 3600 1209600 60\n@ NS ns\nwww A 192.0.2.1" };
const respond = makeResponder(tablesOf(zones), makeIdentity("ams/machine", "v"));
const PLAIN = queryOf("www.example.com. A");

/** The answer to a query whose OPT record has these octets from its class on. */
function askWith(opt: string) {
  const query = Buffer.concat([PLAIN, Buffer.from(`00 0029 ${opt}`.replaceAll(" ", ""), "hex")]);
  query[11] = 1;
  return readAnswer(exchange(respond, query));
}

test("no OPT in the query, none in the answer", () => {
  expect(readAnswer(exchange(respond, PLAIN)).edns).toBeUndefined();
});

test.each([
  ["a plain OPT", "04d0 00 00 0000 0000", false, []],
  ["DO comes back (RFC 3225 §3)", "04d0 00 00 8000 0000", true, []],
  ["other flags do not (RFC 6891 §6.1.4)", "04d0 00 00 7fff 0000", false, []],
  ["an unknown option is ignored (RFC 6891 §6.1.2)", "04d0 00 00 0000 0005 0064 0001 00", false, []],
  ["the client's extended response code is ignored", "04d0 ff 00 0000 0000", false, []],
  [
    "NSID is told who asks (RFC 5001)",
    "04d0 00 00 0000 0004 0003 0000",
    false,
    [{ code: 3, data: "ams/machine" }],
  ],
  [
    "and once, however often it is asked",
    "04d0 00 00 0000 0008 0003 0000 0003 0000",
    false,
    [{ code: 3, data: "ams/machine" }],
  ],
])("%s", (_name, opt, wantsDnssec, options) => {
  const answer = askWith(opt);
  expect(answer.rcode).toBe(0);
  expect(answer.answer).toHaveLength(1);
  expect(answer.edns).toEqual({ version: 0, size: 1232, do: wantsDnssec, options });
});

test.each([
  ["version 1", "04d0 00 01 0000 0000"],
  ["version 255 with an option that is cut off", "04d0 00 ff 0000 0001 00"],
])("%s is BADVERS with version 0, the question and nothing more (RFC 6891 §6.1.3)", (_name, opt) => {
  const answer = askWith(opt);
  expect(answer.rcode).toBe(16);
  expect(answer.flags.aa).toBe(false);
  expect(answer.question).toHaveLength(1);
  expect(answer.answer).toEqual([]);
  expect(answer.edns).toMatchObject({ version: 0, options: [] });
});

const NAME = "07 6578616d706c65 03 636f6d 00";
const SOA = "c00c 0006 0001 00000000 0016 00 00 00000001 00000002 00000003 00000004 00000005";
const OPT = "00 0029 04d0 00 00 8000 0000";

test.each([
  ["IXFR with its SOA (RFC 1995 §3)", `0000 0001 0000 0001 0001 ${NAME} 00fb 0001 ${SOA} ${OPT}`, 5],
  ["NOTIFY", `2000 0001 0000 0000 0001 ${NAME} 0006 0001 ${OPT}`, 9],
  ["NOTIFY with its SOA (RFC 1996 §3.7)", `2000 0001 0001 0000 0001 ${NAME} 0006 0001 ${SOA} ${OPT}`, 9],
  [
    "NOTIFY with records in two sections, and whole owners",
    `2000 0001 0002 0001 0001 ${NAME} 0006 0001 ${SOA} ${NAME} ${SOA.slice(5)} ${SOA} ${OPT}`,
    9,
  ],
  ["a query with an answer", `0000 0001 0001 0000 0001 ${NAME} 0006 0001 ${SOA} ${OPT}`, 1],
])(
  "OPT is found behind other sections, so the answer has one: %s (RFC 6891 §6.1.1)",
  (_name, packet, rcode) => {
    const octets = Buffer.from(`1234 ${packet}`.replaceAll(" ", ""), "hex");
    const answer = readAnswer(exchange(respond, octets));
    expect(answer).toMatchObject({ rcode, edns: { version: 0, do: true }, answer: [], authority: [] });
    expect(answer.question).toHaveLength(1);
  },
);

test.each([
  ["a name outside our zones: not authoritative", "example.org. A", {}, 5, 20],
  ["a transfer of a zone of ours: prohibited", "example.com. AXFR", { tcp: true }, 5, 18],
  ["IXFR of a zone of ours over UDP: prohibited", "example.com. IXFR", {}, 5, 18],
  ["a transfer of a zone that is not ours: not authoritative", "www.example.com. AXFR", { tcp: true }, 9, 20],
  ["AXFR over UDP: not supported", "example.com. AXFR", {}, 4, 21],
  ["class 0: not supported", "example.com. A", { class: 0 }, 5, 21],
  ["class HESIOD: not supported", "example.com. A", { class: 4 }, 5, 21],
  ["class NONE: not supported", "example.com. A", { class: 254 }, 5, 21],
])(
  "a refusal says why, where there is an OPT to say it in: %s (RFC 8914 §4)",
  (_name, question, options, rcode, code) => {
    const tcp = "tcp" in options;
    const answer = readAnswer(exchange(respond, queryOf(question, { size: 1232, ...options }), tcp));
    expect(answer.rcode).toBe(rcode);
    expect(answer.edns?.options).toEqual([{ code: 15, data: `\0${String.fromCharCode(code)}` }]);
    const plain = readAnswer(exchange(respond, queryOf(question, options), tcp));
    expect(plain.rcode).toBe(rcode);
    expect(plain.edns).toBeUndefined();
  },
);

test.each(["www.example.com. A", "nothing.example.com. A", "www.example.com. TXT"])(
  "an answer needs no reason: %s",
  (question) => {
    expect(readAnswer(exchange(respond, queryOf(question, { size: 1232 }))).edns?.options).toEqual([]);
  },
);

test("without a question there is OPT for OPT, and FORMERR", () => {
  const query = Buffer.from(
    "1234 0000 0000 0000 0000 0001 00 0029 04d0 00 00 8000 0000".replaceAll(" ", ""),
    "hex",
  );
  expect(readAnswer(exchange(respond, query))).toMatchObject({
    rcode: 1,
    question: [],
    edns: { do: true, options: [] },
  });
});
