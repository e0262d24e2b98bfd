import { describe, expect, test } from "vitest";
import type { Zone } from "../../dns/zone.ts";
import { makeUniverse } from "../differential/make-universe.ts";
import { requireTool } from "../tools.ts";
import { HARD_ZONES } from "./hard-zones.ts";
import { chainOf, peerChain } from "./peer-chain.ts";
import { makeKey, signWith } from "./sign-with.ts";

const DENIALS = ["nsec", "nsec3"] as const;
const key = makeKey(13);

describe.each([
  ["ldns-signzone", "ldnsutils"],
  ["dnssec-signzone", "bind9-utils"],
] as const)("the chain of denials is the one that %s makes", (signer, debianPackage) => {
  const cases = [...HARD_ZONES, ...randomZones(6)]
    .filter(([what]) => !CANNOT[signer].test(what))
    .flatMap(([what, zone]) => DENIALS.map((denial) => ({ what, denial, zone })));

  test.skipIf(!requireTool(signer, debianPackage)).each(cases)(
    "$what, with $denial",
    async ({ zone, denial }) => {
      const signed = signWith(zone, [key], { denial });
      expect(chainOf(signed)).toEqual(await peerChain(signer, signed, denial, key));
    },
  );
});

/** Zones that a program does not read. */
const CANNOT = { "ldns-signzone": /^$/, "dnssec-signzone": /^a wildcard that is delegated$/ } as const;

function randomZones(count: number): [string, Zone][] {
  return Array.from({ length: count }, (_, number) => {
    const { origin, records } = makeUniverse(13, number, false).zones[0]!;
    return [`random zone ${number}`, { origin, records: records.filter(({ type }) => !MADE.has(type)) }];
  });
}

/** DNSSEC's own types, which a signer makes. */
const MADE: ReadonlySet<number> = new Set([46, 47, 48, 50, 51, 59, 60, 62, 63]);
