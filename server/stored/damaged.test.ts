import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seededRandom } from "../../test/differential/random.ts";
import { damageTables } from "../../test/stored/damage-tables.ts";
import { exerciseTables } from "../../test/stored/exercise-tables.ts";
import { zonesForTables } from "../../test/stored/zones.ts";
import {
  ALIAS_A,
  NODE_ALIAS,
  NODE_COVER,
  NODE_DENIAL,
  NODE_NAME,
  NODE_WILDCARD,
  openTables,
  ROW,
  RRSET_DATA,
  RRSET_TYPE,
  type Tables,
  ZONE_APEX,
  ZONE_CHAIN,
  ZONE_NEGATIVE_SOA,
  ZONE_SIZE,
  ZONE_UPPER_NODE,
} from "../tables/tables.ts";
import { type Loaded, load } from "../zones/load.ts";
import { faultInTables } from "./check-tables.ts";
import { loadStored, type StoredPlan, type StoredResult } from "./load-stored.ts";
import { storeTables } from "./store-tables.ts";

const COMPILER = new Uint8Array(32).fill(7);

let folder: string;
let plan: StoredPlan;
let octets: Buffer;
let fresh: Loaded;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-damaged-"));
  ({ plan, octets, fresh } = makeTables("zones"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function makeTables(name: string, denial?: "nsec" | "nsec3") {
  const zones = join(folder, name);
  zonesForTables(zones, denial);
  const made: StoredPlan = { zones, compiler: () => COMPILER };
  storeTables(made);
  const result = load(zones);
  if (result.kind !== "loaded") throw new Error("The zones cannot be loaded");
  return { plan: made, octets: readFileSync(join(zones, "zones.tables")), fresh: result.loaded };
}

/** What comes of a file with these octets. */
function loadWith(changed: Uint8Array): StoredResult {
  writeFileSync(join(plan.zones, "zones.tables"), changed);
  return loadStored(plan);
}

/** A digest that is right. */
function digested(changed: Buffer): Buffer {
  const body = changed.subarray(0, -32);
  return Buffer.concat([body, createHash("sha256").update(body).digest()]);
}

const HEAD = 136; // with the compiler's digest at its end

test("answers and transfers out of a file are those out of the text, octet for octet", () => {
  const stored = loadWith(octets);
  if (stored.kind !== "loaded") throw new Error(stored.kind === "unfit" ? stored.reason : stored.kind);
  const answers = Buffer.concat(exerciseTables(stored.loaded.tables));
  expect(answers.length).toBeGreaterThan(100_000);
  expect(answers.equals(Buffer.concat(exerciseTables(fresh.tables)))).toBe(true);
});

test("a file that is cut off anywhere is refused, and so is one with more behind it", () => {
  const ends = [0, 1, 15, 16, 19, 20, HEAD - 33, HEAD - 32, HEAD - 1, HEAD, HEAD + 1, octets.length - 33];
  ends.push(octets.length - 32, octets.length - 1);
  for (let end = 0; end < octets.length; end += 977) ends.push(end);
  for (const end of ends) expect(loadWith(octets.subarray(0, end)).kind).toBe("unfit");
  expect(loadWith(Buffer.concat([octets, Buffer.of(0)])).kind).toBe("unfit");
});

test("a file with one other octet is refused", () => {
  const place = fc.oneof(fc.nat({ max: HEAD }), fc.nat({ max: octets.length - 1 }));
  fc.assert(
    fc.property(place, fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = Buffer.from(octets);
      changed[at]! ^= change;
      expect(loadWith(changed).kind).toBe("unfit");
    }),
    { numRuns: 300 },
  );
});

test("the tables of other zones, of another version and of no tables at all are refused", () => {
  const others = makeTables("others", "nsec3");
  expect(loadWith(others.octets)).toEqual({
    kind: "unfit",
    reason: "the zones are not those that it was made of",
  });
  const version = Buffer.from(octets);
  version[16] = 1;
  expect(loadWith(digested(version))).toEqual({ kind: "unfit", reason: "it is of another version" });
  const order = Buffer.from(octets);
  order.subarray(16, 20).reverse(); // of a machine with the other order of octets
  expect(loadWith(digested(order))).toEqual({ kind: "unfit", reason: "it is of another version" });
  expect(loadWith(Buffer.from("$ORIGIN example.\n".repeat(100)))).toEqual({
    kind: "unfit",
    reason: "it is no file of tables",
  });
});

test("whatever stands in the head or the facts of a file whose digest is right, the zones are read or refused", () => {
  const facts = octets.readUInt32LE(20);
  fc.assert(
    fc.property(fc.nat({ max: HEAD - 33 + facts }), fc.nat({ max: 255 }), (at, octet) => {
      const changed = Buffer.from(octets);
      changed[at < HEAD - 32 ? at : at + 32] = octet;
      const result = loadWith(digested(changed));
      if (result.kind === "loaded") expect(result.loaded.zones).toHaveLength(fresh.zones.length);
    }),
    { numRuns: 300 },
  );
});

describe.each(["nsec", "nsec3"] as const)(
  "tables whose digest is right and whose places are not (%s)",
  (denial) => {
    let tables: Tables;
    beforeAll(() => {
      ({ tables } = makeTables(`damaged-${denial}`, denial).fresh);
    });

    test("they are refused, or nothing that the server does with them throws or runs over", () => {
      expect(faultInTables(tables)).toBeUndefined();
      let refused = 0;
      let taken = 0;
      for (let seed = 0; seed < 150; seed++) {
        const damaged = damageTables(tables, seededRandom(seed));
        if (faultInTables(damaged) !== undefined) refused += 1;
        else {
          taken += 1;
          exerciseTables(damaged);
        }
      }
      // Both were put to the test.
      expect(refused).toBeGreaterThan(50);
      expect(taken).toBeGreaterThan(5);
    });

    test.each<[fault: RegExp, change: (tables: Tables) => void]>([
      [/^slot 0 has no node$/, ({ slots }) => slots.set([0, 1_000_000])],
      [/^no slot is free$/, ({ slots }) => slots.fill(1)],
      [/^node 0 has no name$/, ({ rows, heap }) => rows.set([heap.length], NODE_NAME)],
      [/^the apex of zone 1 is out of place$/, ({ zones }) => zones.set([3], ZONE_SIZE + ZONE_APEX)],
      [
        /^row 3 is of no zone$|^node .* has too many RRsets$/,
        ({ zones }) => zones.set([3], ZONE_NEGATIVE_SOA),
      ],
      [
        /^RRset 1 lies outside of the heap$/,
        ({ rows, heap }) => rows.set([heap.length - 1], ROW + RRSET_DATA),
      ],
      [/^RRset 1 is empty$/, ({ rows }) => rows.set([rows[ROW + RRSET_TYPE]! & 0xffff], ROW + RRSET_TYPE)],
      [/^record 0 of RRset 1 is out of place$/, ({ rows }) => rows.set([1], ROW + RRSET_DATA)],
      [/^what covers node 0 does not$/, ({ rows }) => rows.set([1], NODE_COVER)],
      [/^the wildcard below node 0 is none$/, ({ rows }) => rows.set([0], NODE_WILDCARD)],
      [/^node 0 is denied by another zone$/, ({ rows }) => rows.set([1_000_000], NODE_DENIAL)],
      [/^node 0 is another alias$/, ({ rows }) => rows.set([1_000_000], NODE_ALIAS)],
      [/^RRset -1 cannot be added$/, ({ extras }) => extras.set([-1])],
      [/^RRset \d+ has no name for what is added$/, ({ extras }) => extras.set([0xffff], 1)],
      [/^place 0 is of no node$/, ({ chain }) => chain.set([-1])],
      [/^an alias is at another place of the overlay$/, ({ aliases }) => aliases.set([0], ALIAS_A)],
      [/^zone 0 has no such journal$/, ({ journals }) => journals.fill(0xff, 0, 4)],
      [/^zone 0 has another zone above it$/, ({ zones }) => zones.set([1], ZONE_UPPER_NODE)],
    ])("%s", (fault, change) => {
      const buffer = new SharedArrayBuffer(tables.buffer.byteLength);
      new Uint8Array(buffer).set(new Uint8Array(tables.buffer));
      const damaged = openTables(buffer);
      change(damaged);
      expect(faultInTables(damaged)).toMatch(fault);
    });
  },
);

test.each([
  ["nsec", "key"],
  ["nsec3", "hash"],
] as const)(
  "keys that are not those of the owners are refused, with %s: nobody would find them",
  (denial, what) => {
    const { tables } = makeTables(`damaged-keys-${denial}`, denial).fresh;
    const place = tables.zones.find((_, at) => at % ZONE_SIZE === ZONE_CHAIN && tables.zones[at + 1]! > 0)!;
    tables.keys[2 * place]! ^= 1;
    expect(faultInTables(tables)).toBe(`place ${place} has another ${what}`);
  },
);
