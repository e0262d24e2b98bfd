import type { Name } from "../../dns/name.ts";
import { octetsOf } from "../../dns/wire.ts";
import {
  ALIAS_NODE,
  ALIAS_RRSET,
  ALIAS_SIZE,
  ALIAS_TTL,
  NODE_INFO,
  NODE_NAME,
  NODE_ZONE,
  RECORD_HEAD,
  ROW,
  RRSET_DATA,
  type Tables,
} from "../tables/tables.ts";

/** A name with ALIAS that is answered. */
export interface Alias {
  /** Its number in the tables. */
  readonly number: number;
  readonly node: number;
  readonly zone: number;
  /** In lower case. */
  readonly owner: Name;
  /** As written. */
  readonly target: Name;
  /** The TTL of the record, in seconds. */
  readonly ttl: number;
}

/** All of these tables. */
export function aliasesIn({ aliases, rows, heap }: Tables): Alias[] {
  const found: Alias[] = [];
  for (let number = 0; number * ALIAS_SIZE < aliases.length; number++) {
    const row = number * ALIAS_SIZE;
    const node = aliases[row + ALIAS_NODE]!;
    if (node < 0) break;
    const name = rows[node * ROW + NODE_NAME]!;
    const target = rows[aliases[row + ALIAS_RRSET]! * ROW + RRSET_DATA]! + RECORD_HEAD;
    const size = (heap[target - 2]! << 8) | heap[target - 1]!;
    found.push({
      ...{ number, node, zone: rows[node * ROW + NODE_ZONE]!, ttl: aliases[row + ALIAS_TTL]! },
      owner: octetsOf(heap, name, name + (rows[node * ROW + NODE_INFO]! & 0xff)) as Name, // nodes have whole names
      target: octetsOf(heap, target, target + size) as Name, // `compile` has refused all else
    });
  }
  return found;
}
