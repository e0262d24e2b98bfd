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
  // What people call a service is free text in UTF-8, the domain below it is not (RFC 6763 §4.1.1, §4.1.3).
  [
    "Büro, 2. OG._ipp._tcp.münchen.example".replace(". ", "\\. "),
    "Büro, 2\\. OG._ipp._tcp.xn--mnchen-3ya.example",
  ],
  ["Bu\u0308ro._http._tcp", "Büro._http._tcp"],
  ["_sub._ü._tcp", "_sub.xn--_-eha._tcp"],
])("%s is %s", (written, ascii) => {
  expect(toAscii(written)).toBe(ascii);
});

test.each([
  ["a full stop of another script", "a。b"],
  ["a ligature that would become two letters", "ﬁx"],
  ["a number in a circle, which a URL reads as an address", "①"],
  ["a joiner where none may stand", "\u200da"],
  ["a combining mark at the start", "\u0301a"],
  ["a wildcard within a label", "*ü"],
  ["half of a surrogate pair", "\ud83d"],
  ["right-to-left letters with a Latin one", "אa"],
])("%s is refused", (_, written) => {
  expect(() => toAscii(written)).toThrow(
    `has the label ${JSON.stringify(written)}, which is no internationalized label (RFC 5891)`,
  );
});

test.each([
  ["an escape of URLs", "ü%41", 'is "ü%41", with "%" in it; expected a name'],
  ["the end of a URL's host", "ü/x", 'is "ü/x", a name with a path; expected a name'],
  ["quotes of typography, which UTS #46 would encode", "“x”", 'is "“x”", a name in quotes; expected a name'],
  ["a dash of typography", "a–b", 'is "a–b", with – (U+2013) in it; expected a name'],
])("%s is no name", (_, written, message) => {
  expect(() => toAscii(written)).toThrow(message);
});
