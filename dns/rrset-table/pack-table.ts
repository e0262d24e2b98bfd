import { deflateRawSync, inflateRawSync } from "node:zlib";
import { coarsen, LEAST_COUNTED, type RRsetRow, type RRsetTable, withoutCounts } from "./rrset-table.ts";

/** A table as JSON has it. */
export interface PackedTable {
  readonly bits: number;
  readonly counted: boolean;
  /** In base64, deflated, each number in groups of seven bits, the lowest first: how many rows, then column by column. */
  readonly rows: string;
}

/** The table in so many characters, with the longest digests for which there is room, and with counts where there is. */
export function packTable(table: RRsetTable, most: number): PackedTable {
  const forms: (() => RRsetTable)[] = [
    ...(table.isCounted
      ? STEPS.filter((bits) => bits >= LEAST_COUNTED).map((bits) => () => coarsen(table, bits))
      : []),
    ...STEPS.map((bits) => () => coarsen(withoutCounts(table), bits)),
  ];
  let packed = pack(table);
  for (const form of forms) {
    if (packed.rows.length <= most) break;
    packed = pack(form());
  }
  return packed;
}

const STEPS = [36, 32, 28, 24, 22, 20, 18, 16, 14, 12]; // of 12 bits are 4,096 rows at most

/** The table; undefined where it has not the form that `packTable` makes. */
export function unpackTable(value: unknown): RRsetTable | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { bits, counted, rows } = value as { readonly [key: string]: unknown }; // an object has keys, if any
  if (typeof bits !== "number" || !Number.isInteger(bits) || bits < 1 || bits > 40) return undefined;
  if (typeof counted !== "boolean" || typeof rows !== "string" || rows.length > MOST_CHARACTERS)
    return undefined;
  try {
    const octets = inflateRawSync(Buffer.from(rows, "base64"), { maxOutputLength: MOST_OCTETS });
    const found = readRows(octets, bits, counted);
    return found && { bits, isCounted: counted, rows: found };
  } catch {
    return undefined; // it is not deflated, or to too much
  }
}

const MOST_CHARACTERS = 500_000;
const MOST_OCTETS = 2_000_000;

function pack({ bits, isCounted, rows }: RRsetTable): PackedTable {
  const sorted = [...rows].sort(([a], [b]) => a - b);
  const octets: number[] = [];
  writeNumber(octets, sorted.length);
  let before = -1;
  for (const [digest] of sorted) {
    writeNumber(octets, digest - before - 1);
    before = digest;
  }
  if (isCounted) for (const [, { count }] of sorted) writeNumber(octets, count);
  for (const [, { last }] of sorted) writeNumber(octets, last);
  for (const [, { came }] of sorted) writeNumber(octets, came);
  return { bits, counted: isCounted, rows: deflateRawSync(Uint8Array.from(octets)).toString("base64") };
}

function readRows(octets: Uint8Array, bits: number, isCounted: boolean): Map<number, RRsetRow> | undefined {
  let at = 0;
  const read = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const octet = octets[at++];
      if (octet === undefined || scale > 2 ** 49) return Number.NaN;
      value += (octet & 0x7f) * scale;
      if (octet < 0x80) return value;
    }
  };
  const size = read();
  if (!(size <= octets.length)) return undefined;
  const column = () => Array.from({ length: size }, read);
  const [steps, counts] = [column(), isCounted ? column() : []];
  const [lasts, cames] = [column(), column()];
  if (at !== octets.length) return undefined;
  const rows = new Map<number, RRsetRow>();
  let digest = -1;
  for (const [index, step] of steps.entries()) {
    digest += step + 1;
    const row = { count: counts[index] ?? 0, last: lasts[index]!, came: cames[index]! };
    if (!(digest < 2 ** bits) || !Object.values(row).every(Number.isSafeInteger)) return undefined;
    rows.set(digest, row);
  }
  return rows;
}

function writeNumber(octets: number[], value: number): void {
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) octets.push((rest % 128) | 0x80);
  octets.push(rest);
}
