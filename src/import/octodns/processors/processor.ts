import type { Problem } from "../../../../dns/problem.ts";
import type { Report } from "../../../zones/octodns/zone-reading.ts";
import { type Given, problemOf } from "../given.ts";
import { type OctodnsRecord, wordsFor } from "../octodns-record.ts";
import type { OctodnsZone } from "../octodns-zone.ts";
import { isTruthy, type PythonValue } from "../python-value.ts";

/** What a processor of octoDNS' does to a zone's records. */
export interface Processor {
  readonly id: string;
  /** `process_source_zone`: when all sources have spoken. */
  readonly onSource?: (zone: OctodnsZone) => void;
  /** `process_source_and_target_zones`: before the zone goes to a provider. */
  readonly onTarget?: (zone: OctodnsZone) => void;
  /** What it does that has no place here, as a sentence without its final stop. */
  readonly notes?: readonly string[];
}

/** Makes a processor of what the configuration gives; undefined, with the reasons told, where that is not possible. */
export type MakeProcessor = (given: Given, report: Report) => Processor | undefined;

/** A kind of processor. */
export interface ProcessorKind {
  /** Keys that it takes beside `class` and `lenient`. */
  readonly keys: readonly string[];
  readonly make: MakeProcessor;
}

/** A problem with a record that a processor meets. */
export function processorProblem(
  id: string,
  record: OctodnsRecord,
  zone: OctodnsZone,
  message: string,
  help: string,
): Problem {
  return {
    ...record.at,
    rule: "octodns-processor",
    severity: "error",
    message: `Processor ${id}, ${wordsFor(record, zone.name)}: ${message}`,
    help,
  };
}

/** A whole number that the configuration gives, or what octoDNS takes where there is none. */
export function numberGiven(given: Given, key: string, fallback: number, report: Report): number | undefined {
  const value = given.get(key);
  if (value === undefined) return fallback;
  if (typeof value === "number" && Number.isInteger(value)) return value;
  report(problemOf(given, key, "is no whole number", `Write one, for example ${fallback}.`));
  return undefined;
}

/** A text that the configuration gives, or what octoDNS takes where there is none. */
export function textGiven(given: Given, key: string, fallback: string): string {
  const value = given.get(key);
  return value === undefined ? fallback : String(value);
}

/** A truth value that the configuration gives, or what octoDNS takes where there is none. */
export function isGiven(given: Given, key: string, fallback: boolean): boolean {
  const value = given.get(key);
  return value === undefined ? fallback : isTruthy(value);
}

/** A list that has to be given. */
export function listGiven(given: Given, key: string, report: Report): readonly PythonValue[] | undefined {
  const value = given.get(key);
  if (Array.isArray(value)) return value;
  report(problemOf(given, key, "is no list", "Write a list, as octoDNS has it."));
  return undefined;
}
