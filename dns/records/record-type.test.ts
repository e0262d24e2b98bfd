import { describe, expect, test } from "vitest";
import { faultOf } from "../../test/record-types/fault-of.ts";
import { parseRdata } from "../../test/record-types/parse-rdata.ts";
import { u16 } from "../fields/integer.ts";
import { Reader } from "../wire.ts";
import { MX } from "./mx.ts";
import { recordType } from "./record-type.ts";
import { SOA } from "./soa.ts";
import { TXT } from "./txt.ts";

const EXAMPLE = "\x07example\x03com\0";

describe("rdata in a message", () => {
  test("a compressed name is written out (RFC 1035 §4.1.4)", () => {
    const message = Buffer.from(`${EXAMPLE}\x00\x0a\x04mail\xc0\x00`, "latin1");
    const wire = new Reader(message, EXAMPLE.length, message.length, true);
    expect(MX.expand(wire)).toBe(`\x00\x0a\x04mail${EXAMPLE}`);
  });

  test("several names may point to each other", () => {
    const message = Buffer.from(
      `${EXAMPLE}\x03ns1\xc0\x00\x04host\xc0\x0d${"\0\0\0\x01".repeat(5)}`,
      "latin1",
    );
    const wire = new Reader(message, EXAMPLE.length, message.length, true);
    expect(SOA.read(SOA.expand(wire))).toMatchObject({
      mname: `\x03ns1${EXAMPLE}`,
      rname: `\x04host\x03ns1${EXAMPLE}`,
      minimum: 1,
    });
  });

  test("what is left over is refused", () => {
    const message = Buffer.from(`${EXAMPLE}\x00\x0a\xc0\x00\x00`, "latin1");
    const wire = new Reader(message, EXAMPLE.length, message.length, true);
    expect(faultOf(() => MX.expand(wire)).message).toBe("MX has 1 octet too many");
  });

  test("a name that ends with the message is refused", () => {
    const message = Buffer.from("\x00\x0a\x04mai", "latin1");
    expect(faultOf(() => MX.expand(new Reader(message, 0, message.length, true))).message).toBe(
      "MX exchange ends inside a label",
    );
  });
});

describe("rdata of more than 65535 octets", () => {
  const strings = Array.from({ length: 257 }, () => "a".repeat(255));

  test("is not written", () => {
    expect(faultOf(() => TXT.write({ text: strings })).message).toBe(
      "TXT is 65792 octets long; expected 65535 at most",
    );
  });

  test("is not read from text", () => {
    expect(faultOf(() => parseRdata(TXT, strings.join(" "))).message).toBe(
      "TXT is 65792 octets long; expected 65535 at most",
    );
  });

  test("of exactly 65535 octets is", () => {
    const most = [...strings.slice(0, 255), "a".repeat(254)];
    expect(TXT.write({ text: most })).toHaveLength(65535);
  });
});

test("a fault says which field it is about; a type with one field has no name for it", () => {
  expect(faultOf(() => parseRdata(MX, "x .")).message).toMatch(/^MX preference is "x"/);
  expect(faultOf(() => parseRdata(TXT, "")).message).toMatch(/^TXT is missing/);
});

test("an entry is what a record type is made of", () => {
  const type = recordType({
    type: "TEST",
    code: 65281,
    rfc: "RFC 6895 §3.1",
    about: "Two numbers",
    example: "1 2",
    fields: { first: u16, second: u16 },
    describe: { first: "One", second: "Two" },
  });
  expect(type.names).toEqual(["first", "second"]);
  expect(type.read("\0\x01\0\x02")).toEqual({ first: 1, second: 2 });
  expect(type.write({ first: 1, second: 2 })).toBe("\0\x01\0\x02");
  expect(type.print("\0\x01\0\x02")).toBe("1 2");
});
