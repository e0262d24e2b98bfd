import { NOERROR, NXDOMAIN, YXDOMAIN } from "../../dns/message-rcode.ts";
import { childOf, isAtOrBelow, keyOf, MAX_NAME_LENGTH, type Name, parentOf } from "../../dns/name.ts";
import { CNAME } from "../../dns/records/cname.ts";
import { DNAME } from "../../dns/records/dname.ts";
import { DS } from "../../dns/records/ds.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { negativeSoa } from "./negative-soa.ts";
import { type Referral, refer } from "./referral.ts";
import type { Question } from "./types.ts";
import { cutAt, nodeAt, type ZoneModel, type ZoneModels, type ZoneNode, zoneOf } from "./zone-model.ts";

/** What a nameserver of the zones must answer. */
export type Expectation =
  /** Exactly these records, with authority. */
  | { readonly outcome: "answer"; readonly records: readonly ZoneRecord[] }
  | AliasExpectation
  /** Nothing of this type, or no such name: with authority, and the SOA with the TTL of a negative answer. */
  | { readonly outcome: "nodata" | "nxdomain"; readonly soa: ZoneRecord }
  | Referral;

/** An alias, with authority: its links, and what they lead to. */
export interface AliasExpectation {
  readonly outcome: "alias";
  readonly records: readonly ZoneRecord[];
  /** May follow: it lies in another zone of ours, which the server need not follow the alias into. */
  readonly more: readonly ZoneRecord[];
  /** The rcode is that of the last name (RFC 6604 §3), which depends on how far the server follows. */
  readonly rcodes: readonly number[];
}

/**
 * What the zones say to a question: RFC 1034 §4.3.2 with DNAME (RFC 6672 §3.2), wildcards (RFC 4592 §3.3) and DS at
 * the parent's side of a cut (RFC 4035 §3.1.4.1). Undefined where the name lies in none of them. This is our own
 * statement of the RFCs: no nameserver's code has a part in it.
 */
export function expectAnswer(models: ZoneModels, question: Question): Expectation | undefined {
  const model = zoneFor(models, question);
  return model && look(models, model, question, { links: [] });
}

/** The links of an alias so far, and how many of them every server follows. */
interface Chain {
  readonly links: readonly ZoneRecord[];
  readonly required?: number;
}

// Servers stop following aliases somewhere, BIND after 11; below this number every one of them goes on.
const MAX_REQUIRED_LINKS = 8;
const MAX_LINKS = 32;

/** The zone that answers: for DS at an apex the one above it, where we have it. */
function zoneFor(models: ZoneModels, { name, type }: Question): ZoneModel | undefined {
  const model = zoneOf(models, name);
  if (type !== DS.code || model === undefined || keyOf(model.origin) !== keyOf(name)) return model;
  const above = parentOf(name) === name ? undefined : zoneOf(models, parentOf(name));
  return above ?? model;
}

function look(models: ZoneModels, model: ZoneModel, question: Question, chain: Chain): Expectation {
  const { name } = question;
  for (const at of namesDownTo(name, model.origin)) {
    const isBelow = at.length < name.length;
    const ns = cutAt(model, at);
    // The parent has the authority for DS at the cut itself (RFC 4035 §3.1.4.1).
    if (ns !== undefined && (isBelow || question.type !== DS.code))
      return end(refer(model, at, ns), NOERROR, chain);
    const dname = isBelow ? nodeAt(model, at)?.rrsets.get(DNAME.code)?.[0] : undefined;
    if (dname !== undefined) return substitute(models, model, question, dname, chain);
  }
  const node = nodeAt(model, name) ?? nodeAt(model, childOf("*", closestEncloser(model, name)));
  if (node !== undefined) return answerFrom(models, model, node, question, chain);
  return end({ outcome: "nxdomain", soa: negativeSoa(model) }, NXDOMAIN, chain);
}

