import { isName, keyOf, type Name, parseName, ROOT } from "../../dns/name.ts";
import type { Octets } from "../../dns/wire.ts";
import { isSpf, parseSpf, type SpfTerm } from "./spf-record.ts";

/** What a policy costs whoever evaluates it, with everything that it includes. */
export interface SpfCost {
  /** Terms that cause questions (RFC 7208 §4.6.4). */
  readonly lookups: number;
  /** There are more than were counted, so that all of this is the least that it may be. */
  readonly isCut: boolean;
  /** Questions that find nothing (RFC 7208 §4.6.4). */
  readonly voids: number;
  /** Why policies were not looked at, so that both numbers are the least that it may be. */
  readonly unseenPolicies: ReadonlySet<string>;
  /** Why hosts were not looked at, so that `voids` is the least that it may be. */
  readonly unseenHosts: ReadonlySet<string>;
  /** Domains whose policy is included and is none, or leads back here. */
  readonly broken: readonly BrokenInclude[];
}

/** A domain whose policy cannot be included, so that the whole evaluation ends with an error (RFC 7208 §5.2). */
export interface BrokenInclude {
  readonly domain: string;
  /** What is wrong with it, to continue `its policy`. */
  readonly reason: string;
}

/** What DNS has of a type at a domain. */
export type SpfLookup = (domain: Name, what: "texts" | "addresses" | "exchanges") => SpfAnswer;

/** The records and, of texts, what they say; or why nobody knows, as a sentence without its final stop. */
export type SpfAnswer =
  | { readonly kind: "seen"; readonly count: number; readonly texts: readonly Octets[] }
  | { readonly kind: "unseen"; readonly reason: string };

/** The lookups after which nobody goes on counting: receivers end with an error at the eleventh (RFC 7208 §4.6.4). */
export const MOST_COUNTED = 100;

/** Adds up what a policy costs. Each is gone through as a receiver does it, so a chain or a circle has an end. */
export function spfCosts(lookUp: SpfLookup): (domain: Name, terms: readonly SpfTerm[]) => SpfCost {
  const policies = new Map<Name, FoundPolicy>();
  return (domain, terms) => new Evaluation(policyAt, lookUp).of(domain, terms);

  function policyAt(domain: Name): FoundPolicy {
    const known = policies.get(domain) ?? policyIn(lookUp(domain, "texts"));
    policies.set(domain, known);
    return known;
  }
}

/** The policy of a domain that is included, or why there is none. */
type FoundPolicy =
  | { readonly kind: "terms"; readonly terms: readonly SpfTerm[] }
  | { readonly kind: "broken"; readonly reason: string; readonly isVoid: boolean }
  | Extract<SpfAnswer, { readonly kind: "unseen" }>;

function policyIn(answer: SpfAnswer): FoundPolicy {
  if (answer.kind === "unseen") return answer;
  const broken = (reason: string) => ({ kind: "broken", reason, isVoid: answer.count === 0 }) as const;
  const [policy, ...others] = answer.texts.filter(isSpf);
  if (policy === undefined) return broken("is not there");
  if (others.length > 0) return broken("is there more than once");
  const terms = parseSpf(policy);
  return "message" in terms ? broken("cannot be read") : { kind: "terms", terms };
}

/** The evaluation of one policy with all that it includes. */
class Evaluation {
  readonly #policyAt: (domain: Name) => FoundPolicy;
  readonly #lookUp: SpfLookup;
  readonly #cost = {
    lookups: 0,
    voids: 0,
    isCut: false,
    unseenPolicies: new Set<string>(),
    unseenHosts: new Set<string>(),
  };
  readonly #broken = new Map<string, BrokenInclude>();
  /** The policies that are being gone through, each included by the one before. */
  readonly #underWay = new Set<Name>();

  constructor(policyAt: (domain: Name) => FoundPolicy, lookUp: SpfLookup) {
    this.#policyAt = policyAt;
    this.#lookUp = lookUp;
  }

  of(domain: Name, terms: readonly SpfTerm[]): SpfCost {
    this.#add(domain, terms);
    return { ...this.#cost, broken: [...this.#broken.values()] };
  }

  #add(domain: Name, terms: readonly SpfTerm[]): void {
    const key = keyOf(domain);
    this.#underWay.add(key);
    const end = terms.findIndex(({ kind }) => kind === "all");
    // What stands behind all is never evaluated, and neither is a redirect beside one (RFC 7208 §5.1 and §6.1).
    const evaluated = end === -1 ? terms : terms.slice(0, end).filter(({ kind }) => kind !== "redirect");
    for (const term of evaluated) this.#addTerm(domain, term);
    this.#underWay.delete(key);
  }

  #addTerm(domain: Name, term: SpfTerm): void {
    switch (term.kind) {
      case "include":
      case "redirect":
        if (this.#mayLookUp()) this.#addPolicyOf(term.domain!); // the grammar wants one
        return;
      case "a":
      case "exists":
        if (this.#mayLookUp()) this.#addVoid(domain, term.domain, "addresses");
        return;
      case "mx":
        if (this.#mayLookUp()) this.#addVoid(domain, term.domain, "exchanges");
        return;
      case "ptr":
        this.#mayLookUp();
        return;
      case "all":
      case "ip4":
      case "ip6":
      case "exp":
      case "unknown":
        return;
      default:
        term satisfies never;
    }
  }

  /** Counts one more. */
  #mayLookUp(): boolean {
    if (this.#cost.lookups === MOST_COUNTED) this.#cost.isCut = true;
    else this.#cost.lookups += 1;
    return !this.#cost.isCut;
  }

  #addVoid(domain: Name, text: string | undefined, what: "addresses" | "exchanges"): void {
    const name = text === undefined ? domain : domainOf(text);
    const answer: SpfAnswer = name === undefined ? MACROS : this.#lookUp(name, what);
    if (answer.kind === "unseen") this.#cost.unseenHosts.add(answer.reason);
    else if (answer.count === 0) this.#cost.voids += 1;
  }

  #addPolicyOf(text: string): void {
    const name = domainOf(text);
    if (name !== undefined && this.#underWay.has(name)) {
      this.#broken.set(text, { domain: text, reason: "leads back to this one" });
      return;
    }
    const found = name === undefined ? MACROS : this.#policyAt(name);
    switch (found.kind) {
      case "unseen":
        this.#cost.unseenPolicies.add(found.reason);
        return;
      case "broken":
        if (found.isVoid) this.#cost.voids += 1;
        this.#broken.set(text, { domain: text, reason: found.reason });
        return;
      case "terms":
        this.#add(name!, found.terms); // without a name nothing was found
        return;
      default:
        found satisfies never;
    }
  }
}

const MACROS = { kind: "unseen", reason: "a domain with macros depends on each mail" } as const;

/** The name that a domain of a policy stands for; undefined where it has macros, which depend on the mail. */
function domainOf(text: string): Name | undefined {
  if (text.includes("%")) return undefined;
  const name = parseName(text, ROOT);
  return isName(name) ? keyOf(name) : undefined;
}
