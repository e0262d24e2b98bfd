/**
 * The scheme, for private use (RFC 8976 §5.2), of the ZONEMD by which a zone is known that our nameservers sign: the digest
 * of the records as they stand in git, with the serial 0 in the SOA, collated as in the scheme SIMPLE. The signed zone has one of
 * SIMPLE beside it, which the nameserver makes.
 */
export const CONTENT = 240;
