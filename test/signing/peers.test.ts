import { describe, expect, test } from "vitest";
import { checkSigned, installedCheckers } from "./check-signed.ts";
import { HARD_ZONES } from "./hard-zones.ts";
import { makeKey, signWith } from "./sign-with.ts";

const DENIALS = ["nsec", "nsec3"] as const;

describe.each(installedCheckers())("%s accepts what is signed here", (checker) => {
  const key = makeKey(13);

  test.each([...HARD_ZONES].flatMap(([what, zone]) => DENIALS.map((denial) => ({ what, denial, zone }))))(
    "$what, with $denial",
    async ({ zone, denial }) => {
      expect(await checkSigned(checker, signWith(zone, [key], { denial }))).toBe("");
    },
  );
});
