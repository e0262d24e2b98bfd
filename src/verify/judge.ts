import { NOERROR, NXDOMAIN, REFUSED, SERVFAIL } from "../../dns/message-rcode.ts";
import { keyOf } from "../../dns/name.ts";
import { A } from "../../dns/records/a.ts";
import { AAAA } from "../../dns/records/aaaa.ts";
import { NS } from "../../dns/records/ns.ts";
import { SOA } from "../../dns/records/soa.ts";
import { compareSerials } from "../../dns/serial.ts";
import { RRSIG } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { arePlainlySame, compareSets, without } from "./compare.ts";
import type {
  AliasExpectation,
  AnyExpectation,
  Ending,
  Expectation,
  LookedUpExpectation,
  NegativeExpectation,
} from "./expectation.ts";
import { findAnyFault } from "./judge-any.ts";
import { describeLookedUp, type Elsewhere, judgeFailure, judgeLookedUp } from "./judge-looked-up.ts";
import { AUTHORITY, describeReply, NO_AUTHORITY, printRcodes, printRecords } from "./print-answer.ts";
import type { Referral } from "./referral.ts";
import { serialOf } from "./soa-serial.ts";
import { withCutsOf } from "./text-cuts.ts";
import { coveredType } from "./true-records.ts";
import type { Answer, MissKind, Reply, Targets } from "./types.ts";

/** What is wrong with an answer. */
export interface Finding {
  readonly kind: MissKind;
  readonly expected: string;
  readonly got: string;
  /** Nothing but this: addresses of an ALIAS that nobody saw here, and that may be right for where the nameserver stands. */
  readonly elsewhere?: Elsewhere;
}

/**
 * Holds an answer against what the zones say; undefined when it is right. The gravest difference is the finding.
 *
 * @param targets what those of ALIAS have; without it any addresses are as good as others
 */
export function judge(
  expectation: Expectation,
  answer: Answer,
  targets?: Pick<Targets, "of">,
): Finding | undefined {
  switch (answer.outcome) {
    case "reply":
      return judgeReply(expectation, answer, targets);
    case "malformed":
      return { kind: "malformed", expected: describe(expectation), got: answer.reason };
    case "no-reply":
    case "not-asked":
      return { kind: "no-answer", expected: describe(expectation), got: answer.reason };
    default:
      return answer satisfies never;
  }
}

/** The same for an answer that is there. */
export function judgeReply(
  expectation: Expectation,
  reply: Reply,
  targets?: Pick<Targets, "of">,
): Finding | undefined {
  if (reply.rcode === REFUSED && expectation.outcome !== "refused") {
    return { kind: "lame", expected: describe(expectation), got: describeReply(reply) };
  }
  const lookedUp = expectation.outcome === "alias" ? expectation.lookedUp : expectation;
  if (lookedUp?.outcome === "looked-up" && reply.rcode === SERVFAIL) {
    return judgeFailure(lookedUp, reply, targets);
  }
  const last = expectation.outcome === "alias" ? expectation.end : expectation;
  // Of an ALIAS alone nothing may be known. What its addresses are, questions for them tell.
  if (last?.outcome === "any" && last.hasAlias && reply.rcode === SERVFAIL) return undefined;
  if (!rcodesOf(expectation).includes(reply.rcode)) {
    return { kind: "wrong-rcode", expected: describe(expectation), got: describeReply(reply) };
  }
  if (expectation.outcome !== "alias") return judgeEnding(expectation, reply, targets);
  const { records, more, end } = expectation;
  if (expectation.lookedUp !== undefined)
    return judgeLinked(expectation, expectation.lookedUp, reply, targets);
  if (end?.outcome === "any") return judgeAny(end, records, reply);
  const got = more.length === 0 ? reply.answer : without(reply.answer, more);
  return judgeRecords(records, got, reply) ?? judgeAuthority(reply);
}

