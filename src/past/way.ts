import {
  childOf,
  isAtOrBelow,
  isBelow,
  keyOf,
  labelCount,
  MAX_NAME_LENGTH,
  type Name,
  parentOf,
} from "../../dns/name.ts";
import type { Problem } from "../../dns/problem.ts";
import { CNAME } from "../../dns/records/cname.ts";
import { DNAME } from "../../dns/records/dname.ts";
import { DS } from "../../dns/records/ds.ts";
import type { PlacedRecord } from "../source/source-zone.ts";
import { refer } from "../verify/referral.ts";
import { cutAt, nodeAt, type ZoneModel, type ZoneNode } from "../verify/zone-model.ts";
import type { Looked } from "./past-zones.ts";
import type { ZoneContent } from "./zone-content.ts";

/** What answers for a name, whatever type is asked for: step by step along the aliases inside our zones. */
export interface Way {
  readonly steps: readonly WayStep[];
  /** A zone on the way could not be read, so that the rest is not known. */
  readonly unread?: { readonly origin: Name; readonly problem: Problem };
}

/** What answers for one name of the way. */
export interface WayStep {
  readonly name: Name;
  readonly by: AnsweredBy;
  /** As the zones have them. */
  readonly records: readonly PlacedRecord[];
}

/** Its own records; a name in its place; or nothing, and why. */
export type AnsweredBy =
  | { readonly kind: "itself" | "no-records" | "no-such-name" | "outside" }
  | { readonly kind: "wildcard" | "delegation" | "dname"; readonly owner: Name };

const MOST_STEPS = 32; // aliases one after the other; no nameserver follows as many

/** Finds the way of a name: RFC 1034 §4.3.2 with DNAME (RFC 6672 §3.2) and wildcards (RFC 4592 §3.3). */
export async function wayOf(name: Name, look: (name: Name) => Promise<Looked>): Promise<Way> {
  const steps: WayStep[] = [];
  const seen = new Set<Name>();
  for (let at: Name | undefined = name; at !== undefined && !seen.has(keyOf(at)); ) {
    if (steps.length === MOST_STEPS) break;
    seen.add(keyOf(at));
    const looked = await look(at);
    if (looked.kind === "unread") return { steps, unread: looked };
    if (looked.kind === "outside") {
      steps.push({ name: at, by: { kind: "outside" }, records: [] });
      break;
    }
    const { next, ...step }: WayStep & { readonly next?: Name } = stepAt(at, looked.origin, looked.content);
    steps.push(step);
    at = next;
  }
  return { steps };
}

function stepAt(name: Name, origin: Name, content: ZoneContent): WayStep & { readonly next?: Name } {
  const model = content.near([name]);
  if (model === undefined) return { name, by: { kind: "no-records" }, records: [] };
  for (const at of namesDownTo(name, origin)) {
    const ns = cutAt(model, at);
    if (ns !== undefined) {
      const targets = ns.map(({ rdata }) => rdata as Name); // rdata of NS is a name
      const { glue, siblings } = refer(
        content.near([name, ...targets]) ?? model,
        nodeAt(model, at)!,
        ns,
        false,
      );
      const ds = nodeAt(model, at)?.rrsets.get(DS.code) ?? [];
      return { name, by: { kind: "delegation", owner: at }, records: [...ns, ...ds, ...glue, ...siblings] };
    }
    const dname = isBelow(name, at) ? nodeAt(model, at)?.rrsets.get(DNAME.code)?.[0] : undefined;
    if (dname !== undefined) {
      const target = (name.slice(0, name.length - dname.owner.length) + dname.rdata) as Name; // DNAME's rdata is a name
      const by = { kind: "dname", owner: at } as const;
      return { name, by, records: [dname], ...(target.length <= MAX_NAME_LENGTH && { next: target }) };
    }
  }
  const node = nodeAt(model, name);
  if (node !== undefined) {
    const kind = node.rrsets.size === 0 ? "no-records" : "itself";
    return { name, by: { kind }, ...recordsOf(node) };
  }
  const wildcard = childOf("*", closestEncloser(model, name));
  const standIn = nodeAt(model, wildcard);
  if (standIn !== undefined)
    return { name, by: { kind: "wildcard", owner: wildcard }, ...recordsOf(standIn) };
  return { name, by: { kind: "no-such-name" }, records: [] };
}

/** All that stands at a node, and where an alias among it leads. */
function recordsOf({ rrsets, signatures }: ZoneNode): { records: PlacedRecord[]; next?: Name } {
  const records = [...rrsets.values(), ...signatures.values()].flat();
  const target = rrsets.get(CNAME.code)?.[0]?.rdata as Name | undefined; // rdata of CNAME is a name
  return { records, ...(target !== undefined && { next: target }) };
}

/** The longest name that exists at or above a name of the zone (RFC 4592 §3.3.1). */
function closestEncloser(model: ZoneModel, name: Name): Name {
  let at = name;
  while (nodeAt(model, at) === undefined) at = parentOf(at);
  return at;
}

/** The names below the origin down to the name, and the origin. */
function namesDownTo(name: Name, origin: Name): Name[] {
  const names: Name[] = [];
  for (let at = name; isAtOrBelow(at, origin); at = parentOf(at)) {
    names.unshift(at);
    if (labelCount(at) === labelCount(origin)) break;
  }
  return names;
}
