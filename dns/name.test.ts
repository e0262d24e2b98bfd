import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  childOf,
  compareNames,
  isAtOrBelow,
  isBelow,
  isName,
  isWildcard,
  keyOf,
  labelCount,
  labelsOf,
  type Name,
  parentOf,
  parseName,
  printName,
  printRelative,
  ROOT,
  sortKeyOf,
} from "./name.ts";

const LABEL_63 = "a".repeat(63);
// 3 labels of 63 octets and one of 61: 3 × 64 + 62 + 1 = 255 octets.
const NAME_255 = `${LABEL_63}.${LABEL_63}.${LABEL_63}.${"b".repeat(61)}.`;

describe("a name in text becomes wire form", () => {
  test.each([
    [".", "00"],
    ["example.com.", "07 6578616d706c65 03 636f6d 00"],
    ["WWW.example.", "03 575757 07 6578616d706c65 00"],
    ["a\\.b.c.", "03 612e62 01 63 00"],
    ["a\\b.", "02 6162 00"],
    ["\\097.", "01 61 00"],
    ["\\000\\255.", "02 00ff 00"],
    ["\\\\.", "01 5c 00"],
    ["\\046.", "01 2e 00"],
    ["*.x.", "01 2a 01 78 00"],
    ["_25._tcp.x.", "03 5f3235 04 5f746370 01 78 00"],
    ["ä.", "02 c3a4 00"],
    ["😀.", "04 f09f9880 00"],
    ["@.", "01 40 00"],
    [" .", "01 20 00"],
  ])("%s", (text, hex) => {
    expect(hexOf(parseName(text))).toBe(hex.replaceAll(" ", ""));
  });

  test("a name without a final dot is completed with the origin", () => {
    expect(parseName("www", nameOf("example.com."))).toBe(nameOf("www.example.com."));
    expect(parseName("www", ROOT)).toBe(nameOf("www."));
  });

  test("labels of 63 octets and a name of 255 are the longest", () => {
    expect(nameOf(`${LABEL_63}.`)).toHaveLength(65);
    expect(nameOf(NAME_255)).toHaveLength(255);
    expect(nameOf(`${"\\097".repeat(63)}.`)).toBe(nameOf(`${LABEL_63}.`));
  });
});

describe("what is no name is refused with its rule", () => {
  test.each([
    ["", "empty-label", 'Name "" has an empty label'],
    ["..", "empty-label", 'Name ".." has an empty label'],
    [".a.", "empty-label", 'Name ".a." has an empty label'],
    ["a..b.", "empty-label", 'Name "a..b." has an empty label'],
    [`${LABEL_63}a.`, "label-length", `Label "${LABEL_63}a" is 64 octets long; expected 63 at most`],
    [`${"ä".repeat(32)}.`, "label-length", /is 64 octets long/],
    [`b${NAME_255}`, "label-length", /is 64 octets long/],
    [`b.${NAME_255}`, "name-length", /is 257 octets long; expected 255 at most/],
    [
      "a\\",
      "bad-escape",
      'Name "a\\\\" has the escape "\\\\"; expected \\DDD from \\000 to \\255, or \\ and one other character',
    ],
    ["\\1.", "bad-escape", /has the escape "\\\\1\."/],
    ["\\12", "bad-escape", /has the escape/],
    ["\\256.", "bad-escape", /has the escape "\\\\256"/],
    ["\\1a2.", "bad-escape", /has the escape/],
    ["www", "relative-name", 'Name "www" has no final dot'],
  ])("%s", (text, rule, message) => {
    const fault = parseName(text);
    expect(fault).toMatchObject({
      rule,
      message: typeof message === "string" ? message : expect.stringMatching(message),
    });
  });

  test("the length counts the origin", () => {
    expect(parseName("a", nameOf(NAME_255))).toMatchObject({ rule: "name-length" });
  });
});

describe("a name is printed so that a zone file gives it back", () => {
  test.each([
    ["00", "."],
    ["03 575757 00", "WWW."],
    ["03 612e62 00", "a\\.b."],
    ["08 225c3b2829402024 00", '\\"\\\\\\;\\(\\)\\@\\032\\$.'],
    ["04 007fff0a 00", "\\000\\127\\255\\010."],
    ["06 2a5f2d2f2b3d 00", "*_-/+=."],
  ])("%s", (hex, text) => {
    const name = Buffer.from(hex.replaceAll(" ", ""), "hex").toString("latin1") as Name;
    expect(printName(name)).toBe(text);
  });

  test("seen from an origin, its suffix is left out", () => {
    const origin = nameOf("example.com.");
    expect(printRelative(origin, origin)).toBe("@");
    expect(printRelative(nameOf("EXAMPLE.com."), origin)).toBe("@");
    expect(printRelative(nameOf("a.b.example.com."), origin)).toBe("a.b");
    expect(printRelative(nameOf("a\\.b.example.com."), origin)).toBe("a\\.b");
    expect(printRelative(nameOf("badexample.com."), origin)).toBe("badexample.com.");
    expect(printRelative(nameOf("com."), ROOT)).toBe("com.");
    expect(printRelative(ROOT, origin)).toBe(".");
  });

  test("any name comes back from its text, absolute and relative", () => {
    fc.assert(
      fc.property(anyName, anyName, (name, origin) => {
        expect(parseName(printName(name))).toBe(name);
        const relative = printRelative(name, origin);
        if (relative === "@") expect(keyOf(name)).toBe(keyOf(origin));
        else expect(keyOf(parseName(relative, origin) as Name)).toBe(keyOf(name));
      }),
    );
  });
});

