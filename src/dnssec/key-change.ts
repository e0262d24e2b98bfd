import type { Name } from "../../dns/name.ts";
import type { PolicyKey, SigningPolicy } from "../../dns/signing/policy.ts";
import { windowOf } from "../../dns/signing/window.ts";
import type { Octets } from "../../dns/wire.ts";
import { type Break, dsFor, type Held, isSameKey, judgeHeld, type SignedBy } from "./chain-of-trust.ts";
import type { KeyLooks } from "./key-looks.ts";

/** A change of how a zone is signed, and what is known of the world that it meets. */
export interface KeyChange {
  readonly zone: Name;
  /** As all nameservers have it now, and as they would; undefined: not signed by us. */
  readonly before: SigningPolicy | undefined;
  readonly after: SigningPolicy | undefined;
  readonly looks: KeyLooks;
  /** The greatest TTL of the zone's records before and after, negative answers' too, in seconds. */
  readonly ttl: number;
  readonly now: Date;
}

const BREAKS = "chain-breaks";
const NOT_SEEN = "not-looked-at";
const EARLY = "too-early";
const COUNTER = "policy-counter";
const UNSIGNED = "unsigned-at-others";

type KeyRule = typeof BREAKS | typeof NOT_SEEN | typeof EARLY | typeof COUNTER | typeof UNSIGNED;

/** Why a change would leave validators without a chain of trust. */
export interface KeyRefusal {
  readonly rule: KeyRule;
  /** A sentence without its final stop. */
  readonly message: string;
  readonly help: string;
  /** When it would be fine, all else being as it is. */
  readonly from?: Date;
}

/**
 * What a state of things shows at one place is not shown at another yet: where a look sees one instance of many (servers of the
 * parent, secondaries behind an anycast address), so many seconds are added to each time that has to pass.
 */
export const MARGIN = 3_600;

/** What was seen so many seconds ago, and by nobody since, says nothing of now. */
export const STALE = 3 * 86_400;

/**
 * Judges a change of keys by all that validators may hold meanwhile: each DS RRset, DNSKEY RRset and signature of before and
 * after, in any combination (RFC 6781 §4, RFC 7583 §3 have the orders in which none breaks). Empty: it may go out now.
 */
export function judgeKeyChange(asked: KeyChange): KeyRefusal[] {
  const change = { ...asked, looks: freshLooks(asked.looks, asked.now) };
  const { before, after, looks } = change;
  if (before === undefined && after === undefined) return [];
  if (before !== undefined && after !== undefined && isSamePolicy(before, after)) return [];
  const refusals = [...judgeWeeks(change), ...judgeCounter(change), ...judgeFirst(change)];
  const now = looks.ds?.set;
  if (now === undefined) {
    // Nothing can break by signing more, where keys that DS may name stay as they are.
    if (!isOnlyMore(before, after))
      refusals.push({
        rule: NOT_SEEN,
        message:
          "Which DS the parent has is not known: it was not asked, or not all of its servers answered the same",
        help: "Look with `zonepipe dnssec look`, as `zonepipe drift` does each day, until all servers of the parent answer the same.",
      });
    return refusals;
  }
  refusals.push(...judgeChain(change, dsToCome(change, now)));
  if (refusals.some(({ rule }) => rule === "chain-breaks")) return refusals;
  return [...refusals, ...judgeTimes(change, now)];
}

/** What was seen lately. */
function freshLooks({ keys, ds }: KeyLooks, now: Date): KeyLooks {
  const isFresh = (seen: { readonly last: Date } | undefined) =>
    seen !== undefined && now.getTime() - seen.last.getTime() <= STALE * 1_000;
  return { ...(isFresh(keys) && { keys: keys! }), ...(isFresh(ds) && { ds: ds! }) };
}

