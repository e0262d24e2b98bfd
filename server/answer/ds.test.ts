import { expect, test } from "vitest";
import { serveText } from "../../test/serve-text.ts";

const DS = "1 8 2 e2d3c916f6deeac73294e8268fb5885044a833fc5459588f4a9184cfc41a5766";
const PARENT = `
  @          SOA ns host 1 7200 3600 1209600 60
  @          NS ns.example.org.
  signed     NS ns.example.org.
  signed     DS ${DS}
  unsigned   NS ns.example.org.
  *.wild     A 192.0.2.1
`;
const CHILD = "@ SOA ns host 2 7200 3600 1209600 60\n@ NS ns.example.org.\n@ A 192.0.2.2\nwww A 192.0.2.3";
const NEGATIVE = "authority: example.com. 60 IN SOA ns.example.com. host.example.com. 1 7200 3600 1209600 60";

const served = {
  "the parent alone": serveText({ "example.com.": PARENT }),
  "parent and children": serveText({
    "example.com.": PARENT,
    "signed.example.com.": CHILD,
    "unsigned.example.com.": CHILD,
  }),
};

test.each(Object.entries(served))(
  "%s: DS at a cut is the parent's, with AA (RFC 4035 §3.1.4.1)",
  (_name, ask) => {
    expect(ask("signed.example.com. DS")).toEqual(["NOERROR aa", `signed.example.com. 300 IN DS ${DS}`]);
  },
);

test.each(Object.entries(served))("%s: no DS at a cut is the parent's NODATA", (_name, ask) => {
  expect(ask("unsigned.example.com. DS")).toEqual(["NOERROR aa", NEGATIVE]);
});

test("a child answers all else at its apex itself", () => {
  expect(served["parent and children"]("signed.example.com. A")).toEqual([
    "NOERROR aa",
    "signed.example.com. 300 IN A 192.0.2.2",
  ]);
});

test("the apex of a zone whose parent is not ours has no DS", () => {
  expect(served["the parent alone"]("example.com. DS")).toEqual(["NOERROR aa", NEGATIVE]);
});

test("a child that the parent does not delegate does not exist for the parent", () => {
  const ask = serveText({ "example.com.": PARENT, "lost.example.com.": CHILD, "x.wild.example.com.": CHILD });
  expect(ask("lost.example.com. A")).toEqual(["NOERROR aa", "lost.example.com. 300 IN A 192.0.2.2"]);
  expect(ask("lost.example.com. DS")).toEqual(["NXDOMAIN aa", NEGATIVE]);
  expect(ask("x.wild.example.com. DS")).toEqual(["NOERROR aa", NEGATIVE]);
});

test("nor does one whose name has an NSEC3 there, as if it were a hash (RFC 5155 §7.2.8)", () => {
  const parent = `${PARENT}  lost NSEC3 1 0 0 - 040g2081040g2081040g2081040g2081 A\n  a.wild NSEC3 1 0 0 - 040g2081040g2081040g2081040g2081 A\n`;
  const ask = serveText({
    "example.com.": parent,
    "lost.example.com.": CHILD,
    "x.a.wild.example.com.": CHILD,
  });
  expect(ask("lost.example.com. DS")).toEqual(["NXDOMAIN aa", NEGATIVE]);
  expect(ask("x.a.wild.example.com. DS")).toEqual(["NOERROR aa", NEGATIVE]);
});

test("a grandchild whose parent is delegated away gets the referral there", () => {
  const ask = serveText({ "example.com.": PARENT, "deep.signed.example.com.": CHILD });
  expect(ask("deep.signed.example.com. DS")).toEqual([
    "NOERROR",
    "authority: signed.example.com. 300 IN NS ns.example.org.",
  ]);
});
