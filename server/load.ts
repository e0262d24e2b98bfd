import { readFileSync, statSync } from "node:fs";
import { type Name, printName } from "../dns/name.ts";
import { compareProblems, type Problem } from "../dns/problem.ts";
import { octetsOf } from "../dns/wire.ts";
import { includeFiles } from "../dns/zone-file/include-files.ts";
import { readZoneFile } from "../dns/zone-file/read.ts";
import type { RecordView } from "../dns/zone-file/record-view.ts";
import { compile } from "./compile/compile.ts";
import { addRecord, addZone, makeStaging, type Staging } from "./compile/staging.ts";
import { verifyZone } from "./compile/verify-zone.ts";
import type { Tables } from "./tables.ts";
import { findZoneFiles, unreadable, type ZoneFile } from "./zone-files.ts";

/** Zones that can be served. */
export interface Loaded {
  readonly tables: Tables;
  readonly zones: readonly LoadedZone[];
  /** Records in all zones. */
  readonly records: number;
}

/** What was found of a zone. */
export interface LoadedZone {
  readonly origin: Name;
  readonly records: number;
  /** What became of its ZONEMD (RFC 8976 §4). */
  readonly zonemd: "absent" | "verified" | "unsupported";
}

/**
 * Reads, checks and compiles the zones of a folder or a manifest (see `Settings.zones`). Gives every problem of every
 * file, sorted, where a zone cannot be served.
 */
export function load(path: string): Loaded | { readonly problems: readonly Problem[] } {
  const found = findZoneFiles(path);
  if ("problems" in found) return found;
  const { files } = found;
  const staging = makeStaging(files.reduce((sum, { file }) => sum + sizeOf(file), 0));
  const problems: Problem[] = [];
  const zonemd = files.map((file) => stageZone(staging, file, problems));
  if (problems.length > 0) return { problems: problems.sort(compareProblems) };
  const zones = files.map(({ origin }, index) => ({
    origin,
    records: staging.zones[index]!.records,
    zonemd: zonemd[index]!,
  }));
  const records = staging.recordCount;
  const compiled = compile(staging);
  if ("problems" in compiled) return { problems: compiled.problems.sort(compareProblems) };
  return { tables: compiled.tables, zones, records };
}

function stageZone(staging: Staging, { origin, file }: ZoneFile, problems: Problem[]): LoadedZone["zonemd"] {
  const zone = addZone(staging, Buffer.from(origin, "latin1"), file);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    problems.push(unreadable(file, error));
    return "absent";
  }
  const before = problems.length;
  const read = readZoneFile({ file, bytes, origin, include: includeFiles }, (record) => {
    if (addRecord(staging, zone, record)) return;
    problems.push({
      file: record.file,
      line: record.line,
      column: record.column,
      severity: "error",
      rule: "outside-zone",
      message: `${printName(ownerOf(record))} lies outside ${printName(origin)}, the zone of this file`,
      help: "Remove the record, or check the name and $ORIGIN.",
      source: "RFC 1035 §5.2",
    });
  });
  problems.push(...read);
  return problems.length > before ? "absent" : verifyZone(staging, zone, problems);
}

function ownerOf({ wire, ownerLength }: RecordView): Name {
  return octetsOf(wire, 0, ownerLength) as Name; // the reader gives whole names only
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
