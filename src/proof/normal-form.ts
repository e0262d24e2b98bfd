import { canonicalRdata } from "../../dns/canonical.ts";
import type { Message, MessageRecord } from "../../dns/message.ts";
import { keyOf, type Name } from "../../dns/name.ts";
import { CNAME, DNAME, NSEC, NSEC3, RRSIG, ZONEMD } from "../../dns/type-numbers.ts";
import { Reader } from "../../dns/wire.ts";

/**
 * What an answer says, as a text: two answers that say the same have the same text. Response code, AA and TC; the answer
 * with its chain in order and what the chain leads to as a set; authority and additional as sets; with TTLs, no record twice,
 * owners in lower case, data in canonical form (RFC 4034 §6.2). A signature that covers a type says the same as another one that does;
 * one of a zone that our nameservers sign says by which key, too.
 *
 * @param denial what the NSEC or NSEC3 records prove, in place of these records; undefined where there are none
 * @param isOurs our nameservers sign the zone with this name, a key
 */
export function normalForm(
  message: Message,
  denial: string | undefined,
  isOurs: (zone: Name) => boolean = NOBODYS,
): string {
  const { rcode, flags, answer, authority, additional } = message;
  const lineOf = (record: MessageRecord) => lineOfRecord(record, isOurs);
  const links = answer.filter(isLink).map(lineOf);
  const data = setOf(
    answer.filter((record) => !isLink(record)),
    lineOf,
  );
  const proved = denial === undefined ? authority : authority.filter((record) => !isOfDenial(record));
  return [
    `${rcode}${flags.aa ? " aa" : ""}${flags.tc ? " tc" : ""}`,
    ...links.filter((line, index) => links.indexOf(line) === index),
    "answer",
    ...data,
    "authority",
    ...setOf(proved, lineOf),
    ...(denial === undefined ? [] : [denial, ...signersOfDenials(authority, isOurs)]),
    "additional",
    ...setOf(additional, lineOf),
  ].join("\n");
}

function isLink({ type }: MessageRecord): boolean {
  return type === CNAME || type === DNAME;
}

/** NSEC or NSEC3, or a signature of one. */
function isOfDenial({ type, rdata }: { readonly type: number; readonly rdata: string }): boolean {
  const covered = type === RRSIG ? Reader.of(rdata).u16() : type;
  return covered === NSEC || covered === NSEC3;
}

/** By which keys of ours denials are signed, of which kind: which of them prove something hangs on other names. */
function signersOfDenials(authority: readonly MessageRecord[], isOurs: (zone: Name) => boolean): string[] {
  if (isOurs === NOBODYS) return [];
  const signatures = authority.filter((record) => record.type === RRSIG && isOfDenial(record));
  return [...new Set(signatures.flatMap(({ rdata }) => signerIn(rdata, isOurs) ?? []))].sort();
}

function setOf(records: readonly MessageRecord[], lineOf: (record: MessageRecord) => string): string[] {
  return records.length < 2 ? records.map(lineOf) : [...new Set(records.map(lineOf))].sort();
}

function lineOfRecord({ owner, type, ttl, rdata }: MessageRecord, isOurs: (zone: Name) => boolean): string {
  const head = `${keyOf(owner)} ${type} ${ttl}`;
  if (type === ZONEMD) return `${head} ${rdata.slice(0, DIGEST_AT)}`; // the digest follows from the rest
  if (type !== RRSIG) return `${head} ${canonicalRdata(type, rdata)}`;
  const signer = signerIn(rdata, isOurs);
  if (signer === undefined) return `${head} ${Reader.of(rdata).u16()}`;
  return `${head} ${signer} ${rdata.slice(LABELS_AT, EXPIRATION_AT)}`;
}

/** What a signature of ours covers, and its key: algorithm, tag and zone; undefined for one of others. */
function signerIn(rdata: string, isOurs: (zone: Name) => boolean): string | undefined {
  if (isOurs === NOBODYS) return undefined;
  const reader = Reader.of(rdata);
  const [covered, algorithm] = [reader.u16(), reader.u8()];
  reader.octets(TAG_AT - 3);
  const tag = reader.u16();
  const zone = keyOf(reader.name());
  return isOurs(zone) ? `${covered} ${algorithm} ${tag} ${zone}` : undefined;
}

const NOBODYS = (_: Name) => false;

// Where things stand in RRSIG (RFC 4034 §3.1): labels and the original TTL lie together; then come the times, which follow from the week.
const LABELS_AT = 3;
const EXPIRATION_AT = 8;
const TAG_AT = 16;
const DIGEST_AT = 6; // in ZONEMD, behind serial, scheme and hash (RFC 8976 §2.2)
