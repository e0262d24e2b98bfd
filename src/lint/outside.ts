import type { Name } from "../../dns/name.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { Day } from "../source/day.ts";

/** What rules may need beside the zones, and where they tell that it is missing. */
export interface Outside {
  /** What the internet answers for a name that is in none of these zones; absent where nobody may be asked. */
  readonly resolve?: (name: Name, type: number) => Resolved;
  /** Which day it is; absent where that must not matter, as in deployments. */
  readonly today?: Day;
  /** Takes word that the rule with this id was not checked, or not to the end. */
  readonly notChecked: (rule: string, reason: string) => void;
}

/** What a resolver says. */
export type Resolved =
  | { readonly kind: "records"; readonly records: readonly ZoneRecord[] }
  /** There is no such name, or it has no records of this type. */
  | { readonly kind: "none" }
  /** No answer, or a question too many. The reason is a sentence without its final stop. */
  | { readonly kind: "unknown"; readonly reason: string };

/** A rule that was not checked, or not to the end. */
export interface NotChecked {
  readonly rule: string;
  /** A sentence without its final stop. */
  readonly reason: string;
}
