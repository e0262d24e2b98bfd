import type { Cds, ZoneKey } from "../../src/dnssec/zone-keys.ts";
import { keyIn, type YearKeys } from "./year-keys.ts";

/** How a zone's keys stand after a step; undefined: it is not signed. */
export type Stand = { readonly cds: Cds; readonly keys: readonly ZoneKey[] } | undefined;

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
export function tellStory({ old, next, zoneOne, zoneTwo, curve }: YearKeys): readonly Phase[] {
  const seen = (...keys: readonly ZoneKey[]): Stand => ({ cds: "keys", keys });
  return [
    {
      name: "enable",
      week: 1,
      trouble: "secondary-behind",
      steps: [
        {
          name: "sign",
          stand: { cds: "none", keys: [keyIn(old, "csk", "active")] },
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
    {
      name: "algorithm roll 8 to 13",
      week: 30,
      trouble: "secondary-behind",
      steps: [
        {
          name: "sign with 13",
          stand: seen(
            keyIn(next, "ksk", "active", "seen"),
            keyIn(zoneTwo, "zsk", "active"),
            keyIn(curve, "csk", "early"),
          ),
        },
        {
          name: "publish 13",
          stand: seen(
            keyIn(next, "ksk", "active", "seen"),
            keyIn(zoneTwo, "zsk", "active"),
            keyIn(curve, "csk", "active"),
          ),
          goesBack: true,
        },
        {
          name: "change the DS to 13",
          stand: seen(
            keyIn(next, "ksk", "active", "leaving"),
            keyIn(zoneTwo, "zsk", "active"),
            keyIn(curve, "csk", "active", "wanted"),
          ),
        },
        {
          name: "publish 8 no more",
          stand: seen(
            keyIn(next, "ksk", "late"),
            keyIn(zoneTwo, "zsk", "late"),
            keyIn(curve, "csk", "active", "seen"),
          ),
        },
        { name: "sign with 13 alone", stand: seen(keyIn(curve, "csk", "active", "seen")) },
      ],
    },
    {
      name: "disable",
      week: 45,
      trouble: "secondary-behind",
      steps: [
        {
          name: "ask for the DS to go",
          stand: { cds: "delete", keys: [keyIn(curve, "csk", "active", "leaving")] },
          goesBack: true,
        },
        { name: "sign no more", stand: undefined },
      ],
    },
  ];
}
