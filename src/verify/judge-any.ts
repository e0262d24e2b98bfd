import type { ZoneRecord } from "../../dns/zone.ts";
import { arePlainlySame, compareSets, without } from "./compare.ts";
import type { AnyExpectation, AnyRRset } from "./expectation.ts";
import type { MissKind } from "./types.ts";

/**
 * What is wrong with an answer to QTYPE ANY, undefined when it is right: at least one RRset, each of them whole, and
 * nothing else (RFC 8482 §4.1). Which of them a server gives is its own choice, and so are signatures that nobody asked for.
 */
export function findAnyFault(
  { rrsets, isSigned }: AnyExpectation,
  chosen: readonly ZoneRecord[],
): MissKind | undefined {
  if (rrsets.some((rrset) => arePlainlySame(withSignatures(rrset, isSigned), chosen))) return undefined;
  const given = rrsets.filter(({ records }) => without(records, chosen).length < records.length);
  const expected = given.flatMap((rrset) => withSignatures(rrset, isSigned));
  const unasked = isSigned ? [] : rrsets.flatMap(({ signatures }) => signatures);
  const { missing, extra, otherTtl } = compareSets(expected, without(chosen, unasked));
  if (extra.length > 0) return "extra-record";
  if (given.length === 0 || missing.length > 0) return "missing-record";
  return otherTtl.length > 0 ? "wrong-ttl" : undefined;
}

function withSignatures({ records, signatures }: AnyRRset, isSigned: boolean): readonly ZoneRecord[] {
  return isSigned && signatures.length > 0 ? [...records, ...signatures] : records;
}
