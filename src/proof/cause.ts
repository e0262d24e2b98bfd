import { keyOf, type Name, parentOf, ROOT } from "../../dns/name.ts";
import { ANY, CNAME, DNAME, DS, NS, RRSIG, SOA } from "../../dns/type-numbers.ts";
import type { ChangeIndex, WrittenChange } from "./change-index.ts";
import { targetOf } from "./links.ts";
import type { ProofQuestion } from "./question-set.ts";
import { aliasAt, type Place, placeOf, type Side, substituted } from "./side.ts";
import { MAX_LINKS, placeOfDs } from "./types-at.ts";

/** Why an answer is another one. */
export interface Cause {
  readonly kind: CauseKind;
  readonly change: WrittenChange;
}

/** How a written change comes to change an answer. */
export type CauseKind =
  /** The question is for what was written. */
  | "written"
  /** An alias leads there. */
  | "alias"
  /** A wildcard answers for the name. */
  | "wildcard"
  /** A DNAME leads the name elsewhere. */
  | "dname"
  /** A name begins to exist, and stands in a wildcard's way or in that of "no such name". */
  | "exists"
  /** A name ceases to exist, so that a wildcard or nothing answers. */
  | "ceased"
  /** A delegation begins, ends or changes above it. */
  | "cut"
  /** Addresses that go out beside the answer. */
  | "additional"
  /** What the SOA says of negative answers. */
  | "negative"
  /** A zone begins or ends. */
  | "zone"
  /** What a signed zone proves with its denials. */
  | "denial";

/**
 * The change that makes an answer another one: the walk of both sides, step by step, up to where they part. Undefined where
 * no change is the cause, which is a defect of ours.
 */
