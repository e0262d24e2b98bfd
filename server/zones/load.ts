import { statSync } from "node:fs";
import { keyOf, type Name, printName } from "../../dns/name.ts";
import { compareProblems, type Problem } from "../../dns/problem.ts";
import { SIGNING_POLICY } from "../../dns/signing/policy.ts";
import { readPlainFile } from "../../dns/zone-file/read-plain-file.ts";
import type { SerialSettings } from "../settings/serial-settings.ts";
import { restageZone } from "../tables/compile/restage.ts";
import { addZone, makeStaging, type Staging } from "../tables/compile/staging.ts";
import { giveBackLoading } from "../tables/give-back.ts";
import { setJournal } from "../tables/journals.ts";
import type { MovedRows } from "../tables/moved-rows.ts";
import { RECORD_HEAD, type Tables } from "../tables/tables.ts";
import { journalSince } from "../transfer/step-between.ts";
import { zoneOctets } from "../transfer/zone-records.ts";
import {
  compileStaged,
  type ServedTables,
  type ZonePlace,
  type ZoneToBe,
  zonesAboveOthers,
} from "./compile-staged.ts";
import type { LoadedZone, ServedZone } from "./loaded-zone.ts";
import { signAgain } from "./sign-staged.ts";
import { stageZone } from "./stage-zone.ts";
import { findUntouched } from "./untouched.ts";
import { findZoneFiles, type ZoneFile } from "./zone-files.ts";
import { type SignedHere, windowFor, type ZoneSigning } from "./zone-signing.ts";

