import { keyOf, ROOT } from "../../../dns/name.ts";
import { MX } from "../../../dns/type-numbers.ts";
import { targetsOf } from "../../lint/targets-of.ts";
import type { Dependency, Dependent, Ground } from "../dependency.ts";
import { anyOf, lookThrough, UNDECIDED } from "../look.ts";

/**
 * Mail for a domain: one of its exchanges has an address, or, where there is no MX, the domain itself has one (RFC 5321
 * §5.1). A domain that takes no mail (RFC 7505 §3) has no way that could fail.
 */
export function mailOf({ zone, owner, type, before }: Dependent, { itemOf }: Ground): Dependency[] {
  const item = itemOf(owner, MX, false);
  return [
    {
      kind: "mail",
      zone,
      owner,
      type,
      evaluate: (pick) => {
        const look = lookThrough(pick, itemOf);
        const found = look.records(owner, MX);
        if (found.kind === "outside") return UNDECIDED;
        if (found.kind === "none") return anyOf(look, [keyOf(owner)]);
        const targets = found.records.flatMap(targetsOf); // null MX, the root, is none
        return anyOf(look, targets.filter((target) => target !== ROOT).map(keyOf));
      },
      // Where no MX stood before, nobody went by one: that the first is not seen at once breaks nothing.
      isDanger: ({ held }) => before.length > 0 || held.some(({ key }) => key === item.key),
      words: { who: ["mail that follows the MX", "finds"], by: "MX", own: item.key },
    },
  ];
}
