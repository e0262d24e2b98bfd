import { expect, test } from "vitest";
import { toAscii } from "./idn.ts";

test.each([
  ["www.example.com", "www.example.com"],
  ["WWW_x.*", "WWW_x.*"],
  ["münchen.example", "xn--mnchen-3ya.example"],
  ["MÜNCHEN", "xn--mnchen-3ya"],
  ["a\u0308", "xn--4ca"], // decomposed, as macOS names files
  ["straße", "xn--strae-oqa"], // IDNA 2008 keeps ß
  ["日本語.jp", "xn--wgv71a119e.jp"],
  ["_ü._tcp", "xn--_-eha._tcp"],
  ["☃", "xn--n3h"],
  ["xn--mnchen-3ya", "xn--mnchen-3ya"],
])("%s is %s", (written, ascii) => {
  expect(toAscii(written)).toBe(ascii);
});

test.each([
  ["a full stop of another script", "a。b"],
  ["a ligature that would become two letters", "ﬁx"],
  ["a number in a circle, which a URL reads as an address", "①"],
  ["a joiner where none may stand", "\u200da"],
  ["a combining mark at the start", "\u0301a"],
  ["an escape of URLs", "ü%41"],
  ["the end of a URL's host", "ü/x"],
  ["a wildcard within a label", "*ü"],
  ["half of a surrogate pair", "\ud83d"],
  ["right-to-left letters with a Latin one", "אa"],
])("%s is refused", (_, written) => {
  expect(() => toAscii(written)).toThrow(
    `has the label ${JSON.stringify(written)}, which is no internationalized label (RFC 5891)`,
  );
});
