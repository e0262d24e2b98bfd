import { NOERROR, NXDOMAIN, YXDOMAIN } from "../../dns/message-rcode.ts";
import { isAtOrBelow, keyOf, MAX_NAME_LENGTH, type Name } from "../../dns/name.ts";
import { CNAME, DNAME } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { without } from "./compare.ts";
import type { AliasExpectation, Ending, Expectation, LookedUpExpectation } from "./expectation.ts";
import { type CnameFound, type DnameFound, type Found, lookInZone } from "./look-in-zone.ts";
import type { Question } from "./types.ts";
import { type ZoneModel, type ZoneModels, zoneFor } from "./zone-model.ts";

/** How far a server follows aliases, where that is known. */
export interface ChainLimits {
  /**
   * How many CNAMEs and DNAMEs it follows, and answers what the last of them leads to. It goes on into every other zone of ours, and applies a DNAME whose target
   * is not above it once, for its names would grow for ever. Without it, what stands further away may be missing.
   */
  readonly chainLimit?: number;
}

/** The limits of our own server; its answers hold this to `server/answer/limits.ts` in a test. */
export const OUR_LIMITS: ChainLimits = { chainLimit: 64 };

/** What an alias leads to, link by link (RFC 1034 §3.6.2, RFC 6672 §3.2), as far as our zones reach. */
export function followAlias(
  models: ZoneModels,
  start: ZoneModel,
  question: Question,
  first: CnameFound | DnameFound,
  { chainLimit }: ChainLimits,
  lookThrough: (models: ZoneModels, alias: ZoneRecord, type: number) => LookedUpExpectation,
): Expectation {
  const chain: Chain = {
    records: [],
    aliases: new Set(),
    dnames: new Set(),
    links: 0,
    octets: HEADER_LENGTH + question.name.length,
    required: undefined,
  };
  let model = start;
  let asked = question;
  let found: Found = first;
  for (let step = 1; found.outcome === "cname" || found.outcome === "dname"; step++) {
    if (step > (chainLimit ?? MOST_LINKS)) return endChain(chain, undefined, NOERROR);
    const isAgain = found.outcome === "dname" && chain.dnames.has(keyOf(found.dname.owner));
    if (isAgain && isGrowing(found as DnameFound)) {
      if (chainLimit !== undefined) return endChain(chain, undefined, NOERROR);
      makeRestOptional(chain);
    }
    const target = addLink(chain, asked.name, found);
    if (target === undefined) return endChain(chain, undefined, NOERROR);
    if (target.length > MAX_NAME_LENGTH) return endChain(chain, undefined, YXDOMAIN);
    // The CNAME that a DNAME makes was asked for, and there it is.
    if (asked.type === CNAME) return { outcome: "answer", records: chain.records };
    const next = zoneFor(models, target, asked.type);
    if (next === undefined) return endChain(chain, undefined, NOERROR);
    const isFar = chainLimit === undefined && (next !== model || chain.links >= MAX_REQUIRED);
    if (isFar || chain.octets > MAX_OCTETS) makeRestOptional(chain);
    model = next;
    asked = { ...asked, name: target };
    found = lookInZone(model, asked);
  }
  if (found.outcome === "address-alias")
    return endChain(chain, lookThrough(models, found.alias, question.type), NOERROR);
  return endChain(chain, found, found.outcome === "nxdomain" ? NXDOMAIN : NOERROR);
}

// Servers stop following aliases somewhere, BIND after 11; below this number of records every one of them goes on.
const MAX_REQUIRED = 8;
/** As far as we go where nobody says how far the server does. */
const MOST_LINKS = 1000;
/**
 * A chain with more octets than these, as written without compression, may end: pointers reach 16,384 octets (RFC 1035
 * §4.1.4), and what comes next needs some of them.
 */
const MAX_OCTETS = 0x2000;
/** What is larger than a message over TCP may be left out behind its alias: who asks for the target is told. */
const MAX_MESSAGE = 0xffff;
const HEADER_LENGTH = 12 + 4; // and what the question has beside its name
const RECORD_HEAD = 10; // beside the owner, before the data

