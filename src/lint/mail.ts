import { childOf, isAtOrBelow, labelCount, type Name, parentOf, printName, ROOT } from "../../dns/name.ts";
import { textOf } from "../../dns/text-of.ts";
import { CNAME, MX, TXT } from "../../dns/type-numbers.ts";
import { answerOf } from "./answer.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Outside } from "./outside.ts";
import type { Family, Find, Rule } from "./rule.ts";
import { hasSpf } from "./spf.ts";
import { NOT_FOLLOWED } from "./spf-lookup.ts";
import { type RecordSet, recordsAt, type ZoneIndex } from "./zone-index.ts";

const MAIL_NO_SPF: Rule = {
  id: "mail-no-spf",
  severity: "warning",
  source: "RFC 7208 §3",
  about: "A name that takes mail and has no SPF policy",
  why: "Receivers cannot tell who may send in its name, so others may, and the name's own mail is trusted less.",
  mend: "Add a TXT record such as v=spf1 mx -all at the same name; a policy above does not count.",
  absence: true,
  accepted: [
    `'':
  - {type: MX, value: {preference: 10, exchange: mx.example.net.}}
  - {type: TXT, value: v=spf1 mx -all}
news: {type: MX, value: {preference: 0, exchange: .}}
`,
  ],
  refused: [
    {
      sample: "'': {type: MX, value: {preference: 10, exchange: mx.example.net.}}\n",
      finds: ["1:23 example.com. takes mail and has no SPF policy"],
    },
  ],
};

const DMARC_MISSING: Rule = {
  id: "dmarc-missing",
  severity: "warning",
  source: "RFC 9989 §4.10",
  about: "A name that takes mail, without a DMARC policy at it or above it",
  why: "Receivers are not told what to do with mail that others send in its name, and large ones take mail without a policy for spam.",
  mend: "Add a TXT record at _dmarc, such as v=DMARC1; p=none; rua=mailto:dmarc@example.com, and go on to p=reject.",
  needs: "resolver",
  absence: true,
  accepted: [
    `'': {type: MX, value: {preference: 10, exchange: mx.example.net.}}
lists: {type: MX, value: {preference: 10, exchange: mx.example.net.}}
_dmarc: {type: TXT, value: v=DMARC1; p=reject}
`,
  ],
  refused: [
    {
      sample: `'': {type: MX, value: {preference: 10, exchange: mx.example.net.}}
lists: {type: MX, value: {preference: 10, exchange: mx.example.net.}}
`,
      finds: ["1:23 example.com. takes mail and has no DMARC policy, and so does 1 more name"],
    },
    {
      sample: {
        "lab.example.com.yaml": "'': {type: MX, value: {preference: 10, exchange: mx.example.net.}}\n",
      },
      answers: "example.com. 60 IN A 192.0.2.1\n",
      finds: ["1:23 lab.example.com. takes mail and has no DMARC policy"],
    },
  ],
};

/** What a name that takes mail has beside its MX. */
export const MAIL: Family = { subject: "Mail", rules: [MAIL_NO_SPF, DMARC_MISSING], check: checkMail };

function checkMail(index: ZoneIndex, find: Find, outside: Outside): void {
  const policies = policiesIn(index);
  const unguarded: LintRecord[] = [];
  for (const set of index.setsOf(MX)) {
    const record = set.records[0]!;
    if (!takesMail(set) || !isAtOrBelow(set.owner, index.apex)) continue;
    if (!hasSpf(recordsAt(index.nodes.get(set.owner), TXT))) {
      const message = `${printName(record.owner)} takes mail and has no SPF policy`;
      find(MAIL_NO_SPF, record.at, message, "Add a TXT record such as v=spf1 mx -all.", record);
    }
    if (!hasPolicy(set.owner, policies, index.apex)) unguarded.push(record);
  }
  const first = unguarded[0];
  if (first === undefined || hasPolicyAbove(index, outside)) return;
  // One policy at the top is enough for all of them, so they are told as one.
  const rest = unguarded.length - 1;
  const others = rest === 0 ? "" : `, and so ${rest === 1 ? "does 1 more name" : `do ${rest} more names`}`;
  const message = `${printName(first.owner)} takes mail and has no DMARC policy${others}`;
  const help = `Add a TXT record at _dmarc.${printName(index.apex)}: it counts for every name below.`;
  find(DMARC_MISSING, first.at, message, help, first);
}

/** A policy stands at a name of the zone, or above it up to the apex. */
function hasPolicy(owner: Name, policies: ReadonlySet<Name>, apex: Name): boolean {
  if (policies.size === 0) return false;
  for (let name = owner; name.length >= apex.length; name = parentOf(name))
    if (policies.has(name)) return true;
  return false;
}

/** A null MX says that the name takes no mail (RFC 7505 §3). */
function takesMail({ records }: RecordSet): boolean {
  return records.some(({ rdata }) => rdata.slice(2) !== ROOT);
}

/** Names of the zone that have a policy: a text of their own, an alias of one that others keep, or one unread. */
function policiesIn({ setsOf, zone }: ZoneIndex): ReadonlySet<Name> {
  const names = new Set<Name>();
  for (const { owner, records } of setsOf(TXT)) {
    if (owner.startsWith(DMARC) && records.some(isDmarc)) names.add(parentOf(owner));
  }
  for (const { owner } of setsOf(CNAME)) if (owner.startsWith(DMARC)) names.add(parentOf(owner));
  for (const owner of zone.broken) if (owner.startsWith(DMARC)) names.add(parentOf(owner));
  return names;
}

const DMARC = "\x06_dmarc";

/**
 * A policy stands above the zone (RFC 9989 §4.10), or nobody knows whether one does. Top-level domains have none to
 * count on.
 */
function hasPolicyAbove({ apex, zones }: ZoneIndex, { resolve, notChecked }: Outside): boolean {
  for (let name = parentOf(apex); labelCount(name) > 1; name = parentOf(name)) {
    const owner = childOf("_dmarc", name);
    const answer = answerOf(owner, zones);
    if (answer.kind === "alias") return true;
    if (answer.kind === "records" && recordsAt(answer.node, TXT).some(isDmarc)) return true;
    if (answer.kind !== "elsewhere") continue;
    const resolved = resolve?.(owner, TXT) ?? { kind: "unknown", reason: NOT_FOLLOWED };
    if (resolved.kind === "unknown") {
      notChecked(DMARC_MISSING.id, resolved.reason);
      return true;
    }
    if (resolved.kind === "records" && resolved.records.some((each) => each.type === TXT && isDmarc(each))) {
      return true;
    }
  }
  return false;
}

/** The text is a policy: its version comes first, in this case (RFC 9989 §4.7). */
function isDmarc({ rdata }: { readonly rdata: string }): boolean {
  return /^v[ \t]*=[ \t]*DMARC1[ \t]*(?:;|$)/.test(textOf(rdata));
}
