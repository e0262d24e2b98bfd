import { keyOf, type Name } from "../../dns/name.ts";
import { A, AAAA, CNAME, HTTPS, RRSIG, SVCB } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { arePlainlySame, isSameRecord } from "./compare.ts";
import { expectAnswer } from "./expect.ts";
import { coveredType, helpfulRRsets } from "./true-records.ts";
import type { MissKind, Question, Reply } from "./types.ts";
import type { ZoneModels } from "./zone-model.ts";

/**
 * What is wrong with the additional section, but for glue that is missing: what stands there is of a kind that helps
 * (RFC 1034 §4.3.2 step 6, RFC 9460 §4.1), data of our zones in whole RRsets, and its owner is a name in a record of the answer.
 */
export function findAdditionalFault(
  models: ZoneModels,
  { dnssec = false }: Question,
  { answer, authority, additional }: Reply,
): MissKind | undefined {
  for (let index = 0; index < additional.length; index++) {
    const record = additional[index]!;
    const key = keyOf(record.owner);
    if (!HELPFUL.has(coveredType(record) ?? record.type) || (record.type === RRSIG && !dnssec)) {
      return "extra-record";
    }
    if (!isNamed(key, answer) && !isNamed(key, authority) && !isNamed(key, additional)) return "extra-record";
    if (isAmong(record, additional, index)) continue;
    if (hasAlias(models, key)) continue; // what its target has is in no zone
    const given = additional.filter((other) => isOfSameRRset(other, record));
    const truths = helpfulRRsets(models, record);
    if (truths.some((rrset) => arePlainlySame(rrset, given))) continue;
    const fault = findFault(truths, given);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function hasAlias(models: ZoneModels, name: Name): boolean {
  const found = expectAnswer(models, { name, type: A });
  return found.outcome === "looked-up";
}

const HELPFUL: ReadonlySet<number> = new Set([A, AAAA, SVCB, HTTPS, CNAME]);

/** The RRset is one of those that the zones have, whole and with its TTL. */
function findFault(
  truths: readonly (readonly ZoneRecord[])[],
  given: readonly ZoneRecord[],
): MissKind | undefined {
  const isIn = (rrset: readonly ZoneRecord[], record: ZoneRecord) =>
    rrset.some((each) => isSameRecord(each, record));
  const fitting = truths.filter((rrset) => given.every((record) => isIn(rrset, record)));
  if (fitting.some((rrset) => rrset.every((record) => isIn(given, record)))) return undefined;
  if (fitting.length > 0) return "missing-record";
  const isTrue = (rrset: readonly ZoneRecord[], record: ZoneRecord) =>
    rrset.some((each) => isSameRecord({ ...each, ttl: record.ttl }, record));
  return truths.some((rrset) => given.every((record) => isTrue(rrset, record)))
    ? "wrong-ttl"
    : "extra-record";
}

/** One of the first so many records is of the same RRset. */
function isAmong(record: ZoneRecord, records: readonly ZoneRecord[], count: number): boolean {
  for (let index = 0; index < count; index++) if (isOfSameRRset(records[index]!, record)) return true;
  return false;
}

function isOfSameRRset(a: ZoneRecord, b: ZoneRecord): boolean {
  return (
    a.type === b.type &&
    (a.owner === b.owner || keyOf(a.owner) === keyOf(b.owner)) &&
    coveredType(a) === coveredType(b)
  );
}

/** A record has the name in its data, or is a service binding, whose target "." is its own owner (RFC 9460 §2.5.2). */
function isNamed(name: Name, records: readonly ZoneRecord[]): boolean {
  for (const { owner, type, rdata } of records) {
    if (type === A || type === AAAA || type === RRSIG) continue;
    // As a name the data would be too long, perhaps; only its letters matter there.
    if (rdata.includes(name) || keyOf(rdata as Name).includes(name)) return true;
    if ((type === SVCB || type === HTTPS) && keyOf(owner) === name) return true;
  }
  return false;
}