/** Links, and behind them what the last name's ALIAS leads to, where the server goes so far. */
function judgeLinked(
  { records, more, end }: AliasExpectation,
  lookedUp: LookedUpExpectation,
  reply: Reply,
  targets: Pick<Targets, "of"> | undefined,
): Finding | undefined {
  const isOfLast = ({ owner, type }: ZoneRecord) =>
    keyOf(owner) === keyOf(lookedUp.name) && (type === lookedUp.type || type === RRSIG);
  const links = without(reply.answer, [...more, ...reply.answer.filter(isOfLast)]);
  const answer = reply.answer.filter(isOfLast);
  const isEnded = end === undefined && answer.length === 0;
  return (
    judgeRecords(records, links, reply) ??
    (isEnded ? judgeAuthority(reply) : judgeLookedUp(lookedUp, { ...reply, answer }, targets))
  );
}

function judgeEnding(
  ending: Ending,
  reply: Reply,
  targets: Pick<Targets, "of"> | undefined,
): Finding | undefined {
  switch (ending.outcome) {
    case "answer":
      return judgeRecords(ending.records, reply.answer, reply) ?? judgeAuthority(reply);
    case "any":
      return judgeAny(ending, [], reply);
    case "nodata":
    case "nxdomain":
      return judgeNegative(ending, reply);
    case "looked-up":
      return judgeLookedUp(ending, reply, targets);
    case "referral":
      return judgeReferral(ending, reply);
    case "refused":
      return judgeRefused(ending, reply);
    default:
      return ending satisfies never;
  }
}

/** The links, and behind them what may answer QTYPE ANY. */
function judgeAny(any: AnyExpectation, links: readonly ZoneRecord[], reply: Reply): Finding | undefined {
  const found = links.length === 0 ? reply.answer : without(reply.answer, links);
  const chosen = any.hasAlias ? found.filter((record) => !isAddress(record)) : found;
  // One of them may be a link itself, a DNAME that leads to its own owner.
  const isThere = any.rrsets.some(({ records }) => without(records, links).length === 0);
  const linked = links.length === 0 ? undefined : judgeRecords(links, without(reply.answer, found), reply);
  const isEnough = isThere || any.hasAlias; // whose addresses may be all, or none
  const kind = isEnough && chosen.length === 0 ? undefined : findAnyFault(any, chosen);
  return (
    linked ??
    (kind && { kind, expected: describeAny(any, links), got: describeReply(reply) }) ??
    judgeAuthority(reply)
  );
}

/** An address, or the signature of addresses. */
function isAddress(record: ZoneRecord): boolean {
  const type = coveredType(record) ?? record.type;
  return type === A.code || type === AAAA.code;
}

/** Nobody has anything to say. */
function judgeRefused(ending: Ending, reply: Reply): Finding | undefined {
  const { aa, answer, authority, additional } = reply;
  const kind = aa ? "unexpected-aa" : "extra-record";
  if (!aa && answer.length + authority.length + additional.length === 0) return undefined;
  return { kind, expected: describe(ending), got: describeReply(reply) };
}

function judgeAuthority(reply: Reply): Finding | undefined {
  return reply.aa ? undefined : { kind: "missing-aa", expected: AUTHORITY, got: NO_AUTHORITY };
}

/** The records of one section against those that it must have, and no others. */
function judgeRecords(
  expected: readonly ZoneRecord[],
  got: readonly ZoneRecord[],
  reply: Reply,
): Finding | undefined {
  if (arePlainlySame(expected, got)) return undefined;
  const { missing, extra, otherTtl } = compareSets(expected, withCutsOf(expected, got));
  if (missing.length + extra.length + otherTtl.length === 0) return undefined;
  const texts = {
    expected: printRecords(expected),
    got: got.length === 0 ? describeReply(reply) : printRecords(got),
  };
  if (missing.length > 0 && extra.length > 0) {
    return { kind: serialKind(missing, extra) ?? "wrong-value", ...texts };
  }
  if (missing.length > 0) return { kind: "missing-record", ...texts };
  if (extra.length > 0) return { kind: "extra-record", ...texts };
  return { kind: "wrong-ttl", ...texts };
}

/** SOA records that differ tell the age of the zone that the server has (RFC 1982 arithmetic). */
function serialKind(missing: readonly ZoneRecord[], extra: readonly ZoneRecord[]): MissKind | undefined {
  const [expected] = missing;
  const [got] = extra;
  if (expected?.type !== SOA.code || got?.type !== SOA.code || keyOf(expected.owner) !== keyOf(got.owner)) {
    return undefined;
  }
  const order = compareSerials(serialOf(got), serialOf(expected));
  return order === 0 ? undefined : order !== undefined && order > 0 ? "newer-serial" : "stale-serial";
}

