import { printName } from "../../dns/name.ts";
import { CNAME, DNAME, NS, NSEC, RRSIG } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Family, Find, Rule } from "./rule.ts";
import { ZONE_HEAD } from "./zone-head.ts";
import { type Node, recordsAt, type ZoneIndex } from "./zone-index.ts";

const APEX_CNAME: Rule = {
  id: "apex-cname",
  severity: "error",
  source: "RFC 1912 §2.4",
  about: "A CNAME at the zone's apex, beside SOA and NS",
  why: "An alias has nothing else at its name, and the apex always has SOA and NS: servers refuse the zone, or lose its mail.",
  mend: "Write an ALIAS record with the same target, or A and AAAA records with its addresses.",
  firm: true,
  accepted: ["'': {type: HTTPS, value: {svcpriority: 0, targetname: www.example.net.}}\n"],
  refused: [
    {
      sample: "'': {type: CNAME, value: www.example.net.}\n",
      finds: ["1:26 example.com. is the zone's apex and has a CNAME, which allows no SOA and NS beside it"],
    },
  ],
};

const CNAME_AND_OTHER: Rule = {
  id: "cname-and-other",
  severity: "error",
  source: "RFC 1034 §3.6.2, RFC 2181 §10.1",
  about: "A CNAME beside other records",
  why: "Resolvers that know the alias never ask for what stands beside it, so it is answered now and then only. Servers refuse such a zone.",
  mend: "Remove the CNAME, or everything else at the name. RRSIG and NSEC may stand beside it.",
  firm: true,
  accepted: ["blog: {type: CNAME, value: www.example.net.}\n"],
  refused: [
    {
      sample: `blog:
  - {type: CNAME, value: www.example.net.}
  - {type: HTTPS, value: {svcpriority: 1, targetname: .}}
  - {type: TXT, value: moved}
`,
      finds: [
        "2:26 blog.example.com. has a CNAME and also HTTPS (in line 3), TXT (in line 4); expected the CNAME alone",
      ],
    },
  ],
};

const CNAME_MULTIPLE: Rule = {
  id: "cname-multiple",
  severity: "error",
  source: "RFC 2181 §10.1",
  about: "Two CNAMEs at one name",
  why: "A name is an alias of one other name. Which of two a resolver takes is up to chance, and servers refuse the zone.",
  mend: "Keep one of them; where several hosts shall answer, write their A and AAAA records.",
  firm: true,
  accepted: [{ "example.com.zone": `${ZONE_HEAD}www CNAME www.example.net.\n` }],
  refused: [
    {
      sample: { "example.com.zone": `${ZONE_HEAD}www CNAME a.example.net.\nwww CNAME b.example.net.\n` },
      finds: ["6:1 www.example.com. has a second CNAME; the first is in line 5"],
    },
  ],
};

const DNAME_MULTIPLE: Rule = {
  id: "dname-multiple",
  severity: "error",
  source: "RFC 6672 §2.4",
  about: "Two DNAMEs at one name",
  why: "The names below would be two things at once, which resolvers cannot follow.",
  mend: "Keep one of them.",
  firm: true,
  accepted: [{ "example.com.zone": `${ZONE_HEAD}old DNAME example.net.\n` }],
  refused: [
    {
      sample: { "example.com.zone": `${ZONE_HEAD}old DNAME example.net.\nold DNAME example.org.\n` },
      finds: ["6:1 old.example.com. has a second DNAME; the first is in line 5"],
    },
  ],
};

const DNAME_AND_CNAME: Rule = {
  id: "dname-and-cname",
  severity: "error",
  source: "RFC 6672 §2.4",
  about: "A DNAME and a CNAME at one name",
  why: "A CNAME stands alone at its name, and a DNAME moves only what lies below it. Servers refuse the zone.",
  mend: "Keep the DNAME and write the records of the name itself beside it, or keep the CNAME.",
  firm: true,
  accepted: ["old: [{type: DNAME, value: example.net.}, {type: A, value: 192.0.2.1}]\n"],
  refused: [
    {
      sample: "old: [{type: DNAME, value: example.net.}, {type: CNAME, value: www.example.net.}]\n",
      finds: ["1:64 old.example.com. has a CNAME and also a DNAME (in line 1)"],
    },
  ],
};