/** What a node, or the wildcard that stands in for one, answers. */
function answerFrom(
  models: ZoneModels,
  model: ZoneModel,
  node: ZoneNode,
  question: Question,
  chain: Chain,
): Expectation {
  const own = (record: ZoneRecord) => ({ ...record, owner: question.name });
  const rrset = node.rrsets.get(question.type);
  if (rrset !== undefined) {
    const signatures = question.dnssec === true ? (node.signatures.get(question.type) ?? []) : [];
    return end({ outcome: "answer", records: [...rrset, ...signatures].map(own) }, NOERROR, chain);
  }
  const cname = node.rrsets.get(CNAME.code)?.[0];
  if (cname !== undefined) return follow(models, model, question, [own(cname)], chain);
  return end({ outcome: "nodata", soa: negativeSoa(model) }, NOERROR, chain);
}

/** DNAME: the end of the name that the owner is becomes the target (RFC 6672 §2.2). */
function substitute(
  models: ZoneModels,
  model: ZoneModel,
  question: Question,
  dname: ZoneRecord,
  chain: Chain,
): Expectation {
  const { name, type } = question;
  const target = name.slice(0, name.length - dname.owner.length) + dname.rdata;
  if (target.length > MAX_NAME_LENGTH) {
    return end({ outcome: "answer", records: [dname] }, YXDOMAIN, chain);
  }
  // The synthesised CNAME has the TTL of the DNAME (RFC 6672 §3.1).
  const cname = { owner: name, type: CNAME.code, ttl: dname.ttl, rdata: target };
  if (type === CNAME.code) return end({ outcome: "answer", records: [dname, cname] }, NOERROR, chain);
  return follow(models, model, question, [dname, cname], chain);
}

/** Goes on at the target of the last of the new links, as far as our zones reach. */
function follow(
  models: ZoneModels,
  model: ZoneModel,
  question: Question,
  added: readonly ZoneRecord[],
  chain: Chain,
): Expectation {
  const cname = added.at(-1)!;
  const target = cname.rdata as Name; // rdata of a CNAME is a name
  const isLoop = chain.links.some(
    ({ owner, type }) => type === CNAME.code && keyOf(owner) === keyOf(cname.owner),
  );
  const links = isLoop ? chain.links : [...chain.links, ...added];
  const next = zoneOf(models, target);
  if (isLoop || next === undefined || links.length >= MAX_LINKS) return alias({ ...chain, links }, NOERROR);
  const isOptional = next !== model || links.length >= MAX_REQUIRED_LINKS;
  const required = chain.required ?? (isOptional ? links.length : undefined);
  const asked = { ...question, name: target };
  return look(models, next, asked, { links, ...(required !== undefined && { required }) });
}

/** The outcome itself, or the alias that led to it. */
function end(outcome: Expectation, rcode: number, chain: Chain): Expectation {
  if (chain.links.length === 0 && rcode !== YXDOMAIN) return outcome;
  const records = outcome.outcome === "answer" ? outcome.records : [];
  return alias({ ...chain, links: [...chain.links, ...records] }, rcode);
}

function alias({ links, required }: Chain, rcode: number): AliasExpectation {
  return {
    outcome: "alias",
    records: links.slice(0, required),
    more: links.slice(required ?? links.length),
    rcodes: required === undefined ? [rcode] : [...new Set([NOERROR, rcode])],
  };
}

/** The longest existing name at or above a name of the zone (RFC 4592 §3.3.1). */
function closestEncloser(model: ZoneModel, name: Name): Name {
  let at = name;
  while (nodeAt(model, at) === undefined) at = parentOf(at);
  return at;
}

/** The names from the origin down to the name, both included. */
function namesDownTo(name: Name, origin: Name): Name[] {
  const names: Name[] = [];
  for (let at = name; isAtOrBelow(at, origin); at = parentOf(at)) {
    names.unshift(at);
    if (at.length === origin.length) break;
  }
  return names;
}
