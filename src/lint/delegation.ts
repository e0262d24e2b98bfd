import { ALIAS } from "../../dns/alias-type.ts";
import { isAtOrBelow, keyOf, type Name, printName } from "../../dns/name.ts";
import { A, AAAA, CNAME, DNAME, DS, NS, NSEC, NSEC3, NSEC3PARAM, RRSIG } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Family, Find, Rule } from "./rule.ts";
import {
  answeringNode,
  cutAbove,
  type Node,
  type RecordSet,
  recordsAt,
  redirectAbove,
  type ZoneIndex,
} from "./zone-index.ts";

const DS_VALUE =
  "{key_tag: 60485, algorithm: 13, digest_type: 2, digest: 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21}";

const SECURE_DELEGATION = `lab:
  - {type: NS, values: [ns1.example.net., ns2.example.net.]}
  - type: DS
    value: ${DS_VALUE}
`;

const GLUE_MISSING: Rule = {
  id: "glue-missing",
  severity: "error",
  source: "RFC 1034 §4.2.1",
  about: "An NS whose target lies in the zone and has no address there",
  why: "A nameserver inside of the zone that it serves can only be found with its address (glue). Without it the zone, or the delegated one, cannot be reached.",
  mend: "Add an A or AAAA record for the nameserver's name.",
  absence: true,
  accepted: [
    "lab: {type: NS, values: [ns1.lab.example.com., ns2.example.net.]}\nns1.lab: {type: A, value: 192.0.2.53}\n",
  ],
  refused: [
    {
      sample: "lab: {type: NS, values: [ns1.lab.example.com., ns2.example.net.]}\n",
      finds: ["1:26 NS target ns1.lab.example.com. lies in the zone and has no A or AAAA record there"],
    },
  ],
};

const OCCLUDED_BELOW_DELEGATION: Rule = {
  id: "occluded-below-delegation",
  severity: "error",
  source: "RFC 1034 §4.2.1",
  about: "A record at or below a delegation that is no part of it and is never answered",
  why: "At the delegation the zone ends: everybody is sent to the other nameservers, and what stands here is never seen.",
  mend: "Move it to the zone that is delegated there. Only NS, DS and the addresses of its nameservers stay.",
  accepted: [
    "lab: {type: NS, values: [ns1.lab.example.com., ns2.example.net.]}\nns1.lab: {type: A, value: 192.0.2.53}\n",
  ],
  refused: [
    {
      sample:
        "lab: {type: NS, values: [ns1.example.net., ns2.example.net.]}\nwww.lab: {type: A, value: 192.0.2.80}\n",
      finds: ["2:27 www.lab.example.com. is delegated at lab.example.com., so its A is never answered"],
    },
  ],
};

const OCCLUDED_BY_DNAME: Rule = {
  id: "occluded-by-dname",
  severity: "error",
  source: "RFC 6672 §2.4",
  about: "A record below a DNAME, which is never answered",
  why: "Everything below a DNAME is looked up below its target instead. NSD and Knot refuse such a zone.",
  mend: "Move the record to the DNAME's target, or remove the DNAME.",
  accepted: ["old: [{type: DNAME, value: example.net.}, {type: A, value: 192.0.2.1}]\n"],
  refused: [
    {
      sample: "old: {type: DNAME, value: example.net.}\nwww.old: {type: A, value: 192.0.2.80}\n",
      finds: [
        "2:27 www.old.example.com. lies below the DNAME at old.example.com., so its A is never answered",
      ],
    },
  ],
};

const DS_AT_APEX: Rule = {
  id: "ds-at-apex",
  severity: "error",
  source: "RFC 4035 §2.4",
  about: "A DS at the zone's own apex instead of in its parent",
  why: "Validators ask the parent for the DS. Here nobody sees it, and it does not make the zone secure.",
  mend: "Give it to the registrar or whoever runs the parent zone, and remove it here.",
  firm: true,
  accepted: [SECURE_DELEGATION],
  refused: [
    {
      sample: `'':
  - type: DS
    value: ${DS_VALUE}
`,
      finds: ["3:12 example.com. has a DS at its own apex; expected it in the parent zone"],
    },
  ],
};

const DS_WITHOUT_NS: Rule = {
  id: "ds-without-ns",
  severity: "error",
  source: "RFC 4034 §5",
  about: "A DS at a name that is not delegated",
  why: "A DS says which key signs the zone that begins at its name. Without NS no zone begins there.",
  mend: "Add the NS records of the delegated zone, or remove the DS.",
  absence: true,
  accepted: [SECURE_DELEGATION],
  refused: [
    {
      sample: `lab:
  - type: DS
    value: ${DS_VALUE}
`,
      finds: ["3:12 lab.example.com. has a DS but no NS; expected a delegation"],
    },
  ],
};

/** Where the zone ends: delegations with their glue, and what lies below them or below a DNAME. */
export const DELEGATION: Family = {
  subject: "Where the zone ends",
  rules: [GLUE_MISSING, OCCLUDED_BELOW_DELEGATION, OCCLUDED_BY_DNAME, DS_AT_APEX, DS_WITHOUT_NS],
  check: checkDelegation,
};

function checkDelegation(index: ZoneIndex, find: Find): void {
  const glue = checkGlue(index, find);
  for (const set of index.setsOf(DS)) checkDs(set, index, find);
  if (index.cuts.size === 0 && index.redirects.size === 0) return;
  for (const node of index.nodes.values()) {
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
  return cut === undefined && [CNAME, ALIAS].some((type) => recordsAt(node, type).length > 0);
}

function checkDs({ owner, records }: RecordSet, { apex, nodes }: ZoneIndex, find: Find): void {
  const record = records[0]!;
  const name = printName(record.owner);
  if (owner === apex) {
    const message = `${name} has a DS at its own apex; expected it in the parent zone`;
    find(
      DS_AT_APEX,
      record.at,
      message,
      "Give it to whoever runs the parent zone, and remove it here.",
      record,
    );
  } else if (recordsAt(nodes.get(owner), NS).length === 0) {
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
