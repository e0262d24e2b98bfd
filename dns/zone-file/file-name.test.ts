import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keyOf, type Name, parseName } from "../name.ts";
import { zoneNameOf, zonePath } from "./file-name.ts";

const nameOf = (text: string) => parseName(text) as Name; // the names here are right

test.each<[string, string]>([
  ["example.com.", "example.com"],
  ["Example.COM.", "example.com"],
  ["xn--mller-kva.example.", "xn--mller-kva.example"],
  [".", "@"],
  ["com.", "com"],
  ["0/25.2.0.192.in-addr.arpa.", "0%2F25.2.0.192.in-addr.arpa"],
  ["_msdcs.example.com.", "%5Fmsdcs.example.com"],
  ["sites._msdcs.example.com.", "sites._msdcs.example.com"],
  ["$x.example.", "%24x.example"],
  ["\\@.", "%40"],
  ["\\..", "%2E"],
  ["\\.\\..example.", "%2E%2E.example"],
  ["a\\.b.example.", "a%2Eb.example"],
  ["a\\032b\\000.example.", "a%20b%00.example"],
  ["100%.example.", "100%25.example"],
  ["a%2Fb.example.", "a%252fb.example"],
  ["a\\\\b.example.", "a%5Cb.example"],
])("%s is in %s", (name, path) => {
  expect(zonePath(nameOf(name))).toBe(path);
  expect(keyOf(nameOf(zoneNameOf(path)))).toBe(keyOf(nameOf(name)));
});

test.each<[string, string]>([
  ["Example.COM", "example.com."],
  ["example.com.", "example.com."],
  ["0%2f25.example", "0/25.example."],
  ["a\\032b.example", "a\\032b.example."],
  ["100%.example", "100\\037.example."],
  [".", "."],
  ["", "."],
])("a person's %s is read as %s", (path, name) => {
  expect(keyOf(nameOf(zoneNameOf(path)))).toBe(keyOf(nameOf(name)));
});

describe("names that are longer than a file's name may be", () => {
  const long = nameOf(`${"a".repeat(63)}.${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(61)}.`);

  test("go on in a folder", () => {
    expect(zonePath(long)).toBe(
      `${"a".repeat(63)}.${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(8)}%/${"d".repeat(53)}`,
    );
  });

  test("never begin a part with a dot or with _", () => {
    const parts = zonePath(nameOf("_.".repeat(127))).split("/");
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(part).toMatch(/^[a-z0-9%]/);
  });
});

test("any zone's name goes out and comes back, and no file leaves its folder", () => {
  const label = fc.uint8Array({ minLength: 1, maxLength: 63 });
  const name = fc.array(label, { maxLength: 12 }).map((labels) => {
    let wire = "";
    for (const octets of labels) {
      if (wire.length + octets.length + 2 > 255) break;
      wire += String.fromCharCode(octets.length, ...octets);
    }
    return `${wire}\0` as Name;
  });
  fc.assert(
    fc.property(name, (origin) => {
      const path = zonePath(origin);
      expect(keyOf(nameOf(zoneNameOf(path)))).toBe(keyOf(origin));
      for (const part of path.split("/")) {
        expect(part).toMatch(/^[a-z0-9%@-][a-z0-9A-F._%-]*$/);
        expect(part.length).toBeLessThan(210);
      }
    }),
    { numRuns: 2_000 },
  );
});
