import { ALIAS } from "./alias-type.ts";

/**
 * The number of a record type or question type, from its mnemonic in any case, or from `TYPEnnn` (RFC 3597 §5).
 * Undefined for anything else.
 */
export function typeCode(mnemonic: string): number | undefined {
  const code = codes.get(mnemonic); // nearly always in upper case
  if (code !== undefined) return code;
  const upper = mnemonic.toUpperCase();
  const known = codes.get(upper);
  if (known !== undefined) return known;
  if (!/^TYPE(?:0|[1-9][0-9]{0,4})$/.test(upper)) return undefined;
  const number = Number(upper.slice(4));
  return number <= 0xffff ? number : undefined;
}

/** The mnemonic of a type's number in upper case, or `TYPEnnn` where it has none (RFC 3597 §5). */
export function typeName(code: number): string {
  return names.get(code) ?? `TYPE${code}`;
}

/**
 * The same as it stands in zone files and in the data of records, which every program has to read: of types that are in no registry
 * `TYPEnnn` (RFC 3597 §5).
 */
export function portableTypeName(code: number): string {
  return isPrivate(code) ? `TYPE${code}` : typeName(code);
}

/** The type is for private use (RFC 6895 §3.1), so its mnemonic and its data mean nothing to others. */
export function isPrivate(code: number): boolean {
  return code >= FIRST_PRIVATE && code <= LAST_PRIVATE;
}

const FIRST_PRIVATE = 0xff00;
const LAST_PRIVATE = 0xfffe;

/** IANA, "Resource Record (RR) TYPEs", the types that never stand in a zone included. */
const TYPES: readonly (readonly [code: number, mnemonic: string])[] = [
  [1, "A"],
  [2, "NS"],
  [3, "MD"],
  [4, "MF"],
  [5, "CNAME"],
  [6, "SOA"],
  [7, "MB"],
  [8, "MG"],
  [9, "MR"],
  [10, "NULL"],
  [11, "WKS"],
  [12, "PTR"],
  [13, "HINFO"],
  [14, "MINFO"],
  [15, "MX"],
  [16, "TXT"],
  [17, "RP"],
  [18, "AFSDB"],
  [19, "X25"],
  [20, "ISDN"],
  [21, "RT"],
  [22, "NSAP"],
  [23, "NSAP-PTR"],
  [24, "SIG"],
  [25, "KEY"],
  [26, "PX"],
  [27, "GPOS"],
  [28, "AAAA"],
  [29, "LOC"],
  [30, "NXT"],
  [31, "EID"],
  [32, "NIMLOC"],
  [33, "SRV"],
  [34, "ATMA"],
  [35, "NAPTR"],
  [36, "KX"],
  [37, "CERT"],
  [38, "A6"],
  [39, "DNAME"],
  [40, "SINK"],
  [41, "OPT"],
  [42, "APL"],
  [43, "DS"],
  [44, "SSHFP"],
  [45, "IPSECKEY"],
  [46, "RRSIG"],
  [47, "NSEC"],
  [48, "DNSKEY"],
  [49, "DHCID"],
  [50, "NSEC3"],
  [51, "NSEC3PARAM"],
  [52, "TLSA"],
  [53, "SMIMEA"],
  [55, "HIP"],
  [56, "NINFO"],
  [57, "RKEY"],
  [58, "TALINK"],
  [59, "CDS"],
  [60, "CDNSKEY"],
  [61, "OPENPGPKEY"],
  [62, "CSYNC"],
  [63, "ZONEMD"],
  [64, "SVCB"],
  [65, "HTTPS"],
  [66, "DSYNC"],
  [67, "HHIT"],
  [68, "BRID"],
  [69, "UNECE"],
  [70, "ISO"],
  [99, "SPF"],
  [100, "UINFO"],
  [101, "UID"],
  [102, "GID"],
  [103, "UNSPEC"],
  [104, "NID"],
  [105, "L32"],
  [106, "L64"],
  [107, "LP"],
  [108, "EUI48"],
  [109, "EUI64"],
  [128, "NXNAME"],
  [249, "TKEY"],
  [250, "TSIG"],
  [251, "IXFR"],
  [252, "AXFR"],
  [253, "MAILB"],
  [254, "MAILA"],
  [255, "ANY"],
  [256, "URI"],
  [257, "CAA"],
  [258, "AVC"],
  [259, "DOA"],
  [260, "AMTRELAY"],
  [261, "RESINFO"],
  [262, "WALLET"],
  [263, "CLA"],
  [264, "IPN"],
  [32768, "TA"],
  [32769, "DLV"],
];

/** Types for private use that have a mnemonic all the same: PowerDNS' number for ALIAS is the one that others took over. */
const PRIVATE_TYPES: readonly (readonly [code: number, mnemonic: string])[] = [[ALIAS, "ALIAS"]];

/** Another spelling: ANAME is what drafts and providers call the same record. */
const SPELLINGS: readonly (readonly [mnemonic: string, code: number])[] = [["ANAME", ALIAS]];

const names = new Map([...TYPES, ...PRIVATE_TYPES]);
const codes = new Map([...[...names].map(([code, mnemonic]) => [mnemonic, code] as const), ...SPELLINGS]);

/** All that `typeCode` knows but `TYPEnnn`. */
export const MNEMONICS: readonly string[] = [...codes.keys()];
