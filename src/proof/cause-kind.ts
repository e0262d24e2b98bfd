import type { WrittenChange } from "./change-index.ts";

/** Why an answer is another one. */
export interface Cause {
  readonly kind: CauseKind;
  readonly change: WrittenChange;
}

/** How a written change comes to change an answer. */
export type CauseKind =
  /** The question is for what was written. */
  | "written"
  /** An alias leads there. */
  | "alias"
  /** A wildcard answers for the name. */
  | "wildcard"
  /** A DNAME leads the name elsewhere. */
  | "dname"
  /** A name begins to exist, and stands in a wildcard's way or in that of "no such name". */
  | "exists"
  /** A name ceases to exist, so that a wildcard or nothing answers. */
  | "ceased"
  /** A delegation begins, ends or changes above it. */
  | "cut"
  /** Addresses that go out beside the answer. */
  | "additional"
  /** What the SOA says of negative answers. */
  | "negative"
  /** A zone begins or ends. */
  | "zone"
  /** How our nameservers sign a zone: with other keys, for the first time, or no longer. */
  | "signing"
  /** What a signed zone proves with its denials. */
  | "denial";
