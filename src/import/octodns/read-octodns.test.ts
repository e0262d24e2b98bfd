import { readFileSync } from "node:fs";
import { load as loadYaml } from "js-yaml";
import { expect, test } from "vitest";
import { isName, keyOf, type Name, parseName, printName } from "../../../dns/name.ts";
import { isError } from "../../../dns/problem.ts";
import { SOA } from "../../../dns/type-numbers.ts";
import { parseZoneFile } from "../../../dns/zone-file/parse.ts";
import { type FakeFiles, fakeFiles } from "../../../test/fakes/files.ts";
import { load } from "../../zones/load.ts";
import { readZones } from "../../zones/validate.ts";
import { compareRecords } from "../compare-import.ts";
import { printYaml } from "../print-yaml.ts";
import { PROCESSORS } from "./processors/all.ts";
import { type OctodnsImport, readOctodns } from "./read-octodns.ts";

/** A configuration with its zones, and how the import differs from octoDNS; see `test/octodns/cases.yaml`. */
interface Case {
  readonly name: string;
  readonly config?: string;
  readonly environment?: { readonly [variable: string]: string };
  readonly files: FakeFiles;
  readonly anew?: readonly string[];
  readonly refused?: readonly string[];
  readonly told?: readonly string[];
  readonly differs?: readonly (readonly [ours: string, theirs: string])[];
  /** What is right where octoDNS gives up. */
  readonly taken?: { readonly [zone: string]: readonly string[] };
}

/** What octoDNS published: lines of a zone file by zone, or why it gave up. */
type Recorded =
  | { readonly zones: { readonly [zone: string]: readonly string[] } }
  | { readonly error: string };

const FOLDER = new URL("../../../test/octodns/", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, FOLDER), "utf8");
const cases = loadYaml(read("cases.yaml")) as Case[];
const recorded = JSON.parse(read("recorded.json")) as {
  readonly processors: readonly string[];
  readonly cases: { readonly [name: string]: Recorded };
};

test.each(cases)("$name", async (each) => {
  const taken = await importCase(each);
  const { refused = [], anew = [], told = [], differs = [] } = each;
  const problems = taken.problems.map(({ message }) => message);
  expect(refused.filter((part) => !problems.some((message) => message.includes(part)))).toEqual([]);
  expect(refused.length > 0 ? [] : problems).toEqual([]);
  const toKnow = taken.toKnow.map(({ what, why }) => `${what}: ${why}`);
  expect(told.filter((part) => !toKnow.some((line) => line.includes(part)))).toEqual([]);
  expect(taken.toKnow.filter(({ why }) => why.includes("written anew")).map(({ what }) => what)).toEqual(
    anew,
  );

  const theirs = recorded.cases[each.name];
  expect(theirs).toBeDefined();
  const zones = each.taken ?? ("zones" in theirs! ? theirs.zones : {});
  if (Object.keys(zones).length === 0) expect(problems.length).toBeGreaterThan(0);
  const files = await readBack(taken);
  for (const [zone, lines] of Object.entries(zones)) {
    const ours = files.get(nameOf(zone));
    // A zone with something that is refused is left out as a whole.
    if (ours === undefined && refused.length > 0) continue;
    const corrected = lines.map((line) => differs.find(([, their]) => their === line)?.[0] ?? line);
    expect(compareRecords({ records: recordsOf(corrected) }, { records: ours ?? [] })).toEqual([]);
  }
  expect([...files.keys()].filter((zone) => !Object.hasOwn(zones, printName(zone)))).toEqual([]);
});

test("every processor of octoDNS is known", () => {
  expect(Object.keys(PROCESSORS).sort()).toEqual(recorded.processors);
});

test("every case is recorded", () => {
  expect(Object.keys(recorded.cases)).toEqual(cases.map(({ name }) => name));
});

function importCase({ files, config = "config.yaml", environment = {} }: Case): Promise<OctodnsImport> {
  return readOctodns(config, fakeFiles(files), (variable) => environment[variable], false);
}

/** What our own reader makes of the files that an import writes. */
async function readBack({ files, settings, zones }: OctodnsImport) {
  if (zones.length === 0) return new Map<Name, ReturnType<typeof recordsOf>>();
  const written = Object.fromEntries([...files].map(([path, content]) => [`zones/${path}`, content]));
  const config =
    Object.keys(settings).length === 0 ? {} : { "zones/_config.yaml": `${printYaml(settings)}\n` };
  const found = readZones(await load("zones", fakeFiles({ ...written, ...config })));
  expect(found.told().filter(isError)).toEqual([]);
  return new Map(
    found.zones.map(({ zone }) => [
      keyOf(zone.origin),
      zone.records
        .filter(({ type }) => type !== SOA)
        .map(({ owner, type, ttl, rdata }) => ({ owner, type, ttl, rdata })),
    ]),
  );
}

function recordsOf(lines: readonly string[]) {
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
  const { records, problems } = parseZoneFile({ file: "recorded", bytes, origin: nameOf(".") });
  expect(problems.filter(isError)).toEqual([]);
  return records.map(({ owner, type, ttl, rdata }) => ({ owner, type, ttl, rdata }));
}

function nameOf(text: string): Name {
  const name = parseName(text);
  if (!isName(name)) throw new Error(name.message);
  return keyOf(name);
}
