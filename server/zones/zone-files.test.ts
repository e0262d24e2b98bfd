import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Name, parseName, printName } from "../../dns/name.ts";
import type { Problem } from "../../dns/problem.ts";
import { zonePath } from "../../dns/zone-file/file-name.ts";
import { findZoneFiles } from "./zone-files.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-files-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What is found, as "origin file" or "rule message". */
function find(path: string): string[] {
  const { files, problems } = findZoneFiles(path);
  const told = ({ rule, message }: Problem) => `${rule}: ${message}`;
  return [
    ...files.map(({ origin, file, problem }) =>
      problem === undefined ? `${printName(origin)} ${file}` : `${printName(origin)} ${told(problem)}`,
    ),
    ...problems.map(told),
  ];
}

function manifest(text: string): string {
  const path = join(folder, "manifest.json");
  writeFileSync(path, text);
  return path;
}

test("a folder: each file is named after its zone, others are passed over", () => {
  const names = [
    "example.com.zone",
    "2.0.192.in-addr.arpa.zone",
    "0%2F25.2.0.192.in-addr.arpa.zone",
    "@.zone",
    "notes.txt",
  ];
  for (const name of names) writeFileSync(join(folder, name), "");
  expect(find(folder)).toEqual([
    `0/25.2.0.192.in-addr.arpa. ${join(folder, "0%2F25.2.0.192.in-addr.arpa.zone")}`,
    `2.0.192.in-addr.arpa. ${join(folder, "2.0.192.in-addr.arpa.zone")}`,
    `. ${join(folder, "@.zone")}`,
    `example.com. ${join(folder, "example.com.zone")}`,
  ]);
});

test("a folder: a name that is too long for a file goes on in a folder", () => {
  const origin = parseName(
    `${"a".repeat(63)}.${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(61)}.`,
  ) as Name;
  const file = join(folder, `${zonePath(origin)}.zone`);
  mkdirSync(dirname(file));
  writeFileSync(file, "");
  writeFileSync(join(folder, "notes%"), "");
  expect(find(folder)).toEqual([`${printName(origin)} ${file}`]);
});

test.each([
  [".zone", "@.zone"],
  ["example.com.zone", "example.com..zone"],
  ["0%2F25.example.zone", "0%2f25.example.zone"],
])("a folder: %s and %s are the same zone, and refused", (...names) => {
  for (const name of names) writeFileSync(join(folder, name), "");
  expect(find(folder)).toEqual([expect.stringMatching(/ zone-twice: /)]);
});

test("a manifest: paths are seen from its folder, and the final dot may be missing", () => {
  expect(find(manifest('{"example.com": "a", "0/25.2.0.192.in-addr.arpa.": "/b"}'))).toEqual([
    `example.com. ${join(folder, "a")}`,
    "0/25.2.0.192.in-addr.arpa. /b",
  ]);
});

test.each([
  ["{}", ["no-zones: There is no zone here"]],
  ["[]", [expect.stringMatching(/^unreadable-file: .*expected an object/)]],
  ["{", [expect.stringMatching(/^unreadable-file: .*JSON/)]],
])("the manifest %s is refused", (text, problems) => {
  expect(find(manifest(text))).toEqual(problems);
});

test.each([
  [
    "zone-twice",
    '"EXAMPLE.org.": "b", "example.org": "c"',
    /^EXAMPLE\.org\. zone-twice: .* two files, .*b and .*c$/,
  ],
  ["no name", '"a..b": "b"', /^empty-label: ".*b" is named after no zone: /],
  [
    "no file",
    '"example.org": 1',
    /^example\.org\. zone-file: The file of example\.org\. is 1; expected a path$/,
  ],
])("an entry of a manifest that says nothing (%s) leaves the others", (_, entries, told) => {
  expect(find(manifest(`{"example.com": "a", ${entries}}`))).toEqual([
    `example.com. ${join(folder, "a")}`,
    expect.stringMatching(told),
  ]);
});

test("an empty folder, one that is not there and a pipe are refused", () => {
  expect(find(folder)).toEqual(["no-zones: There is no zone here"]);
  expect(find(join(folder, "nothing"))).toEqual([expect.stringContaining("there is no such file")]);
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  expect(find(pipe)).toEqual(["unreadable-file: It cannot be read: it is a pipe, and no plain file"]);
});
