import { setImmediate as nextTurn } from "node:timers/promises";
import { type PackedTable, packTable } from "../../dns/rrset-table/pack-table.ts";
import { ALL_TOGETHER, growTable, minuteOf } from "../../dns/rrset-table/rrset-table.ts";
import { SOA, ZONEMD } from "../../dns/type-numbers.ts";
import type { AskedRecord } from "./asked-record.ts";

/**
 * All RRsets that were asked for, and each zone's together without SOA and ZONEMD, in a space that does not grow with them: what is
 * not in it was not asked for. `now` is the time in milliseconds since 1970 to which it tells that.
 */
export async function digestAsked(record: AskedRecord, now: number): Promise<PackedTable> {
  const growing = growTable();
  const last = minuteOf(now);
  await record.each(({ name, type, count, since }, apex) => {
    const came = since === record.since ? 0 : minuteOf(since);
    growing.add(name, type, { count, last: count === 0 ? 0 : last, came });
    if (type !== SOA && type !== ZONEMD) {
      growing.add(apex, ALL_TOGETHER, { count, last: count === 0 ? 0 : last, came });
    }
  });
  await nextTurn(); // packing takes its time
  return packTable(growing.table(), MOST_CHARACTERS);
}

const MOST_CHARACTERS = 40_000; // of a command's output
