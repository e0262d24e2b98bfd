import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { printName } from "../../dns/name.ts";
import { describeAnswer, exchange, queryOf } from "../../test/serve-text.ts";
import { makeIdentity } from "../answer/identity.ts";
import { makeResponder } from "../answer/respond.ts";
import { type Loaded, load } from "./load.ts";
import { type Reloaded, reload } from "./reload.ts";

const HEAD = "$TTL 300\n@ SOA ns host 7 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n";

let folder: string;
let before: Loaded;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-reload-"));
  write("a", `${HEAD}www A 192.0.2.2\n*.wild MX 10 mail.wild\n`);
  write("b", `${HEAD}www A 192.0.2.3\n`);
  const loaded = load(folder);
  if ("problems" in loaded) throw new Error("The zones of this test cannot be served");
  before = loaded;
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

/** What it has come to, which is a change. */
function changed(result: Reloaded): Extract<Reloaded, { kind: "changed" }> {
  if (result.kind !== "changed") throw new Error(`It has come to ${JSON.stringify(result)}`);
  return result;
}

test("what counts is the content: not the time of a file, nor the serial", () => {
  utimesSync(write("b", `${HEAD}www A 192.0.2.3\n`), 1, 1);
  expect(reload(folder, before)).toMatchObject({ kind: "same", problems: [] });
  write("b", `${HEAD}www A 192.0.2.4\n`);
  const { loaded } = changed(reload(folder, before));
  expect(ask(loaded, "www.b.example. A")).toEqual(["NOERROR aa", "www.b.example. 300 IN A 192.0.2.4"]);
  expect(ask(loaded, "www.a.example. A")).toEqual(["NOERROR aa", "www.a.example. 300 IN A 192.0.2.2"]);
});

test("a file that is included counts, too", () => {
  write("b", `${HEAD}$INCLUDE hosts\n`);
  writeFileSync(join(folder, "hosts"), "www A 192.0.2.5\n");
  const first = changed(reload(folder, before));
  expect(first.files).toContain(join(folder, "hosts"));
  expect(reload(folder, first.loaded)).toMatchObject({ kind: "same" });
  writeFileSync(join(folder, "hosts"), "www A 192.0.2.6\n");
  const { loaded } = changed(reload(folder, first.loaded));
  expect(ask(loaded, "www.b.example. A")).toEqual(["NOERROR aa", "www.b.example. 300 IN A 192.0.2.6"]);
});

test("a zone file that comes is served, one that goes is refused", () => {
  write("c", HEAD);
  rmSync(join(folder, "a.example.zone"));
  const { loaded, kept } = changed(reload(folder, before));
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
  const result = changed(reload(folder, before));
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
  const { loaded } = changed(reload(folder, result.loaded));
  expect(ask(loaded, "www.a.example. A")).toEqual(["NOERROR aa", "www.a.example. 300 IN A 192.0.2.8"]);
});

test("a new zone file with mistakes is left out", () => {
  write("c", `${HEAD}www A 192.0.2\n`);
  write("b", `${HEAD}www A 192.0.2.4\n`);
  const { loaded, kept, left } = changed(reload(folder, before));
  expect([kept, left.map(printName)]).toEqual([[], ["c.example."]]);
  expect(ask(loaded, "www.c.example. A")).toEqual(["REFUSED"]);
});

test("where only mistakes have come, nothing changes", () => {
  write("a", `${HEAD}www A 192.0.2\n`);
  const { kind, problems } = reload(folder, before);
  expect([kind, problems.length]).toEqual(["same", 1]);
});

test("a folder without zones, or that is not there, changes nothing", () => {
  for (const zone of ["a", "b"]) rmSync(join(folder, `${zone}.example.zone`));
  expect(reload(folder, before)).toMatchObject({ kind: "refused", problems: [{ rule: "no-zones" }] });
  expect(reload(join(folder, "nothing"), before)).toMatchObject({ kind: "refused" });
});

test("what is wrong with the first record of an included file stands there, and with the next one in the file around it", () => {
  writeFileSync(join(folder, "first"), "www CNAME a\n");
  writeFileSync(join(folder, "second"), "www CNAME b\nmail CNAME c\n");
  write("b", `${HEAD}$INCLUDE first\n$INCLUDE second\nmail CNAME d\n`);
  const loaded = load(folder);
  const problems = "problems" in loaded ? loaded.problems : [];
  expect(problems.map(({ file, line, rule }) => [file, line, rule])).toEqual([
    [join(folder, "b.example.zone"), 7, "cname-twice"],
    [join(folder, "second"), 1, "cname-twice"],
  ]);
});
