import { createHash } from "node:crypto";
import { canonicalRdata } from "../../dns/canonical.ts";
import { keyOf, type Name } from "../../dns/name.ts";
import { SOA } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { RrsetChange } from "./changes.ts";
import type { Plan } from "./plan.ts";

/** Changes of zones by value, and the zones that go. */
export interface DigestedChanges {
  readonly zones: readonly { readonly origin: Name; readonly changes: readonly RrsetChange[] }[];
  readonly removed: readonly { readonly origin: Name }[];
}

/** The digest of a plan's changes. Undefined where the changes of a zone are not known. */
export function planDigest({ zones, removed }: Plan): string | undefined {
  const known = zones.flatMap(({ zone: { origin }, changes }) =>
    changes === undefined ? [] : [{ origin, changes }],
  );
  return known.length < zones.length ? undefined : changesDigest({ zones: known, removed });
}

/**
 * SHA-256 over RRset changes, in hexadecimal: two plans have the same digest when they change the same values in the
 * same way. Serials, digests of zones and times have no part in it, so it does not depend on the day or on what else
 * was deployed in between.
 */
export function changesDigest({ zones, removed }: DigestedChanges): string {
  const hash = createHash("sha256");
  const byOrigin = zones.toSorted((a, b) => compare(keyOf(a.origin), keyOf(b.origin)));
  let text = "";
  for (const { origin, changes } of byOrigin) {
    if (changes.length > 0) text += `zone ${hex(keyOf(origin))}\n`;
    for (const { key, change } of inOrder(changes)) {
      text += linesOf(key, change);
      if (text.length < CHUNK) continue;
      hash.update(text);
      text = "";
    }
  }
  for (const origin of removed.map((zone) => hex(keyOf(zone.origin))).sort()) text += `gone ${origin}\n`;
  return hash.update(text).digest("hex");
}

const CHUNK = 1 << 16; // characters given to the hash at a time: a call for each line costs more than its octets

/** A change and the key of its owner, which is made once for sorting and printing. */
interface Keyed {
  readonly key: Name;
  readonly change: RrsetChange;
}

function inOrder(changes: readonly RrsetChange[]): Keyed[] {
  return changes
    .map((change) => ({ key: keyOf(change.owner), change }))
    .sort((a, b) => compare(a.key, b.key) || a.change.type - b.change.type);
}

function linesOf(key: Name, { type, kind, added, removed, ttl }: RrsetChange): string {
  const head = `${hex(key)} ${type} ${kind} ${ttl === undefined ? "" : `${ttl.from}>${ttl.to}`}\n`;
  return head + valuesOf("+", added) + valuesOf("-", removed);
}

function valuesOf(sign: "+" | "-", records: readonly ZoneRecord[]): string {
  const lines = records.map(
    ({ type, ttl, rdata }) => `${sign}${ttl} ${hex(withoutSerial(type, canonicalRdata(type, rdata)))}\n`,
  );
  return lines.length > 1 ? lines.sort().join("") : (lines[0] ?? "");
}

/** The serial of a SOA follows from the rest: its five numbers stand at the end, the serial first. */
function withoutSerial(type: number, rdata: string): string {
  return type === SOA ? rdata.slice(0, -20) + rdata.slice(-16) : rdata;
}

function hex(octets: string): string {
  const { length } = octets;
  for (let at = 0; at < length; at++) {
    const code = octets.charCodeAt(at);
    DIGITS[2 * at] = HEX.charCodeAt(code >> 4);
    DIGITS[2 * at + 1] = HEX.charCodeAt(code & 15);
  }
  return DIGITS.toString("latin1", 0, 2 * length);
}

const HEX = "0123456789abcdef";
/** What `hex` writes into: there are very many values, and an own buffer for each takes longer than its digits. */
const DIGITS = Buffer.alloc(2 * 0xffff); // octets that rdata has at most

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
