/** Numbers of the types that the server treats in a way of their own (IANA DNS parameters). */
export const A = 1;
export const NS = 2;
export const CNAME = 5;
export const SOA = 6;
export const PTR = 12;
export const MX = 15;
export const TXT = 16;
export const AAAA = 28;
export const DNAME = 39;
export const OPT = 41;
export const DS = 43;
export const RRSIG = 46;
export const NSEC = 47;
export const DNSKEY = 48;
export const NSEC3 = 50;
export const NSEC3PARAM = 51;
export const ZONEMD = 63;
export const SVCB = 64;
export const HTTPS = 65;
export const IXFR = 251;
export const AXFR = 252;
export const ANY = 255;

/** Classes (RFC 1035 §3.2.4). */
export const CLASS_IN = 1;
export const CLASS_CH = 3;
export const CLASS_ANY = 255;
