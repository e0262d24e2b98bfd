import { Fault } from "../fault.ts";
import { printName } from "../name.ts";
import { recordTypeOf } from "../records/index.ts";
import { typeName } from "../types.ts";
import type { Octets } from "../wire.ts";
import type { ZoneRecord } from "../zone.ts";

/** The record as a line of a zone file, without a line end: absolute owner, TTL in seconds, IN, type and data. */
export function printRecord(record: ZoneRecord): string {
  const { owner, ttl, type, rdata } = record;
  return `${printName(owner)} ${ttl} IN ${typeName(type)} ${printRdata(type, rdata)}`;
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
  const hex = Buffer.from(rdata, "latin1").toString("hex");
  return hex === "" ? "\\# 0" : `\\# ${rdata.length} ${hex}`;
}

export { compareRecords } from "../canonical.ts";
