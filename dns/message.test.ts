import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isReadBy } from "../test/iana/rr-types.ts";
import { DEBIAN_PYTHON, requireDnspython } from "../test/tools.ts";
import { CLASS_IN } from "./classes.ts";
import { decodeMessage, encodeMessage, type Message, type MessageRecord, NO_FLAGS } from "./message.ts";
import { NSID } from "./message-edns.ts";
import { childOf, type Name, parseName, ROOT } from "./name.ts";
import { RECORD_TYPES } from "./records/index.ts";
import { MAX_TTL } from "./ttl.ts";
import { typeName } from "./types.ts";
import type { ZoneRecord } from "./zone.ts";
import { parseRecord } from "./zone-file/parse.ts";

const A = 1;
const WWW = name("www.example.com.");

describe("a message is read", () => {
  test("with its header, question and compressed names", () => {
    const message = decode(`
      abcd 8500 0001 0001 0000 0000
      03777777 076578616d706c65 03636f6d 00  000f 0001
      c00c 000f 0001 0000012c 0009  000a 046d61696c c010`);
    expect(message).toEqual({
      id: 0xabcd,
      opcode: 0,
      rcode: 0,
      flags: { ...NO_FLAGS, qr: true, aa: true, rd: true },
      question: [{ name: WWW, type: 15, class: CLASS_IN }],
      answer: [record("www.example.com. 300 IN MX 10 mail.example.com.")],
      authority: [],
      additional: [],
    });
  });

  test("with EDNS taken out of the additional section, and the rcode that it extends", () => {
    const message = decode(`
      0001 8007 0000 0000 0000 0002
      00 0001 0001 0000003c 0004 c0000201
      00 0029 04d0 01 00 8000 0007  0003 0003 69616d`);
    expect(message).toMatchObject({
      rcode: 23,
      additional: [record(". 60 IN A 192.0.2.1")],
      edns: { version: 0, size: 1232, do: true, options: [{ code: NSID, data: "iam" }] },
    });
  });

  test("with records of an update, which have no data", () => {
    const message = decode("0001 2800 0001 0000 0001 0000  00 0006 0001  00 0001 00ff 00000000 0000");
    expect(message).toMatchObject({
      opcode: 5,
      authority: [{ owner: ROOT, type: A, class: 255, ttl: 0, rdata: "" }],
    });
  });

  test("with data of another class, even where they are none of class IN", () => {
    const message = decode("0001 8400 0000 0001 0000 0000  00 0001 0003 00000000 0003 010203");
    expect(message).toMatchObject({ answer: [{ class: 3, rdata: "\x01\x02\x03" }] });
  });

  test("with a TTL above 2147483647 taken as 0 (RFC 2181 §8)", () => {
    const message = decode("0001 8400 0000 0001 0000 0000  00 0001 0001 80000001 0004 c0000201");
    expect(message).toMatchObject({ answer: [{ ttl: 0 }] });
  });
});

