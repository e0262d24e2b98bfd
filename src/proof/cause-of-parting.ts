import { type Name, parentOf } from "../../dns/name.ts";
import { DNAME, NS } from "../../dns/type-numbers.ts";
import type { ChangeIndex, WrittenChange } from "./change-index.ts";
import type { Place } from "./side.ts";

/** How a change parts the places of a name, see `CauseKind`. */
interface Parting {
  readonly kind: "written" | "cut" | "dname" | "exists" | "ceased" | "wildcard";
  readonly change: WrittenChange;
}

type Inside = Exclude<Place, { readonly kind: "outside" }>;

/**
 * Why a name has another place in its zone after a change than before: a delegation or a DNAME begins or ends above it, the name or
 * one above it begins or ceases to exist, or a wildcard does.
 */
export function causeOfParting(
  type: number,
  at: Name,
  was: Inside,
  is: Inside,
  changes: ChangeIndex,
): Parting | undefined {
  const origin = is.zone.origin;
  return causeOfCover() ?? causeOfExistence() ?? causeOfWildcard();

  /** What covers it on one side and not on the other. */
  function causeOfCover(): Parting | undefined {
    for (const place of [is, was]) {
      if (place.kind !== "cut" && place.kind !== "dname") continue;
      const kind = place.kind === "cut" ? "cut" : "dname";
      const covering = place.kind === "cut" ? NS : DNAME;
      const change = changes.at(origin, place.at).find((one) => one.type === covering);
      if (change !== undefined && change.kind !== "changed") return { kind, change };
    }
    return undefined;
  }

  /** The nearest name on the way up that exists on one side only; those above it that do are no better cause. */
  function causeOfExistence(): Parting | undefined {
    for (let name = at; ; name = parentOf(name)) {
      const exists = is.zone.nodes.has(name);
      if (exists !== was.zone.nodes.has(name)) {
        const kind = exists ? "exists" : "ceased";
        const own = name === at ? ownChange() : undefined;
        if (own !== undefined) return { kind: "written", change: own };
        const change = changes.below(origin, name, exists ? "added" : "removed");
        return change && { kind, change };
      }
      if (name === origin) return undefined;
    }
  }

  /** It begins or ceases with this type, or with another while nothing else answers for it: so it was written. */
  function ownChange(): WrittenChange | undefined {
    const here = changes.at(origin, at);
    const exact = here.find((one) => one.type === type);
    return exact ?? (was.kind === "nothing" || is.kind === "nothing" ? here[0] : undefined);
  }

  /** Below the same closest encloser: a wildcard came or went. */
  function causeOfWildcard(): Parting | undefined {
    for (const place of [is, was]) {
      if (place.kind !== "wildcard") continue;
      const change = changes.below(origin, place.at, place === is ? "added" : "removed");
      if (change !== undefined) return { kind: "wildcard", change };
    }
    return undefined;
  }
}
