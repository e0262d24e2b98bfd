import { NXDOMAIN } from "../../dns/message-rcode.ts";
import { isAtOrBelow, isWildcard, keyOf, type Name, printName } from "../../dns/name.ts";
import { A, DNAME, MX, SOA } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { Question } from "../verify/types.ts";
import type { Demand, Invariant, Scope } from "./invariant.ts";
import { judgeMail } from "./judge-mail.ts";
import { ADDRESS_TYPES, addressFault, type Fault, judgeResolved, list, openAt } from "./judge-resolved.ts";
import { resolve } from "./resolve.ts";
import { isNameIn, isTypeIn } from "./scope.ts";
import type { SeenAnswer } from "./seen-answer.ts";
import { collect, type Violation } from "./violation.ts";
import type { SeenZones } from "./zones-seen.ts";

/**
 * The invariants that do not hold of zones, in their order, and those of which it is not decided: each once, with how
 * many answers speak against it. What compares with a state before is not judged here.
 */
export function judgeInvariants(invariants: readonly Invariant[], seen: SeenZones): Violation[] {
  const judged = invariants.map((invariant) => ({ invariant, found: collect(invariant, seen.placeOf) }));
  const overAll: typeof judged = [];
  for (const each of judged) {
    const { invariant, found } = each;
    const questions = ownQuestions(invariant, seen);
    for (const question of questions ?? []) {
      const fault = judgeOwn(invariant.demand, question, seen);
      if (fault !== undefined) found.add({ question, ...fault });
    }
    const isOverAll = questions === undefined || invariant.demand.kind === "mail";
    if (isOverAll && invariant.demand.kind !== "unchanged") overAll.push(each);
  }
  if (overAll.length > 0) {
    for (const question of seen.questions) {
      let answer: SeenAnswer | undefined; // asked for once, and only where an invariant wants it
      const answerOf = () => (answer ??= seen.answerOf(question));
      for (const { invariant, found } of overAll) {
        if (!isNameIn(question.name, invariant.scope, seen)) continue;
        const fault = judgeAnswer(invariant, question, answerOf, seen);
        if (fault !== undefined) found.add({ question, ...fault });
      }
    }
  }
  return judged.flatMap(({ found }) => found.violations());
}

/** The questions that an invariant names itself; undefined for one that is about all of them. */
export function ownQuestions({ demand, scope }: Invariant, seen: SeenZones): Question[] | undefined {
  switch (demand.kind) {
    case "answered":
    case "equals":
    case "contains":
      return [{ name: demand.owner, type: demand.type }];
    case "absent":
      return [{ name: demand.owner, type: demand.type ?? A }];
    case "mail": {
      // Whoever names a domain wants mail there; where none is named, that is every zone but those of addresses.
      const zones =
        scope.zones.length > 0 ? scope.zones : [...seen.origins].filter((zone) => !isReverse(zone));
      const domains = scope.below.length > 0 ? scope.below : zones.filter((zone) => seen.origins.has(zone));
      return domains.filter((name) => isNameIn(name, scope, seen)).map((name) => ({ name, type: MX }));
    }
    case "addresses":
    case "targets":
    case "unchanged":
    case "wildcards":
    case "ttl":
    case "owned":
      return undefined;
    default:
      return demand satisfies never;
  }
}

const ARPA = "\x04arpa\0" as Name;

function isReverse(zone: Name): boolean {
  return isAtOrBelow(zone, ARPA);
}

/** Judges a question that the invariant itself names. */
function judgeOwn(demand: Demand, { name, type }: Question, seen: SeenZones): Fault {
  switch (demand.kind) {
    case "answered":
    case "equals":
    case "contains":
      return judgeResolved(demand, type, resolve(name, type, seen.answerOf), NO_SCOPE);
    case "absent":
      return demand.type === undefined ? judgeAbsentName(name, seen) : judgeAbsentType(name, type, seen);
    case "mail":
      return judgeMail(name, seen.answerOf);
    default:
      return undefined; // the others name no question
  }
}

const NO_SCOPE = { zones: [], below: [], types: [] };

function judgeAbsentName(name: Name, { answerOf }: SeenZones): Fault {
  const answer = answerOf({ name, type: A });
  if (answer === undefined) return undefined;
  if (answer.isReferral) return openAt(name, answer.records);
  const { records, rcode } = answer;
  return records.length === 0 && rcode === NXDOMAIN ? undefined : { what: "exists", records };
}

