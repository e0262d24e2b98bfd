import type { NameBuffer } from "../query/name.ts";
import { areSame } from "../tables/octets.ts";
import { NODE_INFO, NODE_NAME, ROW, RRSET_TYPE, type Tables } from "../tables/tables.ts";

/** No zone of ours holds the name. */
export const NOWHERE = -1;

/**
 * Where a name belongs in our zones: its own node, or else that of its closest encloser (RFC 4592 §3.3.1), as
 * `node * 2 + 1` when the name itself exists and `node * 2` when not; NOWHERE outside all zones. Where one of our
 * zones lies in another, the table holds only the names of the inner one, so the longest match is also the right zone.
 */
export function findPlace(tables: Tables, name: NameBuffer): number {
  const { labels } = name;
  for (let label = 0; label <= labels; label++) {
    const node = findNode(tables, name, label);
    if (node >= 0) return node * 2 + (label === 0 ? 1 : 0);
  }
  return NOWHERE;
}

/** The node with the name from label `label` on, -1 for none. */
export function findNode(tables: Tables, name: NameBuffer, label: number): number {
  const { slots, slotMask, rows, heapOctets } = tables;
  const hash = name.hash[label]!;
  const start = name.labelAt[label]!;
  const length = name.length - start;
  for (let slot = hash & slotMask; ; slot = (slot + 1) & slotMask) {
    const node = slots[2 * slot + 1]! - 1;
    if (node < 0) return -1;
    if (slots[2 * slot] !== hash) continue;
    const row = node * ROW;
    if ((rows[row + NODE_INFO]! & 0xff) !== length) continue;
    if (areSame(heapOctets.view, rows[row + NODE_NAME]!, name.view, start, length)) return node;
  }
}

/** The RRset of this type at the node, -1 for none. */
export function findRRset(tables: Tables, node: number, type: number): number {
  const { rows } = tables;
  const last = node + (rows[node * ROW + NODE_INFO]! >>> 16);
  for (let rrset = node + 1; rrset <= last; rrset++) {
    if ((rows[rrset * ROW + RRSET_TYPE]! & 0xffff) === type) return rrset;
  }
  return -1;
}
