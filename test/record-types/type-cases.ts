/** What the contract of record types tries on one type. */
export interface TypeCases {
  readonly accepted: readonly Accepted[];
  /** Text that is no rdata of the type, and the fault's message. */
  readonly refused: readonly (readonly [text: string, message: string])[];
  /** Octets (in hex) that are no rdata of the type, and the fault's message. */
  readonly malformed: readonly (readonly [wire: string, message: string])[];
  /** Text that is rdata whose values do not fit together. */
  readonly unfit?: readonly (readonly [text: string, rule: string, field: string, message: string])[];
}

/** Text that is rdata of the type. */
export interface Accepted {
  readonly text: string;
  /** Hex with spaces at the borders of fields. */
  readonly wire: string;
  /** How it is printed, where that differs from `text`. */
  readonly printed?: string;
  /** Peers that are stricter than we are, or read this text as something else. */
  readonly refusedBy?: readonly Peer[];
}

/** A program whose reading of text we compare with ours. */
export type Peer = "BIND" | "ldns" | "Knot" | "dnspython";
