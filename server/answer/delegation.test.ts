import { expect, test } from "vitest";
import { serveText } from "../../test/serve-text.ts";

const ask = serveText({
  "example.com.": `
    @            SOA ns host 1 7200 3600 1209600 60
    @            NS ns
    @            NS ns.sub
    ns           A 192.0.2.1
    sub          NS ns.sub
    sub          NS ns.sibling
    sub          NS ns
    sub          NS ns.example.net.
    ns.sub       A 192.0.2.2
    ns.sub       AAAA 2001:db8::2
    occluded.sub A 192.0.2.3
    deep.sub     NS ns.deep.sub
    ns.deep.sub  A 192.0.2.4
    sibling      NS ns.sibling
    ns.sibling   A 192.0.2.5
    plain        NS ns.example.org.
    mx           MX 10 ns.sub
    *.plain      A 192.0.2.6
  `,
  "example.net.": "@ SOA ns host 1 2 3 4 5\n@ NS ns\nns A 192.0.2.9",
});

const REFERRAL = [
  "NOERROR",
  "authority: sub.example.com. 300 IN NS ns.sub.example.com.",
  "authority: sub.example.com. 300 IN NS ns.sibling.example.com.",
  "authority: sub.example.com. 300 IN NS ns.example.com.",
  "authority: sub.example.com. 300 IN NS ns.example.net.",
  "additional: ns.sub.example.com. 300 IN A 192.0.2.2",
  "additional: ns.sub.example.com. 300 IN AAAA 2001:db8::2",
  "additional: ns.sibling.example.com. 300 IN A 192.0.2.5",
  "additional: ns.example.com. 300 IN A 192.0.2.1",
];

test.each([
  ["a name below the cut", "www.sub.example.com. A"],
  ["many labels below it", "a.b.c.d.sub.example.com. A"],
  ["the cut itself", "sub.example.com. A"],
  ["its NS, for which the zone below speaks", "sub.example.com. NS"],
  ["its SOA", "sub.example.com. SOA"],
  ["QTYPE ANY", "sub.example.com. ANY"],
  ["glue, which is not ours to answer with", "ns.sub.example.com. A"],
  ["data that the cut occludes", "occluded.sub.example.com. A"],
  ["a cut below the cut", "ns.deep.sub.example.com. A"],
  ["DS below the cut", "www.sub.example.com. DS"],
])(
  "%s: a referral without AA, in-domain glue first, sibling glue and our own addresses after it",
  (_name, question) => {
    expect(ask(question)).toEqual(REFERRAL);
  },
);

test("servers elsewhere need no glue, and a wildcard below the cut means nothing", () => {
  expect(ask("x.plain.example.com. A")).toEqual([
    "NOERROR",
    "authority: plain.example.com. 300 IN NS ns.example.org.",
  ]);
});

test("glue goes with NS at the apex, not with MX", () => {
  expect(ask("example.com. NS")).toEqual([
    "NOERROR aa",
    "example.com. 300 IN NS ns.example.com.",
    "example.com. 300 IN NS ns.sub.example.com.",
    "additional: ns.example.com. 300 IN A 192.0.2.1",
    "additional: ns.sub.example.com. 300 IN A 192.0.2.2",
    "additional: ns.sub.example.com. 300 IN AAAA 2001:db8::2",
  ]);
  expect(ask("mx.example.com. MX")).toEqual([
    "NOERROR aa",
    "mx.example.com. 300 IN MX 10 ns.sub.example.com.",
  ]);
});

test("a longer question moves the names of a referral with it", () => {
  const label = "x".repeat(63);
  expect(ask(`${label}.${label}.${label}.sub.example.com. A`)).toEqual(REFERRAL);
});

test("letters beyond ASCII have no case, so a zone below such a label is found (RFC 4343 §3)", () => {
  const outer = "@ SOA ns host 1 2 3 4 5\n@ NS ns\nsub NS ns.example.org.";
  const inner = "@ SOA ns host 6 2 3 4 5\n@ NS ns.example.org.";
  const soa = "SOA ns.sub.\\193.example. host.sub.\\193.example. 6 2 3 4 5";
  const nested = serveText({ "\\193.example.": outer, "sub.\\193.example.": inner, "\\225.example.": outer });
  expect(nested("sub.\\193.example. SOA")).toEqual(["NOERROR aa", `sub.\\193.example. 300 IN ${soa}`]);
  expect(nested("sub.\\225.example. SOA")).toEqual([
    "NOERROR",
    "authority: sub.\\225.example. 300 IN NS ns.example.org.",
  ]);
});
