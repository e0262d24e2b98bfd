/** Numbers of the record types that the pipeline itself has to know (IANA DNS parameters). */
export const NS = 2;
export const SOA = 6;
export const MX = 15;
export const TXT = 16;
export const DS = 43;
export const ZONEMD = 63;
export const CAA = 257;
