import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { exchange, queryOf } from "../../test/serve-text.ts";
import {
  ixfrQuery,
  recordsOf,
  respondFrom,
  SECONDARY,
  takeMessages,
} from "../../test/transfer/take-transfer.ts";
import { type Loaded, load } from "../zones/load.ts";

const soa = (serial: number) =>
  `example.com. 300 SOA ns.example.com. host.example.com. ${serial} 7200 3600 1209600 60\n`;
const host = (number: number) => `host-${number}.Example.com. 300 A 192.0.2.${number}\n`;
const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => host(from + index)).join("");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-journal-"));
  mkdirSync(join(folder, "example.com.journal"));
  write("example.com.zone", `${soa(9)}example.com. 300 NS ns.example.org.\n${range(3, 90)}`);
  step(7, 8, host(1), host(101));
  step(8, 9, host(2) + host(101), host(102).repeat(2));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

function step(from: number, to: number, removed: string, added: string): void {
  write(`example.com.journal/${from}-${to}.removed`, soa(from) + removed);
  write(`example.com.journal/${from}-${to}.added`, soa(to) + added);
}

function loaded(before?: Loaded) {
  const result = load(folder, before);
  if (result.kind !== "loaded") throw new Error(result.kind);
  const warnings = result.problems.map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`);
  return { loaded: result.loaded, warnings, files: result.files };
}

/** What who has this serial gets, or how many records where that is the whole zone. */
function ixfr({ tables }: Loaded, serial: number): string[] | number {
  const records = recordsOf(takeMessages(respondFrom(tables), ixfrQuery("example.com.", serial)));
  const lines = records.map((line) =>
    line
      .replace(/.example.com. 300 IN A 192.0.2.\d+$/i, "")
      .replace(/ns.example.com. host.example.com. (\d+) .*/, "$1"),
  );
  return records.length > 80 ? records.length : lines;
}

const SOA = (serial: number) => `example.com. 300 IN SOA ${serial}`;

test("who has a former serial gets what has changed, step by step between two SOAs (RFC 1995 §4)", () => {
  const { loaded: zones, warnings } = loaded();
  expect(warnings).toEqual([]);
  const last = [SOA(8), "host-2", "host-101", SOA(9), "host-102", "host-102", SOA(9)];
  expect(ixfr(zones, 8)).toEqual([SOA(9), ...last]);
  expect(ixfr(zones, 7)).toEqual([SOA(9), SOA(7), "host-1", SOA(8), "host-101", ...last]);
  expect(ixfr(zones, 6)).toBe(1 + 1 + 87 + 1);
});

test("over UDP it goes where all of it fits", () => {
  const { tables } = loaded().loaded;
  const respond = respondFrom(tables);
  expect(recordsOf([exchange(respond, ixfrQuery("example.com.", 8), false, SECONDARY)!])).toHaveLength(8);
});

test("a step that is larger than the zone is no use", () => {
  step(7, 8, range(1, 60), range(100, 150));
  const { loaded: zones, warnings } = loaded();
  expect([ixfr(zones, 8), ixfr(zones, 7), warnings]).toEqual([expect.any(Array), 90, []]);
});

test.each<[string, () => void, string]>([
  [
    "that begins with another serial",
    () => write("example.com.journal/8-9.added", soa(10) + host(102)),
    "The file begins with serial 10; expected the SOA of example.com. with serial 9, as its name says",
  ],
  [
    "without a SOA",
    () => write("example.com.journal/8-9.removed", host(2)),
    "The file begins with another record; expected the SOA of example.com. with serial 8, as its name says",
  ],
  [
    "that is empty",
    () => write("example.com.journal/8-9.removed", ""),
    "It has no record; expected the SOA before what was removed",
  ],
  [
    "with a second SOA",
    () => write("example.com.journal/8-9.removed", soa(8) + soa(8)),
    "A second SOA; expected one, as the first record",
  ],
  [
    "of another zone",
    () => write("example.com.journal/8-9.added", `${soa(9)}example.net. 300 A 192.0.2.1\n`),
    "example.net. lies outside example.com.",
  ],
  ["that includes a file", () => write("example.com.journal/8-9.added", `${soa(9)}$INCLUDE x\n`), "$INCLUDE"],
  [
    "that leads elsewhere",
    () => write("example.com.zone", `${soa(10)}example.com. 300 NS ns.example.org.\n${range(3, 90)}`),
    "2 steps do not lead to serial 10",
  ],
])("a step %s is left out with all before it, and the log says so", (_, damage, message) => {
  damage();
  const { loaded: zones, warnings } = loaded();
  expect(warnings).toEqual([expect.stringContaining(message)]);
  expect(warnings[0]).toMatch(/^warning /);
  expect([ixfr(zones, 8), ixfr(zones, 7)]).toEqual([90, 90]);
  expect(exchange(respondFrom(zones.tables), queryOf("host-3.example.com. A"))).toBeDefined();
});

test("the folder counts as the zone's: what changes in it is loaded", () => {
  const first = loaded();
  expect(first.files).toContain(join(folder, "example.com.journal"));
  expect(load(folder, first.loaded).kind).toBe("same");
  rmSync(join(folder, "example.com.journal/7-8.added"));
  const second = loaded(first.loaded);
  expect([ixfr(second.loaded, 8), ixfr(second.loaded, 7)]).toEqual([expect.any(Array), 90]);
});

test("a zone that is kept keeps its journal", () => {
  const first = loaded();
  write("example.com.zone", "broken");
  write("example.net.zone", "@ 300 SOA ns host 1 7200 3600 1209600 60\n@ 300 NS ns.example.org.\n");
  expect(ixfr(loaded(first.loaded).loaded, 7)).toEqual(ixfr(first.loaded, 7));
});

test("a folder that cannot be read keeps no zone from being served", () => {
  rmSync(join(folder, "example.com.journal"), { recursive: true });
  write("example.com.journal", "a file");
  const { loaded: zones, warnings } = loaded();
  expect([ixfr(zones, 8), warnings]).toEqual([90, []]);
});
