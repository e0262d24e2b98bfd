import { keyOf, type Name, printName } from "../../dns/name.ts";
import type { Problem } from "../../dns/problem.ts";
import type { LooksByZone } from "../dnssec/looks-file.ts";
import type { Files } from "../files/files.ts";
import { checkLayout } from "../fmt/check-layout.ts";
import type { Shown } from "../serial/shown.ts";
import type { Day } from "../source/day.ts";
import type { SourceZone } from "../source/source-zone.ts";
import { type InvariantsFile, load } from "../zones/load.ts";
import { unreadIn } from "../zones/unread.ts";
import { allZones, applyRules, readZones } from "../zones/validate.ts";
import { makePlan, type Plan, type Published, type RemovedZone } from "./plan.ts";

/** The zones before a pull request: those at the commit where it left its base. */
export interface Base {
  /** By key. Undefined for a zone that was there and has errors: what it said is not known. */
  readonly zones: ReadonlyMap<Name, SourceZone | undefined>;
  /** Those that are undefined there: that one of them goes is known all the same. */
  readonly broken: ReadonlyMap<Name, RemovedZone>;
  /** Something that concerns every zone was wrong, so that a zone that is not among these may not be new. */
  readonly isBroken: boolean;
  /** What the reader has to know of it: one sentence each. */
  readonly notes: readonly string[];
  /** What had to hold of them, where somebody wrote that down. */
  readonly invariants?: InvariantsFile;
  /**
   * What was wrong with them, found when it is asked for, on some day for what expires; left out where their content is not
   * known.
   */
  readonly problems?: (today?: Day) => readonly Problem[];
}

/** A base without any zone, as a new repository has it. */
export const EMPTY_BASE: Base = { zones: new Map(), broken: new Map(), isBroken: false, notes: [] };

/** Reads the zones of the base. Errors in them are no failure of the pull request, which may be there to mend them. */
export async function readBase(folder: string, files: Files): Promise<Base> {
  if ((await files.list(folder)) === undefined) return EMPTY_BASE;
  const sources = await load(folder, files);
  const read = readZones(sources);
  checkLayout(sources, read);
  const zones = allZones(read);
  const { zones: unknown, isCommon: isBroken } = unreadIn(read);
  return {
    zones: new Map(zones.map((zone) => [keyOf(zone.origin), unknown.has(zone) ? undefined : zone])),
    broken: new Map([...unknown].map(({ origin, file }) => [keyOf(origin), { origin, file }])),
    isBroken,
    ...(sources.invariants && { invariants: sources.invariants }),
    problems: (today) => applyRules(read, undefined, undefined, today).problems,
    notes: [
      ...(isBroken
        ? ["The zones were broken before this pull request, so what it changes is not known."]
        : []),
      ...(isBroken ? [] : [...unknown]).map(
        ({ origin }) =>
          `${printName(origin)} was broken before this pull request, so what changes in it is not known.`,
      ),
    ],
  };
}

/**
 * A base of which only the names of its files are known: what changes in a zone that stays is unknown, and that one goes
 * is seen.
 *
 * @param names files that need not have their content
 * @param why the first note: why no more is known
 */
export async function nameBase(folder: string, names: Files, why: string): Promise<Base> {
  const { zones } = await load(folder, names);
  return {
    zones: new Map(zones.map(({ origin }) => [keyOf(origin), undefined])),
    broken: new Map(zones.map(({ origin, path }) => [keyOf(origin), { origin, file: path }])),
    isBroken: true,
    notes: [why],
  };
}

/**
 * Plans a pull request that has errors: nothing is served and nobody is asked, and what changes in a zone that could not
 * be read is not known. Undefined where no zone was read at all, for nobody knows then which go.
 */
export function planDespiteErrors(
  base: Base,
  { zones, unread }: { readonly zones: readonly SourceZone[]; readonly unread: ReadonlySet<SourceZone> },
  now: Date,
): Plan | undefined {
  if (zones.length === 0) return undefined;
  const shown: readonly Shown[] = [
    { by: "The nameservers", kind: "silent", reason: "they are asked when there are no errors" },
  ];
  return makePullRequestPlan(base, zones, () => shown, now, unread);
}

/**
 * Plans a pull request: its zones against those of the base. It needs no network.
 *
 * @param shownOf what the nameservers show of a zone, where they could be asked
 * @param unread zones that could not be read, so that what changes in them is not known
 * @param keysNow what is seen now of the keys and DS of zones
 */
export function makePullRequestPlan(
  base: Base,
  zones: readonly SourceZone[],
  shownOf: (origin: Name) => readonly Shown[],
  now: Date,
  unread: ReadonlySet<SourceZone> = new Set(),
  keysNow: LooksByZone = new Map(),
): Plan {
  const keys = new Set(zones.map(({ origin }) => keyOf(origin)));
  const removed = [...base.zones].flatMap(([key, zone]) => {
    const gone = zone === undefined ? base.broken.get(key) : asRemoved(zone);
    return keys.has(key) || gone === undefined ? [] : [gone];
  });
  const unknown = new Set([...unread].map(({ origin }) => keyOf(origin)));
  return makePlan(
    zones,
    (origin) => {
      const seen = keysNow.get(keyOf(origin));
      return {
        ...publishedOf(base, origin, shownOf(origin), unknown.has(keyOf(origin))),
        ...(seen && { keysNow: seen }),
      };
    },
    removed,
    now,
  );
}

/** A zone of the sources, when it goes. */
export function asRemoved({ origin, file, records }: SourceZone): RemovedZone {
  return { origin, file, records: records.length, content: records };
}

function publishedOf(base: Base, origin: Name, shown: readonly Shown[], isUnread: boolean): Published {
  const key = keyOf(origin);
  // Nobody was asked, which is not the same as nobody having the zone.
  const seen: readonly Shown[] =
    shown.length > 0 ? shown : [{ by: "The nameservers", kind: "silent", reason: "none is configured" }];
  if (isUnread || base.isBroken || (base.zones.has(key) && base.zones.get(key) === undefined))
    return { shown: seen };
  const before = base.zones.get(key);
  if (before === undefined) return { shown: seen, records: [] };
  return { shown: seen, records: before.records, config: before.config };
}
