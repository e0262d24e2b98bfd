import { type Name, printName } from "../../dns/name.ts";
import { decode, recordTypeNamed } from "../../dns/records/index.ts";
import { NS, SOA, ZONEMD } from "../../dns/type-numbers.ts";
import type { Octets } from "../../dns/wire.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { ADDRESSES_SUFFIX, zonePath } from "../../dns/zone-file/file-name.ts";
import { printRecord, sortRecords } from "../../dns/zone-file/print.ts";
import { readZoneFile } from "../../dns/zone-file/read.ts";
import type { RecordView } from "../../dns/zone-file/record-view.ts";
import { CONTENT, type ZonemdAlgorithm, zonemdDigest } from "../../dns/zonemd.ts";
import { policyIn } from "../dnssec/policy.ts";
import { policyLines } from "../dnssec/policy-lines.ts";
import { layOutHead } from "./zone-head.ts";

/** A zone as it is published: with its serial and its digest, and as a zone file. */
export interface RenderedZone extends Zone {
  readonly serial: number;
  /** The zone file. The same zone and serial give the same bytes. */
  readonly text: string;
  /** The file with signatures over the keys that were made beforehand, which goes beside that of the zone. */
  readonly keySignatures?: string;
  /** What the targets of ALIAS had when they were looked up: the file that goes beside that of the zone, and is no part of it. */
  readonly addresses?: string;
}

const SHA384: ZonemdAlgorithm = 1;
const SIMPLE = 1;

/**
 * Renders a zone with a serial: adds ZONEMD (RFC 8976), in the scheme `CONTENT` where our nameservers sign it, sorts canonically (RFC 4034 §6.1), writes the file, and reads
 * it back. Throws when what was read is not what was written: then a defect of ours must not reach a nameserver.
 */
export function renderZone(zone: Zone & Pick<RenderedZone, "keySignatures">, serial: number): RenderedZone {
  const records = sortRecords(publishedRecords(zone, serial));
  const { soa, nameservers, rest } = headAndRest(zone.origin, records);
  if (soa === undefined) throw new Error(`Cannot render ${printName(zone.origin)}: it has no SOA`);
  const lines = rest.map(printRecord);
  const head = layOutHead(zone.origin, soa.ttl, soa, nameservers);
  const policy = policyIn(zone);
  const text = `${policy === undefined ? head : withComment(head, policyLines(policy))}\n${lines.join("\n")}\n`;
  const { keySignatures } = zone;
  // An image whose zone is not signed yet may have to sign it, when it is brought back after its keys came.
  const beside = keySignatures === undefined ? {} : { keySignatures };
  const rendered = { origin: zone.origin, records, serial, text, ...beside };
  readBack(zone.origin, text, [soa, ...nameservers, ...rest]);
  return rendered;
}

/** The records of a zone as they are published with a serial: with that in the SOA, and with its digest; in no order. */
export function publishedRecords(zone: Zone, serial: number): readonly ZoneRecord[] {
  return [...withSerial(zone, serial).records, zonemdRecord(zone, serial)];
}

/** The records that the head of the file lays out, and the others; all in their order. */
function headAndRest(origin: Name, records: readonly ZoneRecord[]) {
  let soa: ZoneRecord | undefined;
  const nameservers: ZoneRecord[] = [];
  const rest: ZoneRecord[] = [];
  for (const record of records) {
    const { owner, type } = record;
    if (type === NS && owner.length === origin.length) nameservers.push(record);
    else if (type === SOA && soa === undefined && owner.length === origin.length) soa = record;
    else rest.push(record);
  }
  return { soa, nameservers, rest };
}

/**
 * The digest by which the zone is known, were it published with this serial: that of its ZONEMD record in the scheme SIMPLE,
 * and of a zone that our nameservers sign that of the scheme `CONTENT`, which is the same for every serial. Two zones of
 * which one is signed so differ by the record that says it, so their digests never agree. The last one of each zone is
 * kept: the serial is decided by it, and then it is rendered.
 */
export function digestWithSerial(zone: Zone, serial: number, algorithm: ZonemdAlgorithm): Octets {
  const last = lastDigests.get(zone);
  if (last?.algorithm === algorithm && (last.serial === undefined || last.serial === serial))
    return last.digest;
  const isContent = policyIn(zone) !== undefined;
  const digest = zonemdDigest(withSerial(zone, isContent ? 0 : serial), algorithm);
  lastDigests.set(zone, { serial: isContent ? undefined : serial, algorithm, digest });
  return digest;
}

const lastDigests = new WeakMap<
  Zone,
  { serial: number | undefined; algorithm: ZonemdAlgorithm; digest: Octets }
>();

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
  const scheme = policyIn(zone) === undefined ? SIMPLE : CONTENT;
  return {
    owner: zone.origin,
    type: ZONEMD,
    ttl: soa.ttl,
    rdata: recordTypeNamed("ZONEMD")!.write({ serial, scheme, hash_algorithm: SHA384, digest }),
  };
}

/** With comments behind the first line, by which the file is known as ours. */
function withComment(head: string, lines: readonly string[]): string {
  const end = head.indexOf("\n") + 1;
  return head.slice(0, end) + lines.map((line) => `; ${line}\n`).join("") + head.slice(end);
}

/** Reads the file and compares it with what was written, record by record and in that order. */
function readBack(origin: Name, text: string, written: readonly ZoneRecord[]): void {
  const what = `Cannot render ${printName(origin)}: the file that we wrote`;
  let index = 0;
  const options = { file: "the rendered file", bytes: Buffer.from(text, "latin1") };
  const [problem] = readZoneFile(options, (read) => {
    const wrote = written[index++];
    if (wrote !== undefined && !isRecord(read, wrote)) {
      throw new Error(`${what} says something else than "${printRecord(wrote)}" at line ${read.line}`);
    }
  });
  if (problem !== undefined)
    throw new Error(`${what} is refused at line ${problem.line}: ${problem.message}`);
  if (index !== written.length) {
    throw new Error(`${what} has ${index} records, the zone has ${written.length}`);
  }
}

/** What the reader shows is this record. */
function isRecord(view: RecordView, { type, ttl, owner, rdata }: ZoneRecord): boolean {
  const { wire, ownerLength, rdataStart, rdataEnd } = view;
  return (
    view.type === type &&
    view.ttl === ttl &&
    areOctets(wire, 0, ownerLength, owner) &&
    areOctets(wire, rdataStart, rdataEnd, rdata)
  );
}

function areOctets(bytes: Uint8Array, start: number, end: number, octets: Octets): boolean {
  if (end - start !== octets.length) return false;
  for (let at = 0; at < octets.length; at++) if (bytes[start + at] !== octets.charCodeAt(at)) return false;
  return true;
}

/** The file beside it with the addresses of ALIAS targets. */
export function addressesFileName(origin: Name): string {
  return `${zonePath(origin)}${ADDRESSES_SUFFIX}`;
}

/** The file that a zone is rendered into: its path below the folder of rendered files. */
export function zoneFileName(origin: Name): string {
  return `${zonePath(origin)}.zone`;
}
