import { keyOf, type Name, printName } from "../../dns/name.ts";
import { A, AAAA, MX } from "../../dns/type-numbers.ts";
import type { Question } from "../verify/types.ts";
import type { Invariant } from "./invariant.ts";
import { ownQuestions } from "./judge.ts";
import { exchangesOf, judgeMail } from "./judge-mail.ts";
import { ADDRESS_TYPES, judgeResolved, type ResolvedDemand } from "./judge-resolved.ts";
import { type Resolved, resolve, type Step, stepIn } from "./resolve.ts";
import { isNameIn, isTypeIn } from "./scope.ts";
import type { AnswerOf } from "./seen-answer.ts";
import type { Counterexample } from "./violation.ts";
import type { SeenZones } from "./zones-seen.ts";

/** What resolvers see while their caches turn over, where neither the state before nor the one after has it. */
export interface MixtureViolation {
  readonly invariant: Invariant;
  readonly example: Counterexample;
  /** For how long after the release at most, in seconds: the least TTL of what is still the old. */
  readonly seconds: number;
}

/**
 * Judges the mixtures of old and new RRsets that a resolver may hold for a while: along a dependency each end may be the
 * old or the new one. Of each invariant the one that lasts longest is told. What fails before or after as well is told
 * elsewhere.
 */
export function judgeMixtures(
  invariants: readonly Invariant[],
  before: SeenZones,
  after: SeenZones,
): MixtureViolation[] {
  const sides: Sides = [before.answerOf, after.answerOf];
  const worst = new Map<Invariant, MixtureViolation>();
  const add = (found: MixtureViolation) => {
    const known = worst.get(found.invariant);
    if (known === undefined || known.seconds < found.seconds) worst.set(found.invariant, found);
  };
  const overAll: { readonly invariant: Invariant; readonly demand: ResolvedDemand }[] = [];
  for (const invariant of invariants) {
    const { demand } = invariant;
    if (demand.kind === "mail") {
      for (const { name } of mailDomains(invariant, before, after))
        addTo(add, mixedMail(invariant, name, sides));
    } else if (demand.kind === "answered" || demand.kind === "equals" || demand.kind === "contains") {
      const question = { name: demand.owner, type: demand.type };
      addTo(add, mixedEnds({ invariant, demand }, question, sides));
    } else if (demand.kind === "addresses" || demand.kind === "targets") {
      overAll.push({ invariant, demand });
    }
  }
  if (overAll.length > 0) {
    for (const question of questionsOfBoth(before, after)) {
      for (const each of overAll) {
        const { scope } = each.invariant;
        if (!isNameIn(question.name, scope, before) && !isNameIn(question.name, scope, after)) continue;
        if (each.demand.kind === "addresses" && !isAddressIn(question, each.invariant)) continue;
        addTo(add, mixedEnds(each, question, sides));
      }
    }
  }
  return [...worst.values()];
}

/** The answers before and after. */
type Sides = readonly [AnswerOf, AnswerOf];

function addTo(add: (found: MixtureViolation) => void, found: readonly MixtureViolation[]): void {
  for (const each of found) add(each);
}

function isAddressIn({ type }: Question, { scope }: Invariant): boolean {
  return ADDRESS_TYPES.includes(type) && isTypeIn(type, scope);
}

/** The questions of both states, each once. */
export function* questionsOfBoth(before: SeenZones, after: SeenZones): Iterable<Question> {
  const seen = new Set<string>();
  for (const side of [after, before]) {
    for (const question of side.questions) {
      const key = `${question.type} ${keyOf(question.name)}`;
      if (seen.has(key)) continue;
      seen.add(key);
      yield question;
    }
  }
}

function* mailDomains(invariant: Invariant, before: SeenZones, after: SeenZones): Iterable<Question> {
  yield* ownQuestions(invariant, after) ?? [];
  for (const question of questionsOfBoth(before, after)) {
    if (question.type === MX && isNameIn(question.name, invariant.scope, after)) yield question;
  }
}

/** Mixtures along an alias, of one question. */
function mixedEnds(
  { invariant, demand }: { readonly invariant: Invariant; readonly demand: ResolvedDemand },
  question: Question,
  sides: Sides,
): MixtureViolation[] {
  const { name, type } = question;
  const judged = (resolved: Resolved) => judgeResolved(demand, type, resolved, invariant.scope);
  const mixed = mixturesOf(name, type, sides).filter(({ hasOld }) => hasOld);
  if (mixed.length === 0 || sides.some((answerOf) => isBroken(judged(resolve(name, type, answerOf)))))
    return [];
  return mixed.flatMap(({ resolved, seconds }) => {
    const fault = judged(resolved);
    return fault !== undefined && fault.isOpen !== true
      ? [{ invariant, example: { question, ...fault }, seconds }]
      : [];
  });
}

