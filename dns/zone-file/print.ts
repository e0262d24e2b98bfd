import { canonicalRdata } from "../canonical.ts";
import { Fault } from "../fault.ts";
import { printName, sortKeyOf } from "../name.ts";
import { recordTypeOf } from "../records/index.ts";
import { isPrivate, portableTypeName } from "../types.ts";
import type { Octets } from "../wire.ts";
import type { ZoneRecord } from "../zone.ts";

/**
 * The record as a line of a zone file, without a line end: absolute owner, TTL in seconds, IN, type and data. What is for private use
 * stands in octets (RFC 3597 §5), so that every program reads it.
 */
export function printRecord(record: ZoneRecord): string {
  const { owner, ttl, type, rdata } = record;
  const data = isPrivate(type) ? printOctets(rdata) : printRdata(type, rdata);
  return inOnePiece(`${printName(owner)} ${ttl} IN ${portableTypeName(type)} ${data}`);
}

/** Records in the order in which they are written: by owner, type, and canonical data (RFC 4034 §6). TTLs don't count. */
export function sortRecords<R extends ZoneRecord>(records: readonly R[]): R[] {
  return records
    .map((record) => ({ key: sortKeyOf(record.owner), record }))
    .sort(compareKeyed)
    .map(({ record }) => record);
}

/** A record and the key of its owner, which is made once for all comparisons. */
interface Keyed {
  readonly key: string;
  readonly record: ZoneRecord;
}

function compareKeyed({ key: keyOfA, record: a }: Keyed, { key: keyOfB, record: b }: Keyed): number {
  if (keyOfA !== keyOfB) return keyOfA < keyOfB ? -1 : 1;
  if (a.type !== b.type || a.rdata === b.rdata) return a.type - b.type;
  const left = canonicalRdata(a.type, a.rdata);
  const right = canonicalRdata(b.type, b.rdata);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Data in wire form as text: as its type has it, or as `\# length hex` (RFC 3597 §5) where the type is not in the table. */
export function printRdata(type: number, rdata: Octets): string {
  const codec = recordTypeOf(type);
  if (codec !== undefined) {
    try {
      return codec.print(rdata);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      // Data that its type does not allow, as a message may bring it, is still shown.
    }
  }
  return printOctets(rdata);
}

function printOctets(rdata: Octets): string {
  const hex = Buffer.from(rdata, "latin1").toString("hex");
  return hex === "" ? "\\# 0" : `\\# ${rdata.length} ${hex}`;
}

/**
 * V8 keeps a text put together from parts as a tree of them until somebody asks for a character. Without
 * that, the trees of a large zone's lines cost more to collect than the lines to print.
 */
function inOnePiece(text: string): string {
  return text.charCodeAt(0) === 0 ? "" : text; // a line never begins with an octet 0, nor is it empty
}
