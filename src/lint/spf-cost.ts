import { isName, keyOf, type Name, parseName, ROOT } from "../../dns/name.ts";
import type { Octets } from "../../dns/wire.ts";
import { isSpf, parseSpf, type SpfTerm } from "./spf-record.ts";

/** What a policy costs whoever evaluates it, with everything that it includes. */
export interface SpfCost {
  /** Terms that cause questions (RFC 7208 §4.6.4). */
  readonly lookups: number;
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

/** Adds up what policies cost; what was added up for one domain is kept for all that include it. */
export function spfCosts(lookUp: SpfLookup): (domain: Name, terms: readonly SpfTerm[]) => SpfCost {
  const known = new Map<Name, SpfCost>();
  const underWay = new Set<Name>();
  return costOf;

  function costOf(domain: Name, terms: readonly SpfTerm[]): SpfCost {
    const key = keyOf(domain);
    underWay.add(key);
    const cost = { lookups: 0, voids: 0, unseenPolicies: new Set<string>(), unseenHosts: new Set<string>() };
    const broken = new Map<string, BrokenInclude>();
    const end = terms.findIndex(({ kind }) => kind === "all");
    // What stands behind all is never evaluated, and neither is a redirect beside one (RFC 7208 §5.1 and §6.1).
    const evaluated = end === -1 ? terms : terms.slice(0, end).filter(({ kind }) => kind !== "redirect");
    for (const term of evaluated) addTerm(term);
    underWay.delete(key);
    return { ...cost, broken: [...broken.values()] };

    function addTerm(term: SpfTerm): void {
      switch (term.kind) {
        case "include":
        case "redirect":
          cost.lookups += 1;
          addPolicyOf(term.domain!); // the grammar wants one
          return;
        case "a":
        case "exists":
          cost.lookups += 1;
          addVoid(term.domain, "addresses");
          return;
        case "mx":
          cost.lookups += 1;
          addVoid(term.domain, "exchanges");
          return;
        case "ptr":
          cost.lookups += 1;
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

    function addVoid(text: string | undefined, what: "addresses" | "exchanges"): void {
      const name = text === undefined ? domain : domainOf(text);
      const answer: SpfAnswer = name === undefined ? MACROS : lookUp(name, what);
      if (answer.kind === "unseen") cost.unseenHosts.add(answer.reason);
      else if (answer.count === 0) cost.voids += 1;
    }

    function addPolicyOf(text: string): void {
      const name = domainOf(text);
      if (name !== undefined && underWay.has(name)) {
        broken.set(text, { domain: text, reason: "leads back to this one" });
        return;
      }
      const answer: SpfAnswer = name === undefined ? MACROS : lookUp(name, "texts");
      if (answer.kind === "unseen") {
        cost.unseenPolicies.add(answer.reason);
        return;
      }
      if (answer.count === 0) cost.voids += 1;
      const policies = answer.texts.filter(isSpf);
      const policy = policies.length === 1 ? parseSpf(policies[0]!) : undefined;
      if (policy === undefined || "message" in policy) {
        const reason =
          policies.length === 0
            ? "is not there"
            : policies.length > 1
              ? "is there more than once"
              : "cannot be read";
        broken.set(text, { domain: text, reason });
        return;
      }
      const inner = known.get(name!) ?? costOf(name!, policy); // without a name there was no answer
      known.set(name!, inner);
      cost.lookups += inner.lookups;
      cost.voids += inner.voids;
      for (const reason of inner.unseenPolicies) cost.unseenPolicies.add(reason);
      for (const reason of inner.unseenHosts) cost.unseenHosts.add(reason);
      for (const each of inner.broken) broken.set(each.domain, each);
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
