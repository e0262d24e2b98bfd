import type { Name } from "../../dns/name.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { Nameserver } from "../verify/types.ts";

/** How the parent of a zone delegates it, beside what the zone itself says. */
export interface Delegation {
  readonly zone: Name;
  /** The zone above whose servers were asked; undefined where it was not found. */
  readonly parent?: Name;
  /** What each of the parent's servers says. */
  readonly views: readonly ParentView[];
  /** Nameservers of the parent that nobody knows an address of, so that they were not asked. */
  readonly lost?: readonly Name[];
  /** What is wrong, dangers first. Empty: the delegation is right. */
  readonly findings: readonly DelegationFinding[];
  /** What has to stand at the registrar, whether it does or not. */
  readonly wanted: WantedDelegation;
}

/** What one of the parent's servers says of a zone. */
export interface ParentView {
  readonly server: Nameserver;
  readonly says:
    | {
        readonly kind: "delegated";
        readonly ns: readonly Name[];
        readonly glue: readonly ZoneRecord[];
        readonly ds: readonly ZoneRecord[];
      }
    /** It serves the zone itself, too, so what it would say as the parent cannot be seen, but for DS. */
    | { readonly kind: "serves-both"; readonly ds: readonly ZoneRecord[] }
    | { readonly kind: "not-delegated" }
    /** A sentence without its final stop. */
    | { readonly kind: "silent"; readonly reason: string };
}

/** One thing that is wrong with a delegation. */
export interface DelegationFinding {
  /** `danger`: people cannot reach the zone, or will not. `wrong`: parent and zone differ. `note`: good to know. */
  readonly weight: "danger" | "wrong" | "note";
  /** What it is about, the same in every look: `ds`, `ns`, `glue ns1.example.com.`, … */
  readonly about: string;
  /** A sentence without its final stop. */
  readonly message: string;
  /** What to do about it, a sentence. */
  readonly mend: string;
}

/** What a zone wants of its parent. */
export interface WantedDelegation {
  readonly ns: readonly Name[];
  /** Addresses of nameservers at or below the zone (RFC 9471 §3.1), owner by owner. */
  readonly glue: readonly ZoneRecord[];
  /** One for each key that signs keys (RFC 4035 §2.4); empty for an unsigned zone. */
  readonly ds: readonly ZoneRecord[];
}
