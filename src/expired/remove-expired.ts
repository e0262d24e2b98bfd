import { keyOf } from "../../dns/name.ts";
import { isError, type Position } from "../../dns/problem.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import type { Files } from "../files/files.ts";
import type { Day } from "../source/day.ts";
import type { SourceRecord, SourceZone } from "../source/source-zone.ts";
import { load, type Sources } from "../zones/load.ts";
import { readZones } from "../zones/validate.ts";
import type { SourceText } from "../zones/yaml/source-text.ts";
import { cutRecords } from "./cut-records.ts";

/** A folder of zones without what has expired. */
export interface Removal {
  /** The files that change, by their paths, with what they had and what they have then. */
  readonly files: ReadonlyMap<string, { readonly before: string; readonly after: string }>;
  readonly removed: readonly SourceRecord[];
  /** What has expired and stays, for somebody to look at. */
  readonly left: readonly SourceRecord[];
  /** The zones cannot be read, so nothing was looked at. */
  readonly isUnread: boolean;
}

/**
 * Takes out of the zones' files the records whose last day is over, in zones with `expired: remove`. The files are read again as
 * they would be, and what then differs in anything but these records stays as it was.
 */
export async function removeExpired(folder: string, files: Files, today: Day): Promise<Removal> {
  const sources = await load(folder, files);
  const read = readZones(sources);
  if (read.told().some(isError)) return { files: new Map(), removed: [], left: [], isUnread: true };
  const zones = read.zones.map(({ zone }) => zone);
  const { expired, others } = split(zones, today);
  const changed = new Map<string, { readonly before: string; readonly after: string }>();
  const removed: SourceRecord[] = [];
  const left: SourceRecord[] = [];
  let now = contentOf(zones);
  for (const [file, records] of Map.groupBy(expired, ({ at }) => at.file)) {
    const wanted = withoutThese(now, zones, new Set(records));
    // One that others have, too, of whom it has not expired, cannot go.
    const isShared = records.some(({ at }) => others.has(placeKey(at)));
    const before = textOf(sources, file);
    const after = isShared || before === undefined ? undefined : cut(before, records);
    const isFine =
      after !== undefined && (await saysSo(folder, overlay(files, changed, [file, after]), wanted));
    if (!isFine) {
      left.push(...records);
      continue;
    }
    changed.set(file, { before: before!.text, after }); // there was a text to cut
    removed.push(...records);
    now = wanted;
  }
  return { files: changed, removed, left, isUnread: false };
}

function split(zones: readonly SourceZone[], today: Day) {
  const expired: SourceRecord[] = [];
  const others = new Set<string>();
  for (const { records, config } of zones) {
    for (const record of records) {
      if (record.madeFrom !== undefined) continue;
      const expires = record.remarks?.expires;
      const isOver = expires !== undefined && expires.day < today;
      if (isOver && config.expired === "remove") expired.push(record);
      else others.add(placeKey(record.at));
    }
  }
  return { expired, others };
}

function placeKey({ file, line, column }: Position): string {
  return `${file}:${line}:${column}`;
}

function textOf({ texts }: Sources, file: string): SourceText | undefined {
  return texts?.get(file);
}

function cut(source: SourceText, records: readonly SourceRecord[]): string | undefined {
  const offset = ({ file, line, column }: Position) =>
    file === source.file ? source.lines[line - 1]! + column - 1 : undefined;
  return cutRecords(
    source.text,
    records.map(({ at, remarks }) => ({
      value: offset(at)!, // they are grouped by their file
      expires: remarks?.expires && offset(remarks.expires.at),
    })),
  );
}

/** What zones say, without what follows from other zones: a line for each record. */
type Content = ReadonlyMap<string, readonly string[]>;

function contentOf(zones: readonly SourceZone[], without: ReadonlySet<SourceRecord> = new Set()): Content {
  return new Map(
    zones.map(({ origin, records }) => {
      const own = records.filter((record) => record.madeFrom === undefined && !without.has(record));
      return [keyOf(origin), own.map(lineOf).sort()];
    }),
  );
}

function lineOf(record: SourceRecord): string {
  const { owner, note, expires } = record.remarks ?? {};
  return JSON.stringify([printRecord(record), owner, note, expires?.day]);
}

function withoutThese(now: Content, zones: readonly SourceZone[], gone: ReadonlySet<SourceRecord>): Content {
  const lines = new Map([...now].map(([zone, each]) => [zone, [...each]]));
  for (const { origin, records } of zones) {
    const own = lines.get(keyOf(origin))!; // each zone has its lines
    for (const record of records) if (gone.has(record)) own.splice(own.indexOf(lineOf(record)), 1);
  }
  return lines;
}

/** The folder can be read, and its zones say exactly this. */
async function saysSo(folder: string, files: Files, wanted: Content): Promise<boolean> {
  const read = readZones(await load(folder, files));
  if (read.told().some(isError)) return false;
  const found = contentOf(read.zones.map(({ zone }) => zone));
  return JSON.stringify([...found]) === JSON.stringify([...wanted]);
}

function overlay(
  files: Files,
  changed: ReadonlyMap<string, { readonly after: string }>,
  [file, text]: readonly [string, string],
): Files {
  const texts = new Map([...changed].map(([path, { after }]) => [path, after]));
  texts.set(file, text);
  return {
    ...files,
    read: (path) => {
      const own = texts.get(path);
      return own === undefined ? files.read(path) : Promise.resolve(Buffer.from(own));
    },
  };
}
