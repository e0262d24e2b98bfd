import type { Message } from "../../dns/message.ts";
import type { Name } from "../../dns/name.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { CommitWords } from "./history.ts";

/** An answer of the past with everything that is known around it. */
export interface AskedPast {
  readonly folder: string;
  readonly at: AskedAt;
  readonly reply: Message;
  readonly zones: readonly { readonly origin: Name; readonly serial: number; readonly from: SerialFrom }[];
  /** Who changed the records of the answer last. */
  readonly changed: readonly ChangedRecord[];
  readonly answered: Answered;
  /** What could not be found out: sentences without their final stop. */
  readonly notes: readonly string[];
}

/** Whose zones were asked. */
export type AskedAt =
  | {
      readonly kind: "working-folder" /** The commit that is checked out, where there is one. */;
      readonly head?: string;
    }
  | {
      readonly kind: "commit";
      readonly words: CommitWords;
      /** How it was found: named, as the deployment that stood, or by its place in the line of first parents. */
      readonly by: "name" | "time" | { readonly deployment: number; readonly time: number };
    };

/** Where a serial is from: from the record of a deployment, or only as its style would make it. */
export type SerialFrom = { readonly deployment: number } | { readonly style: string };

/** A record of the answer, and who changed it last. */
export interface ChangedRecord {
  readonly record: ZoneRecord;
  readonly file: string;
  readonly line: number;
  /** Undefined where it is in no commit. */
  readonly commit: CommitWords | undefined;
}

/** From when until when the same was answered. */
export type Answered =
  | { readonly kind: "unknown" /** Why: a clause. */; readonly reason: string }
  | { readonly kind: "never" }
  | {
      readonly kind: "known";
      readonly from: { readonly deployment: number; readonly time: number };
      readonly until: { readonly deployment: number; readonly time: number } | undefined;
    };
