import { ALIAS } from "../../dns/alias-type.ts";
import { keyOf, type Name } from "../../dns/name.ts";
import { isOfSigning } from "../../dns/signing-types.ts";
import { A, AAAA, ANY, CNAME, DNAME, DS, NS, NSEC, RRSIG, SOA, ZONEMD } from "../../dns/type-numbers.ts";
import type { Cause } from "./cause-kind.ts";
import { causeOfParting } from "./cause-of-parting.ts";
import { changeBeside } from "./change-beside.ts";
import type { ChangeIndex, WrittenChange } from "./change-index.ts";
import type { ProofQuestion } from "./question-set.ts";
import { addressAliasAt, aliasAt, type Place, placeOf, type Side, substituted } from "./side.ts";
import { MAX_LINKS, placeOfDs } from "./types-at.ts";

/**
 * The change that makes an answer another one: both sides are walked step by step, up to where they part. Undefined where
 * no change is the cause, which is a defect of ours.
 */
export function causeOf(
  question: ProofQuestion,
  sides: readonly [Side, Side],
  changes: ChangeIndex,
): Cause | undefined {
  // What was written there itself, or on the way, says more than how a zone proves things.
  return walk(question, sides, changes, false) ?? walk(question, sides, changes, true);
}

/** @param withProofs what signed zones prove counts, too */
function walk(
  question: ProofQuestion,
  sides: readonly [Side, Side],
  changes: ChangeIndex,
  withProofs: boolean,
): Cause | undefined {
  const { name, type } = question;
  let at = name;
  let denied: Cause | undefined;
  for (let link = 0; link < MAX_LINKS; link++) {
    const [was, is] = sides.map((side) => (type === DS ? placeOfDs(side, at) : placeOf(side, at))) as [
      Place,
      Place,
    ];
    const asSeen = (from: Name, cause: Cause | undefined) => cause && asSeenFrom(question, from, cause);
    const cause = asSeen(at, causeAt(question, at, was, is, sides, changes, withProofs));
    if (cause !== undefined) return cause;
    // Nothing differs here, so both lead to the same name.
    denied ??= asSeen(at, deniedAt(type, is, changes));
    const target = type === ANY ? addressAliasAt(is) : undefined;
    if (target !== undefined) return ofAddresses(question, target, sides, changes, withProofs) ?? denied;
    const next = is.kind === "dname" ? substituted(at, is.at, is.target) : aliasFor(type, is);
    if (next === undefined) return denied;
    at = next;
  }
  return denied;
}

/** Where the target of an ALIAS has no address, the SOA is that of the zone of the ALIAS. */
function deniedAt(type: number, place: Place, changes: ChangeIndex): Cause | undefined {
  if ((type !== A && type !== AAAA && type !== ANY) || addressAliasAt(place) === undefined) return undefined;
  if (place.kind !== "node" && place.kind !== "wildcard") return undefined;
  const { origin } = place.zone;
  const change = changes.at(origin, origin).find((one) => one.type === SOA);
  return change && { kind: "negative", change };
}

/** QTYPE ANY is answered with addresses of a target, of either type. */
function ofAddresses(
  question: ProofQuestion,
  target: Name,
  sides: readonly [Side, Side],
  changes: ChangeIndex,
  withProofs: boolean,
): Cause | undefined {
  for (const type of [A, AAAA]) {
    const cause = walk({ ...question, name: target, type }, sides, changes, withProofs);
    if (cause !== undefined) return asSeenFrom(question, target, cause);
  }
  return undefined;
}

/** Where the answer for this type comes from, when it is another name. */
function aliasFor(type: number, place: Place): Name | undefined {
  return aliasAt(place) ?? (type === A || type === AAAA ? addressAliasAt(place) : undefined);
}

/** What was asked for by itself is as written; what stands behind an alias is seen through it. */
function asSeenFrom({ name, type }: ProofQuestion, at: Name, { kind, change }: Cause): Cause {
  const isForType = change.type === type || type === ANY || type === RRSIG;
  if (change.type !== undefined && keyOf(change.owner) === name && isForType)
    return { kind: "written", change };
  return at !== name && kind === "written" ? { kind: "alias", change } : { kind, change };
}

