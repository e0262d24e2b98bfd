import { typeName } from "./types.ts";

/** Whether a type says something of the signed zone alone (RFC 4034, RFC 5155, RFC 7344): whoever signs makes it. */
export function isOfSigning(type: number): boolean {
  return SIGNING.has(typeName(type));
}

const SIGNING = new Set(["RRSIG", "NSEC", "NSEC3", "NSEC3PARAM", "DNSKEY", "CDS", "CDNSKEY"]);
