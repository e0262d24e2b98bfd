import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Fault } from "./fault.ts";
import { type Name, printName } from "./name.ts";
import { octetsOf, Reader, Writer } from "./wire.ts";

describe("a writer", () => {
  test("writes numbers in network byte order and grows as needed", () => {
    const out = new Writer(1);
    out.u8(0x01);
    out.u16(0x0203);
    out.u32(0xf4050607);
    out.octets("\x08\xff");
    out.copy(Uint8Array.of(9, 10, 11, 12), 1, 3);
    expect(hexOf(out.since(0))).toBe("01 0203 f4050607 08ff 0a0b".replaceAll(" ", ""));
    expect(hexOf(out.since(7))).toBe("08ff0a0b");
    expect(out.length).toBe(11);
  });

  test("keeps what is written when it grows", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (parts) => {
        const out = new Writer(0);
        for (const part of parts) out.copy(part, 0, part.length);
        expect(out.since(0)).toBe(Buffer.concat(parts).toString("latin1"));
      }),
    );
  });
});

describe("a reader", () => {
  test("reads back what was written", () => {
    const wire = reader("01 0203 f4050607 08ff 0a0b");
    expect([wire.u8(), wire.u16(), wire.u32(), hexOf(wire.octets(2)), hexOf(wire.rest())]).toEqual([
      1,
      0x0203,
      0xf4050607,
      "08ff",
      "0a0b",
    ]);
    wire.finish();
  });

  test("never passes its end, though the bytes go on", () => {
    const wire = new Reader(Uint8Array.of(1, 2, 3, 4, 5), 1, 3);
    expect(() => wire.u32()).toThrow("ends 2 octets too early");
    expect(wire.u16()).toBe(0x0203);
    expect(() => wire.u8()).toThrow("ends 1 octet too early");
    expect(wire.rest()).toBe("");
  });

  test("says how much is left over", () => {
    expect(() => reader("01").finish()).toThrow("has 1 octet too many");
    expect(() => reader("0102").finish()).toThrow("has 2 octets too many");
  });
});

describe("a name is read", () => {
  test.each([
    ["the root", "00", 0, ".", 1],
    ["plain", "03777777 07 6578616d706c65 00 ff", 0, "www.example.", 13],
    ["with any octets", "03 002eff 00", 0, "\\000\\.\\255.", 5],
    ["through a pointer", "03 636f6d 00 01 61 c000", 5, "a.com.", 9],
    ["through a pointer alone", "03 636f6d 00 c000", 5, "com.", 7],
    ["through two pointers", "03 636f6d 00 01 61 c000 01 62 c005", 9, "b.a.com.", 13],
    ["through a pointer into the middle of a name", "01 61 01 62 00 01 63 c002", 5, "c.b.", 9],
  ])("%s", (_, hex, at, text, after) => {
    const wire = reader(hex, at, true);
    expect(printName(wire.name())).toBe(text);
    expect(wire.at).toBe(after);
  });

  test.each([
    ["without its end", "03 777777", 0, "ends inside a name"],
    ["that is empty", "", 0, "ends inside a name"],
    ["cut in a label", "03 7777", 0, "ends inside a label"],
    ["cut in a pointer", "00 c0", 1, "ends inside a pointer"],
    ["with a label type of 01", "41 61 00", 0, "has a label of type 1; expected 0 or 3"],
    ["with a label type of 10", "80 00", 0, "has a label of type 2; expected 0 or 3"],
    ["with a pointer to itself", "c000", 0, "has a pointer that does not point back"],
    ["with a pointer forward", "c002 00", 0, "has a pointer that does not point back"],
    ["with pointers in a circle", "c002 c000", 2, "has a pointer that does not point back"],
    ["with a pointer into itself", "01 61 c000", 0, "has a pointer that does not point back"],
    ["that a pointer leads beyond the message", "c0ff", 0, "has a pointer that does not point back"],
  ])("but not one %s", (_, hex, at, message) => {
    expect(() => reader(hex, at, true).name()).toThrow(message);
  });

  test("a pointer is refused where names are not compressed", () => {
    expect(() => reader("00 c000", 1).name()).toThrow("has a compressed name");
  });

  test("255 octets are the most, also when pointers make them", () => {
    const label = `3f${"61".repeat(63)}`;
    expect(reader(`${label.repeat(3)} 3d${"62".repeat(61)} 00`).name()).toHaveLength(255);
    expect(() => reader(`${label.repeat(3)} 3e${"62".repeat(62)} 00`).name()).toThrow(
      "longer than 255 octets",
    );
    expect(() => reader(`${label.repeat(4)} 00`).name()).toThrow("longer than 255 octets");
    // Three labels of 63 octets, then a name of 62 octets more and a pointer to them.
    const compressed = `${label.repeat(3)} 00 3e${"62".repeat(62)} c000`;
    expect(() => reader(compressed, 193, true).name()).toThrow("longer than 255 octets");
  });

  test("any octets give a name that fits or a fault, and reading ends", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), fc.boolean(), (bytes, at, compressed) => {
        const wire = new Reader(bytes, Math.min(at, bytes.length), bytes.length, compressed);
        try {
          const name: Name = wire.name();
          expect(name.length).toBeLessThanOrEqual(255);
          expect(wire.at).toBeLessThanOrEqual(bytes.length);
          expect(Reader.of(name).name()).toBe(name);
        } catch (error) {
          expect(error).toBeInstanceOf(Fault);
        }
      }),
    );
  });
});

test("octets as a string have one character each", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(100), fc.nat(100), (bytes, a, b) => {
      const [start, end] = [Math.min(a, b, bytes.length), Math.min(Math.max(a, b), bytes.length)];
      const expected = Buffer.from(bytes.subarray(start, end)).toString("latin1");
      expect(octetsOf(bytes, start, end)).toBe(expected);
      expect(octetsOf(Buffer.from(bytes), start, end)).toBe(expected);
    }),
  );
});

function reader(hex: string, at = 0, compressed = false): Reader {
  const bytes = Buffer.from(hex.replaceAll(" ", ""), "hex");
  return new Reader(bytes, at, bytes.length, compressed);
}

function hexOf(octets: string): string {
  return Buffer.from(octets, "latin1").toString("hex");
}
