import { ipv4 } from "../../../dns/fields/ipv4.ts";
import { ipv6 } from "../../../dns/fields/ipv6.ts";
import { childOf, compareNames, isAtOrBelow, keyOf, type Name, printName, ROOT } from "../../../dns/name.ts";
import type { Position, Problem } from "../../../dns/problem.ts";
import { SOA as SOA_TYPE } from "../../../dns/records/soa.ts";
import { A, AAAA, NS, SOA } from "../../../dns/type-numbers.ts";
import { type Octets, Writer } from "../../../dns/wire.ts";
import type { ConfiguredNameserver, ZoneConfig } from "../../source/config.ts";
import type { SourceRecord } from "../../source/source-zone.ts";
import { placeOf, type RrsetPlaces } from "../octodns/zone-reading.ts";

/** A zone as its YAML gives it. */
export interface WrittenZone {
  readonly origin: Name;
  readonly records: readonly SourceRecord[];
  /** The RRsets that are written, also those whose values were refused. */
  readonly rrsets: RrsetPlaces;
  /** Where the zone stands. */
  readonly at: Position;
}

/**
 * Adds to a zone what `_config.yaml` says: its SOA (with serial 0), the nameservers when it has no apex NS, and the
 * addresses of those nameservers whose names lie in the zone and have none. What is written in the zone wins; where
 * both say something else, that is a problem.
 */
export function completeZone(
  zone: WrittenZone,
  config: ZoneConfig,
): { readonly records: readonly SourceRecord[]; readonly problems: readonly Problem[] } {
  const origin = keyOf(zone.origin);
  const isWritten = (owner: Name, type: number) => placeOf(zone.rrsets, owner, type) !== undefined;
  const added: SourceRecord[] = [];
  const problems: Problem[] = [];
  if (isWritten(origin, NS)) {
    const problem = compareNameservers(zone, config);
    if (problem !== undefined) problems.push(problem);
  } else {
    added.push(...unique(config.nameservers).map((nameserver) => nsRecord(nameserver, origin, config)));
  }
  for (const nameserver of config.nameservers) {
    const owner = keyOf(nameserver.name);
    if (!isAtOrBelow(owner, origin)) continue;
    for (const [type, field] of ADDRESS_TYPES) {
      const addresses = nameserver.addresses.filter((address) => address.includes(":") === (type === AAAA));
      const rdata = addresses.map((address) => written((out) => field.write(address, out)));
      if (rdata.length === 0) continue;
      if (isWritten(owner, type)) problems.push(...compareAddresses(zone, nameserver, owner, type, rdata));
      else added.push(...rdata.map((each) => addressRecord(nameserver, owner, type, each, config)));
    }
  }
  const apexNs = [...zone.records, ...added]
    .filter((record) => record.type === NS && keyOf(record.owner) === origin)
    .map(({ rdata }) => rdata as Name); // the data of NS are one name
  const soa = soaRecord(zone, config, apexNs.sort(compareNames)[0]);
  return { records: [soa, ...added, ...zone.records], problems };
}

const ADDRESS_TYPES = [
  [A, ipv4],
  [AAAA, ipv6],
] as const;

/**
 * An RRset has no order (RFC 2181 §5), so the MNAME is the first NS by name and not the one that is written first.
 * Without an MNAME and without any NS the zone is refused by another rule, so any MNAME will do.
 */
function soaRecord(
  { origin, at }: WrittenZone,
  { soa }: ZoneConfig,
  firstNs: Name | undefined,
): SourceRecord {
  const { mname = firstNs ?? ROOT, rname = childOf("hostmaster", origin), ttl, fieldsAt, ...timers } = soa;
  const rdata = SOA_TYPE.write({ mname, rname, serial: 0, ...timers });
  return {
    owner: origin,
    type: SOA,
    ttl,
    rdata,
    at,
    nameAt: at,
    ...(fieldsAt !== undefined && { fieldsAt }),
  };
}

function nsRecord({ name, at }: ConfiguredNameserver, origin: Name, config: ZoneConfig): SourceRecord {
  return { owner: origin, type: NS, ttl: config.nameserverTtl, rdata: name, at, nameAt: at };
}

function addressRecord(
  { at }: ConfiguredNameserver,
  owner: Name,
  type: number,
  rdata: Octets,
  config: ZoneConfig,
): SourceRecord {
  return { owner, type, ttl: config.nameserverTtl, rdata, at, nameAt: at };
}

/** Each nameserver once, also when it is listed twice. */
function unique(nameservers: readonly ConfiguredNameserver[]): ConfiguredNameserver[] {
  return [...new Map(nameservers.map((nameserver) => [keyOf(nameserver.name), nameserver])).values()];
}

/** The zone's own apex NS and the nameservers of `_config.yaml` are not the same. */
function compareNameservers(
  { origin, records }: WrittenZone,
  { nameservers }: ZoneConfig,
): Problem | undefined {
  const own = records.filter((record) => record.type === NS && keyOf(record.owner) === keyOf(origin));
  const first = own[0];
  if (nameservers.length === 0 || first === undefined) return undefined;
  const inZone = new Set(own.map(({ rdata }) => keyOf(rdata as Name))); // the data of NS are one name
  const inConfig = new Set(nameservers.map(({ name }) => keyOf(name)));
  const onlyZone = [...inZone].filter((name) => !inConfig.has(name));
  const onlyConfig = [...inConfig].filter((name) => !inZone.has(name));
  if (onlyZone.length === 0 && onlyConfig.length === 0) return undefined;
  const { at } = nameservers[0]!;
  const place = onlyZone.length === 0 ? first : own.find(({ rdata }) => !inConfig.has(keyOf(rdata as Name)))!; // as above
  return {
    ...place.at,
    rule: "apex-ns-differs",
    severity: "warning",
    message: [
      `The apex NS differ from the nameservers at ${at.file}:${at.line}`,
      ...(onlyZone.length > 0 ? [`only here: ${onlyZone.map(printName).join(", ")}`] : []),
      ...(onlyConfig.length > 0 ? [`only there: ${onlyConfig.map(printName).join(", ")}`] : []),
    ].join("; "),
    help: "The zone's own records are published, the others are asked. Remove the NS records here, or write the same.",
  };
}

/** The zone gives a nameserver other addresses than `_config.yaml`. */
function compareAddresses(
  { records }: WrittenZone,
  { name, at }: ConfiguredNameserver,
  owner: Name,
  type: number,
  expected: readonly Octets[],
): Problem[] {
  const own = records.filter((record) => record.type === type && keyOf(record.owner) === owner);
  const first = own.find(({ rdata }) => !expected.includes(rdata)) ?? own[0];
  const same = own.length === expected.length && own.every(({ rdata }) => expected.includes(rdata));
  if (same || first === undefined) return [];
  return [
    {
      ...first.at,
      rule: "nameserver-address-differs",
      severity: "error",
      message: `Nameserver ${printName(name)} has other ${type === A ? "A" : "AAAA"} addresses here than at ${at.file}:${at.line}`,
      help: "Write the same addresses in both places, or only in _config.yaml.",
    },
  ];
}

function written(write: (out: Writer) => void): Octets {
  const out = new Writer(16);
  write(out);
  return out.since(0);
}
