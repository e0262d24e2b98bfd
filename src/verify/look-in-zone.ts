import { ALIAS } from "../../dns/alias-type.ts";
import { childOf, keyOf, type Name, parentOf } from "../../dns/name.ts";
import { A, AAAA, ANY, CNAME, DNAME, DS, NS, NSEC, RRSIG } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { AnyRRset, Ending, NegativeExpectation } from "./expectation.ts";
import { refer } from "./referral.ts";
import type { Question } from "./types.ts";
import type { ZoneModel, ZoneNode } from "./zone-model.ts";

/** What one zone says of a name: the end, or where to look next. */
export type Found = Ending | AliasFound | CnameFound | DnameFound;

/** The name has the addresses of another. */
export interface AliasFound {
  readonly outcome: "address-alias";
  /** With the name asked for as its owner. */
  readonly alias: ZoneRecord;
}

/** An alias for the whole name. */
export interface CnameFound {
  readonly outcome: "cname";
  /** With the name asked for as its owner. */
  readonly cname: ZoneRecord;
  readonly signatures: readonly ZoneRecord[];
}

/** A name above is redirected with all that is below it. */
export interface DnameFound {
  readonly outcome: "dname";
  readonly dname: ZoneRecord;
  readonly signatures: readonly ZoneRecord[];
}

/** Looks the question up in the zone that its name lies in (RFC 1034 §4.3.2, step 3). */
export function lookInZone(model: ZoneModel, question: Question): Found {
  const { name, type } = question;
  const key = keyOf(name);
  let encloser: ZoneNode | undefined;
  let encloserKey = key;
  let cover: ZoneNode | undefined; // the highest cut or DNAME on the way: what is below it is hidden
  for (let at = key; ; at = parentOf(at)) {
    const node = model.nodes.get(at);
    if (node !== undefined) {
      if (encloser === undefined) encloserKey = at;
      encloser ??= node;
      const isAbove = at.length < key.length;
      // The parent has the authority for DS at the cut itself (RFC 4035 §3.1.4.1).
      const isCut = at.length > model.origin.length && node.rrsets.has(NS) && (isAbove || type !== DS);
      if (isCut || (isAbove && node.rrsets.has(DNAME))) cover = node;
    }
    if (at.length <= model.origin.length) break;
  }
  if (cover !== undefined) return underCover(model, cover, question);
  if (encloserKey.length === key.length) return answerFrom(model, encloser!, question);
  // Only the closest encloser's wildcard may stand in for the name (RFC 4592 §3.3.1).
  const wildcard = model.nodes.get(childOf("*", encloserKey));
  return wildcard === undefined ? deny("nxdomain", model, question) : answerFrom(model, wildcard, question);
}

/** The cut comes before a DNAME beside it, which is the child's to answer. */
function underCover(model: ZoneModel, cover: ZoneNode, question: Question): Found {
  const ns = cover.name.length > model.origin.length ? cover.rrsets.get(NS) : undefined;
  if (ns !== undefined) return refer(model, cover, ns, question.dnssec === true);
  const dname = cover.rrsets.get(DNAME)![0]!;
  return { outcome: "dname", dname, signatures: signaturesOf(model, cover, DNAME, question) };
}

/** What a node, or the wildcard that stands in for one, answers. */
function answerFrom(model: ZoneModel, node: ZoneNode, question: Question): Found {
  const { name, type } = question;
  if (type === ANY) {
    const rrsets = rrsetsOf(node, model.isSigned).map((rrset) => ({
      records: owned(rrset.records, name),
      signatures: owned(rrset.signatures, name),
    }));
    const isSigned = model.isSigned && question.dnssec === true;
    const hasAlias = node.rrsets.has(ALIAS);
    return rrsets.length > 0 || hasAlias
      ? { outcome: "any", rrsets, isSigned, hasAlias }
      : deny("nodata", model, question);
  }
  if (type === RRSIG) {
    const covered = [...node.signatures.keys()].filter((each) => each !== ALIAS);
    const records = covered.flatMap((each) => node.signatures.get(each)!);
    return records.length > 0
      ? { outcome: "answer", records: owned(records, name) }
      : deny("nodata", model, question);
  }
  // An ALIAS is there for the zone's own nameservers: it is never an answer itself.
  const rrset = type === ALIAS ? undefined : node.rrsets.get(type);
  if (rrset !== undefined) {
    const signatures = signaturesOf(model, node, type, question);
    const records = signatures.length === 0 ? rrset : [...rrset, ...signatures];
    return { outcome: "answer", records: owned(records, name) };
  }
  const alias = type === A || type === AAAA ? node.rrsets.get(ALIAS)?.[0] : undefined;
  if (alias !== undefined) return { outcome: "address-alias", alias: owned([alias], name)[0]! };
  // NSEC and RRSIG stand beside a CNAME, so the answer is here and not at its target (RFC 4034 §3 and §4).
  const cname = type === NSEC ? undefined : node.rrsets.get(CNAME)?.[0];
  if (cname === undefined) return deny("nodata", model, question);
  return {
    outcome: "cname",
    cname: owned([cname], name)[0]!,
    signatures: owned(signaturesOf(model, node, CNAME, question), name),
  };
}

function deny(
  outcome: NegativeExpectation["outcome"],
  { negativeSoa, isSigned }: ZoneModel,
  { dnssec }: Question,
): NegativeExpectation {
  const signatures = dnssec === true && isSigned ? negativeSoa.signatures : NONE;
  return { outcome, soa: negativeSoa.soa, signatures };
}

/** All that may answer QTYPE ANY. Signatures without anything that they sign are an RRset of their own. */
function rrsetsOf(node: ZoneNode, isSigned: boolean): AnyRRset[] {
  const found: AnyRRset[] = [];
  for (const [type, records] of node.rrsets) {
    if (type === ALIAS) continue;
    found.push({ records, signatures: (isSigned ? node.signatures.get(type) : undefined) ?? NONE });
  }
  const orphans: ZoneRecord[] = [];
  for (const [type, records] of node.signatures) {
    if (type !== ALIAS && (!isSigned || !node.rrsets.has(type))) orphans.push(...records);
  }
  if (orphans.length > 0) found.push({ records: orphans, signatures: NONE });
  return found;
}

/** In a zone that is not signed RRSIG is data like any other, and comes only when it is asked for. */
function signaturesOf(
  { isSigned }: ZoneModel,
  node: ZoneNode,
  type: number,
  { dnssec }: Question,
): readonly ZoneRecord[] {
  return dnssec === true && isSigned ? (node.signatures.get(type) ?? NONE) : NONE;
}

/** With this owner: that of the question, which a wildcard's records take on. */
function owned(records: readonly ZoneRecord[], owner: Name): readonly ZoneRecord[] {
  return records.every((record) => record.owner === owner)
    ? records
    : records.map((record) => ({ ...record, owner }));
}

const NONE: readonly ZoneRecord[] = [];
