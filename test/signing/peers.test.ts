import { describe, expect, test } from "vitest";
import { printName } from "../../dns/name.ts";
import { tagOf } from "../../dns/signing/key-records.ts";
import { RRSIG } from "../../dns/type-numbers.ts";
import { zoneOf } from "../zone-text.ts";
import { type Checker, checkSigned, installedCheckers } from "./check-signed.ts";
import { HARD_ZONES } from "./hard-zones.ts";
import { randomZones } from "./random-zones.ts";
import { makeKey, signWith } from "./sign-with.ts";

const DENIALS = ["nsec", "nsec3"] as const;

describe.each(installedCheckers())("%s accepts what is signed here", (checker) => {
  const key = makeKey(13);
  const cases = [...HARD_ZONES, ...randomZones(6)].flatMap(([what, zone]) =>
    DENIALS.map((denial) => ({ what, denial, zone })),
  );

  test.each(cases.filter(({ what, denial }) => !CANNOT[checker](what, denial)))(
    "$what, with $denial",
    async ({ zone, denial }) => {
      expect(await checkSigned(checker, signWith(zone, [key], { denial }))).toBe("");
    },
  );

  test.each([8, 14, 15] as const)("with a key of algorithm %i", async (algorithm) => {
    const zone = HARD_ZONES.get("wildcards, at the apex, below a name, and below an empty non-terminal")!;
    expect(await checkSigned(checker, signWith(zone, [makeKey(algorithm)]))).toBe("");
  });

  test("with a key for keys and one for the rest, and others that sign nothing", async () => {
    const zone = HARD_ZONES.get("nothing below the apex")!;
    const keys = [
      makeKey(13, { signs: "keys" }),
      makeKey(13, { signs: "zone", flags: 256, isWanted: false }),
      makeKey(13, { signs: "none", flags: 256, isWanted: false }),
    ];
    expect(await checkSigned(checker, signWith(zone, keys, { csync: true }))).toBe("");
  });

  // Where two keys sign all, kzonecheck 3.2 misses a signature that is there, after dnssec-signzone too.
  test.skipIf(checker === "kzonecheck")(
    "with two algorithms, while the zone asks for its DS to be removed",
    async () => {
      const zone = HARD_ZONES.get("nothing below the apex")!;
      expect(await checkSigned(checker, signWith(zone, [makeKey(8), key], { isLeaving: true }))).toBe("");
    },
  );
});

/** What a program is no judge of, whoever signed it. */
const CANNOT: { readonly [C in Checker]: (what: string, denial: "nsec" | "nsec3") => boolean } = {
  // With ZONEMD and NSEC3 it does not come to an end where names have no NSEC3, for zones of ldns-signzone either.
  "ldns-verify-zone": (what, denial) =>
    denial === "nsec3" && /occlude|glue|nested|cut below|random/.test(what),
  "dnssec-verify": (what) => what.startsWith("a wildcard that is delegated"), // it reads no such zone
  // It refuses records below a DNAME, and delegations without glue.
  kzonecheck: (what) => what.startsWith("DNAME") || /^random zone [02]$/.test(what),
};

// kzonecheck takes CDS for those of the zone, wherever they stand.
test.each(installedCheckers().filter((checker) => checker !== "kzonecheck"))(
  "%s accepts CDS and CDNSKEY of another zone below the apex, signed by the key for the zone (RFC 9615)",
  async (checker) => {
    const base = HARD_ZONES.get("nothing below the apex")!;
    const keys = [
      makeKey(13, { signs: "keys" }),
      makeKey(13, { signs: "zone", flags: 256, isWanted: false }),
    ];
    const owner = "_dsboot.example.net._signal.ns1";
    const text = `${owner} 300 CDS 1 13 2 ${"ab".repeat(32)}\n${owner} 300 CDNSKEY 257 3 13 ${"A".repeat(86)}==\n`;
    const more = zoneOf(printName(base.origin), text).records;
    const signed = signWith({ ...base, records: [...base.records, ...more] }, keys);
    const tags = signed.records
      .filter(({ type, owner }) => type === RRSIG && printName(owner).startsWith("_dsboot"))
      .map(({ rdata }) => Buffer.from(rdata.slice(16, 18), "latin1").readUInt16BE());
    expect(new Set(tags)).toEqual(new Set([tagOf(keys[1]!.key)]));
    expect(await checkSigned(checker, signed)).toBe("");
  },
);
