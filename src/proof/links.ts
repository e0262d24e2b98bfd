import { ALIAS } from "../../dns/alias-type.ts";
import { keyOf, type Name } from "../../dns/name.ts";
import { recordTypeOf } from "../../dns/records/index.ts";
import { CNAME, NS } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { Side, SideZone } from "./side.ts";

/** A record that makes the answer for `from` depend on what stands at `to`: an alias, or one beside which others go out. */
export interface Link {
  readonly from: Name;
  readonly to: Name;
  /** The zone that the record is in. */
  readonly zone: SideZone;
  /** It is a delegation, so it is the answer for all names below `from`. */
  readonly beginsZone: boolean;
}

/** The links of all zones of both sides. DNAMEs are left out, which lead names and not one name. */
export function linksOf(sides: readonly Side[]): Link[] {
  const links: Link[] = [];
  for (const zone of new Set(sides.flatMap(({ zones }) => [...zones.values()]))) {
    for (const [from, records] of zone.nodes) {
      for (const record of records) {
        const to = targetOf(record);
        if (to !== undefined)
          links.push({ from, to, zone, beginsZone: record.type === NS && from !== zone.origin });
      }
    }
  }
  return links;
}

/**
 * The name whose records go out with this one: the target of an alias, be it for addresses alone, or the name whose addresses stand in the additional
 * section (RFC 1034 §4.3.2). Undefined where there is none.
 */
export function targetOf({ type, rdata }: ZoneRecord): Name | undefined {
  const offset = type === CNAME || type === ALIAS ? 0 : offsetOf(type);
  return offset < 0 ? undefined : keyOf(nameAt(rdata, offset));
}

const offsets = new Map<number, number>();

/** Octets before that name, -1 for a type without one. */
function offsetOf(type: number): number {
  let offset = offsets.get(type);
  if (offset === undefined) {
    offset = findOffset(type);
    offsets.set(type, offset);
  }
  return offset;
}

function findOffset(type: number): number {
  const entry = recordTypeOf(type);
  if (entry?.additional === undefined) return -1;
  let offset = 0;
  for (const name of entry.names) {
    if (name === entry.additional) return offset;
    const { extent } = entry.fields[name]!;
    if (typeof extent !== "number") return -1;
    offset += extent;
  }
  return -1;
}

function nameAt(rdata: string, offset: number): Name {
  let end = offset;
  while (end < rdata.length && rdata.charCodeAt(end) !== 0) end += 1 + rdata.charCodeAt(end);
  return rdata.slice(offset, end + 1) as Name; // the field is a name
}