/** The cause of a difference at one name of the chain. */
function causeAt(
  question: ProofQuestion,
  at: Name,
  was: Place,
  is: Place,
  sides: readonly [Side, Side],
  changes: ChangeIndex,
  withProofs: boolean,
): Cause | undefined {
  if (was.kind === "outside" || is.kind === "outside" || was.zone.origin !== is.zone.origin) {
    return causeOfZone(was, is, changes);
  }
  const [old, now] = [was, is];
  if (!isSamePlace(was, is)) return causeOfParting(question.type, at, was, is, changes);
  const origin = is.zone.origin;
  const changeOf = (name: Name, type: number) => changes.at(origin, name).find((one) => one.type === type);
  switch (is.kind) {
    case "cut": {
      if (at === is.at && question.type === DS) return ofData(is.at, is.zone.nodes.get(is.at) ?? []);
      const change = changeOf(is.at, NS) ?? (question.dnssec ? changeOf(is.at, DS) : undefined);
      return change === undefined ? (beside() ?? proved(is.at)) : { kind: "cut", change };
    }
    case "dname": {
      const change = changeOf(is.at, DNAME);
      if (change !== undefined) return { kind: "dname", change };
      return changes.signing(origin) === undefined ? undefined : proved(is.at);
    }
    case "node":
    case "wildcard":
      return ofData(is.at, is.records);
    case "nothing":
      return negative();
    default:
      return is satisfies never;
  }

  /** Of the records at a name, which are on both sides where the answer is from. */
  function ofData(source: Name, records: readonly { readonly type: number }[]): Cause | undefined {
    const kind = is.kind === "wildcard" ? "wildcard" : "written";
    const change = changeOfAnswer(source);
    if (change !== undefined) return { kind, change };
    const has = (type: number) => records.some((record) => record.type === type);
    if (question.type === ALIAS) return negative(source); // it is never an answer itself
    if (has(question.type)) return beside() ?? proved(source);
    const isOfAlias = (question.type === A || question.type === AAAA) && has(ALIAS);
    const isFollowed = isOfAlias || (has(CNAME) && question.type !== NSEC && question.type !== RRSIG);
    return isFollowed || question.type === ANY ? proved(source) : negative(source);
  }

  /** The change of the RRset that answers, or of an alias that answers for it. */
  function changeOfAnswer(source: Name): WrittenChange | undefined {
    const here = changes.at(origin, source);
    if (question.type === ANY || question.type === RRSIG) return here[0];
    const isOfAddress = question.type === A || question.type === AAAA;
    return (
      changeOf(source, question.type) ??
      changeOf(source, CNAME) ??
      (isOfAddress ? changeOf(source, ALIAS) : undefined)
    );
  }

  function beside(): Cause | undefined {
    // Of an ALIAS that stands beside an answer the addresses may come from any zone.
    const lookedUp = (target: Name) => {
      for (const asked of [A, AAAA]) {
        const cause = walk({ ...question, name: target, type: asked }, sides, changes, withProofs);
        if (cause !== undefined) return cause.change;
      }
      return undefined;
    };
    const change = changeBeside(question.type, old, now, changes, lookedUp);
    return change && { kind: "additional", change };
  }

  function negative(source?: Name): Cause | undefined {
    const change = changeOf(origin, SOA);
    return change === undefined ? proved(source) : { kind: "negative", change };
  }

  /** What a signed zone adds to its answers: by how it is signed, by its records at the name itself, or by others which may stand anywhere. */
  function proved(source: Name | undefined): Cause | undefined {
    if (!withProofs || !(old.zone.isSigned || now.zone.isSigned)) return undefined;
    const signing = changes.signing(origin);
    if (signing !== undefined) return { kind: "signing", change: signing };
    if (!question.dnssec && !isMade(question.type)) return undefined;
    const own = source === undefined ? undefined : changes.at(origin, source)[0];
    const change = own ?? changes.anyOf(origin);
    return change && { kind: "denial", change };
  }
}

/** A signer makes it, or shows it in place of all that is there (RFC 8482 §4.1). */
function isMade(type: number): boolean {
  return isOfSigning(type) || type === ZONEMD || type === ANY;
}

/** The zone that answers on one side and is not there on the other. */
function causeOfZone(was: Place, is: Place, changes: ChangeIndex): Cause | undefined {
  for (const place of [is, was]) {
    const change = place.kind === "outside" ? undefined : changes.ofZone(place.zone.origin);
    if (change !== undefined) return { kind: "zone", change };
  }
  return undefined;
}

function isSamePlace(was: Place, is: Place): boolean {
  if (was.kind === "outside" || is.kind === "outside") return was.kind === is.kind;
  if (was.kind === "nothing" || is.kind === "nothing") {
    return was.kind === "nothing" && is.kind === "nothing" && was.encloser === is.encloser;
  }
  return was.kind === is.kind && was.at === is.at;
}
