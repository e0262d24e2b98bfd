import * as real from "node:buffer";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Buffer, type Encoding } from "./buffer.ts";

const ENCODINGS: readonly Encoding[] = ["utf8", "latin1", "ascii", "hex", "base64", "base64url"];
const READ = ENCODINGS.filter((encoding) => encoding !== "ascii"); // Node clears the high bits of ASCII; nobody here reads it

test.each(READ)("octets as %s are what Node makes of them", (encoding) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
      expect(Buffer.from(octets).toString(encoding)).toBe(real.Buffer.from(octets).toString(encoding));
    }),
  );
});

test.each(ENCODINGS)("a text read as %s is the octets that Node reads", (encoding) => {
  const digits = fc.string({ unit: fc.constantFrom(..."0123456789abcdefABCDEF+/-_=.") });
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: encoding === "hex" ? "binary-ascii" : "binary" }), digits),
      (text) => {
        fc.pre(!encoding.startsWith("base64") || /^[\w+/-]*=*$/.test(text)); // what else is in it, the caller refuses
        expect([...Buffer.from(text, encoding)]).toEqual([...real.Buffer.from(text, encoding)]);
      },
    ),
  );
});

test("parts, order and numbers are as in Node", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 4 }), fc.uint8Array(), (a, b) => {
      expect(Buffer.compare(a, b)).toBe(real.Buffer.compare(a, b));
      expect([...Buffer.concat([a, b])]).toEqual([...real.Buffer.concat([a, b])]);
      expect(Buffer.from(a).readUInt32BE(a.length - 4)).toBe(real.Buffer.from(a).readUInt32BE(a.length - 4));
      expect(Buffer.from(a).readUInt16BE(1)).toBe(real.Buffer.from(a).readUInt16BE(1));
      expect(Buffer.from(a).subarray(1, 3).toString("hex")).toBe(real.Buffer.from(a).toString("hex", 1, 3));
    }),
  );
});

test("octets are copied as in Node, out of any array of them", () => {
  const range = fc.tuple(fc.nat(40), fc.nat(40)).map(([start, length]) => [start, start + length] as const);
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 80, maxLength: 90 }),
      range,
      fc.nat(20),
      (from, [start, end], at) => {
        const [ours, theirs] = [new Uint8Array(100), new Uint8Array(100)];
        const copied = Buffer.prototype.copy.call(from as Buffer, ours, at, start, end); // it needs no more
        expect(copied).toBe(real.Buffer.from(from).copy(theirs, at, start, end));
        expect(ours).toEqual(theirs);
      },
    ),
  );
});
