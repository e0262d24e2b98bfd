import { type Name, printName } from "../../dns/name.ts";
import { decode, recordTypeNamed } from "../../dns/records/index.ts";
import { NS, SOA, ZONEMD } from "../../dns/type-numbers.ts";
import type { Octets } from "../../dns/wire.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { parseZoneFile } from "../../dns/zone-file/parse.ts";
import { compareRecords, printRecord } from "../../dns/zone-file/print.ts";
import { type ZonemdAlgorithm, zonemdDigest } from "../../dns/zonemd.ts";
import { layOutHead } from "./zone-head.ts";

/** A zone as it is published: with its serial and its digest, and as a zone file. */
export interface RenderedZone extends Zone {
  readonly serial: number;
  /** The zone file. The same zone and serial give the same bytes. */
  readonly text: string;
}

const SHA384: ZonemdAlgorithm = 1;
const SIMPLE = 1;

/**
 * Renders a zone with a serial: adds ZONEMD (RFC 8976), sorts canonically (RFC 4034 §6.1), writes the file, and reads
 * it back. Throws when what was read is not what was written: then a defect of ours must not reach a nameserver.
 */
export function renderZone(zone: Zone, serial: number): RenderedZone {
  const numbered = withSerial(zone, serial);
  const records = [...numbered.records, zonemdRecord(zone, serial)].sort(compareRecords);
  const atApex = (type: number) =>
    records.filter((record) => record.type === type && record.owner.length === zone.origin.length);
  const [soa] = atApex(SOA);
  if (soa === undefined) throw new Error(`Cannot render ${printName(zone.origin)}: it has no SOA`);
  const nameservers = atApex(NS);
  const inHead = new Set([soa, ...nameservers]);
  const rest = records.filter((record) => !inHead.has(record));
  const lines = rest.map(printRecord);
  const text = `${layOutHead(zone.origin, soa.ttl, soa, nameservers)}\n${lines.join("\n")}\n`;
  const rendered = { origin: zone.origin, records, serial, text };
  readBack(zone.origin, text, [soa, ...nameservers, ...rest]);
  return rendered;
}

/**
 * The digest that the zone would have in its ZONEMD record, were it published with this serial. The last one of each
 * zone is kept: the serial is decided by it, and then it is rendered.
 */
export function digestWithSerial(zone: Zone, serial: number, algorithm: ZonemdAlgorithm): Octets {
  const last = lastDigests.get(zone);
  if (last?.serial === serial && last.algorithm === algorithm) return last.digest;
  const digest = zonemdDigest(withSerial(zone, serial), algorithm);
  lastDigests.set(zone, { serial, algorithm, digest });
  return digest;
}

const lastDigests = new WeakMap<Zone, { serial: number; algorithm: ZonemdAlgorithm; digest: Octets }>();

/** The zone with this serial in its SOA. */
export function withSerial<R extends ZoneRecord>(
  { origin, records }: { readonly origin: Name; readonly records: readonly R[] },
  serial: number,
): { readonly origin: Name; readonly records: readonly R[] } {
  const numbered = (soa: R): R => ({ ...soa, rdata: soaWithSerial(soa, serial) });
  return { origin, records: records.map((record) => (record.type === SOA ? numbered(record) : record)) };
}

function soaWithSerial(soa: ZoneRecord, serial: number): Octets {
  const rdata = decode(SOA, soa.rdata);
  if (rdata.type !== "SOA") throw new Error("Cannot set a serial: not a SOA");
  return recordTypeNamed("SOA")!.write({ ...rdata, serial });
}

function zonemdRecord(zone: Zone, serial: number): ZoneRecord {
  const soa = zone.records.find((record) => record.type === SOA)!;
  const digest = digestWithSerial(zone, serial, SHA384);
  return {
    owner: zone.origin,
    type: ZONEMD,
    ttl: soa.ttl,
    rdata: recordTypeNamed("ZONEMD")!.write({ serial, scheme: SIMPLE, hash_algorithm: SHA384, digest }),
  };
}

/** Reads the file and compares it with what was written, record by record and in that order. */
function readBack(origin: Name, text: string, written: readonly ZoneRecord[]): void {
  const what = `Cannot render ${printName(origin)}: the file that we wrote`;
  const read = parseZoneFile({ file: "the rendered file", bytes: Buffer.from(text, "latin1") });
  const [problem] = read.problems;
  if (problem !== undefined)
    throw new Error(`${what} is refused at line ${problem.line}: ${problem.message}`);
  if (read.records.length !== written.length) {
    throw new Error(`${what} has ${read.records.length} records, the zone has ${written.length}`);
  }
  for (let index = 0; index < written.length; index++) {
    const wrote = written[index]!;
    const got = read.records[index]!;
    if (!sameRecord(wrote, got)) {
      throw new Error(`${what} says "${printRecord(got)}" where the zone says "${printRecord(wrote)}"`);
    }
  }
}

function sameRecord(a: ZoneRecord, b: ZoneRecord): boolean {
  return a.type === b.type && a.ttl === b.ttl && a.owner === b.owner && a.rdata === b.rdata;
}

/** The name of the file that a zone is rendered into. */
export function zoneFileName(origin: Name): string {
  return `${printName(origin).slice(0, -1).toLowerCase()}.zone`;
}
