import { childOf, isWildcard, keyOf, labelCount, type Name, parentOf } from "../../dns/name.ts";
import { RRSIG } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";

/** An RRset of a section, and whether signatures stand beside it. They are not verified. */
export interface SignedRRset {
  readonly owner: Name;
  readonly type: number;
  /** 0 where only signatures stand there, as to QTYPE RRSIG. */
  readonly records: number;
  readonly signatures: number;
  /** In lower case, where the labels that the signatures count (RFC 4034 §3.1.3) are fewer than its owner has. */
  readonly wildcard: Name | undefined;
  /** Every signature counts the same labels, and no more than there are. True where there is none. */
  readonly fits: boolean;
}

/** The RRsets of a section in the order in which they begin, each with its signatures (RFC 4035 §3.1.1). */
export function readSignatures(section: readonly ZoneRecord[]): SignedRRset[] {
  const found = new Map<string, Growing>();
  for (const record of section) {
    const covered = record.type === RRSIG ? u16(record.rdata, 0) : undefined;
    const type = covered ?? record.type;
    const key = `${type} ${keyOf(record.owner)}`;
    const entry = found.get(key) ?? { owner: record.owner, type, records: 0, labels: [] };
    if (covered === undefined) entry.records += 1;
    else entry.labels.push(record.rdata.charCodeAt(LABELS));
    found.set(key, entry);
  }
  return [...found.values()].map(({ owner, type, records, labels }) => {
    const most = labelCount(owner) - (isWildcard(owner) ? 1 : 0);
    const [count = most] = labels;
    const fits = labels.every((each) => each === count && each <= most);
    const wildcard = fits && count < most ? wildcardOf(owner, count) : undefined;
    return { owner, type, records, signatures: labels.length, wildcard, fits };
  });
}

const LABELS = 3; // where the count of labels stands in RRSIG, after type and algorithm (RFC 4034 §3.1)

interface Growing {
  readonly owner: Name;
  readonly type: number;
  records: number;
  readonly labels: number[];
}

/** The wildcard below the name's last labels, so many of them. */
function wildcardOf(owner: Name, labels: number): Name {
  let parent = keyOf(owner);
  while (labelCount(parent) > labels) parent = parentOf(parent);
  return childOf("*", parent);
}

function u16(octets: string, at: number): number {
  return (octets.charCodeAt(at) << 8) | octets.charCodeAt(at + 1);
}
