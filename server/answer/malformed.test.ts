import fc from "fast-check";
import { expect, test } from "vitest";
import { describeAnswer, exchange, queryOf, readAnswer, serveText, tablesOf } from "../../test/serve-text.ts";
import { UNKNOWN_CLIENT } from "../query/client.ts";
import { makeIdentity } from "./identity.ts";
import { makeResponder } from "./respond.ts";

const zones = {
  "example.com.": `
    @     SOA ns host 1 7200 3600 1209600 60
    @     NS ns
    www   A 192.0.2.1
    *.w   CNAME www
    d     DNAME w
    sub   NS ns.sub
    ns.sub A 192.0.2.2
  `,
};
const respond = makeResponder(tablesOf(zones), makeIdentity("s", "v"));
const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");
const answer = (packet: Uint8Array) => exchange(respond, packet)?.toString("hex") ?? "silence";

const WWW = "03 777777 07 6578616d706c65 03 636f6d 00";
const OPT = "00 0029 04d0 00 00 0000 0000";
const A = "00 0001 0001 00000000 0004 c0000201";

test.each([
  ["nothing", ""],
  ["two octets", "1234"],
  ["a header that is one octet short", "1234 0000 0001 0000 0000 00"],
  ["a response", `1234 8000 0001 0000 0000 0000 ${WWW} 0001 0001`],
])("%s is met with silence", (_name, packet) => {
  expect(answer(hex(packet))).toBe("silence");
});

test.each([
  ["no question", "1234 0000 0000 0000 0000 0000"],
  ["two questions", `1234 0000 0002 0000 0000 0000 ${WWW} 0001 0001 ${WWW} 0001 0001`],
  ["a question that is missing", "1234 0000 0001 0000 0000 0000"],
  ["a question without its class", `1234 0000 0001 0000 0000 0000 ${WWW} 0001`],
  ["a name that runs over the end", "1234 0000 0001 0000 0000 0000 3f 777777"],
  ["a name that is a pointer to itself", "1234 0000 0001 0000 0000 0000 c00c 0001 0001"],
  ["a label of an unknown kind", "1234 0000 0001 0000 0000 0000 40 00 0001 0001"],
  ["a name of 256 octets", `1234 0000 0001 0000 0000 0000 ${"3f".padEnd(128, "61").repeat(4)} 00 0001 0001`],
])("%s is FORMERR, a header and nothing more", (_name, packet) => {
  expect(answer(hex(packet))).toBe("123480010000000000000000");
});

test.each([
  ["an answer", `1234 0000 0001 0001 0000 0000 ${WWW} 0001 0001 ${A}`],
  ["an authority", `1234 0000 0001 0000 0001 0000 ${WWW} 0001 0001 ${A}`],
  ["an additional record that is no OPT", `1234 0000 0001 0000 0000 0001 ${WWW} 0001 0001 ${A}`],
  ["two OPT records (RFC 6891 §6.1.1)", `1234 0000 0001 0000 0000 0002 ${WWW} 0001 0001 ${OPT} ${OPT}`],
  ["an OPT that is not there", `1234 0000 0001 0000 0000 0001 ${WWW} 0001 0001`],
  ["an OPT with an owner", `1234 0000 0001 0000 0000 0001 ${WWW} 0001 0001 01 61 ${OPT}`],
  [
    "an OPT longer than the packet",
    `1234 0000 0001 0000 0000 0001 ${WWW} 0001 0001 00 0029 04d0 00 00 0000 0004`,
  ],
  [
    "an option longer than its OPT",
    `1234 0000 0001 0000 0000 0001 ${WWW} 0001 0001 00 0029 04d0 00 00 0000 0005 0003 0005 00`,
  ],
  ["half an option", `1234 0000 0001 0000 0000 0001 ${WWW} 0001 0001 00 0029 04d0 00 00 0000 0002 0003`],
])("a query with %s is FORMERR, with the question", (_name, packet) => {
  expect(answer(hex(packet))).toBe(hex(`1234 8001 0001 0000 0000 0000 ${WWW} 0001 0001`).toString("hex"));
});

test.each([
  ["one octet of an owner", "03"],
  ["an owner that runs over the end", "03 7777"],
  ["an owner and nothing more", "00"],
  ["half a pointer", "c0"],
  ["a pointer and nothing more", "c0 0c"],
  ["an owner with a label of an unknown kind", "40 00 0006 0001 00000000 0000"],
  ["a record without its last octet of length", "00 0006 0001 00000000 00"],
  ["a record that is longer than the packet", "00 0006 0001 00000000 0001"],
])("%s in a section that is skipped is FORMERR, with the question", (_name, record) => {
  for (const [opcode, counts, type] of [
    ["20", "0001 0000", "0006"],
    ["20", "0000 0001", "0006"],
    ["00", "0000 0001", "00fb"],
  ]) {
    const packet = hex(`1234 ${opcode}00 0001 ${counts} 0000 ${WWW} ${type} 0001 ${record}`);
    const expected = hex(`1234 ${opcode === "20" ? "a0" : "80"}01 0001 0000 0000 0000 ${WWW} ${type} 0001`);
    expect(answer(packet)).toBe(expected.toString("hex"));
  }
});

