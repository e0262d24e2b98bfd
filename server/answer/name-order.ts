import type { NameBuffer } from "../query/name.ts";
import { NODE_NAME, ROW, type Tables } from "../tables/tables.ts";

/**
 * Compares the name of a node with `name` in canonical order (RFC 4034 §6.1): below 0 when the node's name comes
 * first, 0 when they are the same.
 */
export function compareNodeToName(tables: Tables, node: number, name: NameBuffer): number {
  const { heap } = tables;
  const start = tables.rows[node * ROW + NODE_NAME]!;
  let left = readLabels(heap, start, labels);
  let right = name.labels;
  while (left > 0 && right > 0) {
    left -= 1;
    right -= 1;
    const order = compareLabels(heap, labels[left]!, name.octets, name.labelAt[right]!);
    if (order !== 0) return order;
  }
  return left - right;
}

/** Compares the names of two nodes in canonical order. */
export function compareNodes(tables: Tables, a: number, b: number): number {
  const { heap, rows } = tables;
  let left = readLabels(heap, rows[a * ROW + NODE_NAME]!, labels);
  let right = readLabels(heap, rows[b * ROW + NODE_NAME]!, otherLabels);
  while (left > 0 && right > 0) {
    left -= 1;
    right -= 1;
    const order = compareLabels(heap, labels[left]!, heap, otherLabels[right]!);
    if (order !== 0) return order;
  }
  return left - right;
}

const labels = new Int32Array(128);
const otherLabels = new Int32Array(128);

/** Notes where the labels of the name at `start` begin; gives their number. */
function readLabels(names: Uint8Array, start: number, into: Int32Array): number {
  let count = 0;
  for (let at = start; names[at] !== 0; at += 1 + names[at]!) into[count++] = at;
  return count;
}

/** Compares two labels, with their lengths, in lower case (RFC 4034 §6.1). */
function compareLabels(a: Uint8Array, aStart: number, b: Uint8Array, bStart: number): number {
  const left = a[aStart]!;
  const right = b[bStart]!;
  const shorter = left < right ? left : right;
  for (let at = 1; at <= shorter; at++) {
    const difference = a[aStart + at]! - b[bStart + at]!;
    if (difference !== 0) return difference;
  }
  return left - right;
}