/** The DS that the parent has, and those that it may take by itself from CDS (RFC 7344 §4). */
function dsToCome({ zone, after }: KeyChange, now: readonly Octets[]): (readonly Octets[])[] {
  const sets: (readonly Octets[])[] = [now];
  if (after?.isLeaving === true) sets.push([]);
  const wanted = after?.keys.filter(({ isWanted }) => isWanted) ?? [];
  if (wanted.length > 0) sets.push(wanted.map((key) => dsFor(zone, key)));
  return sets;
}

function judgeCounter({ before, after }: KeyChange): KeyRefusal[] {
  if (before === undefined || after === undefined || after.counter > before.counter) return [];
  return [
    {
      rule: COUNTER,
      message: `The keys change, and their counter goes from ${before.counter} to ${after.counter}; it has to go up`,
      help: `Change keys by \`zonepipe dnssec\`, or write counter: ${before.counter + 1}.`,
    },
  ];
}

/** Signatures that do not hold yet, or none at all, are what a wrong first week would come to. */
function judgeWeeks({ after, now }: KeyChange): KeyRefusal[] {
  if (after === undefined) return [];
  const week = windowOf(now.getTime() / 1_000);
  const of = (message: string): KeyRefusal => ({
    rule: BREAKS,
    message,
    help: `Change keys by \`zonepipe dnssec\`, or write base: ${week}, and raise the counter.`,
  });
  // Clocks differ, so the next week may have begun elsewhere.
  if (after.base > week + 1)
    return [
      of(
        `Signing would begin with week ${after.base}, and it is week ${week}: signatures would not hold yet`,
      ),
    ];
  if (after.base + after.windows <= week)
    return [
      of(
        `The weeks for which there are serials ended with week ${after.base + after.windows - 1}, and it is week ${week}: nothing could be signed`,
      ),
    ];
  return [];
}

/** Caches hold data without signatures when signing begins. */
function judgeFirst({ before, after }: KeyChange): KeyRefusal[] {
  if (before !== undefined || after === undefined || !after.keys.some(({ isWanted }) => isWanted)) return [];
  return [
    {
      rule: EARLY,
      message: "Signing begins, and a DS is wanted at once: who holds unsigned records would refuse them",
      help: "Sign first, and want the DS when all nameservers have shown that for as long as the zone's TTLs.",
    },
  ];
}

function judgeChain({ zone, before, after }: KeyChange, sets: readonly (readonly Octets[])[]): KeyRefusal[] {
  const states: SignedBy[] = [before, after];
  const found = new Map<string, KeyRefusal>();
  for (const ds of sets) {
    for (const keys of states) {
      for (const data of states) {
        // What is there already is not the fault of the change, nor is what others answered before we did.
        if (keys === before && data === before && ds === sets[0]) continue;
        if (before === undefined && (keys === before || data === before)) continue;
        const verdict = judgeHeld(zone, { ds, keys, data });
        if (typeof verdict === "string") continue;
        const refusal = refusalOf(verdict.bogus, { ds, keys, data }, before, ds === sets[0]);
        found.set(refusal.message, refusal);
      }
    }
  }
  return [...found.values()];
}

function refusalOf(
  bogus: Break,
  { ds: set, keys, data }: Held,
  before: SignedBy,
  isNow: boolean,
): KeyRefusal {
  const whose = (state: SignedBy) => (state === before ? "of before" : "of after the change");
  const ds = isNow ? "the DS that the parent has" : "the DS that CDS would bring";
  const rule = BREAKS;
  switch (bogus) {
    case "no-keys":
    case "no-signature":
      return {
        rule,
        message: `The zone would not be signed while ${ds} says that it is: validators would refuse all of it`,
        help: "Remove the DS at the parent first (`zonepipe dnssec disable` says how), and wait until no cache has it.",
      };
    case "ds-without-key":
      return {
        rule,
        message: `With the keys ${whose(keys)}, no key that ${ds} names (${tagsIn(set)}) would sign the DNSKEY RRset: validators would refuse all of the zone`,
        help: isNow
          ? "Keep a key that the DS names until the parent has the DS of another one."
          : "Publish the key first, and want its DS when no cache holds the keys of before.",
      };
    case "signature-without-key":
      return {
        rule,
        message: `A validator with the keys ${whose(keys)} could not check signatures ${whose(data)}`,
        help: "Publish a key before it signs, and let it stand until no cache holds its signatures: one step of the two at a time.",
      };
    case "algorithm-missing":
      return {
        rule,
        message: `With the keys ${whose(keys)} and signatures ${whose(data)}, an algorithm of ${ds} or of the keys would have no signature`,
        help: "Sign with a new algorithm before its key is published, and go on until no cache holds the old one's key (RFC 6781 §4.1.4).",
      };
    default:
      return bogus satisfies never;
  }
}

