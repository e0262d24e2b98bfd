import { openTables, type Tables, tablesInOctets } from "../../server/tables/tables.ts";
import type { Random } from "../differential/random.ts";

/** A copy of tables with one to four changes: a word or an octet that is another one, a little more or less, or one from elsewhere. */
export function damageTables(tables: Tables, random: Random): Tables {
  const buffer = new SharedArrayBuffer(tables.buffer.byteLength);
  new Uint8Array(buffer).set(new Uint8Array(tables.buffer));
  const parts = tablesInOctets(buffer)
    .slice(0, -1)
    .filter(({ length }) => length > 0); // nothing is read of the overlay
  for (let times = 1 + random.below(4); times > 0; times--) {
    const part = random.pick(parts);
    // Behind what is used there is nothing to be damaged.
    let end = part.length;
    while (end > 4 && part[end - 1] === 0) end -= 1;
    if (random.below(3) === 0) part[random.below(end)] = random.pick(OCTETS) ?? random.below(256);
    else {
      const words = new Int32Array(buffer, part.byteOffset, part.length >>> 2);
      const count = Math.max(1, end >>> 2);
      const at = random.below(count);
      const value = words[at]!;
      words[at] = random.pick([
        ...[
          value + 1,
          value - 1,
          value + 8,
          -1,
          0,
          1,
          0x7fffffff,
          -0x80000000,
          value ^ (1 << random.below(32)),
        ],
        ...[words[random.below(count)]!, words[random.below(count)]!, random.below(count)],
      ]);
    }
  }
  return openTables(buffer);
}

const OCTETS: readonly number[] = [0, 1, 2, 12, 63, 64, 0xc0, 0xff];
