import { recordTypeOf } from "../../../dns/records/index.ts";
import type { AnyRecordType } from "../../../dns/records/record-type.ts";
import { HTTPS, SVCB } from "../../../dns/type-numbers.ts";

/** What the tables need to know of a record type: where in its rdata the names stand that matter to an answer. */
export interface TypePlan {
  /**
   * Octets before each name that a message may compress (RFC 3597 §4), counted from the end of the one before.
   * Empty for types without such names.
   */
  readonly compressible: readonly number[];
  /** Octets before the name whose addresses go into the additional section; -1 where there is none. */
  readonly additional: number;
}

/** The plan of a type; types that the record table lacks have no names (RFC 3597 §4). */
export function planOf(type: number): TypePlan {
  const known = plans.get(type);
  if (known !== undefined) return known;
  const entry = recordTypeOf(type);
  const plan = entry === undefined ? PLAIN : { compressible: gaps(entry), additional: offsetOfTarget(entry) };
  plans.set(type, plan);
  return plan;
}

/** RRsets of the type have a place in the table of additional data, whether something goes with them or not. */
export function hasAdditional(type: number): boolean {
  const known = additional[type]!;
  if (known !== 0) return known === HAS_SOME;
  const has = planOf(type).additional >= 0;
  additional[type] = has ? HAS_SOME : HAS_NONE;
  return has;
}

/** For each type what is known of that; 0 for nothing yet. */
const additional = new Uint8Array(0x10000);
const HAS_NONE = 1;
const HAS_SOME = 2;

/**
 * How many RRsets may go into the additional section because of one record: addresses of its target, beside SVCB and HTTPS
 * also the target's own, and beside an alias what its chain leads to.
 */
export function roomForExtras(type: number, octets: Uint8Array, rdata: number): number {
  if (planOf(type).additional < 0) return 0;
  if (type !== SVCB && type !== HTTPS) return ADDRESSES;
  return ADDRESSES + 1 + (isAliasMode(octets, rdata) ? MAX_FOLLOWED : 0);
}

/** The rdata of SVCB or HTTPS has SvcPriority 0 (RFC 9460 §2.4.2). */
export function isAliasMode(octets: Uint8Array, rdata: number): boolean {
  return octets[rdata] === 0 && octets[rdata + 1] === 0;
}

const ADDRESSES = 2; // A and AAAA
const MAX_FOLLOWED = 24; // RRsets: eight aliases in a chain, or one that leads to a dozen services

const PLAIN: TypePlan = { compressible: [], additional: -1 };
const plans = new Map<number, TypePlan>();

function gaps(entry: AnyRecordType): readonly number[] {
  const found: number[] = [];
  let gap = 0;
  for (const name of entry.names) {
    const { extent, use } = entry.fields[name]!;
    if (typeof extent === "number") {
      gap += extent;
    } else if (extent === "name" && use === "compress") {
      found.push(gap);
      gap = 0;
    } else {
      break; // no type of RFC 1035 has a compressible name after a field of another kind
    }
  }
  return found;
}

function offsetOfTarget(entry: AnyRecordType): number {
  if (entry.additional === undefined) return -1;
  let offset = 0;
  for (const name of entry.names) {
    if (name === entry.additional) return offset;
    const { extent } = entry.fields[name]!;
    if (typeof extent !== "number") return -1;
    offset += extent;
  }
  return -1;
}
