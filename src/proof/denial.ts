import { NOERROR, NXDOMAIN } from "../../dns/message-rcode.ts";
import { isAtOrBelow, isBelow, keyOf, type Name } from "../../dns/name.ts";
import { ANY, CNAME, DNAME, DS, NS, RRSIG, SOA } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { readNsecProofs } from "./denial-by-nsec.ts";
import { readNsec3Proofs } from "./denial-by-nsec3.ts";
import { readSignatures, type SignedRRset } from "./denial-signatures.ts";
import type { Denial, Evidence, NotProved, Proved } from "./denial-value.ts";

/** A question, and what came back, asked with DO. */
export interface SignedAnswer {
  readonly name: Name;
  readonly type: number;
  readonly rcode: number;
  readonly answer: readonly ZoneRecord[];
  readonly authority: readonly ZoneRecord[];
}

/**
 * What an answer denies, and whether that is proved by the NSEC or NSEC3 records in its authority section (RFC 4035
 * §5.4, RFC 5155 §8): a value for each wildcard on the way of its aliases, then for its last name, if that has no data or is
 * delegated. Nothing where nothing has to be proved. `apexOf` gives the apex of the signed zone that answers for a name and type,
 * undefined where there is none. Signatures count as right here; `readSignatures` says where they stand.
 */
export function readDenials(
  said: SignedAnswer,
  apexOf: (name: Name, type: number) => Name | undefined,
): Denial[] {
  const { wildcards, last } = walk(said);
  const denials: Denial[] = [];
  for (const { owner, wildcard } of wildcards) {
    const proofs = proofsAt(owner, said, apexOf);
    if (proofs !== undefined) denials.push(best(proofs, (proof) => proof.wildcard(owner, wildcard!)));
  }
  const claim = last === undefined ? undefined : claimOf(last, said);
  const proofs = claim && proofsAt(claim.name, said, apexOf);
  if (claim === undefined || proofs === undefined) return denials;
  denials.push(best(proofs, (proof) => proof[claim.kind](claim.name, said.type)));
  return denials;
}

/** The name at which the aliases end without data, and what was made of wildcards before. */
function walk({ name, type, answer }: SignedAnswer): { wildcards: SignedRRset[]; last: Name | undefined } {
  const signed = readSignatures(answer);
  const wildcards: SignedRRset[] = [];
  const seen = new Set<Name>();
  for (let at = name; ; ) {
    const key = keyOf(at);
    if (seen.has(key)) return { wildcards, last: undefined };
    seen.add(key);
    const here = signed.filter(({ owner }) => keyOf(owner) === key);
    const isMade = answer.some((record) => record.type === DNAME && isBelow(at, record.owner)); // by a DNAME
    const alias = here.filter((rrset) => rrset.type === CNAME);
    const found = here.filter((rrset) => {
      if (type === RRSIG) return rrset.signatures > 0;
      return rrset.type === type || (type === ANY && !(isMade && rrset.type === CNAME));
    });
    wildcards.push(...(found.length > 0 ? found : alias).filter(({ wildcard }) => wildcard !== undefined));
    if (found.length > 0) return { wildcards, last: undefined };
    const cname = answer.find(({ owner, type: other }) => other === CNAME && keyOf(owner) === key);
    if (cname === undefined) return { wildcards, last: at };
    at = cname.rdata as Name; // rdata of CNAME is a name
  }
}

interface Claim {
  readonly kind: "noName" | "noType" | "insecureDelegation";
  readonly name: Name;
}

/** What is said of the last name, undefined where nothing is: the server just ended there. */
function claimOf(last: Name, { rcode, authority }: SignedAnswer): Claim | undefined {
  if (rcode === NXDOMAIN) return { kind: "noName", name: last };
  if (rcode !== NOERROR) return undefined;
  if (authority.some(({ type }) => type === SOA)) return { kind: "noType", name: last };
  const ns = authority.find(({ owner, type }) => type === NS && isAtOrBelow(last, owner));
  if (ns === undefined) return undefined;
  const isSecure = authority.some(({ owner, type }) => type === DS && keyOf(owner) === keyOf(ns.owner));
  return isSecure ? undefined : { kind: "insecureDelegation", name: ns.owner };
}

/** All that the records of one zone can prove; undefined where the zone is not signed. */
function proofsAt(
  name: Name,
  { type, authority }: SignedAnswer,
  apexOf: (name: Name, type: number) => Name | undefined,
): Evidence[] | undefined {
  const ns = authority.find((record) => record.type === NS && keyOf(record.owner) === keyOf(name));
  // A delegation is the parent's word, as a question for DS is.
  const apex = apexOf(name, ns === undefined ? type : DS);
  return apex && [...readNsecProofs(authority, apex), ...readNsec3Proofs(authority, apex)];
}

/** The first proof that holds, else the reason why the last one does not. */
function best(evidence: readonly Evidence[], prove: (evidence: Evidence) => Proved | NotProved): Denial {
  let reason: NotProved = { kind: "nothing", reason: "there is no NSEC or NSEC3 of the zone" };
  for (const each of evidence) {
    const denial = prove(each);
    if (denial.kind !== "nothing") return denial;
    reason = denial;
  }
  return reason;
}