describe("names in the order of RFC 4034 §6.1", () => {
  // The example of that section, in its order.
  const ORDERED = [
    "example.",
    "a.example.",
    "yljkjljk.a.example.",
    "Z.a.example.",
    "zABC.a.EXAMPLE.",
    "z.example.",
    "\\001.z.example.",
    "*.z.example.",
    "\\200.z.example.",
  ].map(nameOf);

  test("compareNames sorts the example of the RFC", () => {
    expect(shuffled(ORDERED).sort(compareNames).map(printName)).toEqual(ORDERED.map(printName));
  });

  test("so do their sort keys", () => {
    const byKey = (a: Name, b: Name) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1);
    expect(shuffled(ORDERED).sort(byKey).map(printName)).toEqual(ORDERED.map(printName));
  });

  test("names that differ in case only are equal", () => {
    expect(compareNames(nameOf("WWW.Example."), nameOf("www.eXAMPLE."))).toBe(0);
  });

  test("an octet 0 in a label comes after the end of the label", () => {
    expect(compareNames(nameOf("a.example."), nameOf("a\\000.example."))).toBeLessThan(0);
    expect(compareNames(nameOf("b.a.example."), nameOf("a\\000.example."))).toBeLessThan(0);
    expect(compareNames(nameOf("a\\000.example."), nameOf("a\\001.example."))).toBeLessThan(0);
  });

  test("any two names stand as their labels do, read from the right", () => {
    fc.assert(
      fc.property(nastyName, nastyName, (a, b) => {
        expect(Math.sign(compareNames(a, b))).toBe(compareLabels(a, b));
        expect(Math.sign(compareNames(b, a))).toBe(compareLabels(b, a));
      }),
    );
  });

  test("the sort keys of any two names stand as the names do", () => {
    fc.assert(
      fc.property(nastyName, nastyName, (a, b) => {
        const left = sortKeyOf(a);
        const right = sortKeyOf(b);
        expect(left < right ? -1 : left > right ? 1 : 0).toBe(Math.sign(compareNames(a, b)));
      }),
    );
  });
});

describe("above and below", () => {
  test.each([
    ["www.example.com.", "example.com.", true],
    ["WWW.EXAMPLE.COM.", "example.com.", true],
    ["example.com.", "example.com.", true],
    ["example.com.", ".", true],
    ["badexample.com.", "example.com.", false],
    ["com.", "example.com.", false],
    // The label `\007example` ends in the octets of the name `example.`, but not at the border of a label.
    ["x\\007example.", "example.", false],
  ])("%s at or below %s: %s", (name, ancestor, expected) => {
    expect(isAtOrBelow(nameOf(name), nameOf(ancestor))).toBe(expected);
    expect(isBelow(nameOf(name), nameOf(ancestor))).toBe(expected && name.length !== ancestor.length);
  });

  test("labels, parent and child", () => {
    const name = nameOf("a.b\\.c.d.");
    expect(labelsOf(name)).toEqual(["a", "b.c", "d"]);
    expect(labelCount(name)).toBe(3);
    expect(labelCount(ROOT)).toBe(0);
    expect(parentOf(name)).toBe(nameOf("b\\.c.d."));
    expect(parentOf(ROOT)).toBe(ROOT);
    expect(childOf("a", parentOf(name))).toBe(name);
  });

  test("a wildcard has exactly * as its first label", () => {
    expect(isWildcard(nameOf("*.example."))).toBe(true);
    expect(isWildcard(nameOf("\\042.example."))).toBe(true);
    expect(isWildcard(nameOf("**.example."))).toBe(false);
    expect(isWildcard(nameOf("a.*.example."))).toBe(false);
    expect(isWildcard(ROOT)).toBe(false);
  });
});

const anyLabel = fc
  .uint8Array({ minLength: 1, maxLength: 63 })
  .map((octets) => Buffer.from(octets).toString("latin1"));
const anyName = fc.array(anyLabel, { maxLength: 3 }).map(fromLabels);
/** Few octets, so that names share labels and beginnings. */
const nastyName = fc
  .array(
    fc.string({ unit: fc.constantFrom("\0", "\x01", "a", "A", "b", "\xff"), minLength: 1, maxLength: 3 }),
    { maxLength: 4 },
  )
  .map(fromLabels);

/** The same order in the plainest way. */
function compareLabels(a: Name, b: Name): number {
  const [left, right] = [a, b].map((name) =>
    labelsOf(keyOf(name))
      .reverse()
      .map((label) => Buffer.from(label, "latin1")),
  );
  for (let index = 0; ; index++) {
    const [labelOfA, labelOfB] = [left![index], right![index]];
    if (labelOfA === undefined || labelOfB === undefined) return Math.sign(left!.length - right!.length);
    const order = Buffer.compare(labelOfA, labelOfB);
    if (order !== 0) return order;
  }
}

function fromLabels(labels: readonly string[]): Name {
  return labels.reduceRight<Name>((name, label) => childOf(label, name), ROOT);
}

function nameOf(text: string): Name {
  const name = parseName(text);
  if (!isName(name)) throw new Error(name.message);
  return name;
}

function hexOf(name: ReturnType<typeof parseName>): string {
  return isName(name) ? Buffer.from(name, "latin1").toString("hex") : name.message;
}

function shuffled(names: readonly Name[]): Name[] {
  return names.map((_, index) => names[(index * 4 + 3) % names.length]!);
}
