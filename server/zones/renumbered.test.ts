import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseZoneFile } from "../../dns/zone-file/parse.ts";
import { type ZonemdAlgorithm, zonemdDigest } from "../../dns/zonemd.ts";
import { describeAnswer, exchange, queryOf } from "../../test/serve-text.ts";
import { nameOf } from "../../test/zone-text.ts";
import { makeIdentity } from "../answer/identity.ts";
import { makeResponder } from "../answer/respond.ts";
import { serialOfZone } from "../tables/zone-serial.ts";
import { type Loaded, load } from "./load.ts";

const ORIGIN = nameOf("a.example.");
const WWW = "www A 192.0.2.2\n";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-serials-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function zone(serial: number, records: string): string {
  return `$TTL 300\n@ SOA ns host ${serial} 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n${records}`;
}

/** The digest of the zone with this text, in hex. */
function digest(text: string, algorithm: ZonemdAlgorithm): string {
  const { records } = parseZoneFile({ file: "a", bytes: Buffer.from(text), origin: ORIGIN });
  return Buffer.from(zonemdDigest({ origin: ORIGIN, records }, algorithm), "latin1").toString("hex");
}

/** The same with a ZONEMD of each of these algorithms. */
function digested(serial: number, records: string, algorithms: readonly ZonemdAlgorithm[]): string {
  const text = zone(serial, records);
  return `${text}${algorithms.map((each) => `@ ZONEMD ${serial} 1 ${each} ${digest(text, each)}\n`).join("")}`;
}

function write(name: string, text: string): void {
  writeFileSync(join(folder, `${name}.example.zone`), text);
}

function loaded(before?: Loaded, serial = 9) {
  const result = load(folder, before, new Map([[ORIGIN, serial]]));
  if (result.kind !== "loaded") throw new Error(`It has come to ${JSON.stringify(result)}`);
  return result;
}

function ask({ tables }: Loaded, question: string): string[] {
  return describeAnswer(exchange(makeResponder(tables, makeIdentity("s", "v")), queryOf(question), true));
}

const zonemd = (serial: number, algorithm: ZonemdAlgorithm, records = WWW) =>
  `a.example. 300 IN ZONEMD ${serial} 1 ${algorithm} ${digest(zone(serial, records), algorithm)}`;

test.each<[string, readonly ZonemdAlgorithm[]]>([
  ["no ZONEMD", []],
  ["SHA-384", [1]],
  ["SHA-512", [2]],
  ["both", [1, 2]],
])("SOA and digests are made anew, and no other answer differs: %s", (_, algorithms) => {
  write("a", digested(7, WWW, algorithms));
  write("b", digested(7, WWW, algorithms).replaceAll("a.example", "b.example"));
  const result = loaded();
  const { tables, zones } = result.loaded;
  expect(result.problems.map(({ message }) => message)).toEqual(
    algorithms.length === 0 ? [] : [expect.stringContaining("does not match")], // of the other zone, whose text is not its own
  );
  expect(zones[0]).toMatchObject({ renumbered: 9, zonemd: algorithms.length === 0 ? "absent" : "verified" });
  expect(serialOfZone(tables, 0)).toBe(9);
  const soa = "a.example. 300 IN SOA ns.a.example. host.a.example. 9 7200 3600 1209600 60";
  expect(ask(result.loaded, "a.example. SOA")).toContain(soa);
  expect(ask(result.loaded, "nothing.a.example. A").join("\n")).toContain("host.a.example. 9 7200");
  expect(ask(result.loaded, "www.a.example. A")).toEqual(["NOERROR aa", "www.a.example. 300 IN A 192.0.2.2"]);
  const answered = ask(result.loaded, "a.example. ZONEMD");
  for (const algorithm of algorithms)
    expect(answered.join("\n").toLowerCase()).toContain(
      zonemd(9, algorithm).slice("a.example. 300 IN ".length).toLowerCase(),
    );
});

test("the file is verified first: one that was changed is refused with another serial, too", () => {
  write("a", digested(7, WWW, [1]).replace("192.0.2.2", "192.0.2.3"));
  write("b", zone(7, WWW));
  const result = loaded();
  expect([result.loaded.broken, result.problems.map(({ rule }) => rule)]).toEqual([
    [ORIGIN],
    ["zonemd-mismatch"],
  ]);
});

const SIGNATURE = "8 2 300 20300101000000 20200101000000 1 a.example. AAAA";
test.each([
  ["SOA is signed", zone(7, `${WWW}@ RRSIG SOA ${SIGNATURE}\n`), "it is signed"],
  ["ZONEMD is signed", zone(7, `${WWW}@ RRSIG ZONEMD ${SIGNATURE}\n`), "it is signed"],
  ["a digest of an unknown hash", zone(7, `${WWW}@ ZONEMD 7 1 240 ${"0".repeat(96)}\n`), "not known here"],
])("a zone keeps its own serial, and that is told: %s", (_, text, why) => {
  write("a", text);
  const { loaded: it, problems } = loaded();
  expect([serialOfZone(it.tables, 0), it.zones[0]!.renumbered]).toEqual([7, undefined]);
  expect(problems).toMatchObject([{ severity: "warning", rule: "serial-kept" }]);
  expect(problems[0]!.message).toContain(why);
});

test("loaded again, the serial holds as long as the file is the same, whatever becomes of others", () => {
  write("a", digested(7, WWW, [1]));
  const first = loaded().loaded;
  write("b", zone(3, WWW));
  const second = loaded(first).loaded;
  expect([serialOfZone(second.tables, 0), second.zones.map(({ renumbered }) => renumbered)]).toEqual([
    9,
    [9, undefined],
  ]);
  write("a", "this is no zone\n");
  write("b", zone(4, WWW));
  const kept = loaded(second);
  expect([kept.kept, serialOfZone(kept.loaded.tables, 0)]).toEqual([[ORIGIN], 9]);
  write("a", digested(8, "www A 192.0.2.9\n", [1]));
  const other = loaded(kept.loaded).loaded;
  expect([serialOfZone(other.tables, 0), other.zones[0]!.renumbered]).toEqual([8, undefined]);
});

test("a zone that has the serial already is as it was", () => {
  write("a", digested(9, WWW, [1]));
  const { loaded: it, problems } = loaded();
  expect([serialOfZone(it.tables, 0), problems]).toEqual([9, []]);
});
