import { describe, expect, test } from "vitest";
import { labelsOf, MAX_NAME_LENGTH, type Name, printName, ROOT } from "../../dns/name.ts";
import { nameOf } from "../../test/zone-text.ts";
import { makeFresh } from "./fresh.ts";

const LONG = "l".repeat(63);
/** A name of so many octets. */
const nameOfLength = (octets: number): Name => nameOf(`${"k".repeat(octets - 194)}.${LONG}.${LONG}.${LONG}.`);

describe("the fresh child", () => {
  test.each([
    [[], "x0.e."],
    [["x0"], "x1.e."],
    [["x0", "x1", "x2"], "x3.e."],
    [["X0".toLowerCase(), "x00"], "x1.e."],
    [Array.from({ length: 36 * 36 }, (_, number) => number.toString(36).padStart(2, "0")), "x00.e."],
  ])("beside the labels %j is %s", (taken, child) => {
    expect(printName(makeFresh(new Set(taken)).child(nameOf("e."))!)).toBe(child);
  });

  test("of the root is a name of one label", () => {
    expect(printName(makeFresh(new Set()).child(ROOT)!)).toBe("x0.");
  });

  test.each([
    [252, 255],
    [253, 255],
    [254, undefined],
    [255, undefined],
  ])("of a name of %i octets has %j", (octets, expected) => {
    const name = nameOfLength(octets);
    expect(name).toHaveLength(octets);
    expect(makeFresh(new Set()).child(name)?.length).toBe(expected);
  });

  test("where there is room for one octet is any octet that is free, and never a capital or the wildcard", () => {
    const taken = new Set<string>();
    for (let count = 0; count < 256 - 26 - 1; count++) {
      const child = makeFresh(taken).child(nameOfLength(253));
      const [label] = labelsOf(child!);
      expect(label).toMatch(/^[^A-Z*]$/s);
      expect(taken.has(label!)).toBe(false);
      taken.add(label!);
    }
    expect(makeFresh(taken).child(nameOfLength(253))).toBeUndefined();
  });
});

describe("a prefix", () => {
  const fresh = makeFresh(new Set(["x0", "x", "x00", "x000"]));

  test.each(Array.from({ length: MAX_NAME_LENGTH - 3 }, (_, index) => index + 2))(
    "of %i octets is one",
    (octets) => {
      const prefix = fresh.prefix(octets)!;
      expect(prefix).toHaveLength(octets);
      const labels = labelsOf(`${prefix}\0` as Name);
      expect(labels.every((label) => label.length <= 63)).toBe(true);
      expect(["x0", "x", "x00", "x000"]).not.toContain(labels.at(-1));
    },
  );

  test("of one octet or none is not", () => {
    expect([fresh.prefix(1), fresh.prefix(0)]).toEqual([undefined, undefined]);
  });
});
