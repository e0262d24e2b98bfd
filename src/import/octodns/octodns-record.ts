import { isName, keyOf, type Name, parseName, printRelative } from "../../../dns/name.ts";
import { isError, type Position, type Problem } from "../../../dns/problem.ts";
import { codecOf } from "../../../dns/records/index.ts";
import { PTR, TXT } from "../../../dns/type-numbers.ts";
import type { Octets } from "../../../dns/wire.ts";
import type { ZoneConfig } from "../../source/config.ts";
import type { SourceRecord } from "../../source/source-zone.ts";
import { readOwner } from "../../zones/octodns/owner.ts";
import { readRecord } from "../../zones/octodns/read-record.ts";
import type { ZoneReading } from "../../zones/octodns/zone-reading.ts";
import { entryOf, type Mapping, positionOf, type Scalar, type YamlNode } from "../../zones/yaml/node.ts";
import { problemAt } from "../../zones/yaml/problem-at.ts";
import { isTruthy, type PythonValue, pythonText, pythonValue } from "./python-value.ts";

/** What octoDNS calls a record: an RRset, and what stands with it. */
export interface OctodnsRecord {
  readonly owner: Name;
  /** As octoDNS has it: relative, with A-labels, in lower case; empty at the apex. */
  readonly name: string;
  /** As written, also where no such type is known here. */
  readonly type: string;
  readonly ttl: number;
  readonly rdata: readonly (readonly [type: number, rdata: Octets])[];
  /** What could not be read of it: it is told when the record is still there in the end. */
  readonly problems: readonly Problem[];
  readonly at: Position;
  /** What stands in YAML; undefined for what octoDNS makes. */
  readonly written: Written | undefined;
  /** Texts or names of octoDNS' own making, beside what is written. */
  readonly made: readonly string[];
  /** The provider that it comes from. */
  readonly source: string | undefined;
  readonly flags: Flags;
}

/** A record as it stands in YAML, to read it again in another zone or with other words. */
export interface Written {
  readonly key: Scalar;
  readonly node: Mapping;
  readonly config: ZoneConfig;
}

/** What stands under `octodns:` and decides where a record is. */
export interface Flags {
  readonly lenient: boolean;
  readonly excluded: readonly string[];
  readonly included: readonly string[];
  readonly autoArpaPriority: number;
}

const NO_FLAGS: Flags = { lenient: false, excluded: [], included: [], autoArpaPriority: 999 };

/** Reads a record of a zone's YAML. Problems alone when it has no place in the zone. */
export function readOctodnsRecord(
  written: Written,
  origin: Name,
  source: string | undefined,
): OctodnsRecord | readonly Problem[] {
  const { key, node, config } = written;
  const problems: Problem[] = [];
  const records: SourceRecord[] = [];
  const reading = readingOf(origin, config, records, problems);
  const misread = misreadName(key);
  if (misread !== undefined) return [misread];
  const owner = readOwner(key, reading);
  if (owner === undefined) return problems.filter(isError);
  problems.length = 0; // warnings of other readers: octoDNS' own reading is known
  readRecord(node, key, positionOf(key), owner, reading);
  const first = records[0];
  return {
    owner,
    name: nameIn(owner, origin),
    type: textOf(entryOf(node, "type")),
    ttl: first?.ttl ?? config.defaultTtl,
    rdata: records.map(({ type, rdata }) => [type, rdata]),
    problems: problems.flatMap(asErrors),
    at: positionOf(node),
    written,
    made: [],
    source,
    flags: flagsOf(entryOf(node, "octodns")),
  };
}

/**
 * A name that octoDNS takes for another: PyYAML reads `no` as False, and octoDNS makes the name `False` of it. Nobody
 * but the author knows which one is meant.
 */
function misreadName(key: Scalar): Problem | undefined {
  const text = pythonText(pythonValue(key));
  if (text === undefined || text === key.text) return undefined;
  return problemAt(key, {
    rule: "octodns-yaml",
    message: `Name ${key.text} stands without quotes; octoDNS takes it for ${JSON.stringify(text)}, and publishes that`,
    help: `Write '${key.text}' if that is the name, otherwise '${text.toLowerCase()}'.`,
  });
}

/** Errors, and what is a warning in plain reading but has another value in octoDNS. */
function asErrors(problem: Problem): Problem[] {
  if (isError(problem)) return [problem];
  const isOther = problem.rule === "yaml-implicit-type" && problem.message.endsWith("(YAML 1.1)");
  if (!isOther) return [];
  const message = `${problem.message}, and octoDNS is one of them`;
  return [{ ...problem, rule: "octodns-yaml", severity: "error", message }];
}

