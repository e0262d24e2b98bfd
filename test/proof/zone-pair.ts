import fc from "fast-check";
import { ALIAS } from "../../dns/alias-type.ts";
import {
  isAtOrBelow,
  isBelow,
  isWildcard,
  keyOf,
  MAX_NAME_LENGTH,
  type Name,
  parentOf,
  ROOT,
} from "../../dns/name.ts";
import {
  A,
  AAAA,
  CAA,
  CNAME,
  DNAME,
  DS,
  HTTPS,
  MX,
  NS,
  NSEC,
  NSEC3,
  PTR,
  RRSIG,
  SOA,
  SRV,
  SVCB,
  TXT,
} from "../../dns/type-numbers.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { nameOf } from "../zone-text.ts";

/** All zones before a change and after it. */
export interface ZonePair {
  readonly before: readonly Zone[];
  readonly after: readonly Zone[];
}

/** Small pairs of zones, nested and beside each other, with all that leads names from one to another. */
export function arbitraryPair(): fc.Arbitrary<ZonePair> {
  return fc
    .record({
      origins: fc.array(fc.record({ origin: fc.constantFrom(...ORIGINS), on: arbitrarySides(20) }), {
        minLength: 1,
        maxLength: 4,
      }),
      records: fc.array(arbitraryRecord(), { maxLength: 24 }),
      minimum: fc.constantFrom(60, 60, 60, 60, 30),
    })
    .map(({ origins, records, minimum }) => ({
      before: zonesOn("before", origins, records, 60),
      after: zonesOn("after", origins, records, minimum),
    }));
}

const ORIGINS = ["e.", "e.", "a.e.", "a.e.", "b.a.e.", "c.a.e.", "f.", "a.f.", "."].map(nameOf);
const OUTSIDE = nameOf("g.");

type On = "both" | "before" | "after" | "other";

interface RecordSpec {
  readonly owner: Name;
  readonly type: number;
  readonly target: Name;
  readonly number: number;
  readonly ttl: number;
  readonly on: On;
  /** A DNAME that leads up may stand at a short name, below which it applies again and again. */
  readonly mayRepeat: boolean;
  /** It stands in the zone above the one that its name is in, if there is one. */
  readonly isAbove: boolean;
}

function arbitraryRecord(): fc.Arbitrary<RecordSpec> {
  return fc.record({
    owner: arbitraryName(ORIGINS),
    type: fc.constantFrom(...TYPES),
    target: arbitraryName([...ORIGINS, OUTSIDE, ROOT]),
    number: fc.nat(2),
    ttl: fc.constantFrom(300, 300, 300, 600),
    on: arbitrarySides(4),
    mayRepeat: fc.constantFrom(...Array.from({ length: 9 }, () => false), true),
    isAbove: fc.constantFrom(false, false, false, false, true),
  });
}

/** What most of the time is on both sides, one of so many elsewhere. */
function arbitrarySides(parts: number): fc.Arbitrary<On> {
  return fc.constantFrom<On[]>(
    ...Array.from({ length: parts * 3 }, () => "both" as const),
    "before",
    "after",
    "other",
  );
}

const TYPES = [
  ...[A, A, A, A, AAAA, TXT, TXT, MX, MX, SRV, SVCB, HTTPS, HTTPS, PTR, CAA],
  ...[CNAME, CNAME, CNAME, CNAME, CNAME, DNAME, DNAME, DNAME, DNAME, NS, NS, NS, DS, NSEC, RRSIG, NSEC3],
  ...[ALIAS, ALIAS, ALIAS],
];

const LONG = "l".repeat(63);
const LABELS = ["a", "a", "b", "b", "c", "*", "*", "x0", LONG];

/** Names of few labels; some are so long that hardly anything has room below them. */
function arbitraryName(ends: readonly Name[]): fc.Arbitrary<Name> {
  return fc
    .record({
      labels: fc.array(fc.constantFrom(...LABELS), { maxLength: 3 }),
      end: fc.constantFrom(...ends),
      length: fc.constantFrom(...Array.from({ length: 30 }, () => 0), 248, 251, 252, 253, 254, 255),
    })
    .map(({ labels, end, length }) =>
      filled(
        labels.reduceRight<Name>((name, label) => below(label, name), end),
        length,
      ),
    );
}

function below(label: string, name: Name): Name {
  const made = `${String.fromCharCode(label.length)}${label}${name}` as Name;
  return made.length > MAX_NAME_LENGTH ? name : made;
}

/** The name with labels in front of it, so that it has so many octets, as near as labels can come. */
function filled(name: Name, length: number): Name {
  let made = name;
  while (length - made.length >= 2) made = below("l".repeat(Math.min(63, length - made.length - 1)), made);
  return made;
}

