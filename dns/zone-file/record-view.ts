/** A record as it stands in the reader's buffer. One object for all of them: valid only during the call. */
export interface RecordView {
  /** Owner at 0 to `ownerLength`, rdata at `rdataStart` to `rdataEnd`, both in uncompressed wire form. */
  wire: Uint8Array;
  ownerLength: number;
  rdataStart: number;
  rdataEnd: number;
  type: number;
  /** Seconds, 0 to 2147483647. */
  ttl: number;
  /** Where the record's first token stands: its owner, or what follows where the owner is left out. */
  line: number;
  column: number;
  file: string;
}
