import { NOERROR, NXDOMAIN, REFUSED } from "../../dns/message-rcode.ts";
import { keyOf } from "../../dns/name.ts";
import { A } from "../../dns/records/a.ts";
import { AAAA } from "../../dns/records/aaaa.ts";
import { NS } from "../../dns/records/ns.ts";
import { SOA } from "../../dns/records/soa.ts";
import { compareSerials } from "../../dns/serial.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { compareSets, without } from "./compare.ts";
import type { Expectation } from "./expect.ts";
import { AUTHORITY, describeReply, NO_AUTHORITY, printRcodes, printRecords } from "./print-answer.ts";
import type { Referral } from "./referral.ts";
import { serialOf } from "./soa-serial.ts";
import { withCutsOf } from "./text-cuts.ts";
import type { Answer, MissKind, Reply } from "./types.ts";

/** What is wrong with an answer. */
export interface Finding {
  readonly kind: MissKind;
  readonly expected: string;
  readonly got: string;
}

/** Holds an answer against what the zones say; undefined when it is right. The gravest difference is the finding. */
export function judge(expectation: Expectation, answer: Answer): Finding | undefined {
  switch (answer.outcome) {
    case "reply":
      return judgeReply(expectation, answer);
    case "malformed":
      return { kind: "malformed", expected: describe(expectation), got: answer.reason };
    case "no-reply":
    case "not-asked":
      return { kind: "no-answer", expected: describe(expectation), got: answer.reason };
    default:
      return answer satisfies never;
  }
}

function judgeReply(expectation: Expectation, reply: Reply): Finding | undefined {
  if (reply.rcode === REFUSED) {
    return { kind: "lame", expected: describe(expectation), got: describeReply(reply) };
  }
  if (!rcodesOf(expectation).includes(reply.rcode)) {
    return { kind: "wrong-rcode", expected: describe(expectation), got: describeReply(reply) };
  }
  switch (expectation.outcome) {
    case "answer":
      return judgeRecords(expectation.records, reply.answer, reply) ?? judgeAuthority(reply);
    case "alias":
      return (
        judgeRecords(expectation.records, without(reply.answer, expectation.more), reply) ??
        judgeAuthority(reply)
      );
    case "nodata":
    case "nxdomain":
      return judgeNegative(expectation, reply);
    case "referral":
      return judgeReferral(expectation, reply);
    default:
      return expectation satisfies never;
  }
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
  const { missing, extra, otherTtl } = compareSets(expected, withCutsOf(expected, got));
  const texts = {
    expected: printRecords(expected),
    got: got.length === 0 ? describeReply(reply) : printRecords(got),
  };
  if (missing.length > 0 && extra.length > 0) {
    return { kind: serialKind(missing, extra) ?? "wrong-value", ...texts };
  }
  if (missing.length > 0) return { kind: "missing-record", ...texts };
  if (extra.length > 0) return { kind: "extra-record", ...texts };
  return otherTtl.length > 0 ? { kind: "wrong-ttl", ...texts } : undefined;
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
function judgeNegative(
  expectation: { readonly outcome: "nodata" | "nxdomain"; readonly soa: ZoneRecord },
  reply: Reply,
): Finding | undefined {
  if (reply.answer.length > 0) {
    return { kind: "extra-record", expected: describe(expectation), got: printRecords(reply.answer) };
  }
  if (!reply.aa) return { kind: "missing-aa", expected: describe(expectation), got: describeReply(reply) };
  const soa = reply.authority.filter(({ type }) => type === SOA.code);
  const finding = judgeRecords([expectation.soa], soa, reply);
  return finding && { ...finding, expected: describe(expectation), got: describeReply(reply) };
}

function judgeReferral(expectation: Referral, reply: Reply): Finding | undefined {
  const { ns, glue, siblings } = expectation;
  const expected = describe(expectation);
  if (reply.aa) return { kind: "unexpected-aa", expected, got: describeReply(reply) };
  if (reply.answer.length > 0) return { kind: "extra-record", expected, got: printRecords(reply.answer) };
  // DS, NSEC and their signatures may stand beside the NS records (RFC 4035 §3.1.4).
  const delegation = reply.authority.filter(({ type }) => type === NS.code);
  const finding = judgeRecords(ns, delegation, reply) ?? judgeGlue(glue, siblings, reply);
  return finding && { ...finding, expected, got: describeReply(reply) };
}

/** All of the glue, and of the addresses that need not be there only such as the zone has. */
function judgeGlue(
  glue: readonly ZoneRecord[],
  siblings: readonly ZoneRecord[],
  reply: Reply,
): Finding | undefined {
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
    case "answer":
    case "nodata":
    case "referral":
      return [NOERROR];
    default:
      return expectation satisfies never;
  }
}

/** What is expected, in zone file text where there are records. */
function describe(expectation: Expectation): string {
  switch (expectation.outcome) {
    case "answer":
      return printRecords(expectation.records);
    case "alias":
      return `${printRcodes(expectation.rcodes)}\n${printRecords(expectation.records)}`;
    case "nxdomain":
      return `NXDOMAIN\n${printRecords([expectation.soa])}`;
    case "nodata":
      return `NOERROR without an answer\n${printRecords([expectation.soa])}`;
    case "referral":
      return `a referral, not authoritative\n${printRecords([...expectation.ns, ...expectation.glue])}`;
    default:
      return expectation satisfies never;
  }
}