describe("bytes that are no message give a fault", () => {
  const header = "0001 8400 0001 0001 0000 0000";
  const question = "03777777 00 0001 0001";
  test.each([
    ["nothing", "", "the header ends 2 octets too early"],
    ["half a header", "0001 8400 00", "the header ends 1 octet too early"],
    ["a question that is not there", "0001 8400 0001 0000 0000 0000", "question 1 ends inside a name"],
    [
      "a record cut in its header",
      `${header} ${question} c00c 0001`,
      "answer record 1 ends 2 octets too early",
    ],
    [
      "a length that lies",
      `${header} ${question} c00c 0001 0001 00000000 00ff c0000201`,
      "answer record 1 says that its data is 255 octets long, but 4 are left",
    ],
    [
      "data longer than its type",
      `${header} ${question} c00c 0001 0001 00000000 0005 c000020100`,
      "answer record 1 of type A: A has 1 octet too many",
    ],
    [
      "data shorter than its type",
      `${header} ${question} c00c 000f 0001 00000000 0001 00`,
      "answer record 1 of type MX: MX preference ends 1 octet too early",
    ],
    [
      "a pointer to itself",
      `${header} ${question} c015 0001 0001 00000000 0004 c0000201`,
      "answer record 1 has a pointer that does not point back",
    ],
    [
      "a pointer forward",
      `${header} ${question} c018 0001 0001 00000000 0004 c0000201`,
      "answer record 1 has a pointer that does not point back",
    ],
    [
      "two pointers to one another",
      `${header} c00e c00c 0001 0001`,
      "question 1 has a pointer that does not point back",
    ],
    [
      "a label of an unknown type",
      `${header} 41 78 00 0001 0001`,
      "question 1 has a label of type 1; expected 0 or 3",
    ],
    ["octets after the end", `0001 8400 0000 0000 0000 0000 00`, "the message has 1 octet too many"],
    [
      "two OPT records",
      "0001 0000 0000 0000 0000 0002  00 0029 04d0 00000000 0000  00 0029 04d0 00000000 0000",
      "the message has 2 OPT records; expected 1 at most",
    ],
    [
      "an OPT record that is an answer",
      "0001 0000 0000 0001 0000 0000  00 0029 04d0 00000000 0000",
      "the message has an OPT record outside the additional section",
    ],
    [
      "an OPT record with a name",
      "0001 0000 0000 0000 0000 0001  0178 00 0029 04d0 00000000 0000",
      "the OPT record does not have the root as its owner",
    ],
    [
      "an option that is longer than OPT",
      "0001 0000 0000 0000 0000 0001  00 0029 04d0 00000000 0005 0003 0002 00",
      "the OPT record ends 1 octet too early",
    ],
  ])("%s", (_, hex, fault) => {
    expect(decode(hex)).toEqual({ fault });
  });
});

describe("a message is written", () => {
  test("with every name that may be compressed as a pointer, in its own case", () => {
    const bytes = encodeMessage({
      ...EMPTY,
      question: [{ name: WWW, type: 15, class: CLASS_IN }],
      answer: [record("www.example.com. 300 IN MX 10 Mail.example.com.")],
    });
    expect(Buffer.from(bytes).toString("hex")).toBe(
      hex(`0001 0000 0001 0001 0000 0000
        03777777 076578616d706c65 03636f6d 00  000f 0001
        c00c 000f 0001 0000012c 0009  000a 044d61696c c010`),
    );
  });

  test("with names that may not be compressed in full (RFC 3597 §4)", () => {
    const srv = record("www.example.com. 300 IN SRV 0 0 443 www.example.com.");
    const bytes = encodeMessage({
      ...EMPTY,
      question: [{ name: WWW, type: 33, class: CLASS_IN }],
      answer: [srv],
    });
    expect(Buffer.from(bytes).toString("latin1").split(WWW)).toHaveLength(3);
  });

  test("not when it is longer than TCP can carry", () => {
    const answer = Array.from({ length: 300 }, () => ({
      ...record(". 0 IN TYPE65280 \\# 0"),
      rdata: "x".repeat(255),
    }));
    expect(() => encodeMessage({ ...EMPTY, answer })).toThrow(
      /^Message is 79,?8.. octets long; expected 65535 at most/,
    );
  });

  test("not with an rcode that needs EDNS and has none", () => {
    expect(() => encodeMessage({ ...EMPTY, rcode: 16 })).toThrow("Rcode 16 needs EDNS; expected 0 to 15");
  });
});

describe("laws", () => {
  test("any bytes decode to a message or a fault", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(decodeMessage(bytes)).toSatisfy((result: object) => "fault" in result || "id" in result);
      }),
    );
  });

  test("a message with any octets changed decodes to a message or a fault", () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(messages(), changes, fc.nat(), (message, places, cut) => {
        const bytes = encodeMessage(message);
        for (const [place, octet] of places) bytes[place % bytes.length] = octet;
        const end = cut % 3 === 0 ? cut % bytes.length : bytes.length;
        expect(decodeMessage(bytes.subarray(0, end))).toSatisfy(
          (result: object) => "fault" in result || "id" in result,
        );
      }),
      { numRuns: 300 },
    );
  });

  test("decoding what was encoded gives the message", () => {
    fc.assert(
      fc.property(messages(), (message) => {
        expect(decodeMessage(encodeMessage(message))).toEqual(message);
      }),
      { numRuns: 300 },
    );
  });
});

