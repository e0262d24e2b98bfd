/**
 * Numbers of the record types and question types that somebody treats in a way of their own (IANA, "Resource Record (RR)
 * TYPEs"). `types.ts` has the mnemonics of all.
 */
export const A = 1;
export const NS = 2;
export const CNAME = 5;
export const SOA = 6;
export const PTR = 12;
export const MX = 15;
export const TXT = 16;
export const AAAA = 28;
export const SRV = 33;
export const DNAME = 39;
export const OPT = 41;
export const DS = 43;
export const SSHFP = 44;
export const RRSIG = 46;
export const NSEC = 47;
export const DNSKEY = 48;
export const NSEC3 = 50;
export const NSEC3PARAM = 51;
export const TLSA = 52;
export const SMIMEA = 53;
export const CDS = 59;
export const CDNSKEY = 60;
export const OPENPGPKEY = 61;
export const CSYNC = 62;
export const ZONEMD = 63;
export const SVCB = 64;
export const HTTPS = 65;
export const SPF = 99;
export const IXFR = 251;
export const AXFR = 252;
export const ANY = 255;
export const URI = 256;
export const CAA = 257;
