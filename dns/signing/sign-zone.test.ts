import { createHash, verify } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HARD_ZONES } from "../../test/signing/hard-zones.ts";
import { makeKey, policyWith, signWith } from "../../test/signing/sign-with.ts";
import { recordOf, zoneOf } from "../../test/zone-text.ts";
import { canonicalRdata } from "../canonical.ts";
import { flatten, unflatten } from "../flat-records.ts";
import { keyOf, printName } from "../name.ts";
import { decode } from "../records/index.ts";
import { RRSIG } from "../type-numbers.ts";
import { typeName } from "../types.ts";
import type { Zone, ZoneRecord } from "../zone.ts";
import { printRecord } from "../zone-file/print.ts";
import { verifyZonemd } from "../zonemd.ts";
import { shapeSign } from "./shape-signer.ts";
import { signFlatZone } from "./sign-zone.ts";

const KEY = makeKey(15);
const HEAD = "@ 3600 SOA ns h 7 7200 900 1209600 300\n@ 3600 NS ns\nns 3600 A 192.0.2.1\n";

function signed(
  text: string,
  ...rest: [how?: Parameters<typeof signWith>[2], window?: number]
): ZoneRecord[] {
  return [...signWith(zoneOf("example.com.", HEAD + text), [KEY], ...rest).records];
}

/** "owner covered" of each signature that is below the apex. */
function signaturesOf(records: readonly ZoneRecord[]): string[] {
  return records
    .filter(({ type, owner }) => type === RRSIG && printName(owner) !== "example.com.")
    .map(
      ({ owner, rdata }) =>
        `${printName(owner)} ${typeName((rdata.charCodeAt(0) << 8) | rdata.charCodeAt(1))}`,
    );
}

/** The lines of a type, the next name and what follows. */
function linesOf(records: readonly ZoneRecord[], mnemonic: string): string[] {
  return records.filter(({ type }) => typeName(type) === mnemonic).map(printRecord);
}

describe("what is signed (RFC 4035 §2.2)", () => {
  test("all of an authoritative name, DS alone at a cut, nothing below", () => {
    const text =
      "a 60 A 192.0.2.2\na 60 TXT x\nsub 60 NS ns.sub\nb.sub 60 NS x.net.\nns.sub 60 A 192.0.2.3\nsafe 60 NS ns\nsafe 60 DS 1 13 2 " +
      `${"ab".repeat(32)}\nd 60 DNAME x.net.\nb.d 60 A 192.0.2.4\n`;
    expect(signaturesOf(signed(text))).toEqual([
      "a.example.com. A",
      "a.example.com. TXT",
      "a.example.com. NSEC",
      "d.example.com. DNAME",
      "d.example.com. NSEC",
      "ns.example.com. A",
      "ns.example.com. NSEC",
      "safe.example.com. DS",
      "safe.example.com. NSEC",
      "sub.example.com. NSEC",
    ]);
  });

  test.each([
    ["a.b 60 A 192.0.2.2", "a.b", 4],
    ["* 60 A 192.0.2.2", "*", 2],
    ["*.w 60 A 192.0.2.2", "*.w", 3],
    ["x.*.w 60 A 192.0.2.2", "x.*.w", 5],
    ["\\*a 60 A 192.0.2.2", "*a", 3],
  ])("%s has the count of labels without a wildcard in front (RFC 4034 §3.1.3)", (line, name, labels) => {
    const rrsig = signed(line).find(
      ({ type, owner, rdata }) =>
        type === RRSIG && printName(owner).startsWith(`${name}.ex`) && rdata.startsWith("\0\x01"),
    )!;
    expect(rrsig.rdata.charCodeAt(3)).toBe(labels);
  });
});

