import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { isName, keyOf, type Name, parseName, printName } from "../dns/name.ts";
import { compareProblems, type Problem } from "../dns/problem.ts";
import { readZoneFile } from "../dns/zone-file/read.ts";
import { compile } from "./compile/compile.ts";
import { addRecord, addZone, makeStaging, type Staging } from "./compile/staging.ts";
import { verifyZone } from "./compile/verify-zone.ts";
import type { Tables } from "./tables.ts";

/** Zones that can be served. */
export interface Loaded {
  readonly tables: Tables;
  readonly zones: readonly LoadedZone[];
  /** Records in all zones. */
  readonly records: number;
}

export interface LoadedZone {
  readonly origin: Name;
  readonly records: number;
  /** What became of its ZONEMD (RFC 8976 §4). */
  readonly zonemd: "absent" | "verified" | "unsupported";
}

/** Where the zone files are. */
export interface ZoneFile {
  readonly origin: Name;
  readonly file: string;
}

/**
 * Reads, checks and compiles the zones of a folder or a manifest (see `Settings.zones`). Gives every problem of every
 * file, sorted, where a zone cannot be served.
 */
export function load(path: string): Loaded | { readonly problems: readonly Problem[] } {
  const found = findZoneFiles(path);
  if ("problems" in found) return found;
  return loadZoneFiles(found.files);
}

/** Reads, checks and compiles these files. */
export function loadZoneFiles(
  files: readonly ZoneFile[],
): Loaded | { readonly problems: readonly Problem[] } {
  const staging = makeStaging(files.reduce((sum, { file }) => sum + sizeOf(file), 0));
  const problems: Problem[] = [];
  const zonemd: LoadedZone["zonemd"][] = [];
  for (const file of files) zonemd.push(stageZone(staging, file, problems));
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

const ZONE_FILE = ".zone";

function findZoneFiles(path: string): { files: ZoneFile[] } | { problems: Problem[] } {
  let names: Map<string, string>;
  try {
    names = statSync(path).isDirectory() ? readFolder(path) : readManifest(path);
  } catch (error) {
    return {
      problems: [problemAt(path, "zones-unreadable", reasonOf(error), "Name a folder of zone files.")],
    };
  }
  const files: ZoneFile[] = [];
  const problems: Problem[] = [];
  const seen = new Map<string, string>();
  for (const [text, file] of names) {
    const origin = parseName(text.endsWith(".") ? text : `${text}.`);
    if (!isName(origin)) {
      problems.push(problemAt(path, origin.rule, origin.message, origin.help));
      continue;
    }
    const other = seen.get(keyOf(origin));
    if (other !== undefined) {
      const message = `Zone ${printName(origin)} has two files, ${other} and ${file}`;
      problems.push(problemAt(path, "zone-twice", message, "Keep one of them."));
    }
    seen.set(keyOf(origin), file);
    files.push({ origin, file });
  }
  if (names.size === 0) {
    problems.push(problemAt(path, "no-zones", "There is no zone here", `Zone files end in ${ZONE_FILE}.`));
  }
  return problems.length > 0 ? { problems } : { files };
}

function readFolder(folder: string): Map<string, string> {
  const entries = readdirSync(folder)
    .filter((name) => name.endsWith(ZONE_FILE))
    .sort();
  return new Map(entries.map((name) => [originOfFile(name), join(folder, name)]));
}

/** `example.com.zone` and `example.com..zone` hold `example.com.`, and `..zone` the root zone. */
function originOfFile(name: string): string {
  return name.slice(0, -ZONE_FILE.length) || ".";
}

function readManifest(path: string): Map<string, string> {
  const manifest: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (typeof manifest !== "object" || manifest === null || Array.isArray(manifest)) {
    throw new Error("expected an object that maps origins to zone files");
  }
  const names = new Map<string, string>();
  for (const [origin, file] of Object.entries(manifest)) {
    if (typeof file !== "string") throw new Error(`the file of ${JSON.stringify(origin)} is not a text`);
    names.set(origin, resolve(dirname(path), file));
  }
  return names;
}

function stageZone(staging: Staging, { origin, file }: ZoneFile, problems: Problem[]): LoadedZone["zonemd"] {
  const zone = addZone(staging, Buffer.from(origin, "latin1"), file);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    problems.push(problemAt(file, "zone-unreadable", reasonOf(error), "Check the path and its permissions."));
    return "absent";
  }
  const before = problems.length;
  const read = readZoneFile({ file, bytes, origin, include }, (record) => {
    if (addRecord(staging, zone, record)) return;
    problems.push({
      file: record.file,
      line: record.line,
      column: record.column,
      severity: "error",
      rule: "outside-zone",
      message: `The owner is not in the zone ${printName(origin)}`,
      help: "Remove the record, or check the name and $ORIGIN.",
      source: "RFC 1035 §5.2",
    });
  });
  problems.push(...read);
  return problems.length > before ? "absent" : verifyZone(staging, zone, problems);
}

function include(path: string, from: string): { file: string; bytes: Uint8Array } | { refused: string } {
  const file = resolve(dirname(from), path);
  try {
    return { file, bytes: readFileSync(file) };
  } catch (error) {
    return { refused: reasonOf(error) };
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function problemAt(file: string, rule: string, message: string, help: string): Problem {
  return { file, line: 1, column: 1, severity: "error", rule, message, help };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
