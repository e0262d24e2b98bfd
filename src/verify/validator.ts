import type { Name } from "../../dns/name.ts";
import type { Octets } from "../../dns/wire.ts";
import type { Nameserver, Question } from "./types.ts";

/** What a validator thinks of an answer (RFC 4035 §4.3), or why it got none; a reason has no final stop. */
export type Validity =
  | { readonly kind: "secure" }
  | { readonly kind: "insecure" }
  | { readonly kind: "bogus"; readonly reason: string }
  | { readonly kind: "silent"; readonly reason: string };

/** Asks a nameserver as a validating resolver does, with the DS of the zone as its only trust anchors. */
export type Validate = (order: {
  readonly nameserver: Nameserver;
  readonly zone: Name;
  /** Data of DS records. */
  readonly anchors: readonly Octets[];
  readonly question: Question;
}) => Promise<Validity>;
