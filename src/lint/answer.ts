import { keyOf, MAX_NAME_LENGTH, type Name } from "../../dns/name.ts";
import { CNAME, DNAME } from "../../dns/type-numbers.ts";
import type { LintRecord } from "./lint-zone.ts";
import {
  answeringNode,
  cutAbove,
  type Node,
  recordsAt,
  redirectAbove,
  type ZoneIndex,
  type Zones,
  zoneOf,
} from "./zone-index.ts";

/** What our zones, all together, say about a name. */
export type Answer =
  /** Its own records, or those of the wildcard that covers it. */
  | { readonly kind: "records"; readonly node: Node; readonly zone: ZoneIndex }
  /** It is an alias: by a CNAME (its own or a wildcard's), or by a DNAME above it. */
  | { readonly kind: "alias"; readonly record: LintRecord; readonly target: Name; readonly zone: ZoneIndex }
  /** Its zone is ours, and there are no records at it. */
  | { readonly kind: "nothing"; readonly zone: ZoneIndex }
  /** It lies in none of our zones, or below a delegation to others, or in a part that could not be read. */
  | { readonly kind: "elsewhere" };

/** What our zones say about a name, which is a key. */
export function answerOf(name: Name, zones: Zones): Answer {
  const zone = zoneOf(name, zones);
  if (zone === undefined || cutAbove(name, zone) !== undefined) return { kind: "elsewhere" };
  const redirect = redirectAbove(name, zone);
  if (redirect !== undefined) {
    const record = recordsAt(zone.nodes.get(redirect), DNAME)[0]!; // its owner is among those of DNAME
    const prefix = name.slice(0, name.length - redirect.length);
    const target = keyOf(`${prefix}${record.rdata}` as Name); // labels before a name, as RFC 6672 §2.2 puts them
    // What would be too long is answered with an error (RFC 6672 §2.2), so nobody gets anything there.
    return target.length > MAX_NAME_LENGTH
      ? { kind: "nothing", zone }
      : { kind: "alias", record, target, zone };
  }
  const node = answeringNode(name, zone);
  if (node === undefined) return isWhole(name, zone) ? { kind: "nothing", zone } : { kind: "elsewhere" };
  const record = recordsAt(node, CNAME)[0];
  if (record === undefined) return { kind: "records", node, zone };
  return { kind: "alias", record, target: keyOf(record.rdata as Name), zone }; // CNAME holds one name
}

/** Everything that the zone says of a name could be read. */
export function isWhole(name: Name, { zone: { complete, broken } }: ZoneIndex): boolean {
  return complete && !broken.has(name);
}

/** The name at the end of a name's aliases, and what our zones say about it. */
export function followAliases(
  name: Name,
  zones: Zones,
): { readonly name: Name; readonly answer: Exclude<Answer, { kind: "alias" }> } {
  let end = name;
  let answer = answerOf(end, zones);
  for (let steps = 0; answer.kind === "alias"; steps++) {
    // A circle is told by its own rule.
    if (steps === MAX_STEPS) return { name: end, answer: { kind: "elsewhere" } };
    end = answer.target;
    answer = answerOf(end, zones);
  }
  return { name: end, answer };
}

/** Aliases that are followed; resolvers give up at about as many. */
export const MAX_STEPS = 16;
