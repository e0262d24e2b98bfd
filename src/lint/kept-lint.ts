import type { Name } from "../../dns/name.ts";
import { FAMILIES } from "./families.ts";
import { findIn, type RawFinding, withoutDoubtful } from "./lint.ts";
import type { LintRecord, LintZone } from "./lint-zone.ts";
import { rememberUnfound, unfoundAmong } from "./nameserver-circle.ts";
import type { Outside } from "./outside.ts";
import type { Finding } from "./rule.ts";
import { indexZone, type ZoneIndex, type Zones } from "./zone-index.ts";

/** Applies the rules to zones that belong together, as `lint` does. */
export type Lint = <Kind extends LintRecord>(
  zones: readonly LintZone<Kind>[],
  outside: Outside,
) => Finding<Kind>[][];

/**
 * The same as `lint`, again and again: a zone is judged anew only where it is another object than before, or where a zone is
 * that its rules have looked at, or looked for in vain. Only for rules that ask nobody.
 */
export function keptLint(): Lint {
  const tracked = new TrackedZones();
  let kept = new Map<LintZone, KeptZone>();
  let day: Outside["today"];
  return <Kind extends LintRecord>(zones: readonly LintZone<Kind>[], outside: Outside) => {
    // Another day finds something else in every zone.
    if (outside.today !== day) kept = new Map();
    day = outside.today;
    const indexes = zones.map((zone) => kept.get(zone)?.index ?? indexZone(zone, tracked));
    const all = new Map<Name, ZoneIndex>();
    for (const index of indexes) if (!all.has(index.apex)) all.set(index.apex, index);
    tracked.hold(all);
    const unfound = unfoundAmong(all);
    rememberUnfound(tracked, unfound);
    const isSame = kept.size === zones.length && indexes.every(({ zone }) => kept.has(zone));
    const next = new Map<LintZone, KeptZone>();
    for (const index of indexes) {
      const before = kept.get(index.zone);
      const isUnfound = unfound.has(index.apex);
      const isValid =
        before !== undefined && !isUnfound && !before.isUnfound && isAsSeen(before.seen, all, isSame);
      next.set(index.zone, isValid ? before : judge(index, tracked, isUnfound, day));
    }
    kept = next;
    const broken = new Set(zones.flatMap((zone) => [...zone.broken]));
    const found = indexes.map(({ zone }) => {
      const { raw, unchecked } = next.get(zone)!;
      for (const [rule, reason] of unchecked) outside.notChecked(rule, reason);
      return withoutDoubtful(raw, zone, broken);
    });
    return found as Finding<Kind>[][]; // they hold only records of their zone
  };
}

/** A zone, what was found in it, and which zones that hangs on. */
interface KeptZone {
  readonly index: ZoneIndex;
  readonly raw: readonly RawFinding[];
  readonly unchecked: readonly (readonly [rule: string, reason: string])[];
  readonly seen: Seen;
  /** Its nameservers could not be found, which hangs on any zone. */
  readonly isUnfound: boolean;
}

/** Which zones were looked at: by name with what was found, or all of them. */
interface Seen {
  readonly byName: Map<Name, ZoneIndex | undefined>;
  isAll: boolean;
}

function judge(index: ZoneIndex, zones: TrackedZones, isUnfound: boolean, today: Outside["today"]): KeptZone {
  const unchecked: (readonly [string, string])[] = [];
  const notChecked: Outside["notChecked"] = (rule, reason) => void unchecked.push([rule, reason]);
  const outside: Outside = { notChecked, ...(today !== undefined && { today }) };
  const seen: Seen = { byName: new Map(), isAll: false };
  const raw = zones.watch(seen, () => findIn(index, outside, FAMILIES));
  return { index, raw, unchecked, seen, isUnfound };
}

function isAsSeen({ byName, isAll }: Seen, all: Zones, isSame: boolean): boolean {
  if (isAll && !isSame) return false;
  for (const [name, index] of byName) if (all.get(name) !== index) return false;
  return true;
}

/** The zones as rules see them, which remembers what was looked at. */
class TrackedZones implements Zones {
  #all: Zones = new Map();
  #seen: Seen | undefined;

  /** These are the zones from now on. */
  hold(all: Zones): void {
    this.#all = all;
  }

  /** What is looked at meanwhile is written down. */
  watch<Result>(seen: Seen, act: () => Result): Result {
    this.#seen = seen;
    try {
      return act();
    } finally {
      this.#seen = undefined;
    }
  }

  get(name: Name): ZoneIndex | undefined {
    const found = this.#all.get(name);
    this.#seen?.byName.set(name, found);
    return found;
  }

  has(name: Name): boolean {
    return this.get(name) !== undefined;
  }

  get size(): number {
    return this.#every().size;
  }

  forEach(act: (value: ZoneIndex, key: Name, map: Zones) => void): void {
    for (const [name, index] of this.#every()) act(index, name, this);
  }

  entries(): MapIterator<[Name, ZoneIndex]> {
    return this.#every().entries();
  }

  keys(): MapIterator<Name> {
    return this.#every().keys();
  }

  values(): MapIterator<ZoneIndex> {
    return this.#every().values();
  }

  [Symbol.iterator](): MapIterator<[Name, ZoneIndex]> {
    return this.entries();
  }

  #every(): Zones {
    if (this.#seen !== undefined) this.#seen.isAll = true;
    return this.#all;
  }
}
