import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { childOf, compareNames, keyOf, labelsOf, type Name, parentOf, printName } from "../../dns/name.ts";
import { NSEC, NSEC3, RRSIG } from "../../dns/type-numbers.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { exchange, readAnswer, tablesOf } from "../../test/serve-text.ts";
import { HARD_ZONES } from "../../test/signing/hard-zones.ts";
import { randomZones } from "../../test/signing/random-zones.ts";
import { makeKey, signWith } from "../../test/signing/sign-with.ts";
import { nameOf, zoneOf } from "../../test/zone-text.ts";
import { makeIdentity } from "./identity.ts";
import { makeResponder } from "./respond.ts";

const key = makeKey(15);
const cases = [...HARD_ZONES, ...randomZones(8)]
  .filter(([what]) => !what.startsWith("DNAME")) // what it occludes is not served
  .flatMap(([what, zone]) => (["nsec", "nsec3"] as const).map((denial) => ({ what, denial, zone })));

describe("NXDOMAIN of a signed zone has the proofs that one finds by looking at each", () => {
  test.each(cases)("$what, with $denial", ({ zone, denial }) => {
    const signed = signWith(zone, [key], { denial });
    const { respond, lookAtEach } = prepare(signed);
    let denied = 0;
    fc.assert(
      fc.property(namesIn(signed), (name) => {
        const answer = readAnswer(exchange(respond, questionFor(name), true));
        if (answer.rcode !== NXDOMAIN || answer.answer.length > 0) return; // an alias has led to another name
        denied += 1;
        expect(answer.authority.filter(isOfDenial).map(said)).toEqual(lookAtEach(name).map(said));
      }),
      { numRuns: 150 },
    );
    expect(denied).toBeGreaterThan(0);
  });
});

test.each([
  ["n109719", "n156723"],
  ["n156723", "n109719"],
])("%s has the right proofs beside %s, whose hash has the same first 32 bits", (asked, other) => {
  const head = "@ SOA ns1 h 1 7200 900 1209600 300\n@ NS ns1\nns1 A 192.0.2.1\n";
  const hosts = Array.from({ length: 30 }, (_, index) => `host-${index} A 192.0.2.3\n`).join("");
  const zone = zoneOf("example.com.", `${head}${hosts}${other} A 192.0.2.2`);
  const { respond, lookAtEach } = prepare(signWith(zone, [key], { denial: "nsec3" }));
  const name = nameOf(`${asked}.example.com.`);
  const answer = readAnswer(exchange(respond, questionFor(name), true));
  expect(answer.authority.filter(isOfDenial).map(said)).toEqual(lookAtEach(name).map(said));
});

const NXDOMAIN = 3;

/** Names that are there, above such, below such, and beside them by an octet or by their length. */
function namesIn({ origin, records }: Zone): fc.Arbitrary<Name> {
  const owners = [...new Set(records.filter(({ type }) => type !== NSEC3).map(({ owner }) => owner))];
  const label = fc.oneof(
    fc.constantFrom("*", "a", "ns", "z", "\0", "\xff", "-"),
    fc
      .array(fc.nat(255), { minLength: 1, maxLength: 3 })
      .map((octets) => String.fromCharCode(...octets).toLowerCase()),
  );
  const beside = fc.tuple(fc.constantFrom(...owners), fc.nat(70), fc.nat(255)).map(([owner, at, octet]) => {
    if (owner === origin) return owner;
    const first = labelsOf(owner)[0]!; // it is below the apex
    const other = first.slice(0, at % first.length) + String.fromCharCode(octet) + first.slice(at + 1);
    return childOf(other, parentOf(owner));
  });
  const above = fc.tuple(fc.constantFrom(...owners), fc.nat(3)).map(([owner, up]) => {
    let name = owner;
    for (let left = up; left > 0 && keyOf(name) !== keyOf(origin); left--) name = parentOf(name);
    return name;
  });
  const places = fc.oneof(beside, above);
  return fc
    .tuple(places, fc.array(label, { maxLength: 2 }))
    .map(([name, labels]) => labels.reduce<Name>((below, next) => childOf(next, below), name))
    .filter((name) => name.length <= 250);
}

/** A server of the zone, and who finds the denials of a name in it as the RFCs say which they are. */
function prepare(zone: Zone) {
  const tables = tablesOf({ [printName(zone.origin)]: zone.records.map(printRecord).join("\n") });
  const denials = Map.groupBy(zone.records.filter(isOfDenial), ({ owner }) => keyOf(owner));
  const names = namesOf(zone);
  const hasNsec3 = zone.records.some(({ type }) => type === NSEC3);
  const owners = [...denials.keys()].sort(compareNames);
  return {
    respond: makeResponder(tables, makeIdentity("", "")),
    lookAtEach: (name: Name): ZoneRecord[] => {
      let nextCloser = name;
      while (!names.has(keyOf(parentOf(nextCloser)))) nextCloser = parentOf(nextCloser);
      const encloser = parentOf(nextCloser);
      const wildcard = childOf("*", encloser);
      const proofs = hasNsec3
        ? [encloser, nextCloser, wildcard].map((each) => lastUpTo(owners, hashed(each, zone.origin)))
        : [name, wildcard].map((each) => lastUpTo(owners, each));
      return [...new Set(proofs)].flatMap((owner) => denials.get(owner)!.sort(signaturesLast));
    },
  };
}

/** Those with records, and all between them and the apex. */
function namesOf({ origin, records }: Zone): ReadonlySet<Name> {
  const names = new Set<Name>();
  for (const record of records) {
    if (isOfDenial(record)) continue;
    for (let name = keyOf(record.owner); name.length >= origin.length; name = parentOf(name)) names.add(name);
  }
  return names;
}

/** The last of these that is not behind the name, and before the first the last of all. */
function lastUpTo(owners: readonly Name[], name: Name): Name {
  return owners.findLast((owner) => compareNames(owner, name) <= 0) ?? owners.at(-1)!;
}

/** The owner that an NSEC3 of the name has, without salt and iterations (RFC 5155 §5). */
function hashed(name: Name, origin: Name): Name {
  const hash = createHash("sha1")
    .update(Buffer.from(keyOf(name), "latin1"))
    .digest("hex");
  return childOf(BigInt(`0x${hash}`).toString(32).padStart(32, "0"), origin);
}

function isDenial(type: number): boolean {
  return type === NSEC || type === NSEC3;
}

/** It is an NSEC or NSEC3, or the signature of one. */
function isOfDenial({ type, rdata }: ZoneRecord): boolean {
  return isDenial(type === RRSIG ? (rdata.charCodeAt(0) << 8) | rdata.charCodeAt(1) : type);
}

function signaturesLast(a: ZoneRecord, b: ZoneRecord): number {
  return Number(a.type === RRSIG) - Number(b.type === RRSIG);
}

function questionFor(name: Name): Uint8Array {
  const octets = [...Buffer.from(name, "latin1")];
  return Uint8Array.of(...HEADER, ...octets, ...TYPE_AND_CLASS, ...OPT_WITH_DO);
}

const HEADER = [0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1];
const TYPE_AND_CLASS = [0, 99, 0, 1]; // SPF, which no zone here has
const OPT_WITH_DO = [0, 0, 41, 16, 0, 0, 0, 0x80, 0, 0, 0];

/** As it stands in a message: an owner is written as it was asked for, or in lower case. */
function said(record: ZoneRecord): string {
  return printRecord({ ...record, owner: keyOf(record.owner) });
}
