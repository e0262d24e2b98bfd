import { keyOf, labelsOf, type Name, parentOf } from "../../../dns/name.ts";
import { reverseName } from "../../../dns/reverse-name.ts";
import { A, AAAA, NS } from "../../../dns/type-numbers.ts";
import type { SourceRecord, SourceZone } from "../../source/source-zone.ts";

/** An address of a record, and the name that its PTR could have. */
export interface Candidate {
  /** The zone that the record stands in. */
  readonly zone: Name;
  readonly record: SourceRecord;
  readonly target: Name;
  /** Somebody says so, which wins over names of which nobody says anything. */
  readonly isSaid: boolean;
}

/** The addresses of all zones by their reverse names, but for those that nobody would look up the name of. */
export function candidatesIn(zones: readonly SourceZone[]): Map<Name, Candidate[]> {
  const found = new Map<Name, Candidate[]>();
  for (const { origin, records, role } of zones) {
    if (role === "catalog") continue;
    const cuts = cutsIn(origin, records);
    for (const record of records) {
      if (record.type !== A && record.type !== AAAA) continue;
      const ptr = record.remarks?.ptr?.to;
      const owner = keyOf(record.owner);
      if (ptr === "none" || !isHost(owner) || isCut(owner, cuts)) continue;
      const target = ptr === undefined || ptr === "own" ? owner : keyOf(ptr);
      const address = reverseName(record.type, record.rdata)!; // it is of one of the two types
      const candidate = { zone: origin, record, target, isSaid: ptr !== undefined };
      const known = found.get(address);
      if (known === undefined) found.set(address, [candidate]);
      else known.push(candidate);
    }
  }
  return found;
}

/** Those that count, one for each name: where somebody says what the PTR is, only those. */
export function choose(candidates: readonly Candidate[]): Candidate[] {
  const said = candidates.filter(({ isSaid }) => isSaid);
  const byName = new Map<Name, Candidate>();
  for (const each of said.length > 0 ? said : candidates) {
    if (!byName.has(each.target)) byName.set(each.target, each);
  }
  return [...byName.values()];
}

/** The names at which a zone ends, because it delegates them. */
export function cutsIn(origin: Name, records: readonly SourceRecord[]): ReadonlySet<Name> {
  const cuts = new Set<Name>();
  for (const { owner, type } of records) if (type === NS) cuts.add(keyOf(owner));
  cuts.delete(keyOf(origin));
  return cuts;
}

/** A name lies at one of these or below. */
export function isCut(name: Name, cuts: ReadonlySet<Name>): boolean {
  if (cuts.size === 0) return false;
  for (let at = name; ; at = parentOf(at)) {
    if (cuts.has(at)) return true;
    if (parentOf(at) === at) return false;
  }
}

/** A wildcard is the name of nobody, and names with underscores are of no hosts (RFC 8552 §1.1). */
function isHost(owner: Name): boolean {
  if (!owner.includes("_") && !owner.includes("*")) return true;
  return !labelsOf(owner).some((label) => label === "*" || label.startsWith("_"));
}
