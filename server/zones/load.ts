import { statSync } from "node:fs";
import { keyOf, type Name, printName } from "../../dns/name.ts";
import { compareProblems, type Problem } from "../../dns/problem.ts";
import type { SerialSettings } from "../settings/serial-settings.ts";
import { compile } from "../tables/compile/compile.ts";
import { restageZone } from "../tables/compile/restage.ts";
import { addZone, makeStaging, type Staging } from "../tables/compile/staging.ts";
import { giveBackLoading } from "../tables/give-back.ts";
import type { Tables } from "../tables/tables.ts";
import { type LoadedZone, type SerialFor, stageZone } from "./stage-zone.ts";
import { findZoneFiles, type ZoneFile } from "./zone-files.ts";

/** What the server answers from. */
export interface Loaded {
  readonly tables: Tables;
  /** Zones that are served, in the order of the tables: one at least. */
  readonly zones: readonly LoadedZone[];
  /** Zones that cannot be loaded: they stand behind the others in the tables and are answered SERVFAIL. */
  readonly broken: readonly Name[];
}

/** What has come of loading. */
export type LoadResult = {
  /** What is wrong with the files, sorted; warnings are of zones that were not served before as they are. */
  readonly problems: readonly Problem[];
  /** All files that were read. */
  readonly files: readonly string[];
} & (
  | {
      readonly kind: "loaded";
      readonly loaded: Loaded;
      /** Zones that are served as before, for their files have problems now. */
      readonly kept: readonly Name[];
    }
  /** What would be served is what is served. */
  | { readonly kind: "same" }
  /** There is no zone to be served. Where some are, everything stays as it is. */
  | { readonly kind: "refused" }
);

/**
 * Reads, checks and compiles the zones of a folder or a manifest (see `Settings.zones`), beside those that are served
 * already. A zone whose file cannot be served stays as it was before; one that was not there before is broken, and keeps
 * no other from being served. A zone that has gone goes. What counts is the content of the files.
 *
 * @param serials for zones that are loaded at first. Loaded again, a zone keeps such a serial as long as its file is the
 *   same: one serial never stands for two contents.
 */
export function load(path: string, before?: Loaded, serials?: SerialSettings): LoadResult {
  const found = findZoneFiles(path);
  const problems = [...found.problems];
  const faulty = new Set<string>();
  for (const { origin, problem } of found.files) {
    if (problem === undefined) continue;
    problems.push(problem);
    faulty.add(keyOf(origin));
  }
  const files = new Set<string>();
  for (;;) {
    const staging = makeStaging(sizeOf(found.files));
    const staged = stageAll(staging, found.files, faulty, before, problems, serials);
    for (const file of staged.zones.flatMap((zone) => zone.files)) files.add(file);
    if (faulty.size > staged.faulty) continue;
    if (staged.zones.length === 0) return { kind: "refused", ...told() };
    if (before !== undefined && isSame(staged, before)) return { kind: "same", ...told() };
    const kept = new Set(staged.kept.map(keyOf));
    giveBackLoading(); // what was read of the files: the tables that are served are still there
    const compiled = compile(staging);
    if (!("problems" in compiled)) {
      const { zones, broken } = staged;
      const known = new Set(before?.zones.map(({ digest }) => digest));
      for (const { digest, warnings } of zones) if (!known.has(digest)) problems.push(...warnings);
      return {
        kind: "loaded",
        loaded: { tables: compiled.tables, zones, broken },
        kept: staged.kept,
        ...told(),
      };
    }
    for (const { zone, problem } of compiled.problems) {
      const { origin } = staged.zones[zone]!;
      // A zone out of the tables was right when they were made: without this, a defect of ours would go round for ever.
      if (kept.has(keyOf(origin))) throw new Error(`${printName(origin)} cannot be kept: ${problem.message}`);
      problems.push(problem);
      faulty.add(keyOf(origin));
    }
  }

  function told() {
    return { problems: problems.sort(compareProblems), files: [...files] };
  }
}

interface Staged {
  readonly zones: readonly LoadedZone[];
  readonly broken: readonly Name[];
  readonly kept: readonly Name[];
  /** How many were known to be faulty before. */
  readonly faulty: number;
}

/** Stages all zones, those that are faulty from the tables. Where another turns out to be faulty, it adds that. */
function stageAll(
  staging: Staging,
  files: readonly ZoneFile[],
  faulty: Set<string>,
  before: Loaded | undefined,
  problems: Problem[],
  serials: SerialSettings | undefined,
): Staged {
  const zones: LoadedZone[] = [];
  const kept: Name[] = [];
  const broken: ZoneFile[] = [];
  const known = faulty.size;
  for (const file of files) {
    const key = keyOf(file.origin);
    if (!faulty.has(key)) {
      const count = problems.length;
      zones.push(stageZone(staging, file, problems, serialFor(key, before, serials)));
      if (problems.length > count) faulty.add(key);
      continue;
    }
    const number = before?.zones.findIndex(({ origin }) => keyOf(origin) === key) ?? -1;
    if (before === undefined || number < 0) {
      broken.push(file);
      continue;
    }
    kept.push(file.origin);
    const zone = addZone(staging, Buffer.from(file.origin, "latin1"), file.file);
    restageZone(staging, zone, before.tables, number);
    zones.push(before.zones[number]!);
  }
  for (const { origin, file } of broken) addZone(staging, Buffer.from(origin, "latin1"), file, true);
  return { zones, broken: broken.map(({ origin }) => origin), kept, faulty: known };
}

function serialFor(key: Name, before: Loaded | undefined, serials: SerialSettings | undefined): SerialFor {
  if (before === undefined) return () => serials?.get(key);
  const zone = before.zones.find(({ origin }) => keyOf(origin) === key);
  return (digest) => (zone?.digest === digest ? zone.renumbered : undefined);
}

function isSame(staged: Staged, before: Loaded): boolean {
  const digests = new Map(before.zones.map(({ origin, digest }) => [keyOf(origin), digest]));
  const broken = new Set(before.broken.map(keyOf));
  return (
    staged.zones.length === digests.size &&
    staged.broken.length === broken.size &&
    staged.zones.every(({ origin, digest }) => digests.get(keyOf(origin)) === digest) &&
    staged.broken.every((origin) => broken.has(keyOf(origin)))
  );
}

/** Octets in these files, as far as they are there. */
function sizeOf(files: readonly ZoneFile[]): number {
  return files.reduce((sum, { file }) => {
    try {
      return sum + statSync(file).size;
    } catch {
      return sum; // whoever reads it says why not
    }
  }, 0);
}

/** How many zones and records there are, in words. */
export function printCounts({ zones, broken }: Loaded): string {
  const records = zones.reduce((sum, zone) => sum + zone.records, 0);
  const counts = `${count(zones.length, "zone")}, ${count(records, "record")}`;
  return broken.length === 0 ? counts : `${counts}, ${count(broken.length, "broken zone")}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