/** The tags of the keys that DS data names (RFC 4034 §5.1). */
function tagsIn(set: readonly Octets[]): string {
  return [...new Set(set.map((ds) => (ds.charCodeAt(0) << 8) | ds.charCodeAt(1)))].join(", ");
}

/** What is older than the state of before, or than the DS of now, may be held for as long as its TTL. */
function judgeTimes(change: KeyChange, now: readonly Octets[]): KeyRefusal[] {
  const { before, after, looks, ttl } = change;
  if (before === undefined) return [];
  if (isOnlyMore(before, after)) return [];
  const shown = `all nameservers show the keys of before (counter ${before.counter})`;
  const seen = looks.keys?.counter === before.counter ? looks.keys.since : undefined;
  const trusted =
    now.length === 0 ? "no server of the parent has a DS" : "all servers of the parent have the DS of now";
  return [
    ...waitFor(shown, seen, Math.max(ttl, before.ttl), change),
    // A cache may have a DS that was there before: that of a key that signs no more, or any where there is none now.
    ...waitFor(trusted, looks.ds?.since, looks.ds?.ttl ?? 0, change),
  ];
}

function waitFor(what: string, since: Date | undefined, ttl: number, { now }: KeyChange): KeyRefusal[] {
  if (since === undefined) {
    return [
      {
        rule: NOT_SEEN,
        message: `Since when ${what} is not known: nobody has looked, or somebody did not answer`,
        help: "Look with `zonepipe dnssec look`, as `zonepipe drift` does each day, and come back when that has stood for as long as its TTL.",
      },
    ];
  }
  const from = new Date(since.getTime() + (ttl + MARGIN) * 1_000);
  if (from <= now) return [];
  return [
    {
      rule: EARLY,
      message: `What was before may be in caches: ${what} since ${since.toISOString()}, and its TTL is ${ttl} seconds`,
      help: `Do this from ${from.toISOString()} on.`,
      from,
    },
  ];
}

/**
 * Every key does after the change what it did before, no algorithm is published that was not, and no other DS is wanted: then
 * nothing that a cache holds, of whatever age, is worse off than it was.
 */
function isOnlyMore(before: SignedBy, after: SignedBy): boolean {
  if (before === undefined) return true;
  const keys = after?.keys ?? [];
  const isKept = (key: PolicyKey) => keys.some((other) => doesAsMuch(other, key));
  const isOld = (key: PolicyKey) =>
    before.keys.some(({ isPublished, algorithm }) => isPublished && algorithm === key.algorithm);
  const wasWanted = (key: PolicyKey) => before.keys.some((other) => other.isWanted && isSameKey(key, other));
  return (
    before.keys.every(isKept) &&
    keys.every((key) => (!key.isPublished || isOld(key)) && (!key.isWanted || wasWanted(key)))
  );
}

/** `key` is the same as `other`, and does all that it does. */
function doesAsMuch(key: PolicyKey, other: PolicyKey): boolean {
  if (!isSameKey(key, other)) return false;
  if (other.isPublished && !key.isPublished) return false;
  return key.signs === other.signs || key.signs === "all" || other.signs === "none";
}

function isSamePolicy(a: SigningPolicy, b: SigningPolicy): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
