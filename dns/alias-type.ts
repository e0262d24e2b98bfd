/**
 * ALIAS: the name answers A and AAAA with the addresses of another one, its target. The number is one for private use (RFC 6895 §3.1),
 * and the same in PowerDNS; its data are the target's name, uncompressed.
 */
export const ALIAS = 65401;
