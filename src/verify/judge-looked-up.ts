import { ALIAS } from "../../dns/alias-type.ts";
import { keyOf, type Name, printName } from "../../dns/name.ts";
import { codecOf } from "../../dns/records/index.ts";
import { RRSIG } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import type { Octets } from "../../dns/wire.ts";
import { standingOf } from "./elsewhere.ts";
import type { LookedUpExpectation } from "./expectation.ts";
import { AUTHORITY, describeReply, NO_AUTHORITY, printRecords } from "./print-answer.ts";
import type { Miss, MissKind, Reply, SeenAddresses, Targets } from "./types.ts";

/** Addresses that were not seen of the target from here. */
export interface Elsewhere {
  /** The name that was looked up. */
  readonly target: Name;
  /** They are of networks that were. */
  readonly isNear: boolean;
}

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
  const got = records.length === 0 ? describeReply(reply) : printRecords(records);
  if (kind !== undefined) return { kind, expected: describeLookedUp(expected, known), got };
  if (!reply.aa) return { kind: "missing-aa", expected: AUTHORITY, got: NO_AUTHORITY };
  const standing = standingOf(expected.type, addressesOf(records), known?.addresses ?? NONE);
  if (known === undefined || standing === "seen") return undefined;
  // Nobody can look from where the nameserver stands, so this alone is no fault of it.
  const mayBeOfItsPlace = expected.own === undefined && standing !== "not-public";
  return {
    ...{ kind: "wrong-value", expected: describeLookedUp(expected, known), got },
    ...(mayBeOfItsPlace && { elsewhere: { target: expected.end!, isNear: standing === "near" } }),
  };
}

const NONE: ReadonlySet<Octets> = new Set();

function addressesOf(records: Reply["answer"]): Octets[] {
  return records.map(({ rdata }) => rdata);
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
  if (addresses.size === 0) return "extra-record";
  const answered = new Set(addressesOf(records));
  if (own !== undefined && [...answered].some((rdata) => !addresses.has(rdata))) return "wrong-value";
  return own !== undefined && answered.size < addresses.size ? "missing-record" : undefined;
}

/** What is wrong with an answer; with `elsewhere` it may be right for where the nameserver stands. */
type Finding = Pick<Miss, "kind" | "expected" | "got"> & { readonly elsewhere?: Elsewhere };
