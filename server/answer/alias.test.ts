import { beforeAll, describe, expect, test } from "vitest";
import { aliasTo, type TestedKeeper, testedKeeper } from "../../test/aliases.ts";
import { type Ask, compileText, serveTables, tablesOf } from "../../test/serve-text.ts";

const ZONES = {
  "example.": `
    @          SOA ns host 1 7200 3600 1209600 60
    @          NS ns
    @          ${aliasTo("t.example.net.")}
    @          MX 10 mail
    ns         A 192.0.2.53
    mail       ${aliasTo("t.example.net.")}
    six        ${aliasTo("six.example.net.")}
    short 20   ${aliasTo("t.example.net.")}
    unknown    ${aliasTo("silent.example.net.")}
    half       ${aliasTo("half.example.net.")}
    nothing    ${aliasTo("gone.example.net.")}
    to         CNAME www
    far        CNAME unknown
    www        ${aliasTo("T.example.net.")}
    www        TXT "beside it"
    *.wild     ${aliasTo("t.example.net.")}
    inside     ${aliasTo("ns.example.")}
    nowhere    ${aliasTo("no.such.example.")}
    twice      ${aliasTo("inside.example.")}
    named      ${aliasTo("there.other.")}
    loop       ${aliasTo("pool.example.")}
    pool       ${aliasTo("loop.example.")}
    cut        NS ns
    below.cut  ${aliasTo("t.example.net.")}
    many       ${aliasTo("many.example.net.")}
  `.replaceAll("\n    ", "\n"),
  "other.": `
    @      SOA ns.example. host 1 7200 3600 1209600 60
    @      NS ns.example.
    there 100 A 10.0.0.1
  `,
};

const SOA = "authority: example. 60 IN SOA ns.example. host.example. 1 7200 3600 1209600 60";
const MANY = Array.from({ length: 60 }, (_, index) => `192.0.2.${index}`);

let ask: Ask;
let tested: TestedKeeper;
beforeAll(async () => {
  const tables = tablesOf(ZONES);
  ask = serveTables(tables);
  tested = testedKeeper({
    "t.example.net. A": "t.example.net. 120 A 192.0.2.9\nt.example.net. 120 A 192.0.2.7",
    "t.example.net. AAAA": "t.example.net. 240 AAAA 2001:db8::7",
    "six.example.net. A": "none",
    "six.example.net. AAAA": "six.example.net. 10 AAAA 2001:db8::6",
    "half.example.net. A": "half.example.net. 1000000 A 192.0.2.5",
    "gone.example.net. A": "gone",
    "gone.example.net. AAAA": "gone",
    "many.example.net. A": MANY.map((address) => `many.example.net. 300 A ${address}`).join("\n"),
    "many.example.net. AAAA": "none",
  });
  await tested.serve(tables);
});

const ADDRESSES = (owner: string, ttl: number) => [
  `${owner} ${ttl} IN A 192.0.2.7`,
  `${owner} ${ttl} IN A 192.0.2.9`,
];

