import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { zip } from "../../test/fakes/github/zip.ts";
import { zipEntry } from "./zip-entry.ts";

const LIMITS = { entries: 4, size: 1_000 };
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

describe("an entry", () => {
  test.each([
    ["deflated", false],
    ["stored", true],
  ])("that is %s comes out as it went in, found by its exact name", (_, isStored) => {
    const archive = zip([
      { name: "evidence.json.bak", content: "other", isStored },
      { name: "evidence.json", content: "the content", isStored },
    ]);
    const entry = zipEntry(archive, "evidence.json", LIMITS);
    expect("bytes" in entry && text(entry.bytes)).toBe("the content");
  });

  test("that is empty", () => {
    expect(zipEntry(zip([{ name: "a", content: "" }]), "a", LIMITS)).toEqual({ bytes: Buffer.alloc(0) });
  });

  test("is read out of the middle of a buffer", () => {
    const archive = zip([{ name: "a", content: "x" }]);
    const around = Buffer.concat([Buffer.alloc(100, 1), archive, Buffer.alloc(100, 2)]);
    const entry = zipEntry(around.subarray(100, 100 + archive.length), "a", LIMITS);
    expect("bytes" in entry && text(entry.bytes)).toBe("x");
  });
});

describe("refused, with the reason", () => {
  const good = Buffer.from(zip([{ name: "a", content: "content" }]));
  const changed = (at: number, value: number) => {
    const bytes = Buffer.from(good);
    bytes[at] = value;
    return bytes;
  };
  const directory = good.indexOf("PK\x01\x02", 0, "latin1");
  test.each<[string, Uint8Array, string]>([
    ["no archive", Buffer.from("all passed"), "It is no ZIP archive"],
    ["nothing", Buffer.alloc(0), "It is no ZIP archive"],
    ["an archive without the entry", zip([{ name: "b", content: "" }]), "The archive has no a"],
    ["a name that leads elsewhere", zip([{ name: "../a", content: "" }]), "The archive has no a"],
    [
      "more entries than are read",
      zip(["b", "c", "d", "e", "a"].map((name) => ({ name, content: "" }))),
      "The archive has 5 entries; at most 4 are read",
    ],
    [
      "an entry that is larger than is read",
      zip([{ name: "a", content: "x".repeat(1_001) }]),
      "The entry has 1001 octets; at most 1000 are read",
    ],
    [
      "an entry that is larger than it says",
      zip([{ name: "a", content: "x".repeat(1_000_000), claims: 10 }]),
      "The entry cannot be unpacked (method 8)",
    ],
    ["another content than its checksum", changed(31, 0xff), "The entry cannot be unpacked (method 8)"],
    ["an encrypted entry", changed(directory + 8, 1), "The entry is encrypted"],
    ["a method that is not known", changed(directory + 10, 99), "The entry cannot be unpacked (method 99)"],
    ["a directory that leads out of the archive", changed(directory + 44, 0xff), "The archive is not whole"],
    ["half an archive", good.subarray(0, -10), "It is no ZIP archive"],
  ])("%s", (_, archive, refused) => {
    expect(zipEntry(archive, "a", LIMITS)).toEqual({ refused });
  });
});

test("any octets give a result, also those that are nearly an archive", () => {
  const good = Buffer.from(zip([{ name: "a", content: "content" }]));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void zipEntry(bytes, "a", LIMITS)));
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length - 1), fc.nat(255), (i, a, j, b) => {
      const bytes = Buffer.from(good);
      bytes[i] = a;
      bytes[j] = b;
      const entry = zipEntry(bytes, "a", LIMITS);
      if ("bytes" in entry) expect(entry.bytes.length).toBeLessThanOrEqual(LIMITS.size);
    }),
    { numRuns: 2_000 },
  );
});
