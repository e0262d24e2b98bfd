import type { Cds, Denial, ZoneKey } from "../../src/dnssec/zone-keys.ts";
import { keyIn, type YearKey, type YearKeys } from "./year-keys.ts";

/** How a zone's keys stand after a step; undefined: it is not signed. */
export type Stand =
  | { readonly cds: Cds; readonly denial: Denial; readonly keys: readonly ZoneKey[] }
  | undefined;

/** A step on the way: it is made as soon as the judgement of it allows. */
export interface Step {
  readonly name: string;
  readonly stand: Stand;
  /** The release after it brings back the records of before, with the keys of then. */
  readonly goesBack?: true;
}

/** Steps that follow one another, and what goes wrong meanwhile, from their first one on. */
export interface Phase {
  readonly name: string;
  /** The week of the year in which it begins. */
  readonly week: number;
  readonly trouble: Trouble;
  readonly steps: readonly Step[];
}

/** What goes wrong in a phase. */
export type Trouble =
  /** The secondary hears nothing for a day. */
  | "secondary-behind"
  /** The clock of one machine stands still for 16 days. */
  | "clock-stands"
  /** One machine starts without the private keys, and has them a day later. */
  | "key-missing"
  | "none";

/** The year: from unsigned to signed, all rolls, and back. */
export function tellStory({ old, next, zoneOne, zoneTwo, curve, edwards }: YearKeys): readonly Phase[] {
  const seen = (...keys: readonly ZoneKey[]): Stand => ({ cds: "keys", denial: "nsec", keys });
  const hashed = (...keys: readonly ZoneKey[]): Stand => ({ cds: "keys", denial: "nsec3", keys });
  return [
    {
      name: "enable",
      week: 1,
      trouble: "secondary-behind",
      steps: [
        {
          name: "sign",
          stand: { cds: "none", denial: "nsec", keys: [keyIn(old, "csk", "active")] },
          goesBack: true,
        },
        { name: "want the DS", stand: seen(keyIn(old, "csk", "active", "wanted")) },
      ],
    },
    {
      name: "CSK roll",
      week: 6,
      trouble: "clock-stands",
      steps: [
        {
          name: "sign with both",
          stand: seen(keyIn(old, "csk", "active", "seen"), keyIn(next, "csk", "active")),
          goesBack: true,
        },
        {
          name: "change the DS",
          stand: seen(keyIn(old, "csk", "active", "leaving"), keyIn(next, "csk", "active", "wanted")),
        },
        { name: "remove the old key", stand: seen(keyIn(next, "csk", "active", "seen")) },
      ],
    },
    {
      name: "split into KSK and ZSK",
      week: 13,
      trouble: "key-missing",
      steps: [
        {
          name: "publish a ZSK",
          stand: seen(keyIn(next, "csk", "active", "seen"), keyIn(zoneOne, "zsk", "published")),
          goesBack: true,
        },
        {
          name: "sign with it",
          stand: seen(keyIn(next, "ksk", "active", "seen"), keyIn(zoneOne, "zsk", "active")),
        },
      ],
    },
    {
      name: "ZSK roll",
      week: 20,
      trouble: "secondary-behind",
      steps: [
        {
          name: "publish the next ZSK",
          stand: seen(
            keyIn(next, "ksk", "active", "seen"),
            keyIn(zoneOne, "zsk", "active"),
            keyIn(zoneTwo, "zsk", "published"),
          ),
        },
        {
          name: "sign with the next ZSK",
          stand: seen(
            keyIn(next, "ksk", "active", "seen"),
            keyIn(zoneOne, "zsk", "retired"),
            keyIn(zoneTwo, "zsk", "active"),
          ),
          goesBack: true,
        },
        {
          name: "remove the old ZSK",
          stand: seen(keyIn(next, "ksk", "active", "seen"), keyIn(zoneTwo, "zsk", "active")),
        },
      ],
    },
    // A release changes all of the chain at once, so none is without a whole one: the order of RFC 5155 §10.4 and §10.5 comes by itself.
    {
      name: "NSEC to NSEC3",
      week: 25,
      trouble: "secondary-behind",
      steps: [
        {
          name: "deny by NSEC3",
          stand: hashed(keyIn(next, "ksk", "active", "seen"), keyIn(zoneTwo, "zsk", "active")),
          goesBack: true,
        },
      ],
    },
    {
      name: "algorithm roll 8 to 13",
      week: 30,
      trouble: "secondary-behind",
      steps: rollAlgorithm(
        13,
        { active: [keyIn(next, "ksk", "active", "seen"), keyIn(zoneTwo, "zsk", "active")], stand: hashed },
        curve,
      ),
    },
    {
      name: "algorithm roll 13 to 15",
      week: 36,
      trouble: "key-missing",
      steps: rollAlgorithm(15, { active: [keyIn(curve, "csk", "active", "seen")], stand: hashed }, edwards),
    },
    {
      name: "NSEC3 to NSEC",
      week: 42,
      trouble: "secondary-behind",
      steps: [
        {
          name: "deny by NSEC again",
          stand: seen(keyIn(edwards, "csk", "active", "seen")),
          goesBack: true,
        },
      ],
    },
    {
      name: "disable",
      week: 45,
      trouble: "secondary-behind",
      steps: [
        {
          name: "ask for the DS to go",
          stand: { cds: "delete", denial: "nsec", keys: [keyIn(edwards, "csk", "active", "leaving")] },
          goesBack: true,
        },
        { name: "sign no more", stand: undefined },
      ],
    },
  ];
}

/** Signatures come before their key, the key before its DS, and all that is old goes in reverse (RFC 6781 §4.1.4). */
function rollAlgorithm(
  algorithm: number,
  { active, stand }: { active: readonly ZoneKey[]; stand: (...keys: readonly ZoneKey[]) => Stand },
  key: YearKey,
): readonly Step[] {
  const from = active[0]!.algorithm;
  const leaving = active.map((each): ZoneKey => (each.ds === "seen" ? { ...each, ds: "leaving" } : each));
  const late = active.map((each): ZoneKey => ({ ...each, state: "late", ds: "absent" }));
  return [
    { name: `sign with ${algorithm}`, stand: stand(...active, keyIn(key, "csk", "early")) },
    {
      name: `publish ${algorithm}`,
      stand: stand(...active, keyIn(key, "csk", "active")),
      goesBack: true,
    },
    {
      name: `change the DS to ${algorithm}`,
      stand: stand(...leaving, keyIn(key, "csk", "active", "wanted")),
    },
    { name: `publish ${from} no more`, stand: stand(...late, keyIn(key, "csk", "active", "seen")) },
    { name: `sign with ${algorithm} alone`, stand: stand(keyIn(key, "csk", "active", "seen")) },
  ];
}