describe("NSEC (RFC 4035 §2.3)", () => {
  test("links the names of the zone in their order, with their types", () => {
    const text =
      "Z 60 A 192.0.2.2\na.ent 60 A 192.0.2.2\nsub 60 NS ns.sub\nsub 60 TXT x\nns.sub 60 A 192.0.2.3\n";
    expect(linesOf(signed(text), "NSEC")).toEqual([
      "example.com. 300 IN NSEC a.ent.example.com. NS SOA RRSIG NSEC DNSKEY CDS CDNSKEY ZONEMD TYPE65403",
      "a.ent.example.com. 300 IN NSEC ns.example.com. A RRSIG NSEC",
      "ns.example.com. 300 IN NSEC sub.example.com. A RRSIG NSEC",
      "sub.example.com. 300 IN NSEC z.example.com. NS RRSIG NSEC",
      "Z.example.com. 300 IN NSEC example.com. A RRSIG NSEC",
    ]);
  });

  test("has the TTL of the SOA where its minimum is more (RFC 9077 §3)", () => {
    const zone = zoneOf("example.com.", HEAD.replace("3600 SOA", "60 SOA"));
    expect(linesOf(signWith(zone, [KEY]).records, "NSEC")[0]).toMatch(/^example\.com\. 60 /);
  });

  test("names addresses where an ALIAS stands, and not the ALIAS", () => {
    expect(linesOf(signed("al 60 TYPE65401 \\# 3 016100\n"), "NSEC")[1]).toBe(
      "al.example.com. 300 IN NSEC ns.example.com. A AAAA RRSIG NSEC",
    );
  });
});

test("NSEC3 has the names of NSEC and the empty non-terminals, without salt and iterations (RFC 9276 §3.1)", () => {
  const records = signed("a.b.ent 60 A 192.0.2.2\nsub 60 NS ns.sub\nns.sub 60 A 192.0.2.3\n", {
    denial: "nsec3",
  });
  const lines = linesOf(records, "NSEC3").map((line) => line.split(" IN NSEC3 1 0 0 - "));
  const typesByName = new Map(lines.map(([owner = "", rest = ""]) => [owner.slice(0, 32), rest.slice(33)]));
  const typesAt = (name: string) => typesByName.get(hash(name));
  expect(lines).toHaveLength(6);
  expect(typesAt("example.com.")).toBe("NS SOA RRSIG DNSKEY NSEC3PARAM CDS CDNSKEY ZONEMD TYPE65403");
  expect(typesAt("ent.example.com.")).toBe("");
  expect(typesAt("b.ent.example.com.")).toBe("");
  expect(typesAt("a.b.ent.example.com.")).toBe("A RRSIG");
  expect(typesAt("sub.example.com.")).toBe("NS");
  expect(lines.map(([owner = ""]) => owner.slice(0, 32))).toEqual([...typesByName.keys()].sort());
  expect(lines.map(([, rest = ""]) => rest.slice(0, 32)).sort()).toEqual([...typesByName.keys()].sort());
});

/** RFC 5155 §5, in Base32 by itself. */
function hash(name: string): string {
  const wire = name.split(".").map((label) => `${String.fromCharCode(label.length)}${label}`);
  const bits = [...createHash("sha1").update(wire.join(""), "latin1").digest()]
    .map((octet) => octet.toString(2).padStart(8, "0"))
    .join("");
  return bits
    .match(/.{5}/g)!
    .map((five) => Number.parseInt(five, 2).toString(32))
    .join("");
}

