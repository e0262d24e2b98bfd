import { ALIAS } from "../../dns/alias-type.ts";
import { keyOf, type Name, printName } from "../../dns/name.ts";
import type { Position, Problem } from "../../dns/problem.ts";
import { RRSIG, SOA } from "../../dns/type-numbers.ts";
import { type Octets, octetsOf } from "../../dns/wire.ts";
import { includeFiles } from "../../dns/zone-file/include-files.ts";
import { readZoneFile } from "../../dns/zone-file/read.ts";
import { readPlainFile } from "../../dns/zone-file/read-plain-file.ts";
import type { RecordView } from "../../dns/zone-file/record-view.ts";
import { startSha256 } from "../openssl/sha256.ts";
import { SERIALS } from "../settings/serial-settings.ts";
import { renumberZone } from "../tables/compile/renumber-zone.ts";
import { addRecord, addZone, positionOf, type StagedZone, type Staging } from "../tables/compile/staging.ts";
import { verifyZone } from "../tables/compile/verify-zone.ts";
import { u32 } from "../tables/journals.ts";
import { RECORD_HEAD } from "../tables/tables.ts";
import { readJournal } from "../transfer/read-journal.ts";
import { checkRdata } from "./check-rdata.ts";
import { stampOf } from "./file-stamp.ts";
import { findKeySignatures } from "./find-key-signatures.ts";
import { type FoundPolicy, findPolicy } from "./find-policy.ts";
import type { LoadedZone, ServedZone } from "./loaded-zone.ts";
import { renewPolicy, withoutSerial } from "./renew-policy.ts";
import { signWritten } from "./sign-staged.ts";
import { addFile } from "./unchanged.ts";
import { unreadable, type ZoneFile } from "./zone-files.ts";
import type { ZoneSigning } from "./zone-signing.ts";

/** How a zone is to be staged. */
export interface StagePlan {
  readonly serialFor: SerialFor;
  readonly signing: ZoneSigning;
  /** The zone as it is served, for it has to be signed again only where its content or the window is another. */
  readonly served?: ServedZone | undefined;
}

/** What has come of staging a zone. */
export interface StagedFile {
  readonly zone: LoadedZone;
  /** It is to be signed here (see `SigningPolicy`), whether it was or not. */
  readonly hasPolicy: boolean;
}

/** The serial of a zone in place of the one in its file, by the digest of what is in its files; undefined for its own. */
type SerialFor = (digest: string) => number | undefined;

/**
 * Reads a zone, verifies its ZONEMD, gives it the newest state of its keys and another serial where it has to have these, and signs it where that is to be done here.
 * Where it has problems they are added to the list.
 */
export function stageZone(
  staging: Staging,
  { origin, file }: ZoneFile,
  problems: Problem[],
  { serialFor, signing, served }: StagePlan,
): StagedFile {
  const began = performance.now();
  const since = Date.now();
  let soonestExpiry: number | undefined;
  let alias: Position | undefined;
  const zone = addZone(staging, Buffer.from(origin, "latin1"), file);
  const hash = startSha256();
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
  let policy: FoundPolicy = { kind: "none" };
  let journalNames: readonly string[] | undefined;
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
      if (record.type === ALIAS) alias ??= { file: record.file, line: record.line, column: record.column };
      if (record.type === SOA) serial = serialOf(record);
    });
    problems.push(...read);
    policy = findPolicy(staging, zone);
    if (alias !== undefined && soonestExpiry !== undefined) problems.push(aliasInSigned(alias));
    if (policy.kind === "faulty") problems.push(...policy.problems);
    // What leads to the records that are written does not lead to signatures: who has a former serial takes the whole zone.
    if (problems.length === before && policy.kind === "none") {
      const octets = octetsIn(staging) - size;
      const read = readJournal({
        origin,
        file,
        serial,
        octets,
        fileOctets: bytes.length,
        isSignedHere: false,
      });
      staging.journals[zone.index] = read.journal;
      warnings.push(...read.warnings);
      journalNames = read.names;
      files.push(read.folder, ...read.files.map((each) => each.file));
      for (const each of read.files) addFile(hash, each.bytes);
    }
  }
  let keySignatures: readonly Octets[] = [];
  const newest = signing.kind === "never" ? undefined : signing.states?.get(keyOf(origin));
  if (policy.kind === "policy" || newest !== undefined) {
    const read = findKeySignatures(file, origin);
    keySignatures = read.rrsigs;
    problems.push(...read.problems);
    files.push(read.file);
    if (read.bytes !== undefined) addFile(hash, read.bytes);
  }
  const zonemd = problems.length > before ? "absent" : verifyZone(staging, zone, problems);
  const digest = Buffer.from(hash.end()).toString("hex");
  if (newest !== undefined && problems.length === before) {
    const renewed = renewPolicy(staging, zone, policy, newest);
    if (renewed.policy.kind === "faulty") problems.push(...renewed.policy.problems);
    if (renewed.isRenewed) {
      staging.journals[zone.index] = new Uint8Array(0); // it leads to what is in the file
      if (serialFor(digest) === undefined) problems.push(withoutSerial(file));
    }
    ({ policy } = renewed);
  }
  const stamp = problems.length > before ? undefined : stampOf(files, since);
  const facts = { origin, zonemd, files, stamp, digest, warnings, ...(journalNames && { journalNames }) };
  const hasPolicy = policy.kind !== "none";
  if (policy.kind === "policy" && signing.kind === "now" && problems.length === before) {
    const other = serialFor(digest);
    const made = keySignatures.length === 0 ? {} : { keySignatures };
    const signed = signWritten(staging, zone, {
      ...{ origin, digest, signing, served, policy: policy.policy, keySignatures },
      place: positionOf(staging, policy.record),
      serial: other ?? serial,
      problems,
    });
    const renumbered = other === undefined || other === serial ? {} : { renumbered: other };
    const loadTime = performance.now() - began;
    return {
      zone: { ...facts, ...renumbered, ...made, ...signed, records: zone.records, loadTime },
      hasPolicy,
    };
  }
  const other = problems.length > before ? undefined : serialFor(digest);
  const isRenumbered = other !== undefined && renumber(staging, zone, other, warnings);
  // What leads to the serial in the file does not lead to this one: who has another takes the whole zone.
  if (isRenumbered) staging.journals[zone.index] = new Uint8Array(0);
  const renumbered = isRenumbered ? { renumbered: other } : {};
  const isToSign = hasPolicy ? ({ isToSign: true } as const) : {};
  const loadTime = performance.now() - began;
  const { records } = zone;
  return { zone: { ...facts, ...renumbered, ...isToSign, records, soonestExpiry, loadTime }, hasPolicy };
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

/** Signatures of its addresses can only be made where they are looked up. */
function aliasInSigned(alias: Position): Problem {
  return {
    ...alias,
    severity: "error",
    rule: "alias-in-signed-zone",
    message: "The zone is signed, and has an ALIAS, whose addresses nobody here could sign",
    help: "Have this server sign the zone (_keys.yaml), or write the addresses in place of the ALIAS.",
  };
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
