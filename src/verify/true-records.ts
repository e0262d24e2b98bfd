import { keyOf, type Name, parentOf, ROOT } from "../../dns/name.ts";
import { NS, NSEC3, RRSIG } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { lookInZone } from "./look-in-zone.ts";
import { type ZoneModel, type ZoneModels, type ZoneNode, zoneOf } from "./zone-model.ts";

/**
 * The RRsets that the zones have of this owner and type, or of these signatures: one from each zone that has it, since glue
 * stands in the zone above its own, too; else what a wildcard makes of it (RFC 4592 §3.3).
 */
export function trueRRsets(models: ZoneModels, record: ZoneRecord): (readonly ZoneRecord[])[] {
  const covered = coveredType(record);
  const key = keyOf(record.owner);
  const found: (readonly ZoneRecord[])[] = [];
  for (let at = key; ; at = parentOf(at)) {
    const model = models.get(at);
    const nodes = (covered ?? record.type) === NSEC3 ? model?.hashes : model?.nodes;
    const rrset = rrsetOf(nodes?.get(key), record.type, covered);
    if (rrset !== undefined) found.push(rrset);
    if (at === ROOT) break;
  }
  return found.length > 0 ? found : [synthesised(models, record, covered)];
}

/**
 * Those of them that may stand beside an answer: what the zone of the name has or makes, and glue of a zone above that
 * delegates it. What else a zone above has of the name is hidden (RFC 1034 §4.3.2 step 2).
 */
export function helpfulRRsets(models: ZoneModels, record: ZoneRecord): (readonly ZoneRecord[])[] {
  const covered = coveredType(record);
  const key = keyOf(record.owner);
  const found: (readonly ZoneRecord[])[] = [];
  let isOwn = true;
  for (let at = key; ; at = parentOf(at)) {
    const model = models.get(at);
    if (model !== undefined) {
      const rrset = rrsetOf(model.nodes.get(key), record.type, covered);
      if (rrset === undefined && isOwn) found.push(synthesised(models, record, covered));
      else if (rrset !== undefined && (isOwn || isDelegated(model, key))) found.push(rrset);
      isOwn = false;
    }
    if (at === ROOT) return found;
  }
}

/** The zone has a cut at or above the name. */
function isDelegated(model: ZoneModel, name: Name): boolean {
  for (let at = name; at.length > model.origin.length; at = parentOf(at)) {
    if (model.nodes.get(at)?.rrsets.has(NS)) return true;
  }
  return false;
}

/** The type that a signature covers (RFC 4034 §3.1.1); undefined for any other record. */
export function coveredType({ type, rdata }: ZoneRecord): number | undefined {
  return type === RRSIG ? (rdata.charCodeAt(0) << 8) | rdata.charCodeAt(1) : undefined;
}

function rrsetOf(
  node: ZoneNode | undefined,
  type: number,
  covered: number | undefined,
): readonly ZoneRecord[] | undefined {
  return covered === undefined ? node?.rrsets.get(type) : node?.signatures.get(covered);
}

function synthesised(
  models: ZoneModels,
  { owner, type }: ZoneRecord,
  covered: number | undefined,
): readonly ZoneRecord[] {
  const model = zoneOf(models, owner);
  if (model === undefined) return [];
  const found = lookInZone(model, { name: owner, type: covered ?? type, dnssec: true });
  if (found.outcome !== "answer") return [];
  return found.records.filter((record) => (record.type === RRSIG) === (covered !== undefined));
}
