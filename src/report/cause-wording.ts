import { isBelow, isWildcard, keyOf, type Name, parentOf, printName } from "../../dns/name.ts";
import type { PolicyKey } from "../../dns/signing/policy.ts";
import { DS } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { policyIn } from "../dnssec/policy.ts";
import { policyKeyName } from "../dnssec/policy-lines.ts";
import { listed } from "../plan/effects/listed.ts";
import type { Plan } from "../plan/plan.ts";
import type { CauseGroup } from "../proof/proof.ts";

/** How a face writes a name in a sentence. */
export type Quoted = (name: string) => string;

/**
 * Why answers change, as a clause in plain words that ends without a stop: `the new name new.example.com. stands in the
 * way of the wildcard *.example.com.`
 *
 * @param plan to name a wildcard that answers no more, or from now on
 */
export function causeSentence(group: CauseGroup, plan: Plan | undefined, quoted: Quoted): string {
  const { kind, change } = group;
  const owner = quoted(printName(change.owner));
  const type = change.type === undefined ? "" : typeName(change.type);
  const happens = { added: "is new", removed: "goes", changed: "changes" }[change.kind];
  switch (kind) {
    case "written":
      return `${owner} ${type} ${happens}`.replace("  ", " ");
    case "alias":
      return `an alias leads to ${owner}, whose ${type} ${happens}`;
    case "wildcard":
      return isWildcard(change.owner)
        ? `${owner} ${type} ${happens}, and answers for every name below ${quoted(printName(parentOf(change.owner)))} that does not exist`
        : `${owner} ${type} ${happens}, and with it a wildcard that answers for names that do not exist`;
    case "dname":
      return {
        added: `a new DNAME at ${owner} leads all names below it elsewhere`,
        removed: `the DNAME at ${owner} goes, which led all names below it elsewhere`,
        changed: `the DNAME at ${owner} leads all names below it somewhere else than before`,
      }[change.kind];
    case "exists":
      return `the new name ${owner} ${inTheWayOf(group, plan, quoted)}`;
    case "ceased":
      return `the name ${owner} ceases to exist, and ${insteadOf(group, plan, quoted)}`;
    case "cut":
      return cutSentence(group, owner);
    case "additional":
      return `what goes out beside these answers changes, since ${owner} ${type} ${happens}`;
    case "negative":
      return `each of these denials carries the SOA of ${owner}, which ${happens}`;
    case "zone":
      return `the zone ${owner} ${happens}, with all names in it`;
    case "signing":
      return signingSentence(group, plan, quoted);
    case "denial":
      return `what the signed zone ${quoted(printName(change.zone))} proves with its denials changes, since ${owner} ${type} ${happens}`;
    default:
      return kind satisfies never;
  }
}

/** Who signs, told once for all answers of a zone: what the keys do is among the effects. */
function signingSentence({ change }: CauseGroup, plan: Plan | undefined, quoted: Quoted): string {
  const zone = quoted(printName(change.zone));
  const planned = plan?.zones.find((each) => keyOf(each.zone.origin) === keyOf(change.zone));
  const keysOf = (records: readonly ZoneRecord[] = []) =>
    listed((policyIn({ origin: change.zone, records })?.keys ?? []).filter(signs).map(policyKeyName));
  const [old, now] = [keysOf(planned?.base), keysOf(planned?.zone.records)];
  const by = (keys: string) => (keys === "" ? "" : ` by ${keys}`);
  switch (change.kind) {
    case "added":
      return `${zone} is signed from now on: every answer gets signatures${by(now)} for those who ask for them`;
    case "removed":
      return `${zone} is no longer signed: no answer has signatures${by(old)} any more`;
    case "changed":
      return old === now
        ? `what is said of the keys of ${zone} changes, and its signatures are${by(now)} as before`
        : `${zone} is signed otherwise: signatures are${by(now)}, and were${by(old)}`;
    default:
      return change.kind satisfies never;
  }
}

function signs({ signs: what }: PolicyKey): boolean {
  return what !== "none";
}

function cutSentence({ change }: CauseGroup, owner: string): string {
  if (change.type === DS) {
    const happens = { added: "comes", removed: "goes", changed: "changes" }[change.kind];
    return `the DS of the delegation ${owner} ${happens}`;
  }
  return {
    added: `a delegation begins at ${owner} and hides what is there and below`,
    removed: `the delegation of ${owner} ends, so that this zone answers there and below`,
    changed: `the delegation of ${owner} sends everybody to other nameservers than before`,
  }[change.kind];
}

/** Before a name exists, a wildcard answers for it or nothing does. */
function inTheWayOf({ change, examples }: CauseGroup, plan: Plan | undefined, quoted: Quoted): string {
  if (examples.every(({ before }) => before.startsWith("NXDOMAIN")))
    return "makes names exist that did not, if only without records";
  const planned = plan?.zones.find(({ zone }) => keyOf(zone.origin) === keyOf(change.zone));
  const wildcard = planned && wildcardAbove(change.owner, planned.base ?? planned.zone.records);
  return `stands in the way of ${wildcard === undefined ? "a wildcard" : `the wildcard ${quoted(printName(wildcard))}`}`;
}

/** After a name has gone, a wildcard answers for it or nothing does. */
function insteadOf({ change, examples }: CauseGroup, plan: Plan | undefined, quoted: Quoted): string {
  if (examples.every(({ after }) => after.startsWith("NXDOMAIN"))) return "with it names that had no records";
  const planned = plan?.zones.find(({ zone }) => keyOf(zone.origin) === keyOf(change.zone));
  const wildcard = planned && wildcardAbove(change.owner, planned.zone.records);
  return `${wildcard === undefined ? "a wildcard" : `the wildcard ${quoted(printName(wildcard))}`} answers instead`;
}

/** The wildcard nearest above a name (RFC 4592 §3.3.1); undefined where there is none. */
function wildcardAbove(name: Name, records: readonly { readonly owner: Name }[]): Name | undefined {
  let nearest: Name | undefined;
  for (const { owner } of records) {
    if (!isWildcard(owner) || keyOf(owner) === keyOf(name) || !isBelow(name, parentOf(owner))) continue;
    if (nearest === undefined || owner.length > nearest.length) nearest = owner;
  }
  return nearest;
}
