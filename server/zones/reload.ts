import { keyOf, type Name } from "../../dns/name.ts";
import { compareProblems, type Problem } from "../../dns/problem.ts";
import { compile } from "../tables/compile/compile.ts";
import { restageZone } from "../tables/compile/restage.ts";
import { addZone, makeStaging, type Staging } from "../tables/compile/staging.ts";
import { giveBackMemory } from "../tables/give-back.ts";
import { type Loaded, sizeOf } from "./load.ts";
import { type LoadedZone, stageZone } from "./stage-zone.ts";
import { findZoneFiles, type ZoneFile } from "./zone-files.ts";

/** What a thread does that loads zones again, see `reload`; it tells the result and ends. */
export interface ReloadTask {
  readonly kind: "reload";
  readonly path: string;
  readonly before: Loaded;
}

/** What has become of the zones since they were loaded. */
export type Reloaded = {
  /** What is wrong with files that cannot be served as they are, sorted. */
  readonly problems: readonly Problem[];
  /** All files that were read. */
  readonly files: readonly string[];
} & (
  | {
      readonly kind: "changed";
      readonly loaded: Loaded;
      /** Zones that are served as before, for their files have problems now. */
      readonly kept: readonly Name[];
      /** Zones that have problems and were not served before either. */
      readonly left: readonly Name[];
    }
  /** What would be served is what is served. */
  | { readonly kind: "same" }
  /** Nothing can be said about the zones: everything stays as it is. */
  | { readonly kind: "refused" }
);

/**
 * Loads the zones of a folder or a manifest again (see `load`), beside those that are served. A zone whose file cannot be
 * served any more stays as it is; a zone that has gone goes. What counts is the content of the files.
 */
export function reload(path: string, before: Loaded): Reloaded {
  const found = findZoneFiles(path);
  if ("problems" in found) return { kind: "refused", problems: found.problems, files: [] };
  const problems: Problem[] = [];
  const faulty = new Set<string>();
  const files = new Set<string>();
  for (;;) {
    const staging = makeStaging(sizeOf(found.files));
    const staged = stageAll(staging, found.files, faulty, before, problems);
    for (const file of staged.zones.flatMap((zone) => zone.files)) files.add(file);
    if (faulty.size > staged.faulty) continue;
    if (staged.zones.length === 0) return { kind: "refused", ...seen() };
    if (isSame(staged.zones, before.zones)) return { kind: "same", ...seen() };
    giveBackMemory(); // what was read of the files: the tables that are served are still there
    const compiled = compile(staging);
    if (!("problems" in compiled)) {
      const { zones, kept, left } = staged;
      return { kind: "changed", loaded: { tables: compiled.tables, zones }, kept, left, ...seen() };
    }
    problems.push(...compiled.problems);
    const places = new Set(compiled.problems.map(({ file }) => file));
    for (const zone of staged.zones) {
      if (zone.files.some((file) => places.has(file))) faulty.add(keyOf(zone.origin));
    }
    if (faulty.size === staged.faulty) return { kind: "refused", ...seen() };
  }

  function seen() {
    return { problems: problems.sort(compareProblems), files: [...files] };
  }
}

interface Staged {
  readonly zones: readonly LoadedZone[];
  readonly kept: readonly Name[];
  readonly left: readonly Name[];
  /** How many were known to be faulty before. */
  readonly faulty: number;
}

/** Stages all zones, those that are faulty from the tables. Where another turns out to be faulty, it adds that. */
function stageAll(
  staging: Staging,
  files: readonly ZoneFile[],
  faulty: Set<string>,
  before: Loaded,
  problems: Problem[],
): Staged {
  const zones: LoadedZone[] = [];
  const [kept, left]: [Name[], Name[]] = [[], []];
  const known = faulty.size;
  for (const file of files) {
    const key = keyOf(file.origin);
    if (faulty.has(key)) {
      const number = before.zones.findIndex(({ origin }) => keyOf(origin) === key);
      if (number < 0) {
        left.push(file.origin);
        continue;
      }
      kept.push(file.origin);
      const zone = addZone(staging, Buffer.from(file.origin, "latin1"), file.file);
      restageZone(staging, zone, before.tables, number);
      zones.push(before.zones[number]!);
    } else {
      const count = problems.length;
      zones.push(stageZone(staging, file, problems));
      if (problems.length > count) faulty.add(key);
    }
  }
  return { zones, kept, left, faulty: known };
}

function isSame(zones: readonly LoadedZone[], before: readonly LoadedZone[]): boolean {
  if (zones.length !== before.length) return false;
  const digests = new Map(before.map(({ origin, digest }) => [keyOf(origin), digest]));
  return zones.every(({ origin, digest }) => digests.get(keyOf(origin)) === digest);
}
