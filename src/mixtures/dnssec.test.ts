import { describe, expect, test } from "vitest";
import { dsOf, keyTag } from "../../dns/key-digest.ts";
import { type Name, printName } from "../../dns/name.ts";
import { codecOf } from "../../dns/records/index.ts";
import { DNSKEY, DS } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import { COM, zoneOf } from "../../test/planned.ts";
import { mixturesBetween } from "./mixtures.ts";

const LAB = "\x03lab\x07example\x03com\0" as Name;
const HEAD = "@ 3600 SOA ns1 hostmaster 0 7200 3600 1209600 900\n@ 3600 NS ns.example.net.\n";

const [OLD, NEW] = ["A", "B"].map((letter) => {
  const line = `@ 7200 DNSKEY 257 3 15 ${letter.repeat(42)}A=\n`;
  const key = zoneOf(HEAD + line, LAB).records.find(({ type }) => type === DNSKEY)!;
  const ds = `lab 600 DS ${codecOf(DS).print(dsOf(LAB, [key])[0]!.rdata)}\n`;
  const signed = `a 1200 A 192.0.2.1\na 1200 RRSIG A 15 4 1200 20300101000000 20260101000000 ${keyTag(key.rdata)} lab.example.com. AAAA\n`;
  return { line, ds, signed };
}) as [Lines, Lines];

interface Lines {
  readonly line: string;
  readonly ds: string;
  readonly signed: string;
}

function said(parent: readonly [string, string], child: readonly [string, string]): string[] {
  const pair = (origin: Name, [before, after]: readonly [string, string]) => ({
    origin,
    before: zoneOf(HEAD + before, origin).records,
    after: zoneOf(HEAD + after, origin).records,
  });
  return mixturesBetween([pair(COM, parent), pair(LAB, child)]).map(
    ({ kind, isDanger, owner, type, until, held }) =>
      `${isDanger ? "danger" : "effect"} ${kind} ${printName(owner)} ${typeName(type)} ${until} with old ${held.map((each) => typeName(each.type)).join(", ")}`,
  );
}

const CUT = "lab NS ns.example.net.\n";

describe("DNSSEC", () => {
  test.each<[string, [string, string], [string, string], string[]]>([
    [
      "DS and keys change at once",
      [CUT + OLD.ds, CUT + NEW.ds],
      [OLD.line, NEW.line],
      [
        "danger keys lab.example.com. DS 600 with old DS",
        "danger keys lab.example.com. DS 7200 with old DNSKEY",
      ],
    ],
    [
      "the DS changes while both keys stand",
      [CUT + OLD.ds, CUT + NEW.ds],
      [OLD.line + NEW.line, OLD.line + NEW.line],
      [],
    ],
    [
      "a zone is signed and its DS comes at once",
      [CUT, CUT + OLD.ds],
      ["", OLD.line],
      ["danger keys lab.example.com. DS 900 with old DNSKEY"],
    ],
    [
      "a zone is no longer signed, and its DS goes at once",
      [CUT + OLD.ds, CUT],
      [OLD.line, ""],
      ["danger keys lab.example.com. DS 600 with old DS"],
    ],
    ["a DS that fits no key before", [CUT + NEW.ds, CUT + OLD.ds], [OLD.line, OLD.line], []],
    [
      "another key, with all signatures",
      [CUT, CUT],
      [OLD.line + OLD.signed, NEW.line + NEW.signed],
      [
        "danger signatures lab.example.com. DNSKEY 7200 with old DNSKEY",
        "danger signatures lab.example.com. DNSKEY 1200 with old RRSIG",
      ],
    ],
    [
      "a key that is published before it signs",
      [CUT, CUT],
      [OLD.line + OLD.signed, OLD.line + NEW.line + OLD.signed],
      [],
    ],
    [
      "a key that goes before its signatures have",
      [CUT, CUT],
      [OLD.line + NEW.line + OLD.signed, NEW.line + NEW.signed],
      ["danger signatures lab.example.com. DNSKEY 1200 with old RRSIG"],
    ],
  ])("%s", (_, parent, child, expected) => {
    expect(said(parent, child)).toEqual(expected);
  });
});
