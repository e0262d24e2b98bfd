import { keyOf, MAX_NAME_LENGTH, type Name } from "../../dns/name.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { Expectation, LookedUpExpectation } from "./expectation.ts";
import { type ChainLimits, followAlias } from "./follow-alias.ts";
import { lookInZone } from "./look-in-zone.ts";
import type { Question } from "./types.ts";
import { type ZoneModels, zoneFor } from "./zone-model.ts";

/**
 * What the zones say to a question: RFC 1034 §4.3.2 with DNAME (RFC 6672 §3.2), wildcards (RFC 4592 §3.3) and DS at
 * the parent's side of a cut (RFC 4035 §3.1.4.1). This is our own statement of the RFCs: no nameserver's code has a part
 * in it. Where the RFCs leave a choice, any choice fits, unless the limits tell which the server makes. Transfers and the
 * types that are of messages only are looked for as any other type.
 */
export function expectAnswer(
  models: ZoneModels,
  question: Question,
  limits: ChainLimits = ANY_SERVER,
): Expectation {
  const model = zoneFor(models, question.name, question.type);
  if (model === undefined) return REFUSED;
  const found = lookInZone(model, question);
  switch (found.outcome) {
    case "cname":
    case "dname":
      return followAlias(models, model, question, found, limits, lookThrough);
    case "address-alias":
      return lookThrough(models, found.alias, question.type);
    default:
      return found;
  }
}

/**
 * What the target of an ALIAS leads to through our zones. That is for who answers to follow, not for resolvers, so it goes as far as
 * our zones reach; in a circle there is nothing.
 */
function lookThrough(models: ZoneModels, alias: ZoneRecord, type: number): LookedUpExpectation {
  const found = throughZones(models, alias, type, []);
  return { ...found, ttl: Math.min(alias.ttl, Math.max(LEAST_TTL, found.ttl)) };
}

/** Nameservers tell what they looked up for so many seconds at least, as far as the ALIAS itself allows. */
const LEAST_TTL = 30;

function throughZones(
  models: ZoneModels,
  alias: ZoneRecord,
  type: number,
  passed: readonly Name[],
): LookedUpExpectation {
  const target = alias.rdata as Name; // ALIAS holds one name
  const head = { outcome: "looked-up", name: alias.owner, type, target } as const;
  const outside = { ...head, end: target, own: undefined, ttl: alias.ttl };
  if (passed.includes(keyOf(target))) return { ...head, end: undefined, own: [], ttl: alias.ttl };
  const model = zoneFor(models, target, type);
  if (model === undefined) return outside;
  const found = lookInZone(model, { name: target, type });
  const onward = (next: ZoneRecord): LookedUpExpectation => {
    const further = throughZones(models, next, type, [...passed, keyOf(target)]);
    return { ...further, ...head, ttl: Math.min(alias.ttl, further.ttl) };
  };
  switch (found.outcome) {
    case "referral":
    case "refused":
      return outside;
    case "address-alias":
      return onward(found.alias);
    case "cname":
      return onward(found.cname);
    case "dname": {
      const { owner, ttl, rdata } = found.dname;
      const next = (target.slice(0, target.length - owner.length) + rdata) as Name; // RFC 6672 §2.2
      if (next.length > MAX_NAME_LENGTH) return { ...head, end: undefined, own: [], ttl: alias.ttl };
      return onward({ owner: target, type: found.dname.type, ttl, rdata: next });
    }
    case "answer": {
      const records = found.records.filter((record) => record.type === type);
      const ttl = Math.min(alias.ttl, ...records.map((record) => record.ttl));
      return { ...head, end: undefined, own: records.map(({ rdata }) => rdata), ttl };
    }
    case "any":
    case "nodata":
    case "nxdomain":
    case "looked-up":
      return { ...head, end: undefined, own: [], ttl: alias.ttl };
    default:
      return found satisfies never;
  }
}

const ANY_SERVER: ChainLimits = {};
const REFUSED: Expectation = { outcome: "refused" };
