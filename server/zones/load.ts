import { statSync } from "node:fs";
import { compareProblems, type Problem } from "../../dns/problem.ts";
import { compile } from "../tables/compile/compile.ts";
import { makeStaging } from "../tables/compile/staging.ts";
import { giveBackMemory } from "../tables/give-back.ts";
import type { Tables } from "../tables/tables.ts";
import { type LoadedZone, stageZone } from "./stage-zone.ts";
import { findZoneFiles, type ZoneFile } from "./zone-files.ts";

/** Zones that can be served. */
export interface Loaded {
  readonly tables: Tables;
  /** In the order of the tables. */
  readonly zones: readonly LoadedZone[];
}

/**
 * Reads, checks and compiles the zones of a folder or a manifest (see `Settings.zones`). Gives every problem of every
 * file, sorted, where a zone cannot be served.
 */
export function load(path: string): Loaded | { readonly problems: readonly Problem[] } {
  const found = findZoneFiles(path);
  if ("problems" in found) return found;
  const { files } = found;
  const staging = makeStaging(sizeOf(files));
  const problems: Problem[] = [];
  const zones = files.map((file) => stageZone(staging, file, problems));
  if (problems.length > 0) return { problems: problems.sort(compareProblems) };
  giveBackMemory(); // what was read of the files
  const compiled = compile(staging);
  if ("problems" in compiled) return { problems: compiled.problems.sort(compareProblems) };
  return { tables: compiled.tables, zones };
}

/** Octets in these files, as far as they are there. */
export function sizeOf(files: readonly ZoneFile[]): number {
  return files.reduce((sum, { file }) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
}

/** How many zones and records there are, in words. */
export function printCounts({ zones }: Loaded): string {
  const records = zones.reduce((sum, zone) => sum + zone.records, 0);
  return `${count(zones.length, "zone")}, ${count(records, "record")}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