function zonesOn(
  side: "before" | "after",
  origins: readonly { readonly origin: Name; readonly on: On }[],
  specs: readonly RecordSpec[],
  minimum: number,
): Zone[] {
  const chosen = new Set(origins.filter(({ on }) => isOn(on, side)).map(({ origin }) => origin));
  if (chosen.size === 0) chosen.add(origins[0]!.origin);
  const contents = new Map<Name, ZoneRecord[]>(
    [...chosen].map((origin) => [origin, headOf(origin, minimum)]),
  );
  for (const spec of specs) {
    if (!isOn(spec.on, side)) continue;
    const own = zoneOf(chosen, spec.owner);
    const zone =
      spec.isAbove && own !== undefined && own !== ROOT ? (zoneOf(chosen, parentOf(own)) ?? own) : own;
    if (zone !== undefined) contents.get(zone)!.push(recordOf(spec, side));
  }
  return [...contents].map(([origin, records]) => ({ origin, records: withoutMistakes(origin, records) }));
}

function isOn(on: On, side: "before" | "after"): boolean {
  return on === "both" || on === "other" || on === side;
}

function zoneOf(origins: ReadonlySet<Name>, name: Name): Name | undefined {
  for (let at = name; ; at = parentOf(at)) {
    if (origins.has(at)) return at;
    if (at === ROOT) return undefined;
  }
}

function headOf(origin: Name, minimum: number): ZoneRecord[] {
  const numbers = [1, 2, 3, 4, minimum].map((number) => `\0\0\0${String.fromCharCode(number)}`).join("");
  return [
    { owner: origin, type: SOA, ttl: 3600, rdata: `\x02ns${ROOT}\x01h${ROOT}${numbers}` },
    { owner: origin, type: NS, ttl: 3600, rdata: nameOf("ns.g.") },
  ];
}

function recordOf(
  { owner: short, type, target, number, ttl, on, mayRepeat }: RecordSpec,
  side: "before" | "after",
): ZoneRecord {
  // Hundreds of names, each with a chain of as many links, take seconds; from a long name there are few.
  const repeats = type === DNAME && isAtOrBelow(short, target) && !mayRepeat;
  const owner = repeats ? below("d".repeat(30), short) : short;
  const octet = String.fromCharCode(number + (on === "other" && side === "after" ? 10 : 0));
  return { owner, type, ttl, rdata: rdataOf(type, target, octet) };
}

function rdataOf(type: number, target: Name, octet: string): string {
  switch (type) {
    case A:
      return `\xc0\0\x02${octet}`;
    case AAAA:
      return `\x20\x01\x0d\xb8${"\0".repeat(11)}${octet}`;
    case MX:
      return `\0${octet}${target}`;
    case SRV:
      return `\0${octet}\0\0\0\x19${target}`;
    case SVCB:
    case HTTPS:
      return `\0${octet}${target}`; // 0 is an alias (RFC 9460 §2.4.2)
    case ALIAS:
    case CNAME:
    case DNAME:
    case NS:
    case PTR:
      return target;
    case DS:
      return `\0${octet}\x08\x02${octet.repeat(32)}`;
    case NSEC:
      return `${target}\0\x01\x40`;
    case NSEC3:
      return `\x01\0\0\0\0\x14${octet.repeat(20)}\0\x01\x40`;
    case RRSIG:
      return `\0\x01\x08\x01\0\0\x01\x2c\x60\0\0\0\x50\0\0\0\0${octet}${ROOT}sig`;
    case CAA:
      return `\0\x05issue${octet}`;
    default:
      return `\x01${octet}`;
  }
}

/** Takes out what no nameserver may serve (RFC 1034 §3.6.2, RFC 6672 §2.4); an RRset has one TTL (RFC 2181 §5.2). */
function withoutMistakes(origin: Name, records: readonly ZoneRecord[]): ZoneRecord[] {
  const kept: ZoneRecord[] = [];
  const dnames: Name[] = [];
  for (const record of records.toSorted((a, b) => rank(a) - rank(b))) {
    const here = kept.filter(({ owner }) => keyOf(owner) === keyOf(record.owner));
    if (dnames.some((dname) => isBelow(record.owner, dname))) continue;
    if (here.some(({ type, rdata }) => type === record.type && rdata === record.rdata)) continue;
    if (here.some((other) => isInTheWay(other, record, origin))) continue;
    if (record.type === CNAME && record.owner === origin) continue;
    if (record.type === NSEC3 && isWildcard(record.owner)) continue; // an owner of NSEC3 is a hash
    if (record.type === DNAME) {
      if (kept.some(({ owner }) => isBelow(owner, record.owner))) continue;
      dnames.push(record.owner);
    }
    const ttl = here.find(({ type }) => type === record.type)?.ttl ?? record.ttl;
    kept.push({ ...record, ttl });
  }
  // What was found before a DNAME above it was.
  return kept.filter(
    ({ owner }) => isAtOrBelow(owner, origin) && !dnames.some((dname) => isBelow(owner, dname)),
  );
}

function rank({ type }: ZoneRecord): number {
  return type === SOA ? 0 : type === NS ? 1 : 2;
}

function isInTheWay(other: ZoneRecord, { type, owner }: ZoneRecord, origin: Name): boolean {
  const types = [other.type, type];
  if (types.includes(CNAME)) return !types.some((one) => one === NSEC || one === RRSIG);
  if (types.includes(ALIAS) && types.some((one) => one === A || one === AAAA)) return true;
  if ((type === DNAME || type === ALIAS) && other.type === type) return true;
  return types.includes(DNAME) && types.includes(NS) && owner !== origin;
}
