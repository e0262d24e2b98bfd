import { ALIAS } from "../../dns/alias-type.ts";
import { CLASS_ANY } from "../../dns/classes.ts";
import { NXDOMAIN, REFUSED, SERVFAIL } from "../../dns/message-rcode.ts";
import { A, AAAA, ANY, CNAME, DS, NSEC, NSEC3, RRSIG } from "../../dns/type-numbers.ts";
import { query } from "../query/question.ts";
import { ALIAS_KNOWN, ALIAS_NONE, ALIAS_UNKNOWN } from "../tables/overlay.ts";
import {
  ALIAS_RRSET,
  ALIAS_SIZE,
  HAS_CNAME,
  HAS_DNAME,
  IS_APEX,
  IS_BROKEN,
  IS_CUT,
  isSignedZone,
  NODE_ALIAS,
  NODE_COVER,
  NODE_INFO,
  NODE_WILDCARD,
  NODE_ZONE,
  ROW,
  RRSET_EXTRA_COUNT,
  type Tables,
  ZONE_APEX,
  ZONE_NEGATIVE_SOA,
  ZONE_SIZE,
  ZONE_UPPER_ENCLOSER,
  ZONE_UPPER_NODE,
} from "../tables/tables.ts";
import { aliased, writeAliased } from "./aliased.ts";
import {
  answer,
  INVALID_DATA,
  lowerTtls,
  NO_REACHABLE_AUTHORITY,
  NOT_AUTHORITATIVE,
  placeOfSuffix,
  setQuestionName,
  writeRRset,
} from "./answer.ts";
import { countMissing, countUse } from "./asked.ts";
import { beginChain, followCname, followDname, isInChain } from "./chain.ts";
import {
  beginProofs,
  proveNoAliased,
  proveNoData,
  proveNoDs,
  proveNoName,
  proveWildcard,
  writeProofs,
} from "./denial.ts";
import { MAX_TCP_MESSAGE } from "./limits.ts";
import { findPlace, findRRset, NOWHERE } from "./lookup.ts";
import { chooseRRset, writeSignatures } from "./special-types.ts";

/** Finds the answer to the question and writes its sections (RFC 1034 §4.3.2, RFC 4592 §3.3, RFC 6672 §3.2). */
export function resolve(tables: Tables): void {
  let place = findPlace(tables, query.name);
  if (place === NOWHERE) {
    answer.rcode = REFUSED;
    answer.extendedError = NOT_AUTHORITATIVE;
    return;
  }
  answer.zone = tables.rows[(place >> 1) * ROW + NODE_ZONE]!;
  answer.authoritative = query.class !== CLASS_ANY; // not all classes are ours to speak for (RFC 1035 §6.2)
  setQuestionName(query.name.length);
  beginChain();
  beginProofs();
  while (place !== NOWHERE) place = answerAt(tables, place);
  if (answer.signed && !answer.truncated) writeProofs(tables);
}

/** Writes what is known of the current name, which is at `place`. Gives the place to go on from, or NOWHERE. */
function answerAt(tables: Tables, found: number): number {
  const { rows } = tables;
  const place = query.type === DS ? parentSide(tables, found) : found;
  const node = place >> 1;
  const exists = (place & 1) === 1;
  const row = node * ROW;
  const info = rows[row + NODE_INFO]!;
  answer.lastZone = rows[row + NODE_ZONE]!;
  if ((info & IS_BROKEN) !== 0) return fail(INVALID_DATA);
  const cover = rows[row + NODE_COVER]!;
  // At a cut itself only the DS is ours to answer (RFC 4035 §3.1.4.1).
  if (cover >= 0 && !(exists && cover === node && query.type === DS)) {
    if ((rows[cover * ROW + NODE_INFO]! & IS_CUT) !== 0) return refer(tables, cover);
    return synthesise(tables, cover);
  }
  if (exists) return answerFrom(tables, node, node, false);
  if ((info & HAS_DNAME) !== 0) return synthesise(tables, node);
  const wildcard = rows[row + NODE_WILDCARD]!;
  if (wildcard >= 0) return answerFrom(tables, wildcard, node, true);
  answer.rcode = NXDOMAIN;
  if (answer.answers === 0) countMissing(); // behind an alias it is not the name that was asked for
  if (addNegativeSoa(tables, node) && answer.signed) proveNoName(tables, node);
  return NOWHERE;
}

