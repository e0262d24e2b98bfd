/** Signs the messages of one answer, in their order: the first by the MAC of the request, each next by the one before (RFC 8945 §5.3.1). */
export interface MessageSigner {
  /** Octets that it adds to a message at most. */
  readonly room: number;
  /** Adds TSIG behind the first `length` octets of a message, and to ARCOUNT; gives the new length. */
  readonly sign: (message: Uint8Array, length: number) => number;
}