test("a section that counts more records than there are is FORMERR", () => {
  const packet = hex(`1234 2000 0001 ffff ffff 0000 ${WWW} 0006 0001 ${A} ${A}`);
  expect(answer(packet)).toBe(hex(`1234 a001 0001 0000 0000 0000 ${WWW} 0006 0001`).toString("hex"));
});

test.each([
  ["IQUERY", 1],
  ["STATUS", 2],
  ["UPDATE", 5],
  ["15", 15],
])("opcode %s is NOTIMP, with RD and opcode as they were", (_name, opcode) => {
  const packet = queryOf("www.example.com. A");
  packet[2] = (opcode << 3) | 1;
  const question = "03777777076578616d706c6503636f6d0000010001";
  expect(answer(packet)).toBe(`1234${(0x81 | (opcode << 3)).toString(16)}040001000000000000${question}`);
});

test("an opcode that we do not know gets OPT for OPT, and the reason (RFC 6891 §6.1.1, RFC 8914 §4.22)", () => {
  const packet = queryOf("example.com. SOA", { size: 1232 });
  packet[2] = 5 << 3;
  const message = readAnswer(exchange(respond, packet));
  expect(message).toMatchObject({ rcode: 4, edns: { options: [{ code: 15, data: "\0\x15" }] } });
});

test("UPDATE with its four sections is NOTIMP, whatever stands in them", () => {
  const zone = `${WWW} 0006 0001`;
  const packet = hex(`1234 2800 0001 0001 0002 0001 ${zone} ${A} ${A} ${A} ${OPT}`);
  expect(answer(packet)).toBe(
    hex(`1234 a804 0001 0000 0000 0001 ${zone} 00 0029 04d0 00 00 0000 0006 000f 0002 0015`).toString("hex"),
  );
});

test("an opcode without a question, as DSO has it (RFC 8490 §5.4), is NOTIMP", () => {
  expect(answer(hex("1234 3000 0000 0000 0000 0000 0001 0004 00001388"))).toBe("1234b0040000000000000000");
});

test("NOTIFY is NOTAUTH: nobody is primary over us", () => {
  const packet = queryOf("example.com. SOA");
  packet[2] = 4 << 3;
  expect(describeAnswer(exchange(respond, packet))).toEqual(["NOTAUTH"]);
});

test("of the header's flags only RD comes back, and the identifier", () => {
  const packet = queryOf("www.example.com. A");
  packet[2] = 0x07; // AA, TC, RD
  packet[3] = 0xf5; // RA, Z, AD, CD, and a response code
  expect(exchange(respond, packet)?.subarray(0, 4).toString("hex")).toBe("12348500");
});

test("the question comes back in its own case, and what stands after it is ignored", () => {
  const packet = Buffer.concat([queryOf("wWw.ExAmPlE.cOm. A"), Buffer.from("garbage")]);
  const octets = exchange(respond, packet)!;
  expect(octets.subarray(12, 33)).toEqual(packet.subarray(12, 33));
  expect(octets.readUInt16BE(6)).toBe(1);
});

test("transfers are refused for our zones, and not ours for other names", () => {
  const ask = serveText(zones);
  expect(ask("example.com. AXFR")).toEqual(["NOTIMP"]);
  expect(ask("example.com. AXFR", { tcp: true })).toEqual(["REFUSED"]);
  expect(ask("example.com. IXFR")).toEqual(["REFUSED"]);
  expect(ask("www.example.com. AXFR", { tcp: true })).toEqual(["NOTAUTH"]);
  expect(ask("example.org. AXFR", { tcp: true })).toEqual(["NOTAUTH"]);
});

test("an answer may be written over its query", () => {
  const packet = queryOf("x.d.example.com. A", { size: 1232 });
  const buffer = new Uint8Array(1232);
  buffer.set(packet);
  const length = respond(buffer, packet.length, buffer, 1232, UNKNOWN_CLIENT);
  expect(Buffer.from(buffer.subarray(0, length))).toEqual(exchange(respond, packet));
});

test("any octets get silence or an answer within the limit, never an exception", () => {
  const names = ["www", "a.w", "b.d", "x.sub", "nothing", "sub"].map((name) =>
    queryOf(`${name}.example.com. A`, { do: true }),
  );
  const mutated = fc
    .tuple(
      fc.constantFrom(...names),
      fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { maxLength: 4 }),
      fc.nat(8),
    )
    .map(([packet, changes, cut]) => {
      const copy = Buffer.from(packet);
      for (const [at, octet] of changes) copy[at % copy.length] = octet;
      return copy.subarray(0, copy.length - cut);
    });
  fc.assert(
    fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 300 })), (packet) => {
      const octets = exchange(respond, packet);
      if (octets === undefined) return;
      expect(octets.length).toBeLessThanOrEqual(1232);
      expect(describeAnswer(octets)[0]).not.toContain("unreadable");
    }),
    { numRuns: 5000 },
  );
});