/** What the server answers from. */
export interface Loaded {
  readonly tables: Tables;
  /** Zones that are served, in the order of the tables. */
  readonly zones: readonly LoadedZone[];
  /** Zones that cannot be loaded: they stand behind the others in the tables and are answered SERVFAIL. */
  readonly broken: readonly Name[];
  /** Zones that are to be signed, and are answered SERVFAIL until they are: they stand behind those. */
  readonly pending: readonly ZoneFile[];
  /** Those of the broken zones that are to be signed here. */
  readonly unsigned: readonly Name[];
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
      /** What of the tables before is in these as it was; nothing where all is new. */
      readonly moved: readonly MovedRows[];
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
export function load(
  path: string,
  before?: Loaded,
  serials?: SerialSettings,
  signing: ZoneSigning = { kind: "later" },
): LoadResult {
  const found = findZoneFiles(path);
  const problems = [...found.problems];
  const faulty = new Set<string>();
  for (const { origin, problem } of found.files) {
    if (problem === undefined) continue;
    problems.push(problem);
    faulty.add(keyOf(origin));
  }
  if (before === undefined)
    return loadFiles({ files: found.files, before, serials, signing }, faulty, problems);
  const { same, zones } = findUntouched(found.files, before.zones, faulty);
  if (problems.length === 0 && same.size === found.files.length && isAsBefore(before, same, signing))
    return { kind: "same", problems, files: zones.flatMap((zone) => zone.files) };
  const task = { files: found.files, before: { ...before, zones }, serials, signing, asBefore: same };
  return loadFiles(task, new Set([...faulty, ...same]), problems);
}

/** Everything is served, for the window that is asked for, and no file of these zones has changed: then there is nothing to be read. */
function isAsBefore(
  { zones, broken, pending }: Loaded,
  same: ReadonlySet<string>,
  signing: ZoneSigning,
): boolean {
  if (broken.length > 0 || pending.length > 0 || same.size !== zones.length) return false;
  return zones.every(
    ({ signed }) => signed === undefined || (signing.kind === "now" && !isDue(signed, signing)),
  );
}

/**
 * Signs what is served for another window, out of the tables, and the zones that are pending, out of their files. All other zones
 * are as they were; no file of theirs is looked at.
 */
export function turnWindow(before: Loaded, signing: ZoneSigning, serials?: SerialSettings): LoadResult {
  const served = before.zones.map(({ origin, files }) => ({ origin, file: files[0]! }));
  const broken = before.broken.map((origin) => ({ origin, file: "" }));
  const files = [...served, ...broken, ...before.pending];
  const asBefore = new Set([...served, ...broken].map(({ origin }) => keyOf(origin)));
  return loadFiles({ files, before, serials, signing, asBefore }, new Set(asBefore), []);
}

/** What is loaded, beside what. */
interface LoadTask {
  readonly files: readonly ZoneFile[];
  readonly before: Loaded | undefined;
  readonly serials: SerialSettings | undefined;
  readonly signing: ZoneSigning;
  /** Zones whose files are not to be read: nothing is wrong with them. */
  readonly asBefore?: ReadonlySet<string> | undefined;
}

/** What is known of zones from one try to the next, by their folded names. */
interface Known {
  /** Their files cannot be served, or are not to be read: they stay as they were. */
  readonly faulty: Set<string>;
  /** They cannot be signed again: they keep their signatures. */
  readonly asSigned: Set<string>;
  /** They are to be signed later. */
  readonly pending: Set<string>;
  /** They are to be signed here. */
  readonly hasPolicy: Set<string>;
}

function loadFiles(task: LoadTask, faulty: Set<string>, problems: Problem[]): LoadResult {
  const { before } = task;
  const files = new Set<string>();
  const known: Known = {
    ...{ faulty, asSigned: new Set(), pending: new Set() },
    hasPolicy: new Set(
      [...(before?.unsigned ?? []), ...(before?.pending.map(({ origin }) => origin) ?? [])].map(keyOf),
    ),
  };
  for (;;) {
    const staging = makeStaging(sizeOf(filesToStage(task, faulty)));
    const tried = sizeOfKnown(known);
    const staged = stageAll(staging, task, known, problems);
    for (const file of staged.zones.flatMap((zone) => zone.files)) files.add(file);
    if (sizeOfKnown(known) > tried) continue;
    const hasNone = staged.zones.length === 0 && staged.pending.length === 0;
    // Where nothing but zones to be signed was there, and none can be, what has come of them is told.
    if (hasNone && (before === undefined || before.zones.length > 0)) return { kind: "refused", ...told() };
    if (before !== undefined && isSame(staged, before)) return { kind: "same", ...told() };
    giveBackLoading(); // what was read of the files: the tables that are served are still there
    const changed = before === undefined ? [] : signedAnew(staged.zones, before);
    for (const { number, most } of changed)
      staging.journalRooms.set(stagedIndex(staged.places[number]!), most);
    keepRooms(staging, staged);
    const compiled = compileStaged(staging, zonesToBe(staged), before && servedTables(before));
    if (!("problems" in compiled)) {
      const { tables, moved } = compiled;
      for (const { number, served, most } of changed)
        setJournal(tables, number, journalSince(served, { tables, number }, most));
      const { kept, places: _, ...served } = staged;
      const digests = new Set(before?.zones.map(({ digest }) => digest));
      for (const { digest, warnings } of served.zones) if (!digests.has(digest)) problems.push(...warnings);
      return { kind: "loaded", loaded: { tables, ...served }, kept, moved, ...told() };
    }
    const again = sizeOfKnown(known);
    for (const { zone, problem } of compiled.problems) {
      const { origin } = staged.zones[zone]!;
      problems.push(problem);
      (known.faulty.has(keyOf(origin)) ? known.asSigned : known.faulty).add(keyOf(origin));
      // A zone out of the tables was right when they were made: without this, a defect of ours would go round for ever.
      if (sizeOfKnown(known) === again)
        throw new Error(`${printName(origin)} cannot be kept: ${problem.message}`);
    }
  }

  function told() {
    return { problems: problems.sort(compareProblems), files: [...files] };
  }
}

function sizeOfKnown({ faulty, asSigned, pending }: Known): number {
  return faulty.size + asSigned.size + pending.size;
}

/** A zone that has other signatures than it is served with. */
interface SignedAnew {
  readonly number: number;
  readonly served: ServedZone;
  /** Octets of what is served: who lacks more changes takes the whole zone. */
  readonly most: number;
}

function signedAnew(zones: readonly LoadedZone[], before: Loaded): SignedAnew[] {
  const numbers = new Map(before.zones.map(({ origin }, number) => [keyOf(origin), number]));
  return zones.flatMap(({ origin, signed }, number) => {
    const former = numbers.get(keyOf(origin));
    if (former === undefined || signed === undefined || before.zones[former]!.signed === signed) return [];
    const served = { zone: before.zones[former]!, tables: before.tables, number: former };
    return [{ number, served, most: zoneOctets(before.tables, former) }];
  });
}

/** Room for what leads to zones that are signed here and of which nothing else is known yet (see `addFormerSteps`): address space at first. */
function keepRooms(staging: Staging, { zones, places }: Staged): void {
  const signed = new Set(
    places.flatMap((place, zone) =>
      place.kind === "staged" && zones[zone]?.signed !== undefined ? [place.index] : [],
    ),
  );
  let first = 0;
  for (const { index, records } of staging.zones) {
    const end = first + records;
    const octets = staging.starts[end]! - staging.starts[first]! + records * RECORD_HEAD;
    first = end;
    const hasJournal = (staging.journals[index]?.length ?? 0) > 0 || staging.journalRooms.has(index);
    if (signed.has(index) && !hasJournal) staging.journalRooms.set(index, octets);
  }
}

interface Staged extends Omit<Loaded, "tables">, Pick<Extract<LoadResult, { kind: "loaded" }>, "kept"> {
  /** Where all of them are, those too that are broken, or to be signed. */
  readonly places: readonly ZonePlace[];
}

function stagedIndex(place: ZonePlace): number {
  if (place.kind !== "staged") throw new Error("Cannot sign a zone that is not staged");
  return place.index;
}

function zonesToBe({ zones, broken, pending, places }: Staged): ZoneToBe[] {
  const origins = originsIn({ zones, broken, pending });
  return places.map((place, zone) => ({ origin: origins[zone]!, place }));
}

function servedTables(before: Loaded): ServedTables {
  return { tables: before.tables, origins: originsIn(before) };
}

/** In the order of the tables. */
function originsIn({ zones, broken, pending }: Omit<Loaded, "tables" | "unsigned">): Name[] {
  const originOf = ({ origin }: { readonly origin: Name }) => origin;
  return [...zones.map(originOf), ...broken, ...pending.map(originOf)];
}

/** Files of zones that are not taken out of the tables as they are, as far as that is known before any is read. */
function filesToStage(
  { files, signing, before }: LoadTask,
  faulty: ReadonlySet<string>,
): readonly ZoneFile[] {
  const due = new Set(
    before?.zones.flatMap(({ origin, signed }) =>
      signed !== undefined && isDue(signed, signing) ? [keyOf(origin)] : [],
    ),
  );
  return files.filter(({ origin }) => !faulty.has(keyOf(origin)) || due.has(keyOf(origin)));
}

/**
 * Stages all zones, but for those that are taken out of the tables as they are: the faulty ones. Where another turns out to be faulty, it
 * adds that.
 */
function stageAll(staging: Staging, task: LoadTask, known: Known, problems: Problem[]): Staged {
  const { files, before, serials, asBefore } = task;
  const { faulty, asSigned, pending, hasPolicy } = known;
  const zones: LoadedZone[] = [];
  const kept: Name[] = [];
  const broken: ZoneFile[] = [];
  const later: ZoneFile[] = [];
  const places: ZonePlace[] = [];
  const tried = sizeOfKnown(known);
  const above: ReadonlySet<string> =
    before === undefined
      ? new Set()
      : zonesAboveOthers(
          files.map(({ origin }) => origin),
          originsIn(before),
        );
  const numbers = new Map(before?.zones.map(({ origin }, number) => [keyOf(origin), number]));
  const waiting = new Set(before?.pending.map(({ origin }) => keyOf(origin)));
  for (const file of files) {
    const key = keyOf(file.origin);
    // Signatures take time, and this try comes to nothing as soon as one zone is faulty.
    const signing: ZoneSigning = sizeOfKnown(known) > tried ? { kind: "never" } : task.signing;
    const number = numbers.get(key);
    const served =
      before === undefined || number === undefined
        ? undefined
        : { zone: before.zones[number]!, tables: before.tables, number };
    if (faulty.has(key)) {
      if (served === undefined) {
        broken.push(file);
        continue;
      }
      const isAsSigned = asSigned.has(key);
      if (asBefore?.has(key) !== true || isAsSigned) kept.push(file.origin);
      const isOf = isAsSigned ? NOT_SIGNED : signing;
      const signed = served.zone.signed;
      const isToBeSigned = signed !== undefined && isDue(signed, isOf);
      if (!isToBeSigned && !above.has(key)) {
        zones.push(served.zone);
        places.push({ kind: "served", number: served.number });
        continue;
      }
      const count = problems.length;
      places.push({ kind: "staged", index: staging.zones.length });
      zones.push(stageServed(staging, served, isOf, problems));
      if (problems.length > count) asSigned.add(key);
      continue;
    }
    if (signing.kind === "later" && served === undefined && isToSign(file, signing)) pending.add(key);
    if (pending.has(key)) {
      later.push(file);
      continue;
    }
    const count = problems.length;
    places.push({ kind: "staged", index: staging.zones.length });
    const staged = stageZone(staging, file, problems, {
      // A zone is loaded at first when it was pending, too.
      serialFor:
        before === undefined || waiting.has(key)
          ? () => serials?.get(key)
          : (digest) => (served?.zone.digest === digest ? served.zone.renumbered : undefined),
      signing,
      served,
    });
    zones.push(staged.zone);
    if (staged.hasPolicy) hasPolicy.add(key);
    if (problems.length > count) faulty.add(key);
    else if (staged.hasPolicy && signing.kind === "later") pending.add(key);
  }
  for (const { origin, file } of [...broken, ...later]) {
    places.push({ kind: "staged", index: staging.zones.length });
    addZone(staging, Buffer.from(origin, "latin1"), file, true);
  }
  const names = broken.map(({ origin }) => origin);
  const unsigned = names.filter((origin) => hasPolicy.has(keyOf(origin)));
  return { zones, broken: names, pending: later, unsigned, kept, places };
}

const NOT_SIGNED: ZoneSigning = { kind: "never" };

/** The window has turned since it was signed. */
function isDue(
  { policy, window }: SignedHere,
  signing: ZoneSigning,
): signing is Extract<ZoneSigning, { kind: "now" }> {
  return signing.kind === "now" && windowFor(policy, signing.window) !== window;
}

/** Stages a zone as it is served, but for the signatures of a window that has turned. */
function stageServed(
  staging: Staging,
  served: ServedZone,
  signing: ZoneSigning,
  problems: Problem[],
): LoadedZone {
  const { origin, files, signed } = served.zone;
  if (signed !== undefined && isDue(signed, signing))
    return signAgain(staging, served, signed, signing, problems);
  const zone = addZone(staging, Buffer.from(origin, "latin1"), files[0]!);
  restageZone(staging, zone, served.tables, served.number);
  return served.zone;
}

/** So it seems: whoever signs reads the file, and finds out. */
function isToSign(
  { origin, file }: ZoneFile,
  { states }: Extract<ZoneSigning, { readonly kind: "later" }>,
): boolean {
  return states?.has(keyOf(origin)) === true || mentionsPolicy(file);
}

/** The file says something of a policy, or seems to: then whoever signs reads it. One that does so in another way is met later. */
function mentionsPolicy(file: string): boolean {
  try {
    return Buffer.from(readPlainFile(file)).includes(`TYPE${SIGNING_POLICY}`);
  } catch {
    return false; // whoever reads it says why not
  }
}

function isSame(staged: Staged, before: Loaded): boolean {
  const served = new Map(before.zones.map((zone) => [keyOf(zone.origin), zone]));
  return (
    staged.zones.length === served.size &&
    staged.zones.every(({ origin, digest, signed }) => {
      const zone = served.get(keyOf(origin));
      return zone?.digest === digest && zone.signed?.window === signed?.window;
    }) &&
    haveSame(staged.broken, before.broken) &&
    haveSame(
      staged.pending.map(({ origin }) => origin),
      before.pending.map(({ origin }) => origin),
    )
  );
}

function haveSame(some: readonly Name[], others: readonly Name[]): boolean {
  const names = new Set(others.map(keyOf));
  return some.length === names.size && some.every((origin) => names.has(keyOf(origin)));
}

/** Octets in these files, as far as they are there. */
export function sizeOf(files: readonly Pick<ZoneFile, "file">[]): number {
  return files.reduce((sum, { file }) => {
    try {
      return sum + statSync(file).size;
    } catch {
      return sum; // whoever reads it says why not
    }
  }, 0);
}

/** How many zones and records there are, in words. */
export function printCounts({ zones, broken, pending }: Loaded): string {
  const records = zones.reduce((sum, zone) => sum + zone.records, 0);
  const counts = `${count(zones.length, "zone")}, ${count(records, "record")}`;
  const others = [
    ...(broken.length === 0 ? [] : [count(broken.length, "broken zone")]),
    ...(pending.length === 0 ? [] : [`${count(pending.length, "zone")} to be signed`]),
  ];
  return [counts, ...others].join(", ");
}

/** So many of them, in words. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
