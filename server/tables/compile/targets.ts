import { CNAME } from "../../../dns/type-numbers.ts";
import { findPlace, findRRset } from "../../answer/lookup.ts";
import { makeNameBuffer, readName } from "../../query/name.ts";
import {
  HAS_CNAME,
  IS_WILDCARD,
  NODE_INFO,
  NODE_NAME,
  RECORD_HEAD,
  ROW,
  RRSET_DATA,
  RRSET_EXTRA_COUNT,
  RRSET_EXTRAS,
  type Tables,
} from "../tables.ts";
import { STAGED, STAGED_ROW, type Staging } from "./staging.ts";
import { expandName, makeOwner, setOwner } from "./template.ts";

/** Looks up the target of every CNAME, so that following one in an answer costs no search. */
export function linkTargets(staging: Staging, tables: Tables): void {
  for (let staged = 0; staged < staging.nodeCount; staged++) {
    const node = staging.nodes[staged * STAGED + STAGED_ROW]!;
    if ((tables.rows[node * ROW + NODE_INFO]! & HAS_CNAME) === 0) continue;
    linkTarget(tables, { node, rrset: findRRset(tables, node, CNAME) });
  }
}

/** A CNAME, and the node that has it. */
export interface ToLink {
  readonly node: number;
  readonly rrset: number;
}

/** Looks up the target of one, once all names are indexed. */
export function linkTarget(tables: Tables, { node, rrset }: ToLink): void {
  const { rows, heap } = tables;
  const info = rows[node * ROW + NODE_INFO]!;
  const row = rrset * ROW;
  setOwner(owner, heap, rows[node * ROW + NODE_NAME]!, info & 0xff, (info & IS_WILDCARD) !== 0);
  const length = expandName(heap, rows[row + RRSET_DATA]!, owner, RECORD_HEAD, target);
  owner.names = NOTHING; // it had the heap, which must go with its tables
  readName(name, target, 0, length);
  rows[row + RRSET_EXTRAS] = findPlace(tables, name);
  rows[row + RRSET_EXTRA_COUNT] = length;
}

const NOTHING = new Uint8Array(0);
const owner = makeOwner();
const target = new Uint8Array(256);
const name = makeNameBuffer();
