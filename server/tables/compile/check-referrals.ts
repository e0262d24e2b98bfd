import type { Problem } from "../../../dns/problem.ts";
import { DS, NS } from "../../../dns/type-numbers.ts";
import { OPT_HEAD } from "../../answer/edns.ts";
import { MAX_POINTER, MAX_TCP_MESSAGE } from "../../answer/limits.ts";
import { findRRset } from "../../answer/lookup.ts";
import {
  EXTRA_REQUIRED,
  IS_CUT,
  NODE_INFO,
  NODE_NAME,
  ROW,
  RRSET_DATA,
  RRSET_EXTRA_COUNT,
  RRSET_EXTRAS,
  RRSET_LENGTHS,
  RRSET_TYPE,
  type Tables,
} from "../tables.ts";
import { ownerOf } from "./check-node.ts";
import {
  positionOf,
  STAGED,
  STAGED_FIRST,
  STAGED_INFO,
  STAGED_ROW,
  STAGED_ZONE,
  type Staging,
} from "./staging.ts";
import { expandName, makeOwner, setOwner } from "./template.ts";
import type { ZoneProblem } from "./zone-problem.ts";

/**
 * Reports delegations whose referral fits no message: over TCP, too, it would be cut off for want of its glue (RFC 9471
 * §3.1), and there is no other way to ask. The question is counted as the longest there is.
 */
export function checkReferrals(staging: Staging, tables: Tables, problems: ZoneProblem[]): void {
  for (let staged = 0; staged < staging.nodeCount; staged++) {
    const row = staged * STAGED;
    if ((staging.nodes[row + STAGED_INFO]! & IS_CUT) === 0) continue;
    const octets = referralSize(tables, staging.nodes[row + STAGED_ROW]!);
    if (octets <= MAX_TCP_MESSAGE) continue;
    const problem: Problem = {
      ...positionOf(staging, firstNs(staging, staged)),
      severity: "error",
      rule: "referral-too-large",
      message: `The delegation of ${ownerOf(staging, staged)} takes up to ${octets} octets with its glue as an answer; expected ${MAX_TCP_MESSAGE} at most, for no message can hold more`,
      help: "Delegate to fewer nameservers, or to such as need no glue.",
      source: "RFC 9471 §3.1",
    };
    problems.push({ zone: staging.nodes[row + STAGED_ZONE]!, problem });
  }
}

/** Header, the longest question and OPT take these octets of a message. */
const FRAME = 12 + 255 + 4 + OPT_HEAD;
const owner = makeOwner();
const target = new Uint8Array(256);

/** The most octets of an answer with what a referral must have: NS, DS and required glue. */
function referralSize(tables: Tables, cut: number): number {
  const { rows, heap, extras } = tables;
  const ns = (cut + 1) * ROW;
  setOwner(owner, heap, rows[cut * ROW + NODE_NAME]!, rows[cut * ROW + NODE_INFO]! & 0xff, false);
  const ds = findRRset(tables, cut, DS);
  let size = FRAME + sizeOf(tables, cut + 1) + (ds < 0 ? 0 : sizeOf(tables, ds));
  const first = rows[ns + RRSET_EXTRAS]!;
  for (let extra = first; extra < first + rows[ns + RRSET_EXTRA_COUNT]!; extra++) {
    const flags = extras[2 * extra + 1]!;
    if ((flags & EXTRA_REQUIRED) === 0) continue;
    const offset = flags & 0xffff;
    size += sizeOf(tables, extras[2 * extra]!);
    // Beyond the reach of pointers the owner is written in full for each record.
    if (FRAME + offset <= MAX_POINTER) continue;
    const length = expandName(heap, rows[ns + RRSET_DATA]!, owner, offset, target);
    size += (length - 2) * (rows[extras[2 * extra]! * ROW + RRSET_TYPE]! >>> 16);
  }
  return size;
}

/** Octets of an RRset and its signatures. */
function sizeOf({ rows }: Tables, rrset: number): number {
  const lengths = rows[rrset * ROW + RRSET_LENGTHS]!;
  return (lengths & 0xffff) + (lengths >>> 16);
}

function firstNs(staging: Staging, node: number): number {
  let record = staging.nodes[node * STAGED + STAGED_FIRST]!;
  while (staging.types[record] !== NS) record = staging.next[record]!; // a cut has one
  return record;
}
