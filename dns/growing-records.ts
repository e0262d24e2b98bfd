import type { FlatRecords } from "./flat-records.ts";
import { Writer } from "./wire.ts";

/** Records in flat form, to which more come. Rows that it gave stay what they are. */
export class GrowingRecords {
  count = 0;
  readonly names: Writer;
  /** The data of the next record is written here, before `add` ends it. */
  readonly rdata: Writer;
  owners: Uint32Array;
  types: Uint16Array;
  ttls: Uint32Array;
  starts: Uint32Array;

  /** Begins with a copy of these records, and with room for so many more. */
  constructor(records: FlatRecords, room: number) {
    const { count, names, owners, starts } = records;
    const base = starts[0]!;
    const octets = starts[count]! - base;
    const rows = count + room;
    this.names = new Writer(24 * count + 512);
    this.rdata = new Writer(octets + 64 * room);
    this.owners = new Uint32Array(rows);
    this.types = new Uint16Array(rows);
    this.ttls = new Uint32Array(rows);
    this.starts = new Uint32Array(rows + 1);
    this.types.set(records.types.subarray(0, count));
    this.ttls.set(records.ttls.subarray(0, count));
    this.rdata.bytes.set(records.rdata.subarray(base, base + octets));
    this.rdata.length = octets;
    for (let row = 0; row < count; row++) {
      const owner = owners[row]!;
      const isAgain = row > 0 && owner === owners[row - 1];
      this.owners[row] = isAgain ? this.owners[row - 1]! : this.#copyName(names, owner);
      this.starts[row + 1] = starts[row + 1]! - base;
    }
    this.count = count;
  }

  /** Ends the record whose data was written; `owner` is where its name stands in `names`. Gives its row. */
  add(owner: number, type: number, ttl: number): number {
    const row = this.count;
    if (row === this.owners.length) this.#grow();
    this.owners[row] = owner;
    this.types[row] = type;
    this.ttls[row] = ttl;
    this.starts[row + 1] = this.rdata.length;
    this.count = row + 1;
    return row;
  }

  /** The records from this row on, as they are now; they share octets with these. */
  from(row: number): FlatRecords {
    const { count, owners, types, ttls, starts } = this;
    return {
      count: count - row,
      names: this.names.bytes.subarray(0, this.names.length),
      owners: owners.subarray(row, count),
      types: types.subarray(row, count),
      ttls: ttls.subarray(row, count),
      rdata: this.rdata.bytes.subarray(0, this.rdata.length),
      starts: starts.subarray(row, count + 1),
    };
  }

  #copyName(names: Uint8Array, start: number): number {
    let end = start;
    while (names[end] !== 0) end += 1 + names[end]!;
    const at = this.names.length;
    this.names.copy(names, start, end + 1);
    return at;
  }

  #grow(): void {
    const rows = 2 * this.owners.length + 16;
    const { owners, types, ttls, starts } = this;
    this.owners = new Uint32Array(rows);
    this.types = new Uint16Array(rows);
    this.ttls = new Uint32Array(rows);
    this.starts = new Uint32Array(rows + 1);
    this.owners.set(owners);
    this.types.set(types);
    this.ttls.set(ttls);
    this.starts.set(starts);
  }
}
