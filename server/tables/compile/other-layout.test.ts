import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exerciseTables } from "../../../test/stored/exercise-tables.ts";
import { zonesForTables } from "../../../test/stored/zones.ts";
import { faultInTables } from "../../stored/check-tables.ts";
import { loadStored, type StoredPlan } from "../../stored/load-stored.ts";
import { storeTables } from "../../stored/store-tables.ts";
import { readTablesFile, writeTablesFile } from "../../stored/tables-file.ts";
import { type Loaded, load } from "../../zones/load.ts";
import { NODE_INFO, NODE_NAME, ROW, type Tables, ZONE_APEX, ZONE_SIZE } from "../tables.ts";

const COMPILER = new Uint8Array(32).fill(7);
const OTHER = "$TTL 300\n@ SOA ns host 9 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-layout-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

// Tables say the same wherever their octets stand; but what a zone has among those of another does not come along with it.
test.each<[zone: string, comesTo: "refused" | "as the text has it"]>([
  ["a.example", "refused"],
  ["c.example", "as the text has it"],
  ["example", "refused"],
  ["inner.a.example", "as the text has it"],
])(
  "%s changes, and the stored tables, whose digest is right, have a name at another place: %s",
  (zone, comesTo) => {
    const zones = join(folder, zone);
    zonesForTables(zones);
    const plan: StoredPlan = { zones, compiler: () => COMPILER };
    storeTables(plan);
    const file = join(zones, "zones.tables");
    const made = readTablesFile(file, COMPILER);
    if (typeof made === "string") throw new Error(made);
    moveName(made.tables);
    writeTablesFile(file, made);
    const stored = loadStored(plan);
    if (stored.kind !== "loaded") throw new Error(stored.kind); // what it says is right
    writeFileSync(join(zones, `${zone}.zone`), OTHER);
    expect(outcomeOf(zones, stored.loaded)).toBe(comesTo);
  },
);

/** Has the apex of the third zone take its name from the octets of the first, where it stands as the end of another. */
function moveName({ zones, rows, heap }: Tables): void {
  const apexOf = (zone: number) => zones[zone * ZONE_SIZE + ZONE_APEX]! * ROW;
  const node = apexOf(2);
  const at = rows[node + NODE_NAME]!;
  const name = heap.subarray(at, at + (rows[node + NODE_INFO]! & 0xff));
  const other = Buffer.from(heap.buffer, heap.byteOffset, heap.length).indexOf(name);
  expect(other).toBeLessThan(rows[apexOf(1) + NODE_NAME]!);
  rows[node + NODE_NAME] = other;
}

/** What a reload over these tables comes to. */
function outcomeOf(zones: string, before: Loaded): string {
  let again: Loaded;
  try {
    again = loadedFrom(zones, before);
  } catch (error) {
    return String(error).includes("laid out in another way") ? "refused" : String(error);
  }
  const fault = faultInTables(again.tables); // answers out of such tables may never end
  if (fault !== undefined) return fault;
  const answers = ({ tables }: Loaded) => Buffer.concat(exerciseTables(tables));
  return answers(again).equals(answers(loadedFrom(zones))) ? "as the text has it" : "with other answers";
}

function loadedFrom(path: string, before?: Loaded): Loaded {
  const result = load(path, before);
  if (result.kind !== "loaded") throw new Error(`It has come to ${result.kind}`);
  return result.loaded;
}