/** Answers with the DNAME of `node`, which lies above the name. */
function synthesise(tables: Tables, node: number): number {
  if (answer.source < 0) answer.source = node;
  return followDname(tables, node);
}

/**
 * The name is in a zone of ours that cannot be loaded (RFC 8914 §4.25), or has an ALIAS whose target cannot be looked up
 * (§4.23). Who was led here by an alias has that, and asks for its target next.
 */
function fail(reason: number): number {
  if (answer.answers > 0) return NOWHERE;
  answer.rcode = SERVFAIL;
  answer.extendedError = reason;
  answer.authoritative = false;
  return NOWHERE;
}

/** Where a question for DS at the apex of a zone belongs: the zone above, if that is ours too (RFC 4035 §3.1.4.1). */
function parentSide(tables: Tables, place: number): number {
  const row = (place >> 1) * ROW;
  if ((place & 1) === 0 || (tables.rows[row + NODE_INFO]! & IS_APEX) === 0) return place;
  const zone = tables.rows[row + NODE_ZONE]! * ZONE_SIZE;
  const node = tables.zones[zone + ZONE_UPPER_NODE]!;
  if (node >= 0) return node * 2 + 1;
  const encloser = tables.zones[zone + ZONE_UPPER_ENCLOSER]!;
  return encloser >= 0 ? encloser * 2 : place;
}

/** Answers with the data of `source`: the node of the name, or a wildcard below its closest encloser. */
function answerFrom(tables: Tables, source: number, encloser: number, synthesised: boolean): number {
  const { type } = query;
  const info = tables.rows[source * ROW + NODE_INFO]!;
  let written = 0;
  if (type === RRSIG) {
    written = writeSignatures(tables, source);
  } else if (type !== NSEC3 && type !== ALIAS) {
    // NSEC3 is only found by its hash (RFC 5155 §7.2.8), and an ALIAS by those who transfer the zone.
    const rrset = type === ANY ? chooseRRset(tables, source) : findRRset(tables, source, type);
    if (rrset >= 0) {
      // The DNAME that led to its own owner.
      if (isInChain(rrset)) return NOWHERE;
      countUse(rrset);
      written = writeFound(tables, source, rrset);
      if (written === 0) return NOWHERE;
    } else {
      const alias = tables.rows[source * ROW + NODE_ALIAS]!;
      if (alias >= 0 && (type === A || type === AAAA || type === ANY)) {
        const state = writeAddresses(tables, alias, type);
        if (state === ALIAS_UNKNOWN) return fail(NO_REACHABLE_AUTHORITY);
        countUse(tables.aliases[alias * ALIAS_SIZE + ALIAS_RRSET]!);
        if (state === ALIAS_NONE) return denyAliased(tables, source, encloser, synthesised);
        written = aliased.records;
        if (written === 0) answer.truncated = mayTruncate();
        if (written === 0 && !answer.truncated) return NOWHERE;
      }
    }
  }
  if (written !== 0 || answer.truncated) {
    if (answer.source < 0) answer.source = source;
    answer.answers += written;
    if (synthesised && answer.signed && !answer.truncated) proveWildcard(tables, encloser);
    return NOWHERE;
  }
  // NSEC and RRSIG stand beside a CNAME, so the answer is here and not at its target (RFC 4034 §3 and §4).
  if ((info & HAS_CNAME) !== 0 && type !== NSEC && type !== RRSIG) {
    if (synthesised && answer.signed) proveWildcard(tables, encloser);
    if (answer.source < 0) answer.source = source;
    return followCname(tables, source);
  }
  if (addNegativeSoa(tables, encloser) && answer.signed) proveNoData(tables, source, encloser, synthesised);
  return NOWHERE;
}