describe("records of keys", () => {
  const tag = (records: readonly ZoneRecord[]) =>
    /\d+ 15 2/.exec(linesOf(records, "CDS")[0]!)![0].split(" ")[0];

  test("CDS and CDNSKEY name the keys that the parent is to have", () => {
    const other = makeKey(13, { isWanted: false, signs: "none" });
    const zone = zoneOf("example.com.", HEAD);
    const { records } = signWith(zone, [KEY, other]);
    expect(linesOf(records, "DNSKEY")).toHaveLength(2);
    expect(linesOf(records, "CDNSKEY")).toEqual(
      linesOf(records, "DNSKEY")
        .filter((line) => line.includes(" 3 15 "))
        .map((line) => line.replace("DNSKEY", "CDNSKEY")),
    );
    expect(linesOf(records, "CDS")).toHaveLength(1);
    expect(tag(records)).toBeDefined();
  });

  test("the delete form stands alone (RFC 8078 §4)", () => {
    const records = signed("", { isLeaving: true });
    expect(linesOf(records, "CDS")).toEqual(["example.com. 3600 IN CDS 0 0 0 00"]);
    expect(linesOf(records, "CDNSKEY")).toEqual(["example.com. 3600 IN CDNSKEY 0 3 0 AA=="]);
  });

  test("CSYNC has the serial, and asks for NS and addresses at once (RFC 7477 §3)", () => {
    expect(linesOf(signed("", { csync: true }), "CSYNC")).toEqual([
      "example.com. 3600 IN CSYNC 7 1 A NS AAAA",
    ]);
  });

  test("a key that signs early or late is not published", () => {
    const late = makeKey(13, { isPublished: false, isWanted: false });
    const { records } = signWith(zoneOf("example.com.", HEAD), [KEY, late]);
    expect(linesOf(records, "DNSKEY")).toHaveLength(1);
    const algorithms = records.filter(({ type }) => type === RRSIG).map(({ rdata }) => rdata.charCodeAt(2));
    expect(algorithms.filter((algorithm) => algorithm === 13)).toHaveLength(algorithms.length / 2);
  });

  test("keys sign what they are for", () => {
    const ksk = makeKey(15, { signs: "keys" });
    const zsk = makeKey(13, { signs: "zone", flags: 256, isWanted: false });
    const { records } = signWith(zoneOf("example.com.", HEAD), [ksk, zsk]);
    const signatures = records.filter(({ type }) => type === RRSIG).map(({ rdata }) => decode(RRSIG, rdata));
    for (const signature of signatures) {
      if (signature.type !== "RRSIG") throw new Error("not reached");
      const isOfKeys = ["DNSKEY", "CDS", "CDNSKEY"].includes(typeName(signature.type_covered));
      expect(signature.algorithm).toBe(isOfKeys ? 15 : 13);
    }
  });
});

test("every signature is right for the records that it covers, whatever their case (RFC 4034 §3.1.8.1)", () => {
  for (const zone of HARD_ZONES.values()) {
    for (const denial of ["nsec", "nsec3"] as const) {
      const whole = signWith(zone, [KEY], { denial });
      expect(verifyZonemd(whole)).toEqual({ outcome: "verified" });
      for (const record of whole.records.filter(({ type }) => type === RRSIG)) {
        expect([printRecord(record), isRight(whole, record)]).toEqual([printRecord(record), true]);
      }
    }
  }
});

/** Puts together by itself what is signed. */
function isRight({ records }: Zone, { owner, rdata }: ZoneRecord): boolean {
  const type = (rdata.charCodeAt(0) << 8) | rdata.charCodeAt(1);
  const signer = rdata.indexOf("\0", 18) + 1;
  const data = records
    .filter((record) => record.type === type && keyOf(record.owner) === keyOf(owner))
    .map((record) => canonicalRdata(type, record.rdata));
  const ttl = rdata.slice(4, 8);
  const size = (text: string) => String.fromCharCode(text.length >> 8, text.length & 0xff);
  const parts = [...new Set(data)]
    .sort()
    .map((each) => `${keyOf(owner)}${rdata.slice(0, 2)}\0\x01${ttl}${size(each)}${each}`);
  return verify(
    null,
    Buffer.from(rdata.slice(0, signer) + parts.join(""), "latin1"),
    KEY.privateKey,
    Buffer.from(rdata.slice(signer), "latin1"),
  );
}

describe("the digest of the signed zone (RFC 8976 §3)", () => {
  test("is right where a name is the same as that of an NSEC3 record", () => {
    const text = `${hash("example.com.")} 60 A 192.0.2.2\n\\000.${hash("example.com.")} 60 TXT x\nx.${hash("ns.example.com.")} 60 ZONEMD 1 1 1 ${"ab".repeat(48)}\n`;
    const records = signed(text, { denial: "nsec3" });
    expect(verifyZonemd({ ...zoneOf("example.com.", HEAD), records })).toEqual({ outcome: "verified" });
    expect(signaturesOf(records).filter((each) => each.startsWith(hash("example.com.")))).toHaveLength(2);
  });

  test("is right and the same in whatever order the keys stand", () => {
    const zone = zoneOf("example.com.", HEAD);
    const [a, b, c] = [makeKey(15), makeKey(15), makeKey(8)];
    const signedBy = (...keys: (typeof a)[]) => signWith(zone, keys, {}, 2900);
    expect(verifyZonemd(signedBy(a, b, c))).toEqual({ outcome: "verified" });
    expect(verifyZonemd(signedBy(c, b, a))).toEqual({ outcome: "verified" });
    const lines = ({ records }: Zone) => records.map(printRecord).sort();
    const withoutPolicy = (line: string) => !line.includes("TYPE65403") && !line.includes("ZONEMD");
    expect(lines(signedBy(c, b, a)).filter(withoutPolicy)).toEqual(
      lines(signedBy(a, b, c)).filter(withoutPolicy),
    );
  });

  test("stands beside that of the content, and both are signed", () => {
    const content = `@ 3600 ZONEMD 7 240 1 ${"ab".repeat(48)}\n`;
    const records = signed(content);
    expect(linesOf(records, "ZONEMD").map((line) => line.slice(0, 44))).toEqual([
      "example.com. 3600 IN ZONEMD 7 240 1 abababab",
      expect.stringMatching(/^example\.com\. 3600 IN ZONEMD 7 1 1 [0-9a-f]+$/),
    ]);
    expect(verifyZonemd({ ...zoneOf("example.com.", HEAD), records })).toEqual({ outcome: "verified" });
  });
});

