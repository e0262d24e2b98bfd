import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { printName } from "../../dns/name.ts";
import { describeAnswer, exchange, queryOf } from "../../test/serve-text.ts";
import { makeIdentity } from "../answer/identity.ts";
import { makeResponder } from "../answer/respond.ts";
import { type Loaded, type LoadResult, load } from "./load.ts";

const HEAD = "$TTL 300\n@ SOA ns host 7 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n";

let folder: string;
let before: Loaded;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-reload-"));
  write("a", `${HEAD}www A 192.0.2.2\n*.wild MX 10 mail.wild\n`);
  write("b", `${HEAD}www A 192.0.2.3\n`);
  before = done(load(folder)).loaded;
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(zone: string, text: string): string {
  const file = join(folder, `${zone}.example.zone`);
  writeFileSync(file, text);
  return file;
}

function ask({ tables }: Loaded, question: string): string[] {
  return describeAnswer(exchange(makeResponder(tables, makeIdentity("s", "v")), queryOf(question)));
}

/** What it has come to, which is something new. */
function done(result: LoadResult): Extract<LoadResult, { kind: "loaded" }> {
  if (result.kind !== "loaded") throw new Error(`It has come to ${JSON.stringify(result)}`);
  return result;
}

test("what counts is the content: not the time of a file, nor the serial", () => {
  utimesSync(write("b", `${HEAD}www A 192.0.2.3\n`), 1, 1);
  expect(load(folder, before)).toMatchObject({ kind: "same", problems: [] });
  write("b", `${HEAD}www A 192.0.2.4\n`);
  const { loaded } = done(load(folder, before));
  expect(ask(loaded, "www.b.example. A")).toEqual(["NOERROR aa", "www.b.example. 300 IN A 192.0.2.4"]);
  expect(ask(loaded, "www.a.example. A")).toEqual(["NOERROR aa", "www.a.example. 300 IN A 192.0.2.2"]);
});

test("a file that is included counts, too", () => {
  write("b", `${HEAD}$INCLUDE hosts\n`);
  writeFileSync(join(folder, "hosts"), "www A 192.0.2.5\n");
  const first = done(load(folder, before));
  expect(first.files).toContain(join(folder, "hosts"));
  expect(load(folder, first.loaded)).toMatchObject({ kind: "same" });
  writeFileSync(join(folder, "hosts"), "www A 192.0.2.6\n");
  const { loaded } = done(load(folder, first.loaded));
  expect(ask(loaded, "www.b.example. A")).toEqual(["NOERROR aa", "www.b.example. 300 IN A 192.0.2.6"]);
});

test("a zone file that comes is served, one that goes is refused", () => {
  write("c", HEAD);
  rmSync(join(folder, "a.example.zone"));
  const { loaded, kept } = done(load(folder, before));
  expect(ask(loaded, "ns.c.example. A")).toEqual(["NOERROR aa", "ns.c.example. 300 IN A 192.0.2.1"]);
  expect(ask(loaded, "www.a.example. A")).toEqual(["REFUSED"]);
  expect(kept).toEqual([]);
});

test.each([
  ["that cannot be read", `${HEAD}www A 192.0.2\n`, ":5:7"],
  ["with a CNAME and other data", `${HEAD}www A 192.0.2.9\nwww CNAME ns\n`, ":6:1"],
  ["without an SOA", "@ 300 NS ns.b.example.\n", ":1:1"],
])("a zone file %s keeps its old zone, and the others change", (_, text, place) => {
  const file = write("a", text);
  write("b", `${HEAD}www A 192.0.2.4\n`);
  const result = done(load(folder, before));
  expect(result.kept.map(printName)).toEqual(["a.example."]);
  expect(result.problems.map((problem) => `${problem.file}:${problem.line}:${problem.column}`)).toEqual([
    `${file}${place}`,
  ]);
  for (const question of [
    "www.a.example. A",
    "x.wild.a.example. MX",
    "a.example. NS",
    "nothing.a.example. A",
  ]) {
    expect(ask(result.loaded, question)).toEqual(ask(before, question));
  }
  expect(ask(result.loaded, "www.b.example. A")).toEqual(["NOERROR aa", "www.b.example. 300 IN A 192.0.2.4"]);
  // It is mended: and what was kept is compared with what the file says then.
  write("a", `${HEAD}www A 192.0.2.8\n`);
  const { loaded } = done(load(folder, result.loaded));
  expect(ask(loaded, "www.a.example. A")).toEqual(["NOERROR aa", "www.a.example. 300 IN A 192.0.2.8"]);
});