function judgeAbsentType(name: Name, type: number, { answerOf }: SeenZones): Fault {
  const { end, last, links } = resolve(name, type, answerOf);
  if (last.kind === "outside") return openAt(end, links.length === 0 ? last.records : links);
  return last.kind === "records"
    ? { what: `has ${typeName(type)} records`, records: [...last.records, ...links] }
    : undefined;
}

/** Judges one of all questions. */
function judgeAnswer(
  { demand, scope }: Invariant,
  question: Question,
  answerOf: () => SeenAnswer | undefined,
  seen: SeenZones,
): Fault {
  const { name, type } = question;
  const resolved = () =>
    resolve(name, type, (asked) => (asked.name === name ? answerOf() : seen.answerOf(asked)));
  switch (demand.kind) {
    case "addresses": {
      if (!ADDRESS_TYPES.includes(type) || !isTypeIn(type, scope)) return undefined;
      const answer = answerOf();
      const glue = answer?.isReferral === true ? answer.records.filter(isInScope) : [];
      return addressFault(demand.only, glue) ?? judgeResolved(demand, type, resolved(), scope);
    }
    case "targets": {
      const answer = answerOf();
      // An alias that goes on in another zone of ours is followed there.
      const records = answer?.isReferral === true ? answer.records : undefined;
      if (records === undefined) return judgeResolved(demand, type, resolved(), scope);
      return judgeResolved(demand, type, { end: name, last: { ...OUTSIDE, records }, links: [] }, scope);
    }
    case "mail":
      return type === MX && resolved().last.kind === "records" ? judgeMail(name, seen.answerOf) : undefined;
    case "wildcards":
      return judgeWildcard(demand.only, name, answerOf(), seen);
    case "ttl": {
      const { min, max } = demand;
      const wrong = answerOf()
        ?.records.filter(isInScope)
        .find(({ ttl }) => ttl < min || ttl > max);
      return wrong && { what: ttlSentence(wrong, min, max), records: [wrong] };
    }
    case "owned":
      return judgeOwned(name, answerOf()?.records.filter(isInScope) ?? [], scope, seen);
    default:
      return undefined; // the others name their questions, or compare with a state before
  }

  function isInScope(record: ZoneRecord): boolean {
    return isTypeIn(record.type, scope) && isNameIn(record.owner, scope, seen);
  }
}

const OUTSIDE = { kind: "outside", ttl: 0 } as const;

/** A name that begins with `*` and is answered, unless a DNAME above it answers. */
function judgeWildcard(
  only: readonly Name[],
  name: Name,
  answer: SeenAnswer | undefined,
  seen: SeenZones,
): Fault {
  if (!isWildcard(name) || answer === undefined || answer.isReferral) return undefined;
  const { rcode, records } = answer;
  const zone = seen.zoneOf(name)!; // it was answered
  if (only.includes(zone) || (records.length === 0 && rcode === NXDOMAIN)) return undefined;
  if (records[0]?.type === DNAME && keyOf(records[0].owner) !== keyOf(name)) return undefined;
  const where = only.length === 0 ? "none may have one" : `only ${list(only.map(printName))} may have one`;
  return { what: `is a wildcard of ${printName(zone)}, and ${where}`, records };
}

/** Of the records of a name one at least says who is in charge. What `_config.yaml` makes is everybody's. */
function judgeOwned(name: Name, records: readonly ZoneRecord[], scope: Scope, seen: SeenZones): Fault {
  const own = records.find(({ owner, type }) => keyOf(owner) === keyOf(name) && type !== SOA);
  if (own === undefined) return undefined;
  const written = seen
    .writtenAt(own)
    .filter(({ type, at }) => type !== SOA && isTypeIn(type, scope) && !isConfig(at?.file));
  if (written.length === 0 || written.some(({ remarks }) => remarks?.owner !== undefined)) return undefined;
  return { what: "has no `owner` under `zonepipe`", records: [own] };
}

function isConfig(file: string | undefined): boolean {
  return file !== undefined && /(?:^|\/)_config\.yaml$/.test(file);
}

function ttlSentence({ type, ttl }: ZoneRecord, min: number, max: number): string {
  const bound =
    max === Number.POSITIVE_INFINITY ? `at least ${min}` : min === 0 ? `at most ${max}` : `${min} to ${max}`;
  return `has ${typeName(type)} with TTL ${ttl}; expected ${bound}`;
}