const DNAME_AND_NS: Rule = {
  id: "dname-and-ns",
  severity: "error",
  source: "RFC 6672 §2.3",
  about: "A DNAME at a delegation",
  why: "Below the name either everything is somewhere else (DNAME) or somebody else answers (NS). Servers refuse the zone, or drop one of the two.",
  mend: "Remove the NS records, or put the DNAME into the zone that they delegate to.",
  firm: true,
  accepted: [
    "old: {type: DNAME, value: example.net.}\nlab: {type: NS, values: [ns1.example.net., ns2.example.net.]}\n",
  ],
  refused: [
    {
      sample:
        "old: [{type: DNAME, value: example.net.}, {type: NS, values: [ns1.example.net., ns2.example.net.]}]\n",
      finds: ["1:28 old.example.com. has a DNAME and is delegated by NS records"],
    },
  ],
};

/** Records that allow no others, or few, beside them. */
export const ALONE: Family = {
  subject: "Records that stand alone",
  rules: [APEX_CNAME, CNAME_AND_OTHER, CNAME_MULTIPLE, DNAME_MULTIPLE, DNAME_AND_CNAME, DNAME_AND_NS],
  check: checkAlone,
};

function checkAlone({ nodes, apex, setsOf }: ZoneIndex, find: Find): void {
  for (const { owner, records } of setsOf(CNAME)) {
    checkCname(nodes.get(owner)!, records, owner === apex, find); // a set's owner has a node
  }
  for (const { owner, records: dnames } of setsOf(DNAME)) {
    for (const second of dnames.slice(1)) {
      const message = `${printName(second.owner)} has a second DNAME; the first is ${placeOf(dnames[0]!, second)}`;
      find(DNAME_MULTIPLE, second.at, message, "Keep one of them.", second);
    }
    if (owner !== apex && recordsAt(nodes.get(owner), NS).length > 0) {
      const message = `${printName(dnames[0]!.owner)} has a DNAME and is delegated by NS records`;
      const help = "Remove the NS records, or put the DNAME into the zone that they delegate to.";
      find(DNAME_AND_NS, dnames[0]!.at, message, help, dnames[0]);
    }
  }
}

function checkCname({ sets }: Node, cnames: readonly LintRecord[], isApex: boolean, find: Find): void {
  const [first] = cnames;
  const name = printName(first!.owner);
  for (const second of cnames.slice(1)) {
    const message = `${name} has a second CNAME; the first is ${placeOf(first!, second)}`;
    find(CNAME_MULTIPLE, second.at, message, "Keep one of them.", second);
  }
  if (isApex) {
    find(
      APEX_CNAME,
      first!.at,
      `${name} is the zone's apex and has a CNAME, which allows no SOA and NS beside it`,
      "Write an ALIAS record with the same target, or A and AAAA records with its addresses.",
      first,
    );
    return;
  }
  const dname = sets.find(({ type }) => type === DNAME)?.records[0];
  if (dname !== undefined) {
    const message = `${name} has a CNAME and also a DNAME (${placeOf(dname, first!)})`;
    find(DNAME_AND_CNAME, first!.at, message, "Keep one of them: a CNAME stands alone at its name.", first);
  }
  const others = sets.filter(({ type }) => !BESIDE_CNAME.has(type));
  if (others.length === 0) return;
  const list = others
    .map(({ type, records }) => `${typeName(type)} (${placeOf(records[0]!, first!)})`)
    .join(", ");
  const message = `${name} has a CNAME and also ${list}; expected the CNAME alone`;
  find(CNAME_AND_OTHER, first!.at, message, "Remove the CNAME, or everything else at this name.", first);
}

/** Types that may stand beside a CNAME (RFC 4034 §3 and §4), and DNAME, which has its own rule. */
const BESIDE_CNAME: ReadonlySet<number> = new Set([CNAME, RRSIG, NSEC, DNAME]);

/** Where a record stands, as seen from another one. */
function placeOf({ at }: LintRecord, from: LintRecord): string {
  return at.file === from.at.file ? `in line ${at.line}` : `at ${at.file}:${at.line}`;
}
