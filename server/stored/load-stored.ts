import { statSync } from "node:fs";
import { join } from "node:path";
import { keyOf, printName } from "../../dns/name.ts";
import type { KeyStates } from "../../dns/signing/key-states.ts";
import { unreadableReason } from "../../dns/zone-file/read-plain-file.ts";
import { SERIALS, type SerialSettings } from "../settings/serial-settings.ts";
import { originsOf } from "../tables/origins.ts";
import { type Tables, ZONE_NEGATIVE_SOA, ZONE_SIZE } from "../tables/tables.ts";
import { serialOfZone } from "../tables/zone-serial.ts";
import type { LoadResult } from "../zones/load.ts";
import { digestOfAll } from "../zones/unchanged.ts";
import { faultInTables } from "./check-tables.ts";
import { readTablesFile } from "./tables-file.ts";
import { baseOf, readFacts, type ZoneFacts } from "./zone-facts.ts";

/** What `load` would give for zones that are loaded at first, with their signing put off. */
export type StoredResult =
  | Extract<LoadResult, { kind: "loaded" }>
  /** There is no such file. */
  | { readonly kind: "none" }
  /** It is not used, for a reason in words. */
  | { readonly kind: "unfit"; readonly reason: string };

/** What has a part in it. */
export interface StoredPlan {
  /** The zones, see `Settings.zones`. */
  readonly zones: string;
  /** The file of their tables; undefined for the place beside them. */
  readonly file?: string | undefined;
  /** See `TablesFile`; undefined for a program that is in many files, whose tables nobody could tell from those of another. */
  readonly compiler: () => Uint8Array | undefined;
  readonly serials?: SerialSettings | undefined;
  readonly states?: KeyStates | undefined;
}

/** Where the tables are: in the folder of the zones, or beside the manifest, unless somebody says otherwise. */
export function tablesFileOf({ zones, file }: Pick<StoredPlan, "zones" | "file">): string {
  return file ?? (isFolder(zones) ? join(zones, "zones.tables") : `${zones}.tables`);
}

/**
 * Loads zones out of tables that were made of them before (see `storeTables`), where that gives what their text would: it holds what
 * it did, nothing in the environment wants a zone to be another, and the same program has made them. Whatever is in the file,
 * it never throws.
 */
export function loadStored(plan: StoredPlan): StoredResult {
  try {
    return tryStored(plan);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    return NONE.includes(code) ? { kind: "none" } : { kind: "unfit", reason: unreadableReason(error) };
  }
}

/** Nothing is wrong where there is none, nor where the server may read its zones alone. */
const NONE = ["ENOENT", "ENOTDIR", "ERR_ACCESS_DENIED"];

function tryStored(plan: StoredPlan): StoredResult {
  const { zones: path, serials, states } = plan;
  const file = tablesFileOf(plan);
  if (!statSync(file).isFile()) return unfit("it is no plain file");
  const compiler = plan.compiler();
  if (compiler === undefined) return unfit("only the built server can tell whether it has made it");
  const read = readTablesFile(file, compiler);
  if (typeof read === "string") return unfit(read);
  const { tables } = read;
  const fault = faultInTables(tables);
  if (fault !== undefined) return unfit(fault);
  const began = performance.now();
  const facts = readFacts(read.facts, baseOf(path, isFolder(path)));
  const { zones, pending } = facts;
  if (!areOf(tables, facts)) return unfit("it tells of other zones than it has");
  if (digestOfAll(path, [...zones, ...pending]) !== facts.text)
    return unfit("the zones are not those that it was made of");
  const other =
    serials &&
    zones.find(({ origin }, zone) => {
      const serial = serials.get(keyOf(origin));
      return serial !== undefined && serial !== serialOfZone(tables, zone);
    });
  if (other !== undefined) return unfit(`${printName(other.origin)} has another serial in ${SERIALS}`);
  const signed = states && zones.find(({ origin }) => states.has(keyOf(origin)));
  if (signed !== undefined) return unfit(`${printName(signed.origin)} is to be signed, by its newest keys`);
  const loadTime = (performance.now() - began) / zones.length;
  for (const zone of zones) zone.loadTime = loadTime;
  return {
    kind: "loaded",
    problems: zones.flatMap(({ warnings }) => warnings),
    files: zones.flatMap(({ files }) => files),
    ...{ kept: [], moved: [] },
    loaded: {
      tables,
      zones,
      ...{ broken: [], unsigned: [] },
      pending: pending.map(({ origin, file }) => ({ origin, file })),
    },
  };
}

/** The facts are of these zones: first those that are served, then those that are to be signed. */
function areOf(tables: Tables, { zones, pending }: ZoneFacts): boolean {
  const all = [...zones, ...pending];
  const origins = originsOf(tables);
  return (
    all.length === origins.length &&
    all.every(({ origin }, at) => {
      const isPending = tables.zones[at * ZONE_SIZE + ZONE_NEGATIVE_SOA] === -1;
      return keyOf(origin) === origins[at] && isPending === at >= zones.length;
    })
  );
}

function isFolder(path: string): boolean {
  return statSync(path).isDirectory();
}

function unfit(reason: string): StoredResult {
  return { kind: "unfit", reason };
}
