import { describe, expect, test } from "vitest";
import { requireTool } from "../tools.ts";
import { HARD_ZONES } from "./hard-zones.ts";
import { chainOf, peerChain } from "./peer-chain.ts";
import { randomZones } from "./random-zones.ts";
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
