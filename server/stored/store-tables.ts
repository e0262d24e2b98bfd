import { statSync } from "node:fs";
import { printName } from "../../dns/name.ts";
import { isError } from "../../dns/problem.ts";
import { readPlainFile } from "../../dns/zone-file/read-plain-file.ts";
import { startSha256 } from "../openssl/sha256.ts";
import { tablesInOctets } from "../tables/tables.ts";
import { load } from "../zones/load.ts";
import { addFile, areThere, digestOfAll, isUnchanged } from "../zones/unchanged.ts";
import { findZoneFiles } from "../zones/zone-files.ts";
import { loadStored, type StoredPlan, tablesFileOf } from "./load-stored.ts";
import { writeTablesFile } from "./tables-file.ts";
import { baseOf, printFacts } from "./zone-facts.ts";

/** What has come of it: the size of the file in octets, or in words why there is none. */
export type Stored = { readonly octets: number } | { readonly refused: string };

/**
 * Makes the tables of the zones of a folder or a manifest out of their text and writes them into a file, for `loadStored`. Every zone
 * has to be one that can be served; those that are to be signed are in the tables as zones without records, for signatures are of a week.
 */
export function storeTables(plan: StoredPlan): Stored {
  const { zones: path } = plan;
  const compiler = plan.compiler();
  if (compiler === undefined) return { refused: "only the built server writes tables" };
  const result = load(path, undefined, undefined, { kind: "later" });
  if (result.kind !== "loaded" || result.problems.some(isError) || result.loaded.broken.length > 0)
    return { refused: "a zone cannot be loaded" };
  const { zones, tables } = result.loaded;
  const pending = result.loaded.pending.map(({ origin, file }) => ({
    ...{ origin, file, files: [file], digest: digestOf(file) },
  }));
  const all = [...zones, ...pending];
  const text = digestOfAll(path, all);
  if (text === undefined || !areThere(all, findZoneFiles(path).files) || !all.every(isUnchanged))
    return { refused: "the zones change meanwhile" };
  const base = baseOf(path, statSync(path).isDirectory());
  return {
    octets: writeTablesFile(tablesFileOf(plan), {
      compiler,
      facts: printFacts({ zones, pending, text }, base),
      tables,
    }),
  };
}

/**
 * Makes the tables out of the text once more, and compares them with those of the file, octet for octet. Gives in words what differs;
 * undefined where nothing does.
 */
export function faultInStored(plan: StoredPlan): string | undefined {
  const stored = loadStored(plan);
  if (stored.kind !== "loaded") return stored.kind === "none" ? "there is no such file" : stored.reason;
  const fresh = load(plan.zones, undefined, undefined, { kind: "later" });
  if (fresh.kind !== "loaded") return "its zones cannot be loaded from their text";
  const { zones } = fresh.loaded;
  const other = zones.find(({ digest }, at) => digest !== stored.loaded.zones[at]?.digest);
  if (other !== undefined) return `${printName(other.origin)} has changed`;
  const ours = tablesInOctets(stored.loaded.tables.buffer);
  const isSame = tablesInOctets(fresh.loaded.tables.buffer).every(
    (octets, at) => Buffer.compare(octets, ours[at]!) === 0,
  );
  return isSame ? undefined : "the tables differ from those that are made of the text";
}

function digestOf(file: string): string {
  const hash = startSha256();
  addFile(hash, readPlainFile(file));
  return Buffer.from(hash.end()).toString("hex");
}