test("a new zone file with mistakes is answered SERVFAIL until it is mended", () => {
  write("c", `${HEAD}www A 192.0.2\n`);
  const { loaded, kept } = done(load(folder, before));
  expect([kept, loaded.broken.map(printName)]).toEqual([[], ["c.example."]]);
  expect(ask(loaded, "www.c.example. A")).toEqual(["SERVFAIL"]);
  expect(ask(loaded, "www.b.example. A")).toEqual(ask(before, "www.b.example. A"));
  expect(load(folder, loaded)).toMatchObject({ kind: "same" });
  write("c", `${HEAD}www A 192.0.2.6\n`);
  const mended = done(load(folder, loaded));
  expect(ask(mended.loaded, "www.c.example. A")).toEqual(["NOERROR aa", "www.c.example. 300 IN A 192.0.2.6"]);
  // And broken again it stays what it was.
  write("c", `${HEAD}www A 192.0.2\n`);
  write("b", `${HEAD}www A 192.0.2.4\n`);
  const again = done(load(folder, mended.loaded));
  expect([again.kept.map(printName), again.loaded.broken]).toEqual([["c.example."], []]);
  expect(ask(again.loaded, "www.c.example. A")).toEqual(ask(mended.loaded, "www.c.example. A"));
});

describe("at the first time, one zone that cannot be loaded keeps no other from being served", () => {
  const file = () => join(folder, "a.example.zone");
  test.each<[string, () => void, string]>([
    ["a record that is none", () => write("a", `${HEAD}www A 192.0.2\n`), "A is"],
    ["a CNAME and other data", () => write("a", `${HEAD}ns CNAME b\n`), "ns.a.example. has a CNAME"],
    [
      "a file that may not be read",
      () => replace(() => symlinkSync("/proc/1/mem", file())),
      "It cannot be read: ",
    ],
    [
      "a loop of links",
      () => replace(() => symlinkSync(file(), file())),
      "its symbolic links go round in a circle",
    ],
    [
      "a link that leads nowhere",
      () => replace(() => symlinkSync("nothing", file())),
      "there is no such file",
    ],
    ["a pipe", () => replace(() => execFileSync("mkfifo", [file()])), "it is a pipe, and no plain file"],
    ["a device", () => replace(() => symlinkSync("/dev/zero", file())), "it is a device, and no plain file"],
    ["a folder", () => replace(() => mkdirSync(file())), "it is a folder, and no plain file"],
    ["a second file", () => writeFileSync(join(folder, "A.example..zone"), HEAD), "has two files"],
  ])("%s", (_, damage, told) => {
    damage();
    const { loaded, problems } = done(load(folder));
    expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining(told)]);
    expect(loaded.broken.map((origin) => printName(origin).toLowerCase())).toEqual(["a.example."]);
    expect(ask(loaded, "a.example. SOA")).toEqual(["SERVFAIL"]);
    expect(ask(loaded, "www.b.example. A")).toEqual(ask(before, "www.b.example. A"));
    // Once it was served, it goes on as it was.
    expect(load(folder, before)).toMatchObject({ kind: "same", problems });
  });

  function replace(make: () => void): void {
    rmSync(file());
    make();
  }
});

test("a file that two zones include is at fault in the zone that it does not fit alone", () => {
  writeFileSync(join(folder, "hosts"), "www A 192.0.2.5\n");
  write("a", `${HEAD}www CNAME ns\n$INCLUDE hosts\n`);
  write("b", `${HEAD}$INCLUDE hosts\n`);
  const { loaded } = done(load(folder));
  expect(loaded.broken.map(printName)).toEqual(["a.example."]);
  expect(ask(loaded, "www.b.example. A")).toEqual(["NOERROR aa", "www.b.example. 300 IN A 192.0.2.5"]);
});

test("where no zone can be loaded, nothing is", () => {
  for (const zone of ["a", "b"]) write(zone, "@ 300 NS ns.example.net.\n");
  expect(load(folder)).toMatchObject({ kind: "refused", problems: [{}, {}] });
});

test("where only mistakes have come, nothing changes", () => {
  write("a", `${HEAD}www A 192.0.2\n`);
  const { kind, problems } = load(folder, before);
  expect([kind, problems.length]).toEqual(["same", 1]);
});

test("a folder without zones, or that is not there, changes nothing", () => {
  for (const zone of ["a", "b"]) rmSync(join(folder, `${zone}.example.zone`));
  expect(load(folder, before)).toMatchObject({ kind: "refused", problems: [{ rule: "no-zones" }] });
  expect(load(join(folder, "nothing"), before)).toMatchObject({ kind: "refused" });
});

test("what is wrong with the first record of an included file stands there, and with the next one in the file around it", () => {
  writeFileSync(join(folder, "first"), "www CNAME a\n");
  writeFileSync(join(folder, "second"), "www CNAME b\nmail CNAME c\n");
  write("b", `${HEAD}$INCLUDE first\n$INCLUDE second\nmail CNAME d\n`);
  expect(load(folder).problems.map(({ file, line, rule }) => [file, line, rule])).toEqual([
    [join(folder, "b.example.zone"), 7, "cname-twice"],
    [join(folder, "second"), 1, "cname-twice"],
  ]);
});
