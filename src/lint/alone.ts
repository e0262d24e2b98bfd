import { printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import type { Find, LintRecord, Rule } from "./rule.ts";
import { CNAME, DNAME, NS, NSEC, RRSIG } from "./types.ts";
import { type Node, recordsAt, type ZoneIndex } from "./zone-index.ts";

const APEX_CNAME: Rule = {
  id: "apex-cname",
  severity: "error",
  source: "RFC 1912 §2.4",
  about: "A CNAME at the zone's apex, beside SOA and NS",
  firm: true,
};

const CNAME_AND_OTHER: Rule = {
  id: "cname-and-other",
  severity: "error",
  source: "RFC 1034 §3.6.2, RFC 2181 §10.1",
  about: "A CNAME beside other records",
  firm: true,
};

const CNAME_MULTIPLE: Rule = {
  id: "cname-multiple",
  severity: "error",
  source: "RFC 2181 §10.1",
  about: "Two CNAMEs at one name",
  firm: true,
};

const DNAME_MULTIPLE: Rule = {
  id: "dname-multiple",
  severity: "error",
  source: "RFC 6672 §2.4",
  about: "Two DNAMEs at one name",
  firm: true,
};

const DNAME_AND_NS: Rule = {
  id: "dname-and-ns",
  severity: "error",
  source: "RFC 6672 §2.3",
  about: "A DNAME at a delegation",
  firm: true,
};

/** The rules about records that allow no others beside them. */
export const ALONE_RULES: readonly Rule[] = [
  APEX_CNAME,
  CNAME_AND_OTHER,
  CNAME_MULTIPLE,
  DNAME_MULTIPLE,
  DNAME_AND_NS,
];

/** Records that allow no others, or few, beside them. */
export function checkAlone({ nodes, apex }: ZoneIndex, find: Find): void {
  for (const node of nodes.values()) {
    const cnames = recordsAt(node, CNAME);
    if (cnames.length > 0) checkCname(node, cnames, node.name === apex, find);
    const dnames = recordsAt(node, DNAME);
    for (const second of dnames.slice(1)) {
      const message = `${printName(second.owner)} has a second DNAME; the first is ${placeOf(dnames[0]!, second)}`;
      find(DNAME_MULTIPLE, second.at, message, "Keep one of them.", second);
    }
    if (dnames.length > 0 && node.name !== apex && recordsAt(node, NS).length > 0) {
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
      "Write A and AAAA records with the target's addresses, or an HTTPS record with svcpriority 0.",
      first,
    );
    return;
  }
  const others = sets.filter(({ type }) => type !== CNAME && type !== RRSIG && type !== NSEC);
  if (others.length === 0) return;
  const list = others
    .map(({ type, records }) => `${typeName(type)} (${placeOf(records[0]!, first!)})`)
    .join(", ");
  const message = `${name} has a CNAME and also ${list}; expected the CNAME alone`;
  find(CNAME_AND_OTHER, first!.at, message, "Remove the CNAME, or everything else at this name.", first);
}

/** Where a record stands, as seen from another one. */
function placeOf({ at }: LintRecord, from: LintRecord): string {
  return at.file === from.at.file ? `in line ${at.line}` : `at ${at.file}:${at.line}`;
}
