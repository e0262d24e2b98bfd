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
  const owner = makeOwner(); // it has the heap, which must go with its tables
  for (let staged = 0; staged < staging.nodeCount; staged++) {
    const node = staging.nodes[staged * STAGED + STAGED_ROW]!;
    const info = tables.rows[node * ROW + NODE_INFO]!;
    if ((info & HAS_CNAME) === 0) continue;
    const row = findRRset(tables, node, CNAME) * ROW;
    setOwner(
      owner,
      tables.heap,
      tables.rows[node * ROW + NODE_NAME]!,
      info & 0xff,
      (info & IS_WILDCARD) !== 0,
    );
    const length = expandName(tables.heap, tables.rows[row + RRSET_DATA]!, owner, RECORD_HEAD, target);
    readName(name, target, 0, length);
    tables.rows[row + RRSET_EXTRAS] = findPlace(tables, name);
    tables.rows[row + RRSET_EXTRA_COUNT] = length;
  }
}

const target = new Uint8Array(256);
const name = makeNameBuffer();
