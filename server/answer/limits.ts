/** UDP answers are no longer than this, whatever the client offers: it fits every path (DNS flag day 2020). */
export const MAX_UDP_PAYLOAD = 1232;

/** What a client without EDNS takes over UDP, and the least that any client takes (RFC 6891 §6.2.3). */
export const MIN_UDP_PAYLOAD = 512;

/** The longest message over TCP: its length is told in two octets (RFC 1035 §4.2.2). */
export const MAX_TCP_MESSAGE = 65535;

/**
 * How many CNAMEs and DNAMEs are followed for one question. NSD follows any number, Knot 5; this bounds the work, and
 * is more than resolvers do (BIND 11). One that goes on asks for the last name itself.
 */
export const MAX_CHAIN = 64;

/** Names are only pointed at while they stand in the first 16384 octets (RFC 1035 §4.1.4: 14 bits). */
export const MAX_POINTER = 0x3fff;

/** A chain ends beyond this offset, so that the names of the RRset behind it stay in reach of pointers. */
export const MAX_CHAIN_OFFSET = 0x2000;