test.each([
  [
    "addresses of the target, in ascending order",
    "example. A",
    ["NOERROR aa", ...ADDRESSES("example.", 120)],
  ],
  ["and of the other type", "example. AAAA", ["NOERROR aa", "example. 240 IN AAAA 2001:db8::7"]],
  ["the owner as it was asked for", "WWW.eXample. A", ["NOERROR aa", ...ADDRESSES("WWW.eXample.", 120)]],
  [
    "no TTL above that of the record",
    "short.example. AAAA",
    ["NOERROR aa", "short.example. 20 IN AAAA 2001:db8::7"],
  ],
  ["no TTL below half a minute", "six.example. AAAA", ["NOERROR aa", "six.example. 30 IN AAAA 2001:db8::6"]],
  ["the target has none of the type: NODATA, for as long", "six.example. A", ["NOERROR aa", SOA]],
  ["the target is not there: NODATA", "nothing.example. A", ["NOERROR aa", SOA]],
  ["the target cannot be looked up: SERVFAIL", "unknown.example. A", ["SERVFAIL"]],
  ["be it of one type alone", "half.example. AAAA", ["SERVFAIL"]],
  ["and the other is answered", "half.example. A", ["NOERROR aa", "half.example. 300 IN A 192.0.2.5"]],
  ["other types as ever", "www.example. TXT", ["NOERROR aa", 'www.example. 300 IN TXT "beside it"']],
  ["other types that are not there", "www.example. MX", ["NOERROR aa", SOA]],
  ["never the ALIAS itself", "www.example. TYPE65401", ["NOERROR aa", SOA]],
  [
    "nor for ANY",
    "example. ANY",
    ["NOERROR aa", "example. 300 IN SOA ns.example. host.example. 1 7200 3600 1209600 60"],
  ],
  [
    "but its addresses where there is nothing else",
    "inside.example. ANY",
    ["NOERROR aa", "inside.example. 300 IN A 192.0.2.53"],
  ],
  [
    "of the other type where there are none of the first",
    "six.example. ANY",
    ["NOERROR aa", "six.example. 30 IN AAAA 2001:db8::6"],
  ],
  ["of the type that is known", "half.example. ANY", ["NOERROR aa", "half.example. 300 IN A 192.0.2.5"]],
  ["the target has neither: NODATA for ANY", "nothing.example. ANY", ["NOERROR aa", SOA]],
  ["nothing is known for ANY: SERVFAIL", "unknown.example. ANY", ["SERVFAIL"]],
  ["and through a wildcard", "x.wild.example. ANY", ["NOERROR aa", ...ADDRESSES("x.wild.example.", 120)]],
  ["other data come first", "www.example. ANY", ["NOERROR aa", 'www.example. 300 IN TXT "beside it"']],
  [
    "at the end of a CNAME",
    "to.example. A",
    ["NOERROR aa", "to.example. 300 IN CNAME www.example.", ...ADDRESSES("www.example.", 120)],
  ],
  [
    "a CNAME to what cannot be looked up is answered alone",
    "far.example. A",
    ["NOERROR aa", "far.example. 300 IN CNAME unknown.example."],
  ],
  [
    "synthesised from a wildcard",
    "a.b.wild.example. A",
    ["NOERROR aa", ...ADDRESSES("a.b.wild.example.", 120)],
  ],
  ["a name of our own zones", "inside.example. A", ["NOERROR aa", "inside.example. 300 IN A 192.0.2.53"]],
  ["one that has none of the type", "inside.example. AAAA", ["NOERROR aa", SOA]],
  ["by way of another ALIAS", "twice.example. A", ["NOERROR aa", "twice.example. 300 IN A 192.0.2.53"]],
  [
    "in another of our zones, be its address private",
    "named.example. A",
    ["NOERROR aa", "named.example. 100 IN A 10.0.0.1"],
  ],
  ["two that lead to each other", "loop.example. A", ["SERVFAIL"]],
  [
    "below a cut it is not ours",
    "below.cut.example. A",
    [
      "NOERROR",
      "authority: cut.example. 300 IN NS ns.example.",
      "additional: ns.example. 300 IN A 192.0.2.53",
    ],
  ],
  [
    "additional section",
    "example. MX",
    [
      "NOERROR aa",
      "example. 300 IN MX 10 mail.example.",
      ...ADDRESSES("mail.example.", 120).map((line) => `additional: ${line}`),
      "additional: mail.example. 240 IN AAAA 2001:db8::7",
    ],
  ],
])("%s", (_name, question, answer) => {
  expect(ask(question)).toEqual(answer);
});

test("what does not fit is truncated, and more than 32 addresses are never answered", () => {
  expect(ask("many.example. A", { size: 512 })).toEqual(["NOERROR aa tc"]);
  expect(ask("many.example. A", { tcp: true })).toHaveLength(1 + 32);
});

describe("a zone is refused with", () => {
  test.each([
    [
      "an address beside it",
      `a ${aliasTo("t.example.net.")}\na A 192.0.2.1`,
      "a.example. has an ALIAS, and addresses of its own",
    ],
    [
      "two at a name",
      `a ${aliasTo("t.example.net.")}\na ${aliasTo("u.example.net.")}`,
      "a.example. has more than one ALIAS; expected one at most",
    ],
    [
      "a CNAME beside it",
      `a ${aliasTo("t.example.net.")}\na CNAME b`,
      "a.example. has a CNAME and other data",
    ],
    ["data that are no name", "a TYPE65401 \\# 2 0161", "ALIAS ends inside a name"],
    ["a pointer", "a TYPE65401 \\# 2 c00c", "ALIAS has a compressed name"],
  ])("%s", (_name, lines, message) => {
    const compiled = compileText({ "example.": `@ SOA ns host 1 1 1 1 1\n@ NS ns.other.\n${lines}` });
    expect("problems" in compiled && compiled.problems.map((problem) => problem.message)).toEqual([message]);
  });
});
