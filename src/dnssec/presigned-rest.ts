import { tagOf } from "../../dns/signing/key-records.ts";
import { readKeySignatures } from "../../dns/signing/key-signature-file.ts";
import { windowOf, windowStart } from "../../dns/signing/window.ts";
import type { Zone } from "../../dns/zone.ts";
import { keySigningOf, signedForSure } from "./key-signing.ts";

/** A key that is on no machine, and has signed the zone's keys for few weeks more. */
export interface PresignedRest {
  readonly tag: number;
  /** When the last week ends for which it has; undefined: it has not for this one. */
  readonly ends: Date | undefined;
  /** `soon`: somebody has to go to the key; `too-soon`: nothing may be released that rests on it. */
  readonly urgency: "soon" | "too-soon";
}

/** Six weeks: who has the key may be away for a month, and then it has to be released. */
const SOON = 42 * 86_400;
/**
 * Two weeks: what is released answers with the signatures in its image, which has to last through the next turn of the week, and for
 * a week more in which somebody finds out that nothing has come since.
 */
const TOO_SOON = 14 * 86_400;

/** Keys of a zone whose signatures over its keys, made beforehand, end before long. */
export function presignedRest(
  zone: Zone & { readonly keySignatures?: string },
  now: Date,
): readonly PresignedRest[] {
  const signing = zone.keySignatures === undefined ? undefined : keySigningOf(zone);
  if (zone.keySignatures === undefined || signing === undefined) return [];
  const { rrsigs } = readKeySignatures("", Buffer.from(zone.keySignatures), zone.origin);
  const seconds = now.getTime() / 1_000;
  return signedForSure(signing, rrsigs, windowOf(seconds)).flatMap(({ key, last }): PresignedRest[] => {
    const end = last === undefined ? undefined : windowStart(last + 1);
    const left = end === undefined ? 0 : end - seconds;
    if (left >= SOON) return [];
    return [
      {
        tag: tagOf(key),
        ends: end === undefined ? undefined : new Date(end * 1_000),
        urgency: left > TOO_SOON ? "soon" : "too-soon",
      },
    ];
  });
}
