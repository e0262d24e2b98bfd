import { ALIAS } from "../../dns/alias-type.ts";
import { keyOf, printName } from "../../dns/name.ts";
import { codecOf } from "../../dns/records/index.ts";
import { RRSIG } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import type { LookedUpExpectation } from "./expectation.ts";
import { AUTHORITY, describeReply, NO_AUTHORITY, printRecords } from "./print-answer.ts";
import type { Miss, MissKind, Reply, SeenAddresses, Targets } from "./types.ts";

/**
 * Holds addresses at an ALIAS against those of its target: all of what our zones have, otherwise some of what was seen, and none
 * only where the target has none. Where nobody answered for the target, any addresses pass. The record itself is never an answer.
 */
export function judgeLookedUp(
  expected: LookedUpExpectation,
  reply: Reply,
  targets: Pick<Targets, "of"> | undefined,
): Finding | undefined {
  const known = knownOf(expected, targets);
  const records = reply.answer.filter(({ type }) => type !== RRSIG);
  const kind = faultOf(expected, known, records);
  if (kind !== undefined) {
    const got = records.length === 0 ? describeReply(reply) : printRecords(records);
    return { kind, expected: describeLookedUp(expected, known), got };
  }
  return reply.aa ? undefined : { kind: "missing-aa", expected: AUTHORITY, got: NO_AUTHORITY };
}

/** The nameserver says that it knows of no addresses: right only where nobody knows any. */
export function judgeFailure(
  expected: LookedUpExpectation,
  reply: Reply,
  targets: Pick<Targets, "of"> | undefined,
): Finding | undefined {
  const known = knownOf(expected, targets);
  if (known === undefined) return undefined;
  return {
    kind: "wrong-rcode",
    expected: describeLookedUp(expected, known),
    got: describeReply(reply),
  };
}

/** What is expected, in words and addresses. */
export function describeLookedUp(
  { type, target, ttl }: LookedUpExpectation,
  known: SeenAddresses | undefined,
): string {
  const what = `${typeName(type)} of ${printName(target)}, looked up, TTL ${ttl} at most`;
  if (known === undefined) return what;
  const seen = [...known.addresses].map((octets) => codecOf(type).print(octets)).sort();
  return `${what}: ${seen.length === 0 ? "it has none" : `some of ${seen.join(", ")}`}`;
}

function knownOf(
  { own, end, type }: LookedUpExpectation,
  targets: Pick<Targets, "of"> | undefined,
): SeenAddresses | undefined {
  if (own !== undefined) return { addresses: new Set(own), isSometimesNone: own.length === 0 };
  return end === undefined ? undefined : targets?.of(end, type);
}

function faultOf(
  { name, type, ttl, own }: LookedUpExpectation,
  known: SeenAddresses | undefined,
  records: Reply["answer"],
): MissKind | undefined {
  const owner = keyOf(name);
  if (records.some((record) => record.type === ALIAS)) return "extra-record";
  if (records.some((record) => record.type !== type || keyOf(record.owner) !== owner)) return "extra-record";
  if (records.some((record) => record.ttl > ttl)) return "wrong-ttl";
  if (known === undefined) return undefined;
  const { addresses, isSometimesNone } = known;
  if (records.length === 0) return addresses.size === 0 || isSometimesNone ? undefined : "missing-record";
  if (records.some(({ rdata }) => !addresses.has(rdata)))
    return addresses.size === 0 ? "extra-record" : "wrong-value";
  return own !== undefined && new Set(records.map(({ rdata }) => rdata)).size < addresses.size
    ? "missing-record"
    : undefined;
}

/** What is wrong with an answer. */
type Finding = Pick<Miss, "kind" | "expected" | "got">;
