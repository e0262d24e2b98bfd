import {
  childOf,
  compareNames,
  isAtOrBelow,
  isBelow,
  keyOf,
  labelCount,
  MAX_NAME_LENGTH,
  type Name,
  parentOf,
  printName,
} from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { CNAME, DNAME, DS, NS, NSEC, RRSIG, SOA } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { type Denial, type Evidence, notProved } from "./denial-value.ts";

/** An NSEC record: nothing is between these names (RFC 4034 §4). Both in lower case. */
interface Link {
  readonly owner: Name;
  readonly next: Name;
  readonly types: readonly number[];
}

/** What the NSEC records of the zone prove (RFC 4035 §5.4); none where there are none. */
export function readNsecProofs(authority: readonly ZoneRecord[], apex: Name): Evidence[] {
  const links = authority.flatMap((record) => linkOf(record, apex));
  return links.length === 0 ? [] : [evidenceOf(links, keyOf(apex))];
}

function linkOf({ owner, type, rdata }: ZoneRecord, apex: Name): Link[] {
  if (type !== NSEC || !isAtOrBelow(owner, apex)) return [];
  const nsec = decode(NSEC, rdata);
  if (nsec.type !== "NSEC") return [];
  return [{ owner: keyOf(owner), next: keyOf(nsec.next_domain_name), types: nsec.types }];
}

function evidenceOf(links: readonly Link[], apex: Name): Evidence {
  return { noName, noType, insecureDelegation, wildcard };

  function noName(asked: Name): Denial {
    const name = keyOf(asked);
    const link = links.find((each) => covers(each, name));
    if (link === undefined) return notProved(`no NSEC covers ${printName(name)}`);
    if (isBelow(link.next, name))
      return notProved(`${printName(name)} exists, for ${printName(link.next)} is below it`);
    const encloser = encloserOf(link, name);
    const star = childOf("*", encloser);
    // Below some names there is no room for a wildcard.
    if (star.length <= MAX_NAME_LENGTH && !links.some((each) => covers(each, star)))
      return notProved(`no NSEC covers ${printName(star)}`);
    return { ...PROVED, kind: "no-name", name, closestEncloser: encloser, wildcard: star };
  }

  function noType(asked: Name, type: number): Denial {
    const name = keyOf(asked);
    const own = links.find(({ owner }) => owner === name);
    if (own !== undefined) {
      const fault = findType(own, type, apex);
      return fault ?? { ...PROVED, kind: "no-type", name, type, closestEncloser: name };
    }
    const link = links.find((each) => covers(each, name));
    if (link === undefined) return notProved(`no NSEC is of ${printName(name)} or covers it`);
    // The next name is below it, so it exists without any type (RFC 4592 §2.2.2).
    if (isBelow(link.next, name)) return { ...PROVED, kind: "no-type", name, type, closestEncloser: name };
    const encloser = encloserOf(link, name);
    const star = childOf("*", encloser);
    const ofStar = links.find(({ owner }) => owner === star);
    // It may be an empty non-terminal, as any name (RFC 4592 §4.9).
    const isEmpty = links.some((each) => covers(each, star) && isBelow(each.next, star));
    if (ofStar === undefined && !isEmpty) return notProved(`no NSEC is of ${printName(star)}`);
    const fault = ofStar && findType(ofStar, type, apex);
    return fault ?? { ...PROVED, kind: "no-type", name, type, closestEncloser: encloser, wildcard: star };
  }

  function insecureDelegation(asked: Name): Denial {
    const name = keyOf(asked);
    const own = links.find(({ owner }) => owner === name);
    if (own === undefined) return notProved(`no NSEC is of ${printName(name)}`);
    if (!own.types.includes(NS) || own.types.includes(SOA)) return notProved("the NSEC is of no delegation");
    if (own.types.includes(DS)) return notProved("the NSEC says that there is DS");
    return { ...PROVED, kind: "insecure-delegation", name, type: DS, closestEncloser: name };
  }

  function wildcard(asked: Name, star: Name): Denial {
    const name = keyOf(asked);
    const link = links.find((each) => covers(each, name));
    if (link === undefined) return notProved(`no NSEC covers ${printName(name)}`);
    if (isBelow(link.next, name))
      return notProved(`${printName(name)} exists, for ${printName(link.next)} is below it`);
    const encloser = encloserOf(link, name);
    if (encloser !== parentOf(star)) {
      return notProved(
        `${printName(encloser)} exists, so ${printName(star)} does not reach ${printName(name)}`,
      );
    }
    return { ...PROVED, kind: "wildcard", name, closestEncloser: encloser, wildcard: star };
  }
}

const PROVED = { type: undefined, wildcard: undefined, optOut: false } as const;

/** The name lies between the two; the last one leads to the apex. What is below a cut or a DNAME it knows nothing of (RFC 6840 §4.1). */
function covers({ owner, next, types }: Link, name: Name): boolean {
  const isLast = compareNames(next, owner) <= 0;
  if (compareNames(owner, name) >= 0 || (!isLast && compareNames(name, next) >= 0)) return false;
  const isCut = types.includes(NS) && !types.includes(SOA);
  return !((isCut || types.includes(DNAME)) && isBelow(name, owner));
}

/** Of the names above it that both ends show, the longest. */
function encloserOf({ owner, next }: Link, name: Name): Name {
  const [a, b] = [sharedWith(name, owner), sharedWith(name, next)];
  return labelCount(a) >= labelCount(b) ? a : b;
}

function sharedWith(name: Name, other: Name): Name {
  let at = name;
  while (!isAtOrBelow(other, at)) at = parentOf(at);
  return at;
}

/** Why the types at a name do not show that this one is missing; a CNAME would answer for it, but for NSEC and RRSIG (RFC 4034 §3 and §4; RFC 6840 §4.3). */
function findType({ owner, types }: Link, type: number, apex: Name): Denial | undefined {
  if (types.includes(type)) return notProved(`the NSEC of ${printName(owner)} has the type`);
  if (types.includes(CNAME) && type !== NSEC && type !== RRSIG)
    return notProved(`the NSEC of ${printName(owner)} has CNAME`);
  const isCut = types.includes(NS) && !types.includes(SOA);
  if (isCut && type !== DS) return notProved(`the NSEC of ${printName(owner)} is the parent's`);
  // Who is asked for DS at his own apex knows no better than his own (RFC 4035 §3.1.4.1).
  if (type === DS && types.includes(SOA) && owner !== apex) return notProved("the NSEC is the child's");
  return undefined;
}