function isBroken(fault: { readonly isOpen?: true } | undefined): boolean {
  return fault !== undefined && fault.isOpen !== true;
}

/** One way that a name can lead while caches turn over. */
interface Mixture {
  readonly resolved: Resolved;
  /** For as long as all that is old on the way is kept. Infinity where nothing is. */
  readonly seconds: number;
  /** Something on the way is the old, where the two differ. Where all of it is, that is the state before. */
  readonly hasOld: boolean;
}

const MOST_STEPS = 12; // links; real chains have two or three
const MOST_MIXTURES = 64; // each difference doubles them

/** Every way that a name can lead, each RRset on it the old one or the new one. */
function mixturesOf(name: Name, type: number, sides: Sides): Mixture[] {
  const found: Mixture[] = [];
  walk(name, { links: [], seconds: Number.POSITIVE_INFINITY, hasOld: false }, 0);
  return found;

  function walk(at: Name, path: Path, depth: number): void {
    const steps = sides.map((answerOf) => stepIn(answerOf({ name: at, type }), at, type)) as [Step, Step]; // two sides
    const [old, fresh] = steps;
    const isSame = isSameStep(old, fresh);
    for (const step of isSame ? [fresh] : steps) {
      if (found.length >= MOST_MIXTURES) return;
      const isOld = !isSame && step === old;
      const next: Path = {
        links: step.kind === "alias" ? [...path.links, ...step.records] : path.links,
        seconds: isOld ? Math.min(path.seconds, step.ttl) : path.seconds,
        hasOld: path.hasOld || isOld,
      };
      if (step.kind === "alias" && depth < MOST_STEPS) walk(step.target, next, depth + 1);
      else if (step.kind !== "alias") {
        const { links, seconds, hasOld } = next;
        found.push({ resolved: { end: at, last: step, links }, seconds, hasOld });
      }
    }
  }
}

interface Path {
  readonly links: Resolved["links"];
  readonly seconds: number;
  readonly hasOld: boolean;
}

/** The same data; another TTL alone makes no other answer. */
function isSameStep(a: Step, b: Step): boolean {
  const data = ({ kind, records }: Step) =>
    [kind, ...records.map(({ type, rdata }) => `${type} ${rdata}`).sort()].join("\n");
  return data(a) === data(b);
}

/** Mixtures of a domain's MX with the addresses of their hosts. */
function mixedMail(invariant: Invariant, domain: Name, sides: Sides): MixtureViolation[] {
  if (sides.some((answerOf) => isBroken(judgeMail(domain, answerOf)))) return [];
  return mixturesOf(domain, MX, sides).flatMap(({ resolved, seconds }) => {
    const { end, last, links } = resolved;
    if (last.kind === "outside") return [];
    const hosts = last.kind === "records" ? exchangesOf(last.records) : [end];
    if (hosts.length === 0) return [];
    const gone = hosts.map((host) => longestGap(host, sides));
    if (gone.some((each) => each === undefined)) return [];
    const lasts = Math.min(seconds, ...gone.map((each) => each!));
    // Nothing old on the way is the state after, and that has a way.
    if (lasts === Number.POSITIVE_INFINITY || lasts <= 0) return [];
    const what = `may lead to ${hosts.map(printName).join(", ")} without an address`;
    const records = [...last.records, ...links];
    return [{ invariant, example: { question: { name: domain, type: MX }, what, records }, seconds: lasts }];
  });
}

/** For how long a host may have no address for somebody; undefined where it always has one, or nobody here knows. */
function longestGap(host: Name, sides: Sides): number | undefined {
  const gaps = [A, AAAA].map((type) => {
    const ways = mixturesOf(host, type, sides);
    if (ways.some(({ resolved }) => resolved.last.kind === "outside")) return undefined;
    const empty = ways.filter(({ resolved }) => resolved.last.kind === "nothing");
    return empty.length === 0 ? undefined : Math.max(...empty.map(({ seconds }) => seconds));
  });
  return gaps.some((gap) => gap === undefined) ? undefined : Math.min(...gaps.map((gap) => gap!));
}
