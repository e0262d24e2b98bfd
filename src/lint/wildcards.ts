import { isWildcard, type Name, parentOf, printName } from "../../dns/name.ts";
import { DNAME, NS } from "../../dns/type-numbers.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Family, Find, Rule } from "./rule.ts";
import type { ZoneIndex } from "./zone-index.ts";

const NONTERMINAL_WILDCARD: Rule = {
  id: "nonterminal-wildcard",
  severity: "warning",
  source: "RFC 4592 §2.1.1",
  about: "A * that is not the first label of its name",
  why: "It is a plain label there and stands for itself only: no other name gets these records.",
  mend: "Write the * first, or the names one by one.",
  accepted: ["'*.apps': {type: A, value: 192.0.2.80}\n"],
  refused: [
    {
      sample: "'www.*': {type: A, value: 192.0.2.80}\n",
      finds: ["1:1 www.*.example.com. has a * that is not its first label and stands for itself only"],
    },
  ],
};

const WILDCARD_HIDDEN_BY_ENT: Rule = {
  id: "wildcard-hidden-by-ent",
  severity: "warning",
  source: "RFC 4592 §2.2.2, RFC 8020",
  about: "A name without records that stops a wildcard, because there are names below it",
  why: "A name exists when anything below it does. The wildcard beside it then has no say about it or about anything below it.",
  mend: "Write the wildcard's records at that name too, or turn the rule off there when nobody shall find anything.",
  accepted: [
    `'*': {type: A, value: 192.0.2.80}
_sip._tcp: {type: SRV, value: {priority: 1, weight: 1, port: 5060, target: sip.example.net.}}
www.dev: {type: A, value: 192.0.2.81}
dev: {type: A, value: 192.0.2.80}
`,
  ],
  refused: [
    {
      sample: "'*': {type: A, value: 192.0.2.80}\nwww.dev: {type: A, value: 192.0.2.81}\n",
      finds: [
        "2:1 dev.example.com. has no records and exists only for this name, so *.example.com. does not answer for it",
      ],
    },
  ],
};

const NS_AT_WILDCARD: Rule = {
  id: "ns-at-wildcard",
  severity: "warning",
  source: "RFC 4592 §4.2",
  about: "A delegation at a wildcard",
  why: "What it means is not defined: some servers refer every name there, some answer NS records, and validators may refuse both.",
  mend: "Delegate the names one by one.",
  accepted: ["lab: {type: NS, values: [ns1.example.net., ns2.example.net.]}\n"],
  refused: [
    {
      sample: "'*.lab': {type: NS, values: [ns1.example.net., ns2.example.net.]}\n",
      finds: ["1:30 *.lab.example.com. is a wildcard and has NS records, which means no delegation"],
    },
  ],
};

const DNAME_AT_WILDCARD: Rule = {
  id: "dname-at-wildcard",
  severity: "warning",
  source: "RFC 4592 §4.4",
  about: "A DNAME at a wildcard",
  why: "Each name would get a DNAME of its own out of it, which servers and resolvers do differently.",
  mend: "Write the DNAMEs one by one, or a CNAME at the wildcard.",
  accepted: ["old: {type: DNAME, value: example.net.}\n"],
  refused: [
    {
      sample: "'*.old': {type: DNAME, value: example.net.}\n",
      finds: ["1:31 *.old.example.com. is a wildcard and has a DNAME, which servers treat differently"],
    },
  ],
};

/** What wildcards do and what they do not. */
export const WILDCARDS: Family = {
  subject: "Wildcards",
  rules: [NONTERMINAL_WILDCARD, WILDCARD_HIDDEN_BY_ENT, NS_AT_WILDCARD, DNAME_AT_WILDCARD],
  check: checkWildcards,
};

function checkWildcards(index: ZoneIndex, find: Find): void {
  const parents = new Set<Name>();
  for (const { name, sets } of index.nodes.values()) {
    if (isWildcard(name)) parents.add(parentOf(name));
    if (!name.includes(INNER_ASTERISK) || !isInside(name, index.apex)) continue;
    const [record] = sets[0]!.records;
    const message = `${printName(record!.owner)} has a * that is not its first label and stands for itself only`;
    const help = "Write the * first, or the names one by one.";
    find(NONTERMINAL_WILDCARD, record!.nameAt ?? record!.at, message, help, record);
  }
  if (parents.size === 0) return;
  checkEmptyNames(parents, index, find);
  for (const { owner, records } of index.setsOf(NS)) {
    if (isWildcard(owner))
      tell(NS_AT_WILDCARD, records[0]!, "has NS records, which means no delegation", find);
  }
  for (const { owner, records } of index.setsOf(DNAME)) {
    if (isWildcard(owner)) {
      tell(DNAME_AT_WILDCARD, records[0]!, "has a DNAME, which servers treat differently", find);
    }
  }
}

const INNER_ASTERISK = "\x01*";

/** A label of one asterisk stands below the apex and is not the first one. */
function isInside(name: Name, apex: Name): boolean {
  let at = 1 + name.charCodeAt(0);
  while (at < name.length - apex.length) {
    if (name.startsWith(INNER_ASTERISK, at)) return true;
    at += 1 + name.charCodeAt(at);
  }
  return false;
}

function tell(rule: Rule, record: LintRecord, what: string, find: Find): void {
  find(
    rule,
    record.at,
    `${printName(record.owner)} is a wildcard and ${what}`,
    "Write the names one by one.",
    record,
  );
}

/**
 * Tells of names that exist beside a wildcard and have no records, by the first record below each. Names that begin
 * with an underscore are those of services, which nobody expects a wildcard to answer for.
 */
function checkEmptyNames(parents: ReadonlySet<Name>, { nodes, apex }: ZoneIndex, find: Find): void {
  const told = new Set<Name>();
  for (const node of nodes.values()) {
    for (let name = node.name; name.length > apex.length; name = parentOf(name)) {
      const parent = parentOf(name);
      if (!parents.has(parent) || nodes.has(name) || name.charCodeAt(1) === UNDERSCORE || told.has(name))
        continue;
      told.add(name);
      const [record] = node.sets[0]!.records;
      const message = `${printName(name)} has no records and exists only for this name, so *.${printName(parent)} does not answer for it`;
      const help = `Write the records of the wildcard at ${printName(name)} too, if it shall have them.`;
      find(WILDCARD_HIDDEN_BY_ENT, record!.nameAt ?? record!.at, message, help, record);
    }
  }
}

const UNDERSCORE = 0x5f;
