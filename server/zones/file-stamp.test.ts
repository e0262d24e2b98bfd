import { mkdtempSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { nameOf } from "../../test/zone-text.ts";
import { stampOf } from "./file-stamp.ts";
import { type Loaded, load } from "./load.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-stamp-"));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

const at = (name: string) => join(folder, name);
const textOf = (address: string) =>
  `@ 300 SOA ns host 1 7200 3600 1209600 60\n@ 300 NS ns\nns 300 A ${address}\n`;
const LATER = 60_000;

test("a file that was changed just before says nothing, and neither does one that cannot be looked at", () => {
  writeFileSync(at("a"), "x");
  expect(stampOf([at("a")], Date.now())).toBeUndefined();
  expect(stampOf([at("a")], Date.now() + LATER)).toBe(stampOf([at("a")]));
  expect(stampOf([join(at("a"), "below")])).not.toBe(stampOf([at("a")]));
});

test.each<[what: string, change: () => void]>([
  ["another size", () => writeFileSync(at("a"), "xy")],
  [
    "the same size, and the time put back",
    () => {
      const { atime, mtime } = statSync(at("a"));
      writeFileSync(at("a"), "y");
      utimesSync(at("a"), atime, mtime);
    },
  ],
  [
    "another file in its place",
    () => {
      writeFileSync(at("b"), "x");
      renameSync(at("b"), at("a"));
    },
  ],
  ["it is gone", () => rmSync(at("a"))],
  ["one that was not there is", () => writeFileSync(at("missing"), "")],
])("another stamp: %s", (_, change) => {
  writeFileSync(at("a"), "x");
  const before = stampOf([at("a"), at("missing")]);
  change();
  expect(stampOf([at("a"), at("missing")])).not.toBe(before);
});

describe("loading again", () => {
  function loaded(before?: Loaded): Loaded {
    const result = load(folder, before);
    if (result.kind !== "loaded") throw new Error(result.kind);
    return result.loaded;
  }
  const named = ({ zones }: Loaded, name: string) => zones.find(({ origin }) => origin === nameOf(name));

  test("takes what nobody has touched out of the tables, and reads the others", () => {
    for (const name of ["a", "b"]) writeFileSync(at(`${name}.example.zone`), textOf("192.0.2.1"));
    vi.useFakeTimers({ now: Date.now() + LATER, toFake: ["Date"] });
    const first = loaded();
    vi.useRealTimers();
    writeFileSync(at("b.example.zone"), textOf("192.0.2.2"));
    const second = loaded(first);
    expect(named(second, "a.example.")).toBe(named(first, "a.example."));
    expect(named(second, "b.example.")?.digest).not.toBe(named(first, "b.example.")?.digest);
    // What was read just after it had been written is read again.
    writeFileSync(at("a.example.zone"), textOf("192.0.2.3"));
    const third = loaded(second);
    expect(named(third, "a.example.")?.digest).not.toBe(named(second, "a.example.")?.digest);
    expect(named(third, "b.example.")).not.toBe(named(second, "b.example."));
    expect(named(third, "b.example.")?.digest).toBe(named(second, "b.example.")?.digest);
  });

  test("with nothing touched is the same as before", () => {
    writeFileSync(at("a.example.zone"), textOf("192.0.2.1"));
    vi.useFakeTimers({ now: Date.now() + LATER, toFake: ["Date"] });
    const first = loaded();
    expect(load(folder, first)).toMatchObject({ kind: "same", problems: [] });
  });
});