/** Writes what the target has of the type, or for ANY of one of both (RFC 8482 §4.1). Gives its state. */
function writeAddresses(tables: Tables, alias: number, type: number): number {
  const ownerAt = placeOfSuffix(answer.nameLength);
  const state = writeAliased(tables, alias, type === AAAA ? AAAA : A, ownerAt);
  if (type !== ANY || state === ALIAS_KNOWN) return state;
  const other = writeAliased(tables, alias, AAAA, ownerAt);
  return other === ALIAS_KNOWN ? other : Math.min(state, other); // nothing is denied of which half is not known
}

/** The target of the ALIAS has no address of the type: so does the name, as long as that may be told. */
function denyAliased(tables: Tables, source: number, encloser: number, synthesised: boolean): number {
  const start = answer.at;
  if (!addNegativeSoa(tables, encloser)) return NOWHERE;
  lowerTtls(start, aliased.ttl);
  if (answer.signed) proveNoAliased(tables, source, encloser, synthesised);
  return NOWHERE;
}

function writeFound(tables: Tables, source: number, rrset: number): number {
  const start = answer.at;
  const ownerLength = tables.rows[source * ROW + NODE_INFO]! & 0xff;
  const records = writeRRset(tables, rrset, ownerLength, placeOfSuffix(answer.nameLength));
  if (records === 0) {
    answer.truncated = mayTruncate();
  } else if (
    query.type !== CNAME &&
    query.type !== ANY &&
    tables.rows[rrset * ROW + RRSET_EXTRA_COUNT] !== 0
  ) {
    answer.extrasOf = rrset;
    answer.extrasAt = start;
  }
  return records;
}

/** Behind an alias it may be too large even for TCP. There who asks for the alias' target gets it, and TC helps nobody. */
function mayTruncate(): boolean {
  return answer.answers === 0 || answer.limit + answer.room !== MAX_TCP_MESSAGE;
}

/** A referral to the servers of the zone below the cut: not our word, so without AA (RFC 1034 §4.3.2 step 3b). */
function refer(tables: Tables, cut: number): number {
  const ns = cut + 1;
  countUse(ns);
  const ownerLength = tables.rows[cut * ROW + NODE_INFO]! & 0xff;
  if (answer.answers === 0) answer.authoritative = false;
  const start = answer.at;
  const records = writeRRset(tables, ns, ownerLength, placeOfSuffix(ownerLength));
  if (records === 0) {
    answer.truncated = true;
    return NOWHERE;
  }
  answer.authorities += records;
  // The DS goes with the referrals of signed zones only (RFC 4035 §3.1.4).
  if (answer.signed && isSignedZone(tables, tables.rows[cut * ROW + NODE_ZONE]!)) {
    const ds = findRRset(tables, cut, DS);
    if (ds < 0) {
      proveNoDs(tables, cut);
    } else {
      const signed = writeRRset(tables, ds, ownerLength, placeOfSuffix(ownerLength));
      if (signed === 0) answer.truncated = true;
      answer.authorities += signed;
    }
  }
  answer.extrasOf = ns;
  answer.extrasAt = start;
  return NOWHERE;
}

/** The SOA of the zone of `node`, which says how long "no" holds (RFC 2308 §3). False when it did not fit. */
function addNegativeSoa(tables: Tables, node: number): boolean {
  if (query.class === CLASS_ANY) return true;
  const zone = tables.rows[node * ROW + NODE_ZONE]! * ZONE_SIZE;
  const apex = tables.zones[zone + ZONE_APEX]!;
  const ownerLength = tables.rows[apex * ROW + NODE_INFO]! & 0xff;
  const soa = tables.zones[zone + ZONE_NEGATIVE_SOA]!;
  const records = writeRRset(tables, soa, ownerLength, placeOfSuffix(ownerLength));
  if (records === 0) answer.truncated = true;
  answer.authorities += records;
  return records > 0;
}
