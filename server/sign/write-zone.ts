import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { Name } from "../../dns/name.ts";
import { SOA } from "../../dns/type-numbers.ts";
import { octetsOf } from "../../dns/wire.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import type { RecordView } from "../../dns/zone-file/record-view.ts";
import { readServedZone } from "../tables/compile/restage.ts";
import type { Tables } from "../tables/tables.ts";

/**
 * Writes a zone that stands in tables as a zone file, its SOA first, which is there as a whole or not at all. Throws where it cannot be
 * written.
 */
export function writeZone(path: string, tables: Tables, number: number): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.new`;
  const file = openSync(temporary, "w");
  try {
    let text = "";
    const print = (record: RecordView) => {
      text += lineOf(record);
      if (text.length < PIECE) return;
      writeSync(file, text, null, "latin1");
      text = "";
    };
    readServedZone(tables, number, (record) => record.type === SOA && print(record));
    readServedZone(tables, number, (record) => record.type !== SOA && print(record));
    writeSync(file, text, null, "latin1");
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}

const PIECE = 1 << 16;

function lineOf({ wire, ownerLength, type, ttl, rdataStart, rdataEnd }: RecordView): string {
  const owner = octetsOf(wire, 0, ownerLength) as Name; // names in tables are whole
  return `${printRecord({ owner, type, ttl, rdata: octetsOf(wire, rdataStart, rdataEnd) })}\n`;
}
