import { shown } from "../../dns/fields/yaml-text.ts";
import { keyOf, printName } from "../../dns/name.ts";
import { textOf } from "../../dns/text-of.ts";
import { SPF as SPF_TYPE, TXT } from "../../dns/type-numbers.ts";
import type { Octets } from "../../dns/wire.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Outside } from "./outside.ts";
import type { Family, Find, FoundRule } from "./rule.ts";
import { type SpfCost, spfCosts } from "./spf-cost.ts";
import { lookUpSpf } from "./spf-lookup.ts";
import { isSpf, parseSpf, type SpfTerm } from "./spf-record.ts";
import {
  SPF_INCLUDE_MISSING,
  SPF_LOOKUPS,
  SPF_MULTIPLE,
  SPF_NO_TERMINAL_ALL,
  SPF_PLUS_ALL,
  SPF_PTR,
  SPF_RULES,
  SPF_SYNTAX,
  SPF_TYPE_99,
  SPF_VOID,
} from "./spf-rules.ts";
import type { RecordSet, ZoneIndex } from "./zone-index.ts";

/** Who may send mail in the zone's name. */
export const SPF: Family = { subject: "Sender policies (SPF)", rules: SPF_RULES, check: checkSpf };

/** Terms that cause questions which are allowed for one policy (RFC 7208 §4.6.4). */
const MOST_LOOKUPS = 10;
/** Questions for nothing that are allowed (RFC 7208 §4.6.4). */
const MOST_VOIDS = 2;

function checkSpf(index: ZoneIndex, find: Find, outside: Outside): void {
  const costOf = spfCosts((domain, what) => lookUpSpf(domain, what, index.zones, outside));
  const read = new Map<Octets, ReadPolicy>(); // many names have the same policy
  for (const set of index.setsOf(TXT)) {
    const policies = policiesIn(set, find);
    if (policies.length > 1) {
      const second = policies[1]!;
      const message = `${printName(second.owner)} has ${policies.length} SPF policies; expected one`;
      const help = "Put all their terms into one, with one `all` at its end.";
      find(SPF_MULTIPLE, second.at, message, help, second);
    }
    for (const record of policies) {
      const text = textOf(record.rdata);
      const policy = read.get(text) ?? readPolicy(text);
      read.set(text, policy);
      const { terms, isCheap } = policy;
      if ("message" in terms) {
        const message = `SPF term ${shown(terms.term)} ${terms.message}`;
        find(SPF_SYNTAX, record.at, message, terms.help, record);
      } else {
        checkTerms(terms, record, find);
        if (!isCheap) checkCost(costOf(keyOf(record.owner), terms), record, find, outside);
      }
    }
  }
  for (const { records } of index.setsOf(SPF_TYPE)) {
    const message = `${printName(records[0]!.owner)} has a record of type SPF, which nobody reads any more`;
    find(SPF_TYPE_99, records[0]!.at, message, "Write it as TXT, and remove this one.", records[0]);
  }
}

interface ReadPolicy {
  readonly terms: ReturnType<typeof parseSpf>;
  /** It includes nothing, and asks too little to pass a limit whatever the answers. */
  readonly isCheap: boolean;
}

function readPolicy(text: Octets): ReadPolicy {
  const terms = parseSpf(text);
  if ("message" in terms) return { terms, isCheap: true };
  const asking = terms.filter(({ kind }) => !["all", "ip4", "ip6", "exp", "unknown"].includes(kind));
  const includes = asking.some(({ kind }) => kind === "include" || kind === "redirect");
  return { terms, isCheap: !includes && asking.length <= Math.min(MOST_LOOKUPS, MOST_VOIDS) };
}

/** The policies among texts. What looks like one and is none is told. */
function policiesIn({ records }: RecordSet, find: Find): LintRecord[] {
  const policies: LintRecord[] = [];
  for (const record of records) {
    if (!VERSION.test(record.rdata)) continue;
    const text = textOf(record.rdata);
    if (isSpf(text)) {
      policies.push(record);
    } else if (/^\s*v=spf1/i.test(text)) {
      const message = `SPF policy begins with ${shown(text.slice(0, 12))}; expected "v=spf1" and a space`;
      find(
        SPF_SYNTAX,
        record.at,
        message,
        "Write v=spf1, a space, and the terms with spaces between.",
        record,
      );
    }
  }
  return policies;
}

/** Looks at the first string without putting the strings together: most texts are no policies. */
const VERSION = /^.\s*v=spf1/is;

const MECHANISMS = ["all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists"];

function checkTerms(terms: readonly SpfTerm[], record: LintRecord, find: Find): void {
  const tell = (rule: FoundRule, message: string, help: string) =>
    find(rule, record.at, message, help, record);
  const all = terms.find(({ kind }) => kind === "all");
  for (const term of terms) {
    if (term.kind === "ptr") {
      tell(
        SPF_PTR,
        "SPF uses ptr, which is slow and often passed over",
        "Write ip4:, ip6:, a: or mx instead.",
      );
    }
    if (term.kind === "unknown" && MECHANISMS.includes(term.name.toLowerCase())) {
      const message = `SPF term "${term.name}=" is a modifier that nobody knows; expected "${term.name}:"`;
      tell({ ...SPF_SYNTAX, severity: "warning" }, message, `Write ${term.name}: with a colon.`);
    }
  }
  if (all?.kind === "all" && all.qualifier === "+") {
    const message = "SPF has +all (all without a sign is the same), which lets everybody send";
    tell(SPF_PLUS_ALL, message, "Write -all or ~all.");
  }
  // A policy below a name with an underscore is there to be included by others, which have an all of their own.
  const isPart = record.owner.charAt(1) === "_";
  if (all === undefined && !terms.some(({ kind }) => kind === "redirect") && !isPart) {
    const message = "SPF has neither all nor redirect, so it says nothing about everybody else";
    tell(SPF_NO_TERMINAL_ALL, message, "Write -all or ~all at its end.");
  }
}

function checkCost(cost: SpfCost, record: LintRecord, find: Find, { notChecked }: Outside): void {
  const { lookups, voids, isCut, unseenPolicies, unseenHosts, broken } = cost;
  for (const { domain, reason } of broken) {
    const message = `SPF includes ${domain}, but its policy ${reason}`;
    const help = "Evaluation ends there with an error. Correct the name, or take it out.";
    find(SPF_INCLUDE_MISSING, record.at, message, help, record);
  }
  if (lookups > MOST_LOOKUPS) {
    const least = isCut || unseenPolicies.size > 0 ? "at least " : "";
    const message = `SPF needs ${least}${lookups} lookups with all that it includes; expected ${MOST_LOOKUPS} at most`;
    const help = "Take out what no longer sends mail, or write its addresses with ip4: and ip6:.";
    find(SPF_LOOKUPS, record.at, message, help, record);
  } else {
    for (const reason of unseenPolicies) notChecked(SPF_LOOKUPS.id, reason);
  }
  if (voids > MOST_VOIDS) {
    const message = `SPF asks ${voids} times for names that have nothing; expected ${MOST_VOIDS} at most`;
    find(SPF_VOID, record.at, message, "Take out the names that no longer exist.", record);
  } else {
    for (const reason of new Set([...unseenPolicies, ...unseenHosts])) notChecked(SPF_VOID.id, reason);
  }
}

/** One of the texts of a name is a policy, be it a good one or not. */
export function hasSpf(records: readonly LintRecord[]): boolean {
  return records.some(({ rdata }) => VERSION.test(rdata) && isSpf(textOf(rdata)));
}
