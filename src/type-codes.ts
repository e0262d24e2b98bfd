/** Numbers of the record types that the pipeline itself has to know (IANA DNS parameters). */
export const NS = 2;
export const CNAME = 5;
export const SOA = 6;
export const ZONEMD = 63;
