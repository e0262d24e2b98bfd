/** A deliberate defect in our server: a change of its source. */
export interface Defect {
  /** What is then wrong. */
  readonly what: string;
  /** The file, from `server/` on. */
  readonly file: string;
  /** A piece of the file that stands there once. */
  readonly find: string;
  readonly replace: string;
}

/** Defects that a differential run must find, each of them one that some nameserver has had or could have. */
export const DEFECTS: readonly Defect[] = [
  {
    what: "The closest encloser is taken one label too high",
    file: "answer/lookup.ts",
    find: "if (node >= 0) return",
    replace: "if (node >= 0 && label !== 1) return",
  },
  {
    what: "A referral has AA",
    file: "answer/resolve.ts",
    find: "if (answer.answers === 0) answer.authoritative = false;",
    replace: "",
  },
  {
    what: "A referral has no glue",
    file: "answer/resolve.ts",
    find: "answer.extrasOf = ns;",
    replace: "",
  },
  {
    what: "A referral for DS at a cut",
    file: "answer/resolve.ts",
    find: "!(exists && cover === node && query.type === DS)",
    replace: "true",
  },
  {
    what: "DS at the apex is answered by the zone itself",
    file: "answer/resolve.ts",
    find: "query.type === DS ? parentSide(tables, found) : found",
    replace: "found",
  },
  {
    what: "NXDOMAIN has no SOA",
    file: "answer/resolve.ts",
    find: "if (addNegativeSoa(tables, node) && answer.signed)",
    replace: "if (answer.signed)",
  },
  {
    what: "The SOA of a negative answer has its own TTL, not the minimum",
    file: "tables/compile/rows.ts",
    find: "Math.min(minimum, staging.ttls[soa]!)",
    replace: "staging.ttls[soa]!",
  },
  {
    what: "NXDOMAIN for an empty non-terminal",
    file: "answer/resolve.ts",
    find: "if (addNegativeSoa(tables, encloser) &&",
    replace: "if (info >>> 16 === 0) answer.rcode = NXDOMAIN;\n  if (addNegativeSoa(tables, encloser) &&",
  },
  {
    what: "The RCODE is that of the first name of a chain",
    file: "answer/resolve.ts",
    find: "answer.rcode = NXDOMAIN;",
    replace: "if (answer.answers === 0) answer.rcode = NXDOMAIN;",
  },
  {
    what: "A wildcard covers one label only",
    file: "answer/resolve.ts",
    find: "if (wildcard >= 0)",
    replace:
      "if (wildcard >= 0 && query.name.length === (rows[row + NODE_INFO]! & 0xff) + 1 + query.name.octets[0]!)",
  },
  {
    what: "A question for CNAME is answered beyond the CNAME that a DNAME makes",
    file: "answer/chain.ts",
    find: "if (query.type === CNAME) return NOWHERE;",
    replace: "",
  },
  {
    what: "The CNAME that a DNAME makes has the TTL 0",
    file: "answer/chain.ts",
    find: "out[at++] = out[ttl]!;",
    replace: "out[at++] = 0 * ttl;",
  },
  {
    what: "A name that a DNAME makes too long is no error",
    file: "answer/chain.ts",
    find: "answer.rcode = YXDOMAIN;",
    replace: "",
  },
  {
    what: "TC is not set",
    file: "answer/frame.ts",
    find: "(answer.truncated ? TC : 0)",
    replace: "0",
  },
  {
    what: "A client without EDNS gets more than 512 octets",
    file: "answer/frame.ts",
    find: ": MIN_UDP_PAYLOAD;",
    replace: ": limit;",
  },
  {
    what: "DO does not come back",
    file: "answer/edns.ts",
    find: "query.dnssecOk ? DO : 0",
    replace: "0",
  },
  {
    what: "RD does not come back",
    file: "answer/frame.ts",
    find: "(out[2]! & RD)",
    replace: "0",
  },
  {
    what: "A wildcard answer in a signed zone has no proof",
    file: "answer/resolve.ts",
    find: "if (synthesised && answer.signed && !answer.truncated) proveWildcard(tables, encloser);",
    replace: "",
  },
  {
    what: "A signed referral has no DS",
    file: "answer/resolve.ts",
    find: "const ds = findRRset(tables, cut, DS);",
    replace: "const ds = -1;",
  },
  {
    what: "Signatures go to everybody",
    file: "answer/frame.ts",
    find: "answer.signed = query.dnssecOk;",
    replace: "answer.signed = true;",
  },
  {
    what: "The additional section has the address of another name",
    file: "answer/additional.ts",
    find: ": writeRRset(tables, rrset, 0, ownerAt)",
    replace: ": writeRRset(tables, extras[2 * first]!, 0, ownerAt)",
  },
];