/** A TXT or PTR record of octoDNS' own making. */
export function makeRecord(
  type: "TXT" | "PTR",
  name: string,
  origin: Name,
  values: readonly string[],
  { ttl, at }: { readonly ttl: number; readonly at: Position },
): OctodnsRecord | string {
  const owner = name === "" ? keyOf(origin) : parseName(name.toLowerCase(), origin);
  if (!isName(owner)) return owner.message;
  return {
    owner: keyOf(owner),
    name: name.toLowerCase(),
    type,
    ttl,
    rdata: values.map((value) => [
      type === "TXT" ? TXT : PTR,
      type === "TXT" ? textData(value) : dataOf(PTR, value),
    ]),
    problems: [],
    at,
    written: undefined,
    made: values,
    source: undefined,
    flags: NO_FLAGS,
  };
}

/** The data of a text that octoDNS has in its own form, with `\;` for a semicolon. */
export function textData(value: string): Octets {
  return dataOf(TXT, octodnsText(value).replaceAll("\\;", ";"));
}

/** What octoDNS makes of a text's quotes when it reads it. */
export function octodnsText(value: string): string {
  return (value.startsWith('"') ? value.slice(1, -1) : value).replaceAll('" "', "");
}

function dataOf(type: number, value: string): Octets {
  const codec = codecOf(type);
  const name = codec.names[0]!;
  return codec.write({ [name]: codec.fields[name]!.accept(value) });
}

/** A copy of the record in another zone. Undefined when the name is too long there. */
export function recordIn(record: OctodnsRecord, origin: Name): OctodnsRecord | undefined {
  const owner = record.name === "" ? keyOf(origin) : parseName(record.name, origin);
  return isName(owner) ? { ...copyOf(record), owner: keyOf(owner) } : undefined;
}

/** octoDNS' `Record.copy`: it reads a text's quotes once more, and drops a text that is empty. */
export function copyOf(record: OctodnsRecord): OctodnsRecord {
  if (record.type !== "TXT" && record.type !== "SPF") return record;
  const rdata = record.rdata.flatMap(([type, octets]): [number, Octets][] => {
    const text = joinStrings(octets);
    if (text === "") return [];
    const copied = octodnsText(text);
    return [[type, copied === text ? octets : dataOf(type, copied)]];
  });
  return { ...record, rdata };
}

function joinStrings(octets: Octets): string {
  let text = "";
  for (let at = 0; at < octets.length; at += 1 + octets.charCodeAt(at)) {
    text += octets.slice(at + 1, at + 1 + octets.charCodeAt(at));
  }
  return text;
}

/** By what octoDNS tells records apart. */
export function keyOfRecord({ name, type }: Pick<OctodnsRecord, "name" | "type">): string {
  return `${name} ${type}`;
}

/** The name as octoDNS has it. */
function nameIn(owner: Name, origin: Name): string {
  return keyOf(owner) === keyOf(origin) ? "" : printRelative(owner, origin);
}

/** A record in the words of a message: `www.example.com. TXT`. */
export function wordsFor({ name, type }: OctodnsRecord, zone: string): string {
  return `${name === "" ? zone : `${name}.${zone}`} ${type || "without a type"}`;
}

/** Each record is read alone: what stands twice is for octoDNS' rules to judge. */
function readingOf(
  origin: Name,
  config: ZoneConfig,
  records: SourceRecord[],
  problems: Problem[],
): ZoneReading {
  return {
    origin,
    config,
    report: (problem) => void problems.push(problem),
    errors: () => problems.length,
    broken: new Set(),
    remark: () => undefined,
    records,
    rrsets: new Map(),
    last: { owner: undefined, first: undefined },
    earlier: new Map(),
    tallies: new Map(),
  };
}

function flagsOf(node: YamlNode | undefined): Flags {
  if (node?.kind !== "mapping") return NO_FLAGS;
  const value = (key: string): PythonValue | undefined => {
    const found = entryOf(node, key);
    return found === undefined ? undefined : pythonValue(found);
  };
  const priority = value("auto_arpa_priority");
  return {
    lenient: isTruthy(value("lenient")),
    excluded: textsOf(value("excluded")),
    included: textsOf(value("included")),
    autoArpaPriority: typeof priority === "number" ? priority : 999,
  };
}

/** The texts of a list, which is what Python's `in` looks through. */
export function textsOf(value: PythonValue | undefined): string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === "string" ? [value] : [];
}

function textOf(node: YamlNode | undefined): string {
  return node?.kind === "scalar" ? node.text : "";
}