test("an RRset whose TTLs differ is signed with the lowest (RFC 2181 §5.2)", () => {
  const records = signed("a 90 A 192.0.2.2\na 60 A 192.0.2.3\n");
  const rrsig = records.find(({ type, owner }) => type === RRSIG && printName(owner) === "a.example.com.")!;
  expect([rrsig.ttl, decode(RRSIG, rrsig.rdata)]).toMatchObject([60, { original_ttl: 60 }]);
});

describe("times", () => {
  const timesOf = (records: readonly ZoneRecord[]) =>
    records
      .filter(({ type }) => type === RRSIG)
      .map(({ rdata }) => Buffer.from(rdata, "latin1"))
      .map((rdata) => ({ expiration: rdata.readUInt32BE(8), inception: rdata.readUInt32BE(12) }));

  test("signatures begin a day before the window and hold 30 days, spread over three more", () => {
    const start = 2900 * 604_800;
    const times = timesOf(signed("a 60 A 192.0.2.2\n", {}, 2900));
    for (const { expiration, inception } of times) {
      expect(inception).toBe(start - 86_400);
      const hours = (expiration - start - 30 * 86_400) / 3600;
      expect(Number.isInteger(hours) && hours >= 0 && hours < 72).toBe(true);
    }
    expect(new Set(times.map(({ expiration }) => expiration)).size).toBeGreaterThan(3);
  });

  test("a zone that secondaries keep for long has signatures that hold for longer", () => {
    const zone = zoneOf(
      "example.com.",
      HEAD.replace("1209600", "3600000").replace("ns 3600 A", "ns 86400 A"),
    );
    const start = 2900 * 604_800;
    for (const { expiration } of timesOf(signWith(zone, [KEY], {}, 2900).records)) {
      expect(expiration - start).toBeGreaterThanOrEqual((7 + 2) * 86_400 + 3_600_000 + 86_400);
      expect(expiration - start).toBeLessThan((7 + 2 + 3) * 86_400 + 3_600_000 + 86_400);
    }
  });
});

test("the same task gives the same octets, whatever the order of the records", () => {
  const zone = HARD_ZONES.get("upper case, in owners and in data")!;
  const records = [...zone.records, recordOf("a.example.com. 300 TXT x")];
  const linesOfSigned = (shuffled: readonly ZoneRecord[]) =>
    unflatten(sign(shuffled))
      .map(printRecord)
      .map((line) => line.toLowerCase());
  fc.assert(
    fc.property(fc.shuffledSubarray(records, { minLength: records.length }), (shuffled) => {
      expect(linesOfSigned(shuffled)).toEqual(linesOfSigned(records));
    }),
    { numRuns: 20 },
  );

  function sign(shuffled: readonly ZoneRecord[]) {
    return signFlatZone({
      origin: Buffer.from(zone.origin, "latin1"),
      records: flatten(shuffled),
      policy: policyWith([KEY]),
      window: 2900,
      signerOf: shapeSign,
    });
  }
});

test("a key that signs and has no signer is told by its tag", () => {
  const policy = policyWith([KEY]);
  const task = {
    origin: Buffer.from("\x07example\x03com\0", "latin1"),
    records: flatten(zoneOf("example.com.", HEAD).records),
    policy,
    window: 2900,
    signerOf: () => undefined,
  };
  expect(() => signFlatZone(task)).toThrow(/^Cannot sign without the private half of key \d+$/);
});
