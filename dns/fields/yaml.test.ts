import { describe, expect, test } from "vitest";
import { faultOf } from "../../test/record-types/fault-of.ts";
import { printName } from "../name.ts";
import { algorithm } from "./algorithm.ts";
import { base32hex } from "./base32hex.ts";
import { base64Rest } from "./base64.ts";
import { caaTag } from "./caa-tag.ts";
import { characterString } from "./character-string.ts";
import { duration } from "./duration.ts";
import { eui48 } from "./eui.ts";
import type { Field } from "./field.ts";
import { hexRest, salt } from "./hex.ts";
import { u8, u16, u32 } from "./integer.ts";
import { name } from "./name.ts";
import { timestamp } from "./timestamp.ts";
import { typeBitmap } from "./type-bitmap.ts";
import { recordTypeCode } from "./type-code.ts";

/** Values as they stand in YAML, which a zone file would not have in this form, and what is printed for them. */
const ACCEPTED: readonly (readonly [kind: string, faces: Faces, yaml: unknown, printed: string])[] = [
  ["a number", facesOf(u16), "10", "10"],
  ["a number that is one", facesOf(u16), 10, "10"],
  ["the greatest number", facesOf(u32), "4294967295", "4294967295"],
  ["a name with its dot", facesOf(name), "www.example.com.", "www.example.com."],
  ["a name without its dot, absolute all the same", facesOf(name), "www.example.com", "www.example.com."],
  ["a name that ends with an escaped dot", facesOf(name), "a\\.", "a\\.."],
  ["a name that ends with an escaped backslash", facesOf(name), "a\\\\.", "a\\\\."],
  ["the root", facesOf(name), ".", "."],
  ["hex in several lines", facesOf(hexRest()), "8a9a\n 7059", "8a9a7059"],
  ["hex in upper case", facesOf(hexRest()), "8A9A", "8a9a"],
  ["Base64 in several lines", facesOf(base64Rest), "AAEC\nAw==", "AAECAw=="],
  ["no salt", facesOf(salt), "-", "-"],
  ["a salt of digits", facesOf(salt), 1234, "1234"],
  [
    "a hash in upper case",
    facesOf(base32hex),
    "2T7B4G4VSA5SMI47K61MV5BV1A22BOJR",
    "2t7b4g4vsa5smi47k61mv5bv1a22bojr",
  ],
  ["an algorithm by its mnemonic", facesOf(algorithm), "ecdsap256sha256", "13"],
  ["an algorithm by its number", facesOf(algorithm), "13", "13"],
  ["a span of time", facesOf(duration), "1h30m", "5400"],
  ["seconds", facesOf(duration), 3600, "3600"],
  ["a time", facesOf(timestamp), "20260701000000", "20260701000000"],
  ["seconds since 1970", facesOf(timestamp), "0", "19700101000000"],
  ["types in any order and case", facesOf(typeBitmap), ["mx", "A", "TYPE1"], "A MX"],
  ["no types", facesOf(typeBitmap), [], ""],
  ["a type", facesOf(recordTypeCode), "type15", "MX"],
  ["an address of hardware in upper case", facesOf(eui48), "AA-BB-CC-DD-EE-FF", "aa-bb-cc-dd-ee-ff"],
  ["a text in UTF-8", facesOf(characterString), "ü", '"\\195\\188"'],
];

test.each(ACCEPTED)("%s", (_, { printAccepted }, yaml, printed) => {
  expect(printAccepted(yaml)).toBe(printed);
});

describe("refused", () => {
  test.each<[string, Pick<Field<unknown>, "accept">, unknown, string]>([
    ["a number that is too great", u8, 256, 'is "256"; expected a whole number from 0 to 255'],
    ["a fraction", u8, 1.5, 'is "1.5"; expected a whole number from 0 to 255'],
    ["a negative number", u8, -1, 'is "-1"; expected a whole number from 0 to 255'],
    ["a number in hex", u16, "0x10", 'is "0x10"; expected a whole number from 0 to 65535'],
    ["an empty number", u16, "", 'is ""; expected a whole number from 0 to 65535'],
    ["a list", u16, [10], "is a list; expected a single value"],
    ["a mapping", name, { toString: "a" }, "is a mapping; expected a single value"],
    ["nothing", name, null, "is nothing; expected a single value"],
    ["an empty name", name, "", 'is refused: Name "" has an empty label'],
    ["the at sign of zone files", name, "@", 'is "@", which has no meaning here'],
    ["an empty label", name, "a..b", 'is refused: Name "a..b" has an empty label'],
    [
      "a string of 256 octets",
      characterString,
      "ü".repeat(128),
      "has a string of 256 octets; expected 255 at most",
    ],
    ["a digit that is none", hexRest(), "0g", 'has the character "g"; expected hex digits'],
    [
      "a character outside ASCII",
      hexRest(),
      "0\u{1d7d8}",
      'has the character "\u{1d7d8}"; expected hex digits',
    ],
    ["an empty digest", hexRest(), "", "is 0 octets long; expected 1 at least"],
    ["an empty salt", salt, "", "is 0 octets long; expected 1 at least"],
    ["types in a text", typeBitmap, "A MX", "is no list; expected a list of record types"],
    [
      "a tag with a hyphen",
      caaTag,
      "is-sue",
      'is "is-sue"; expected a tag such as issue: 1 to 255 letters and digits',
    ],
    [
      "a time that does not exist",
      timestamp,
      "20260230000000",
      'is "20260230000000"; expected a time as YYYYMMDDHHmmSS, or seconds since 1970',
    ],
    [
      "a span without a unit at its end",
      duration,
      "1h5",
      'is "1h5"; expected seconds from 0 to 4294967295, or a time such as 1h30m',
    ],
    [
      "an algorithm named like a property",
      algorithm,
      "constructor",
      expect.stringContaining('is "constructor"; expected a whole number') as unknown as string,
    ],
  ])("%s", (_, field, yaml, message) => {
    expect(faultOf(() => field.accept(yaml)).message).toEqual(message);
  });
});

test("a name in YAML keeps its case", () => {
  expect(printName(name.accept("WWW.Example.com"))).toBe("WWW.Example.com.");
});

interface Faces {
  readonly printAccepted: (yaml: unknown) => string;
}

function facesOf<Value>(field: Field<Value>): Faces {
  return { printAccepted: (yaml) => field.print(field.accept(yaml)) };
}