interface Chain {
  readonly records: ZoneRecord[];
  /** Keys of the owners of its CNAMEs, and of its DNAMEs. */
  readonly aliases: Set<Name>;
  readonly dnames: Set<Name>;
  /** Its records without their signatures. */
  links: number;
  octets: number;
  /** How many of the records everybody gives; undefined while that is all of them. */
  required: number | undefined;
}

function makeRestOptional(chain: Chain): void {
  chain.required ??= chain.records.length;
}

/** A target at or below the owner makes the same DNAME apply again. */
function isGrowing({ dname }: DnameFound): boolean {
  return isAtOrBelow(dname.rdata as Name, dname.owner); // rdata of DNAME is a name
}

/** Adds what is found and gives the name it leads to, which may be too long; undefined where that goes in a circle. */
function addLink(chain: Chain, name: Name, found: CnameFound | DnameFound): Name | undefined {
  if (found.outcome === "cname") {
    if (!addAlias(chain, found.cname)) return undefined;
    add(chain, found.signatures);
    return found.cname.rdata as Name; // rdata of CNAME is a name
  }
  const { dname, signatures } = found;
  const key = keyOf(dname.owner);
  // An RRset stands in an answer once, however often it applies (RFC 2181 §5).
  if (!chain.dnames.has(key)) {
    chain.dnames.add(key);
    chain.links += 1;
    add(chain, [dname, ...signatures]);
  }
  // The end of the name that the owner is becomes the target (RFC 6672 §2.2).
  const target = (name.slice(0, name.length - dname.owner.length) + dname.rdata) as Name;
  if (target.length > MAX_NAME_LENGTH) return target;
  // The synthesised CNAME has the TTL of the DNAME (RFC 6672 §3.1).
  const cname = { owner: name, type: CNAME, ttl: dname.ttl, rdata: target };
  return addAlias(chain, cname) ? target : undefined;
}

function addAlias(chain: Chain, cname: ZoneRecord): boolean {
  const key = keyOf(cname.owner);
  if (chain.aliases.has(key)) return false;
  chain.aliases.add(key);
  chain.links += 1;
  add(chain, [cname]);
  return true;
}

function add(chain: Chain, records: readonly ZoneRecord[]): void {
  chain.records.push(...records);
  chain.octets += octetsIn(records);
}

function octetsIn(records: readonly ZoneRecord[]): number {
  let octets = 0;
  for (const { owner, rdata } of records) octets += owner.length + RECORD_HEAD + rdata.length;
  return octets;
}

function endChain(chain: Chain, ending: Ending | undefined, rcode: number): AliasExpectation {
  const last = recordsOf(ending, chain);
  if (chain.octets + octetsIn(last) > MAX_MESSAGE) makeRestOptional(chain);
  const { records, required } = chain;
  const all = [...records, ...last];
  return {
    outcome: "alias",
    records: all.slice(0, required),
    // A choice may be a link itself: a DNAME that leads to its own owner.
    more: required === undefined ? [] : [...all.slice(required), ...without(choicesOf(ending), all)],
    rcodes: required === undefined ? [rcode] : [...new Set([NOERROR, rcode])],
    end: required === undefined ? ending : undefined,
    ...(ending?.outcome === "looked-up" && { lookedUp: ending }),
    isOpen: required !== undefined && (ending !== undefined || all.length > required),
  };
}

/** Those of the last name, but for a DNAME that stands in the chain already. */
function recordsOf(ending: Ending | undefined, { dnames }: Chain): readonly ZoneRecord[] {
  if (ending?.outcome !== "answer") return NONE;
  const [first] = ending.records;
  return first?.type === DNAME && dnames.has(keyOf(first.owner)) ? NONE : ending.records;
}

/** All that may answer QTYPE ANY there. */
function choicesOf(ending: Ending | undefined): readonly ZoneRecord[] {
  if (ending?.outcome !== "any") return NONE;
  return ending.rrsets.flatMap(({ records, signatures }) => [...records, ...signatures]);
}

const NONE: readonly ZoneRecord[] = [];
