import { canonicalRdata } from "../../dns/canonical.ts";
import type { Message, MessageRecord } from "../../dns/message.ts";
import { keyOf } from "../../dns/name.ts";
import { CNAME, DNAME, NSEC, NSEC3, RRSIG } from "../../dns/type-numbers.ts";
import { Reader } from "../../dns/wire.ts";

/**
 * What an answer says, as a text: two answers that say the same have the same text. Response code, AA and TC; the answer
 * with its chain in order and what the chain leads to as a set; authority and additional as sets; with TTLs, no record twice,
 * owners in lower case, data in canonical form (RFC 4034 §6.2).
 *
 * @param denial what the NSEC or NSEC3 records prove, in place of these records; undefined where there are none
 */
export function normalForm(message: Message, denial: string | undefined): string {
  const { rcode, flags, answer, authority, additional } = message;
  const links = answer.filter(isLink).map(lineOf);
  const data = setOf(answer.filter((record) => !isLink(record)));
  const proved = denial === undefined ? authority : authority.filter((record) => !isOfDenial(record));
  return [
    `${rcode}${flags.aa ? " aa" : ""}${flags.tc ? " tc" : ""}`,
    ...links.filter((line, index) => links.indexOf(line) === index),
    "answer",
    ...data,
    "authority",
    ...setOf(proved),
    ...(denial === undefined ? [] : [denial]),
    "additional",
    ...setOf(additional),
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

function setOf(records: readonly MessageRecord[]): string[] {
  return records.length < 2 ? records.map(lineOf) : [...new Set(records.map(lineOf))].sort();
}

/** A signature says that it covers a type: another one that does says the same. */
function lineOf({ owner, type, ttl, rdata }: MessageRecord): string {
  if (type === RRSIG) return `${keyOf(owner)} ${type} ${ttl} ${Reader.of(rdata).u16()}`;
  return `${keyOf(owner)} ${type} ${ttl} ${canonicalRdata(type, rdata)}`;
}