export function causeOf(
  { name, type }: ProofQuestion,
  [before, after]: readonly [Side, Side],
  changes: ChangeIndex,
): Cause | undefined {
  let at = name;
  for (let link = 0; link < MAX_LINKS; link++) {
    const [was, is] = [before, after].map((side) =>
      type === DS ? placeOfDs(side, at) : placeOf(side, at),
    ) as [Place, Place];
    const cause = causeAt(at, was, is);
    if (cause !== undefined) return asSeen(cause);
    const next = nextOf(is) ?? nextOf(was);
    if (next === undefined) break;
    at = next;
  }
  const whole = changes.zoneOf(name) ?? changes.zoneOf(at);
  return whole && { kind: "zone", change: whole };

  /** What was asked for by itself is as written; what is behind an alias is seen through it. */
  function asSeen(cause: Cause): Cause {
    const { change } = cause;
    const isItself = keyOf(change.owner) === name;
    if (isItself && (change.type === type || type === ANY || type === RRSIG))
      return { kind: "written", change };
    return at !== name && cause.kind === "written" ? { kind: "alias", change } : cause;
  }

  function nextOf(place: Place): Name | undefined {
    return place.kind === "dname" ? substituted(at, place.at, place.target) : aliasAt(place);
  }

  function causeAt(asked: Name, was: Place, is: Place): Cause | undefined {
    if (was.kind === "outside" || is.kind === "outside" || was.zone.origin !== is.zone.origin) {
      const change = changes.zoneOf(asked);
      return change && { kind: "zone", change };
    }
    if (is.kind === "cut" || was.kind === "cut") return causeOfCut(asked, was, is);
    if (is.kind === "dname" || was.kind === "dname") return causeOfDname(was, is);
    if (was.kind !== is.kind || sourceOf(was) !== sourceOf(is)) return causeOfExistence(asked, was, is);
    const source = sourceOf(is);
    const kind = is.kind === "wildcard" ? "wildcard" : "written";
    const own = source === undefined ? undefined : changeOfAnswer(source);
    if (own !== undefined) return { kind, change: own };
    return beside(was, is) ?? negative(is);
  }

  /** The change at this name of the RRset that answers. */
  function changeOfAnswer(source: Name): WrittenChange | undefined {
    const here = changes.at(source);
    const exact = here.find((change) => change.type === type);
    if (exact !== undefined) return exact;
    if (type === ANY || type === RRSIG) return here[0];
    return here.find((change) => change.type === CNAME) ?? here.find((change) => change.type === DNAME);
  }

  function causeOfCut(asked: Name, was: Place, is: Place): Cause | undefined {
    for (const place of [is, was]) {
      if (place.kind !== "cut") continue;
      const here = changes.at(place.at);
      const change = here.find((one) => one.type === NS) ?? here.find((one) => one.type === DS);
      if (change !== undefined)
        return { kind: place.at === asked && type === change.type ? "written" : "cut", change };
    }
    return beside(was, is);
  }

  function causeOfDname(was: Place, is: Place): Cause | undefined {
    for (const place of [is, was]) {
      if (place.kind !== "dname") continue;
      const change = changes.at(place.at).find((one) => one.type === DNAME);
      if (change !== undefined) return { kind: "dname", change };
    }
    return undefined; // it says the same on both sides: go on where it leads
  }

  /** The names on the way up that exist on one side only, the uppermost last: it decides who answers. */
  function causeOfExistence(asked: Name, was: Place, is: Place): Cause | undefined {
    const origin = was.kind === "outside" ? ROOT : was.zone.origin;
    let found: Cause | undefined;
    for (let above = asked; ; above = parentOf(above)) {
      const existed = hasNode(was, above);
      const exists = hasNode(is, above);
      if (existed !== exists) {
        const change = changes.below(above, exists ? "added" : "removed");
        if (change !== undefined) found = { kind: exists ? "exists" : "ceased", change };
      }
      if (above === origin || above === ROOT) break;
    }
    if (found !== undefined) return isWrittenHere(asked, was, is) ? { ...found, kind: "written" } : found;
    // The same closest encloser: a wildcard below it came or went.
    for (const place of [is, was]) {
      if (place.kind !== "wildcard") continue;
      const change = changes.at(place.at)[0] ?? changes.below(place.at, place === is ? "added" : "removed");
      if (change !== undefined) return { kind: "wildcard", change };
    }
    return undefined;
  }

  /** The name itself begins or ceases, and nothing else answered or will answer for it: that is what was written. */
  function isWrittenHere(asked: Name, was: Place, is: Place): boolean {
    const other = was.kind === "node" ? is : was;
    return other.kind === "nothing" && changes.at(asked).length > 0;
  }

  /** A change of what goes out beside the answer: the addresses of targets. */
  function beside(was: Place, is: Place): Cause | undefined {
    for (const place of [is, was]) {
      const records = place.kind === "cut" ? place.zone.nodes.get(place.at) : recordsOf(place);
      for (const record of records ?? []) {
        const target = record.type === CNAME ? undefined : targetOf(record);
        const change = target && changeThatTouches(target);
        if (change !== undefined) return { kind: "additional", change };
      }
    }
    return undefined;
  }

  function changeThatTouches(target: Name): WrittenChange | undefined {
    const own = changes.at(target)[0] ?? changes.below(target, "added") ?? changes.below(target, "removed");
    if (own !== undefined) return own;
    // A wildcard that has its addresses, or the delegation that it is below.
    for (let above = parentOf(target); ; above = parentOf(above)) {
      const change =
        changes.at(`\x01*${above}` as Name)[0] ??
        changes.at(above).find((one) => one.type === NS || one.type === DNAME);
      if (change !== undefined || above === ROOT) return change;
    }
  }

  function negative(is: Place): Cause | undefined {
    if (is.kind === "outside") return undefined;
    const { origin, isSigned } = is.zone;
    const soa = changes.at(origin).find((change) => change.type === SOA);
    if (soa !== undefined) return { kind: "negative", change: soa };
    const change = isSigned
      ? (changes.below(origin, "added") ?? changes.below(origin, "removed") ?? changes.at(origin)[0])
      : undefined;
    return change && { kind: "denial", change };
  }
}

function sourceOf(place: Place): Name | undefined {
  return place.kind === "node" || place.kind === "wildcard" ? place.at : undefined;
}

function recordsOf(place: Place) {
  return place.kind === "node" || place.kind === "wildcard" ? place.records : undefined;
}

function hasNode(place: Place, name: Name): boolean {
  return place.kind !== "outside" && place.zone.nodes.has(name);
}
