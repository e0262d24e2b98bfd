import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseZoneName, zonesForTables } from "../../test/stored/zones.ts";
import { tablesInOctets } from "../tables/tables.ts";
import { load } from "../zones/load.ts";
import { loadStored, type StoredPlan } from "./load-stored.ts";
import { faultInStored, storeTables } from "./store-tables.ts";

const COMPILER = new Uint8Array(32).fill(7);

let folder: string;
let plan: StoredPlan;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-stored-"));
  zonesForTables(folder);
  plan = { zones: folder, compiler: () => COMPILER };
  expect(storeTables(plan)).toEqual({ octets: expect.any(Number) });
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (name: string) => join(folder, name);

/** Why the tables are not used. */
function reason(changed: Partial<StoredPlan> = {}): string {
  const result = loadStored({ ...plan, ...changed });
  return result.kind === "unfit" ? result.reason : result.kind;
}

test("tables that were made before are those of the text, octet for octet, and all that is known of the zones is, too", () => {
  const stored = loadStored(plan);
  const fresh = load(folder);
  if (stored.kind !== "loaded" || fresh.kind !== "loaded") throw new Error(reason());
  expect(tablesInOctets(stored.loaded.tables.buffer)).toEqual(tablesInOctets(fresh.loaded.tables.buffer));
  const timeless = ({ loaded, ...rest }: typeof fresh) => ({
    ...rest,
    files: new Set(rest.files),
    loaded: {
      ...loaded,
      tables: undefined,
      zones: loaded.zones.map((zone) => ({ ...zone, loadTime: 0, stamp: undefined })),
    },
  });
  expect(timeless(stored)).toEqual(timeless(fresh));
  expect(stored.loaded.pending).toHaveLength(1);
  expect(stored.loaded.zones.some(({ warnings }) => warnings.length > 0)).toBe(true);
  expect(faultInStored(plan)).toBeUndefined();
});

test("the same zones give the same octets, wherever they lie", () => {
  const octets = readFileSync(file("zones.tables"));
  storeTables(plan);
  expect(readFileSync(file("zones.tables")).equals(octets)).toBe(true);
  const other = `${folder}-moved`;
  renameSync(folder, other);
  try {
    const moved = loadStored({ ...plan, zones: other });
    expect(moved.kind === "loaded" && moved.loaded.zones[0]!.files[0]!.startsWith(`${other}/`)).toBe(true);
    storeTables({ ...plan, zones: other });
    expect(readFileSync(join(other, "zones.tables")).equals(octets)).toBe(true);
  } finally {
    renameSync(other, folder);
  }
});

test("zones that a manifest names have their tables beside it", () => {
  writeFileSync(file("zones.json"), JSON.stringify({ "a.example.": "a.example.zone" }));
  const manifest = { ...plan, zones: file("zones.json") };
  expect(reason(manifest)).toBe("none");
  storeTables(manifest);
  const { loaded } = loadStored(manifest) as Extract<ReturnType<typeof loadStored>, { kind: "loaded" }>;
  expect(loaded.zones.map(({ origin }) => origin)).toEqual([parseZoneName("a.example.")]);
  writeFileSync(file("zones.json"), JSON.stringify({ "other.example.": "a.example.zone" }));
  expect(reason(manifest)).toBe("the zones are not those that it was made of");
});

test("a manifest whose paths are seen from nowhere names other files when it lies elsewhere", () => {
  const [here, there] = [file("here"), file("there")];
  for (const place of [here, there]) {
    mkdirSync(place);
    writeFileSync(join(place, "zone"), "@ 300 SOA a b 1 2 3 4 5\n@ 300 NS a.other.\n");
    writeFileSync(join(place, "zones.json"), JSON.stringify({ "one.example.": join(here, "zone") }));
  }
  storeTables({ ...plan, zones: join(here, "zones.json") });
  expect(reason({ zones: join(here, "zones.json") })).toBe("loaded");
  copyFileSync(join(here, "zones.json.tables"), join(there, "zones.json.tables"));
  expect(reason({ zones: join(there, "zones.json") })).toBe("the zones are not those that it was made of");
});

test.each<[string, () => void]>([
  ["one octet of a zone is another", () => appendFileSync(file("a.example.zone"), "\n")],
  ["an included file is another", () => appendFileSync(file("hosts"), "\n")],
  ["an included file is gone", () => rmSync(file("hosts"))],
  ["a zone has gone", () => rmSync(file("a.example.zone"))],
  ["a zone has come", () => writeFileSync(file("z.example.zone"), "@ 300 SOA a b 1 2 3 4 5\n@ 300 NS a\n")],
  ["a zone has another name", () => renameSync(file("a.example.zone"), file("b.example.zone"))],
  ["a zone that is to be signed is another", () => appendFileSync(file("signed.example.zone"), "\n")],
  ["a step of a journal is another", () => appendFileSync(file("a.example.journal/6-7.added"), "\n")],
  ["a journal has more", () => writeFileSync(file("a.example.journal/5-6.added"), "")],
  ["a journal has gone", () => rmSync(file("a.example.journal"), { recursive: true })],
  [
    "a journal has come",
    () => {
      mkdirSync(file("inner.a.example.journal"));
      writeFileSync(file("inner.a.example.journal/6-7.added"), "");
    },
  ],
])("where %s, the text is read", (_, change) => {
  change();
  expect(reason()).toBe("the zones are not those that it was made of");
  expect(faultInStored(plan)).toBe("the zones are not those that it was made of");
});

test("what else may not be is said", () => {
  const name = parseZoneName("a.example.");
  expect(reason({ compiler: () => new Uint8Array(32) })).toBe("another program has made it");
  expect(reason({ compiler: () => undefined })).toMatch(/^only the built server/);
  expect(reason({ serials: new Map([[name, 8]]) })).toBe("a.example. has another serial in ZONEPIPE_SERIALS");
  expect(reason({ serials: new Map([[name, 7]]) })).toBe("loaded");
  expect(reason({ serials: new Map([[parseZoneName("signed.example."), 8]]) })).toBe("loaded");
  const states = new Map([[name, undefined as never]]);
  expect(reason({ states })).toBe("a.example. is to be signed, by its newest keys");
  expect(reason({ file: folder })).toBe("it is no plain file");
  expect(reason({ file: file("nothing") })).toBe("none");
  rmSync(file("zones.tables"));
  expect(reason()).toBe("none");
  expect(faultInStored(plan)).toBe("there is no such file");
});

test("zones that cannot be served have no tables", () => {
  writeFileSync(file("broken.example.zone"), "@ 300 SOA\n");
  expect(storeTables(plan)).toEqual({ refused: "a zone cannot be loaded" });
  expect(storeTables({ ...plan, compiler: () => undefined })).toEqual({
    refused: "only the built server writes tables",
  });
});
