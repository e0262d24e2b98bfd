import { keyOf, type Name, parentOf, ROOT } from "../../dns/name.ts";
import { NSEC3, RRSIG } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { modelZones, type ZoneModel, type ZoneNode } from "../verify/zone-model.ts";

/**
 * The model of a zone before a change, made of the one after it: only what stands at the changed owners is read again, and
 * which names exist above them. Undefined where the zone had no SOA.
 *
 * @param changed the owners, by key, at which anything differs
 */
export function modelBefore(
  after: ZoneModel,
  records: readonly ZoneRecord[],
  changed: ReadonlySet<Name>,
): ZoneModel | undefined {
  const apex = keyOf(after.origin);
  const own = records.filter(({ owner }) => {
    const key = keyOf(owner);
    return key === apex || changed.has(key);
  });
  const [read] = modelZones([{ origin: after.origin, records: own }]).values();
  if (read === undefined) return undefined;
  const nodes = new Map<Name, ZoneNode>(after.nodes);
  const doubtful = new Set<Name>(); // names without records, which exist only where something is below them
  for (const owner of changed) {
    nodes.delete(owner);
    for (let at = owner; at !== apex && at !== ROOT; at = parentOf(at)) {
      const node = nodes.get(at);
      if (node === undefined || node.rrsets.size + node.signatures.size === 0) doubtful.add(at);
    }
  }
  for (const name of doubtful) nodes.delete(name);
  for (const [name, node] of read.nodes) {
    if (changed.has(name) || name === apex || !nodes.has(name)) nodes.set(name, node);
  }
  if (doubtful.size > 0) for (const record of records) if (!isBeside(record)) revive(record.owner);
  // The hashes are those of the zone after: no answer is asked with DO here, and nothing else looks at them.
  return { ...read, origin: after.origin, nodes, hashes: after.hashes };

  /** What is above an owner exists. */
  function revive(owner: Name): void {
    for (let at = keyOf(owner); at !== apex && at !== ROOT; at = parentOf(at)) {
      if (doubtful.has(at) && !nodes.has(at)) nodes.set(at, emptyNode(at));
    }
  }
}

/** An NSEC3 and its signature stand beside the tree of names (RFC 5155 §7.2.8). */
function isBeside({ type, rdata }: ZoneRecord): boolean {
  return type === NSEC3 || (type === RRSIG && rdata.startsWith(COVERS_NSEC3));
}

const COVERS_NSEC3 = String.fromCharCode(0, NSEC3);

function emptyNode(name: Name): ZoneNode {
  return { name, rrsets: new Map(), signatures: new Map() };
}