test.skipIf(!requireDnspython())("dnspython reads what we write, and we read what it writes", () => {
  const message: Message = {
    ...EMPTY,
    flags: { ...NO_FLAGS, qr: true, aa: true },
    question: [{ name: WWW, type: A, class: CLASS_IN }],
    // Names in data of a type that it does not know, and that RFC 3597 §4 lets us compress, are lost on dnspython.
    answer: ONE_OF_EACH.filter(({ type }) => isReadBy(typeName(type), "dnspython")),
    additional: [record("ns.example.com. 300 IN AAAA 2001:db8::1")],
    edns: { version: 0, size: 1232, do: true, options: [{ code: NSID, data: "iad/1" }] },
  };
  const input = Buffer.from(encodeMessage(message)).toString("hex");
  const script = `
import dns.message, sys
message = dns.message.from_wire(bytes.fromhex(sys.stdin.read()))
print(message.question[0].to_text(), message.ednsflags, message.options[0].data.decode())
print(message.to_wire(max_size=65535).hex())`;
  const output = execFileSync(DEBIAN_PYTHON, ["-I", "-c", script], { input, encoding: "utf8" });
  const [seen, wire] = output.trim().split("\n");
  expect(seen).toBe("www.example.com. IN A 32768 iad/1");
  const theirs = decode(wire!);
  expect(theirs).toEqual({ ...message, answer: expect.any(Array) });
  expect("answer" in theirs && sorted(theirs.answer)).toEqual(sorted(message.answer));
});

const EMPTY: Message = {
  id: 1,
  opcode: 0,
  rcode: 0,
  flags: NO_FLAGS,
  question: [],
  answer: [],
  authority: [],
  additional: [],
};

/** The example of each record type. */
const ONE_OF_EACH = RECORD_TYPES.map(({ type, example }) =>
  record(`www.example.com. 300 IN ${type} ${example}`),
);

function messages(): fc.Arbitrary<Message> {
  const label = fc.string({
    unit: fc.constantFrom("a", "B", "*", "\0", "\xff", "."),
    minLength: 1,
    maxLength: 5,
  });
  const owner = fc
    .array(label, { maxLength: 5 })
    .map((labels) => labels.reduce<Name>((at, each) => childOf(each, at), ROOT));
  const klass = fc.constantFrom(CLASS_IN, CLASS_IN, 3, 254);
  const entry = fc.record({
    owner,
    class: klass,
    ttl: fc.nat(MAX_TTL),
    data: fc.constantFrom(...ONE_OF_EACH),
  });
  const records = fc.array(
    entry.map(({ data, ...rest }) => ({ ...data, ...rest })),
    { maxLength: 4 },
  );
  const option = fc.record({
    code: fc.nat(0xffff),
    data: fc.string({ unit: fc.constantFrom("\0", "a", "\xff") }),
  });
  const edns = fc.record({
    version: fc.nat(255),
    size: fc.nat(0xffff),
    do: fc.boolean(),
    options: fc.array(option, { maxLength: 3 }),
  });
  const bit = fc.boolean();
  const header = fc.record({
    id: fc.nat(0xffff),
    opcode: fc.nat(15),
    flags: fc.record({ qr: bit, aa: bit, tc: bit, rd: bit, ra: bit, ad: bit, cd: bit }),
    question: fc.array(fc.record({ name: owner, type: fc.nat(0xffff), class: klass }), { maxLength: 2 }),
    answer: records,
    authority: records,
    additional: records,
  });
  const plain = fc.tuple(header, fc.nat(15)).map(([rest, rcode]) => ({ ...rest, rcode }));
  const extended = fc
    .tuple(header, edns, fc.nat(0xfff))
    .map(([rest, opt, rcode]) => ({ ...rest, rcode, edns: opt }));
  return fc.oneof(plain, extended);
}

function record(line: string): MessageRecord {
  const result = parseRecord(line);
  if ("message" in result) throw new Error(`${line}: ${result.message}`);
  return { ...result, class: CLASS_IN };
}

function name(text: string): Name {
  return parseName(text) as Name; // the tests name only names
}

function sorted(records: readonly ZoneRecord[]): ZoneRecord[] {
  return records.toSorted((a, b) => a.type - b.type);
}

function decode(text: string): ReturnType<typeof decodeMessage> {
  return decodeMessage(Buffer.from(hex(text), "hex"));
}

function hex(text: string): string {
  return text.replace(/\s+/g, "");
}
