import { isAtOrBelow, keyOf, type Name, printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import type { Find, LintRecord, Rule } from "./rule.ts";
import { A, AAAA, CNAME, DNAME, DS, NS, NSEC, NSEC3, NSEC3PARAM, RRSIG } from "./types.ts";
import {
  answeringNode,
  cutAbove,
  type Node,
  recordsAt,
  redirectAbove,
  type ZoneIndex,
} from "./zone-index.ts";

const GLUE_MISSING: Rule = {
  id: "glue-missing",
  severity: "error",
  source: "RFC 1034 §4.2.1",
  about: "An NS whose target lies in the zone and has no address there",
  absence: true,
};

const OCCLUDED_BELOW_DELEGATION: Rule = {
  id: "occluded-below-delegation",
  severity: "error",
  source: "RFC 1034 §4.2.1",
  about: "A record at or below a delegation that is no part of it and is never answered",
};

const OCCLUDED_BY_DNAME: Rule = {
  id: "occluded-by-dname",
  severity: "error",
  source: "RFC 6672 §2.4",
  about: "A record below a DNAME, which is never answered",
};

const DS_AT_APEX: Rule = {
  id: "ds-at-apex",
  severity: "error",
  source: "RFC 4035 §2.4",
  about: "A DS at the zone's own apex instead of in its parent",
  firm: true,
};

const DS_WITHOUT_NS: Rule = {
  id: "ds-without-ns",
  severity: "error",
  source: "RFC 4034 §5",
  about: "A DS at a name that is not delegated",
  absence: true,
};

/** The rules about delegations, and about what is hidden by them. */
export const DELEGATION_RULES: readonly Rule[] = [
  GLUE_MISSING,
  OCCLUDED_BELOW_DELEGATION,
  OCCLUDED_BY_DNAME,
  DS_AT_APEX,
  DS_WITHOUT_NS,
];

/** Where the zone ends: delegations with their glue, and what lies below them or below a DNAME. */
export function checkDelegation(index: ZoneIndex, find: Find): void {
  const glue = checkGlue(index, find);
  for (const node of index.nodes.values()) {
    checkDs(node, index, find);
    const redirect = redirectAbove(node.name, index);
    if (redirect !== undefined) {
      const message = (record: LintRecord) =>
        `${printName(record.owner)} lies below the DNAME at ${printName(redirect)}, so its ${typeName(record.type)} is never answered`;
      const help = "Move it to the DNAME's target, or remove the DNAME.";
      reportHidden(node, () => false, OCCLUDED_BY_DNAME, message, help, find);
      continue;
    }
    const cut = cutAbove(node.name, index);
    if (cut === undefined) continue;
    const isGlue = (type: number) => (type === A || type === AAAA) && glue.has(node.name);
    const isPart = (type: number) => isGlue(type) || (cut === node.name && AT_CUT.has(type));
    const message = (record: LintRecord) =>
      `${printName(record.owner)} is delegated at ${printName(cut)}, so its ${typeName(record.type)} is never answered`;
    const help = "Move it to the zone that is delegated there; only addresses of its nameservers stay here.";
    reportHidden(node, isPart, OCCLUDED_BELOW_DELEGATION, message, help, find);
  }
}

/** Types that the parent has at a delegation. CNAME and DNAME there are told by other rules. */
const AT_CUT: ReadonlySet<number> = new Set([NS, DS, NSEC, RRSIG, CNAME, DNAME]);
/** Types that prove what does not exist, whose names lie anywhere. */
const PROOFS: ReadonlySet<number> = new Set([NSEC, NSEC3, NSEC3PARAM, RRSIG]);

/** Tells of each RRset of a node that nobody ever sees, by its first record. */
function reportHidden(
  { sets }: Node,
  isPart: (type: number) => boolean,
  rule: Rule,
  message: (record: LintRecord) => string,
  help: string,
  find: Find,
): void {
  for (const { type, records } of sets) {
    if (isPart(type) || PROOFS.has(type)) continue;
    const record = records[0]!;
    find(rule, record.at, message(record), help, record);
  }
}

/** Tells of nameservers without addresses; gives the names of those whose addresses are glue. */
function checkGlue(index: ZoneIndex, find: Find): ReadonlySet<Name> {
  const glue = new Set<Name>();
  for (const owner of [index.apex, ...index.cuts]) {
    if (owner !== index.apex && cutAbove(owner, index) !== owner) continue; // below another delegation: told elsewhere
    for (const record of recordsAt(index.nodes.get(owner), NS)) {
      const target = keyOf(record.rdata as Name); // NS holds one name
      if (!isAtOrBelow(target, index.apex)) continue;
      const cut = cutAbove(target, index);
      if (cut !== undefined) glue.add(target);
      if (hasAddress(target, cut, owner, index)) continue;
      const help =
        cut === undefined
          ? `Add an A or AAAA record for ${printName(target)}, or write a nameserver that has one.`
          : `Add the address of ${printName(target)}: nobody can ask the delegated zone for it first.`;
      const message = `NS target ${printName(target)} lies in the zone and has no A or AAAA record there`;
      find(GLUE_MISSING, record.at, message, help, record);
    }
  }
  return glue;
}

/**
 * An address is there, or need not be: an alias is told by another rule, and a nameserver in a zone that is delegated
 * elsewhere can be found through that delegation.
 */
function hasAddress(target: Name, cut: Name | undefined, owner: Name, index: ZoneIndex): boolean {
  if (cut !== undefined && cut !== owner && owner !== index.apex) return true;
  const node = cut === undefined ? answeringNode(target, index) : index.nodes.get(target);
  if (recordsAt(node, A).length > 0 || recordsAt(node, AAAA).length > 0) return true;
  if (redirectAbove(target, index) !== undefined) return true;
  return cut === undefined && recordsAt(node, CNAME).length > 0;
}

function checkDs(node: Node, { apex }: ZoneIndex, find: Find): void {
  const record = recordsAt(node, DS)[0];
  if (record === undefined) return;
  const name = printName(record.owner);
  if (node.name === apex) {
    const message = `${name} has a DS at its own apex; expected it in the parent zone`;
    find(
      DS_AT_APEX,
      record.at,
      message,
      "Give it to whoever runs the parent zone, and remove it here.",
      record,
    );
  } else if (recordsAt(node, NS).length === 0) {
    const message = `${name} has a DS but no NS; expected a delegation`;
    find(
      DS_WITHOUT_NS,
      record.at,
      message,
      "Add the NS records of the delegated zone, or remove the DS.",
      record,
    );
  }
}
