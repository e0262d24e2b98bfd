import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAtOrBelow, isName, type Name, parseName, ROOT } from "./name.ts";
import { whyNoName, writeName } from "./written-name.ts";

const name = (text: string): Name => {
  const parsed = parseName(text, ROOT);
  if (!isName(parsed)) throw new Error(parsed.message);
  return parsed;
};

describe("writeName", () => {
  test.each([
    ["www.example.com.", "www.example.com."],
    ["_dmarc.*.a+b.", "_dmarc.*.a+b."],
    [".", "."],
    ["x:8080.", "x\\:8080."],
    ["a\\032b.", "a\\032b."],
    ["0/25.2.0.192.in-addr.arpa.", "0/25.2.0.192.in-addr.arpa."],
    ["0/25.", "0\\/25."],
    ["site/path.example.", "site\\/path.example."],
    ["ü.", "\\195\\188."],
  ])("%s is written %s", (text, written) => {
    expect(writeName(name(text))).toBe(written);
  });

  test("of any octets is a name, and the same one", () => {
    const octet = fc.oneof(
      fc.constantFrom(...'/0aA._-: \\"@'),
      fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
    );
    const label = fc.oneof(
      fc.constantFrom("_ipp", "_tcp", "0/25", "in-addr", "arpa"),
      fc.string({ unit: octet, minLength: 1, maxLength: 63 }),
    );
    const below = fc.array(label, { maxLength: 3 });
    const wire = (labels: readonly string[]) =>
      `${labels.map((each) => String.fromCharCode(each.length) + each).join("")}\0` as Name;
    fc.assert(
      fc.property(
        below,
        fc.constantFrom(ROOT, name("example.com."), name("2.0.192.in-addr.arpa.")),
        (labels, origin) => {
          fc.pre(labels.length > 0);
          const whole = (wire(labels).slice(0, -1) + origin) as Name;
          fc.pre(whole.length <= 255 && isAtOrBelow(whole, origin));
          const written = writeName(whole, origin);
          expect(whyNoName(written, origin)).toBeUndefined();
          expect(parseName(written, origin)).toBe(whole);
        },
      ),
    );
  });
});

test("the origin tells whether a label is a service's instance, and a name a reverse one", () => {
  expect(whyNoName("Lobby, 2nd floor", name("_ipp._tcp.example.com."))).toBeUndefined();
  expect(whyNoName("Lobby, 2nd floor", name("example.com."))).toMatchObject({ rule: "not-a-name" });
  expect(whyNoName("a/b", name("2.0.192.in-addr.arpa."))).toBeUndefined();
  expect(whyNoName("a/b", name("example.com."))).toMatchObject({ rule: "not-a-name" });
});

test("a control character is none even in a service's instance", () => {
  expect(whyNoName("Lobby\x072._ipp._tcp")?.help).toBe(
    "Remove it; where the name really has it, write \\007.",
  );
});

test.each([
  ["one label", ","],
  ["labels", ",."],
  ["names", "a.b,"],
  ["white space", " "],
  ["white space before a name", " x"],
  ["brackets", "["],
  ["colons", ":"],
  ["at signs", "a@"],
  ["a URL", "http://"],
  ["escapes", "\\,,"],
])("64 kB of %s are refused at once, with a message that can be read", (_, piece) => {
  const fault = whyNoName(piece.repeat(65_536 / piece.length));
  expect(fault?.message.length).toBeLessThan(600);
});
