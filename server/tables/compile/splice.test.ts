import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import "../../../test/property-seed.ts";
import { exerciseTables } from "../../../test/stored/exercise-tables.ts";
import { zonesForTables } from "../../../test/stored/zones.ts";
import { usedTables } from "../../../test/used-tables.ts";
import { faultInTables } from "../../stored/check-tables.ts";
import { type Loaded, load } from "../../zones/load.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-splice-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function loadedFrom(path: string, before?: Loaded): Loaded {
  const result = load(path, before);
  if (result.kind === "same" && before !== undefined) return before;
  if (result.kind !== "loaded") throw new Error(result.problems.map(({ message }) => message).join("; "));
  return result.loaded;
}

/** The tables are those of a load from nothing, and whoever answers from them stays inside. */
function expectLikeFresh(again: Loaded, path: string): void {
  expect(faultInTables(again.tables)).toBeUndefined();
  expect(usedTables(again.tables)).toEqual(usedTables(loadedFrom(path).tables));
}

describe.each(["nsec", "nsec3"] as const)("of zones that have all that tables can hold, by %s", (denial) => {
  const path = () => join(folder, denial);
  const at = (name: string) => join(path(), name);
  let first: Loaded;
  beforeAll(() => {
    zonesForTables(path(), denial);
    first = loadedFrom(path());
  });

  const HEAD = "$TTL 300\n@ SOA ns host 9 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n";
  test.each<[string, { [file: string]: string | undefined }]>([
    ["one is another", { "c.example.zone": `${HEAD}www A 192.0.2.31\nmore A 192.0.2.32\n` }],
    ["the first is another", { "a.example.zone": `${HEAD}www A 192.0.2.31\n` }],
    ["the one above all others is another", { "example.zone": `${HEAD}x A 192.0.2.31\n` }],
    ["a zone inside of another is another", { "inner.a.example.zone": `${HEAD}@ A 192.0.2.31\n` }],
    ["a zone inside of another goes", { "inner.a.example.zone": undefined }],
    ["a target goes", { "c.example.zone": undefined }],
    ["a zone comes below all others", { "www.inner.a.example.zone": HEAD }],
    ["a zone comes at a name that is there", { "web.a.example.zone": `${HEAD}@ A 192.0.2.31\n` }],
    ["a zone comes above none", { "zz.test.zone": `${HEAD}far CNAME www.c.example.\n` }],
    ["the one above all others goes", { "example.zone": undefined }],
    ["it is broken, and was not there", { "d.example.zone": "what is this" }],
    ["two come and one is another", { "b.a.example.zone": HEAD, "test.zone": HEAD, "c.example.zone": HEAD }],
  ])("%s", (_, changes) => {
    const texts = new Map(Object.keys(changes).map((name) => [name, textAt(name)]));
    const write = (name: string, text: string | undefined) =>
      text === undefined ? rmSync(at(name), { force: true }) : writeFileSync(at(name), text);
    for (const [name, text] of Object.entries(changes)) write(name, text);
    const second = loadedFrom(path(), first);
    expect(second).not.toBe(first);
    expectLikeFresh(second, path());
    expect(Buffer.concat(exerciseTables(second.tables)).toString("hex")).toBe(
      Buffer.concat(exerciseTables(loadedFrom(path()).tables)).toString("hex"),
    );
    for (const [name, text] of texts) write(name, text);
    const back = loadedFrom(path(), second);
    expectLikeFresh(back, path());
    expect(back.tables.buffer.byteLength).toBeLessThanOrEqual(first.tables.buffer.byteLength);
  });

  function textAt(name: string): string | undefined {
    return readdirSync(path()).includes(name) ? readFileSync(at(name), "latin1") : undefined;
  }
});

const ALIAS = "TYPE65401 \\# 13 036f7574076578616d706c6500"; // out.example.
const ORIGINS = ["test.", "a.test.", "b.a.test.", "x.b.a.test.", "c.test.", "other."];
const NAMES = ["@", "www", "b", "x.b", "*", "b.a", "x"];
const targets = fc.constantFrom(
  ...ORIGINS,
  "www.a.test.",
  "x.b.a.test.",
  "n.c.test.",
  "b.a.test.",
  "outside.",
  "www",
  "b",
);
const line = fc.tuple(fc.constantFrom(...NAMES.slice(1)), targets, fc.nat(7)).map(([name, target, kind]) => {
  const data = [
    "A 192.0.2.1",
    `CNAME ${target}`,
    `MX 10 ${target}`,
    `NS ${target}`,
    `SRV 1 2 3 ${target}`,
    `SVCB 0 ${target}`,
    ALIAS,
    "AAAA 2001:db8::1",
  ][kind]!;
  return [name, data] as const;
});
/** A zone: as it was, not there, or another. No name has a CNAME and other data. */
const zone = fc.oneof(
  { weight: 3, arbitrary: fc.constant("same" as const) },
  { weight: 1, arbitrary: fc.constant("gone" as const) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.nat(3), fc.uniqueArray(line, { maxLength: 6, selector: ([name]) => name })),
  },
);
const versions = fc.array(fc.tuple(...ORIGINS.map(() => zone)), { minLength: 2, maxLength: 5 });

/** A zone that stays, and leads everywhere. */
const ALWAYS = textOf(1, [
  ...[...ORIGINS, "www.a.test.", "x.b.a.test."].map(
    (target, index) => [`to-${index}`, `CNAME ${target}`] as const,
  ),
  ["alias", ALIAS],
  ["mail", "MX 10 ns"],
]);

test("any zones, changed again and again, are as if they were loaded from nothing", () => {
  let run = 0;
  const property = fc.property(versions, (all) => {
    const path = mkdtempSync(join(folder, `run-${run++}-`));
    writeFileSync(join(path, "m.zone"), ALWAYS); // in the middle of the others
    let loaded: Loaded | undefined;
    for (const version of all) {
      for (const [index, origin] of ORIGINS.entries()) {
        const file = join(path, `${origin}zone`);
        const content = version[index]!;
        if (content === "gone") rmSync(file, { force: true });
        else if (content !== "same") writeFileSync(file, textOf(...content));
      }
      loaded = loadedFrom(path, loaded);
      expectLikeFresh(loaded, path);
    }
    rmSync(path, { recursive: true });
  });
  fc.assert(property, { numRuns: 25 });
});

function textOf(serial: number, lines: readonly (readonly [name: string, data: string])[]): string {
  const head = `$TTL 300\n@ SOA ns host ${serial} 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.53\n`;
  return `${head}${lines.map(([name, data]) => `${name} ${data}\n`).join("")}`;
}
