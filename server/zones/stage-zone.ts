import { createHash, type Hash } from "node:crypto";
import { type Name, printName } from "../../dns/name.ts";
import type { Problem } from "../../dns/problem.ts";
import { RRSIG, SOA } from "../../dns/type-numbers.ts";
import { octetsOf } from "../../dns/wire.ts";
import { includeFiles } from "../../dns/zone-file/include-files.ts";
import { readZoneFile } from "../../dns/zone-file/read.ts";
import { readPlainFile } from "../../dns/zone-file/read-plain-file.ts";
import type { RecordView } from "../../dns/zone-file/record-view.ts";
import { SERIALS } from "../settings/serial-settings.ts";
import { renumberZone } from "../tables/compile/renumber-zone.ts";
import { addRecord, addZone, type StagedZone, type Staging } from "../tables/compile/staging.ts";
import { verifyZone } from "../tables/compile/verify-zone.ts";
import { u32 } from "../tables/journals.ts";
import { RECORD_HEAD } from "../tables/tables.ts";
import { readJournal } from "../transfer/read-journal.ts";
import { checkRdata } from "./check-rdata.ts";
import { unreadable, type ZoneFile } from "./zone-files.ts";

/** What was found of a zone. */
export interface LoadedZone {
  readonly origin: Name;
  readonly records: number;
  /** What became of its ZONEMD (RFC 8976 §4). */
  readonly zonemd: "absent" | "verified" | "unsupported";
  /** The files that it was read from: its own, those that they include, and its journal, with the folder that may have one. */
  readonly files: readonly string[];
  /** SHA-256 of what is in them, in hex. */
  readonly digest: string;
  /** When the first of its signatures ends, in seconds since 1970; undefined where there is none. */
  readonly soonestExpiry: number | undefined;
  /** Milliseconds that reading it took. */
  readonly loadTime: number;
  /** What clients will not like about it, though it is served. */
  readonly warnings: readonly Problem[];
  /** It is served with this serial in place of the one in its file. */
  readonly renumbered?: number;
}

/** The serial of a zone in place of the one in its file, by the digest of what is in its files; undefined for its own. */
export type SerialFor = (digest: string) => number | undefined;

/**
 * Reads a zone, verifies its ZONEMD, and gives it another serial where it has to have one. Where it has problems they are
 * added to the list.
 */
export function stageZone(
  staging: Staging,
  { origin, file }: ZoneFile,
  problems: Problem[],
  serialFor: SerialFor,
): LoadedZone {
  const began = performance.now();
  let soonestExpiry: number | undefined;
  const zone = addZone(staging, Buffer.from(origin, "latin1"), file);
  const hash = createHash("sha256");
  const files = [file];
  const before = problems.length;
  const warnings: Problem[] = [];
  const size = octetsIn(staging);
  let serial = 0;
  const include: typeof includeFiles = (name, from) => {
    const included = includeFiles(name, from);
    if ("file" in included) {
      files.push(included.file);
      addFile(hash, included.bytes);
    }
    return included;
  };
  const bytes = readBytes(file, problems);
  if (bytes !== undefined) {
    addFile(hash, bytes);
    const read = readZoneFile({ file, bytes, origin, include }, (record) => {
      if (!addRecord(staging, zone, record)) problems.push(outside(record, origin));
      else checkRdata(record, problems, warnings);
      if (record.type === RRSIG) {
        const expiry = expiryIn(record);
        if (soonestExpiry === undefined || expiry < soonestExpiry) soonestExpiry = expiry;
      }
      if (record.type === SOA) serial = serialOf(record);
    });
    problems.push(...read);
    if (problems.length === before) {
      const octets = octetsIn(staging) - size;
      const read = readJournal({ origin, file, serial, octets, fileOctets: bytes.length });
      staging.journals[zone.index] = read.journal;
      warnings.push(...read.warnings);
      files.push(read.folder, ...read.files.map((each) => each.file));
      for (const each of read.files) addFile(hash, each.bytes);
    }
  }
  const zonemd = problems.length > before ? "absent" : verifyZone(staging, zone, problems);
  const digest = hash.digest("hex");
  const other = problems.length > before ? undefined : serialFor(digest);
  const isRenumbered = other !== undefined && renumber(staging, zone, other, warnings);
  // What leads to the serial in the file does not lead to this one: who has another takes the whole zone.
  if (isRenumbered) staging.journals[zone.index] = new Uint8Array(0);
  const loadTime = performance.now() - began;
  return {
    ...{ origin, records: zone.records, zonemd, files, digest, soonestExpiry, loadTime, warnings },
    ...(isRenumbered ? { renumbered: other } : {}),
  };
}

/** Whether the zone has this serial now; where it has to keep its own, that is a warning. */
function renumber(staging: Staging, zone: StagedZone, serial: number, warnings: Problem[]): boolean {
  const made = renumberZone(staging, zone, serial);
  if (made.outcome !== "kept") return true;
  warnings.push({
    file: zone.file,
    line: 1,
    column: 1,
    severity: "warning",
    rule: "serial-kept",
    message: `The zone keeps its own serial, and does not get ${serial} as ${SERIALS} says: ${made.reason}`,
    help: "Make the zone with this serial where it is signed, and serve that file.",
    source: "RFC 4035 §2.2",
  });
  return false;
}

/** Signature Expiration of an RRSIG (RFC 4034 §3.1.5): the reader of zone files has seen that its rdata is whole. */
function expiryIn({ wire, rdataStart }: RecordView): number {
  const at = rdataStart + 8;
  return wire[at]! * 0x1000000 + ((wire[at + 1]! << 16) | (wire[at + 2]! << 8) | wire[at + 3]!);
}

/** Octets of the names and records that are staged: about as many as in a transfer. */
function octetsIn({ namesLength, rdataLength, recordCount }: Staging): number {
  return namesLength + rdataLength + recordCount * RECORD_HEAD;
}

function serialOf({ wire, rdataEnd }: RecordView): number {
  return u32(wire, rdataEnd - SERIAL_AND_TIMERS);
}

const SERIAL_AND_TIMERS = 20; // RFC 1035 §3.3.13

function readBytes(file: string, problems: Problem[]): Uint8Array | undefined {
  try {
    return readPlainFile(file);
  } catch (error) {
    problems.push(unreadable(file, error));
    return undefined;
  }
}

/** Its length goes before it, so that files which share their content otherwise have another digest. */
function addFile(hash: Hash, bytes: Uint8Array): void {
  hash.update(`${bytes.length} `);
  hash.update(bytes);
}

function outside(record: RecordView, origin: Name): Problem {
  return {
    file: record.file,
    line: record.line,
    column: record.column,
    severity: "error",
    rule: "outside-zone",
    message: `${printName(ownerOf(record))} lies outside ${printName(origin)}, the zone of this file`,
    help: "Remove the record, or check the name and $ORIGIN.",
    source: "RFC 1035 §5.2",
  };
}

function ownerOf({ wire, ownerLength }: RecordView): Name {
  return octetsOf(wire, 0, ownerLength) as Name; // the reader gives whole names only
}