/** Nothing in the answer, and the SOA in the authority section (RFC 2308 §2.1 and §2.2). */
function judgeNegative(expectation: NegativeExpectation, reply: Reply): Finding | undefined {
  if (reply.answer.length > 0) {
    return { kind: "extra-record", expected: describe(expectation), got: printRecords(reply.answer) };
  }
  if (!reply.aa) return { kind: "missing-aa", expected: describe(expectation), got: describeReply(reply) };
  const soa = reply.authority.filter(({ type }) => type === SOA.code);
  const finding = judgeRecords([expectation.soa], soa, reply);
  return finding && { ...finding, expected: describe(expectation), got: describeReply(reply) };
}

function judgeReferral(expectation: Referral, reply: Reply): Finding | undefined {
  const { aa, answer } = reply;
  if (aa) return { kind: "unexpected-aa", expected: describe(expectation), got: describeReply(reply) };
  if (answer.length > 0) {
    return { kind: "extra-record", expected: describe(expectation), got: printRecords(answer) };
  }
  return judgeDelegation(expectation, reply);
}

/** The NS records in the authority section and their addresses, be it an answer's own or that of an alias' last name. */
export function judgeDelegation(expectation: Referral, reply: Reply): Finding | undefined {
  const { ns, glue, siblings } = expectation;
  // DS, NSEC and their signatures may stand beside the NS records (RFC 4035 §3.1.4).
  const delegation = reply.authority.filter(({ type }) => type === NS.code);
  const finding = judgeRecords(ns, delegation, reply) ?? judgeGlue(glue, siblings, reply);
  return finding && { ...finding, expected: describe(expectation), got: describeReply(reply) };
}

/** All of the glue, and of the addresses that need not be there only such as the zone has. */
function judgeGlue(
  glue: readonly ZoneRecord[],
  siblings: readonly ZoneRecord[],
  reply: Reply,
): Finding | undefined {
  if (arePlainlySame(glue, reply.additional)) return undefined;
  const known = [...glue, ...siblings];
  const names = new Set(known.map(({ owner }) => keyOf(owner)));
  const got = reply.additional.filter(
    ({ owner, type }) => (type === A.code || type === AAAA.code) && names.has(keyOf(owner)),
  );
  const present = [...glue, ...siblings.filter((sibling) => without([sibling], got).length === 0)];
  return judgeRecords(present, got, reply);
}

function rcodesOf(expectation: Expectation): readonly number[] {
  switch (expectation.outcome) {
    case "alias":
      return expectation.rcodes;
    case "nxdomain":
      return [NXDOMAIN];
    case "refused":
      return [REFUSED];
    case "answer":
    case "any":
    case "nodata":
    case "looked-up":
    case "referral":
      return [NOERROR];
    default:
      return expectation satisfies never;
  }
}

/** What is expected, in zone file text where there are records. */
export function describe(expectation: Expectation): string {
  switch (expectation.outcome) {
    case "answer":
      return printRecords(expectation.records);
    case "alias":
      return `${printRcodes(expectation.rcodes)}\n${printRecords(expectation.records)}`;
    case "any":
      return describeAny(expectation, []);
    case "refused":
      return "REFUSED, since the name is in no zone";
    case "nxdomain":
      return `NXDOMAIN\n${printRecords([expectation.soa])}`;
    case "nodata":
      return `NOERROR without an answer\n${printRecords([expectation.soa])}`;
    case "looked-up":
      return describeLookedUp(expectation, undefined);
    case "referral":
      return `a referral, not authoritative\n${printRecords([...expectation.ns, ...expectation.glue])}`;
    default:
      return expectation satisfies never;
  }
}

function describeAny({ rrsets }: AnyExpectation, links: readonly ZoneRecord[]): string {
  const records = rrsets.flatMap((rrset) => rrset.records);
  return `one RRset or more, each whole, of these\n${printRecords([...links, ...records])}`;
}
