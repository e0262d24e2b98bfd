import { describe, expect, test } from "vitest";
import { rcodeName } from "../../dns/message-rcode.ts";
import { printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { printRdata, printRecord } from "../../dns/zone-file/print.ts";
import { nameOf, typeOf, zoneOf } from "../../test/zone-text.ts";
import { expectAnswer } from "./expect.ts";
import type { Expectation } from "./expectation.ts";
import { OUR_LIMITS } from "./follow-alias.ts";
import { modelZones } from "./zone-model.ts";

const EXAMPLE = zoneOf(
  "example.com.",
  `
@          SOA ns1 hostmaster 7 7200 3600 1209600 60
@          NS ns1
@          NS ns.example.net.
ns1        A 192.0.2.1
www        A 192.0.2.2
www        A 192.0.2.3
www        TXT "www"
deep.ent   A 192.0.2.4
*.wild     TXT "wild"
*.wild     A 192.0.2.5
host.wild  A 192.0.2.6
a.gap.wild A 192.0.2.7
*.alias    CNAME www
b.*.star   A 192.0.2.8
sub        NS ns.sub
sub        NS ns1
sub        NS ns.other
sub        DS 1 8 2 ${"00".repeat(32)}
ns.sub     A 192.0.2.9
ns.sub     AAAA 2001:db8::9
below.sub  TXT "occluded"
other      NS ns.other
ns.other   A 192.0.2.10
child      NS ns1
child      DS 1 8 2 ${"11".repeat(32)}
old        DNAME example.net.
x.old      TXT "occluded"
new        DNAME wild
local      CNAME www
nowhere    CNAME nothing
gone       CNAME www.example.org.
into       CNAME www.child
intonone   CNAME none.child
one        CNAME two
two        CNAME one
c1 CNAME c2
c2 CNAME c3
c3 CNAME c4
c4 CNAME c5
c5 CNAME c6
c6 CNAME c7
c7 CNAME c8
c8 CNAME c9
c9 CNAME www
tochild    CNAME child
grow       DNAME x.grow
ping       DNAME x.pong
pong       DNAME ping
${"l".repeat(63)}.${"l".repeat(63)}.${"l".repeat(60)} DNAME ${"m".repeat(63)}.${"m".repeat(63)}.${"m".repeat(63)}
`,
);
const CHILD = zoneOf("child.example.com.", "@ SOA ns h 1 2 3 4 60\n@ NS ns1.example.com.\nwww A 192.0.2.20");
const MODELS = modelZones([EXAMPLE, CHILD]);

const SOA = "example.com. 60 IN SOA ns1.example.com. hostmaster.example.com. 7 7200 3600 1209600 60";
const WWW = ["www.example.com. 300 IN A 192.0.2.2", "www.example.com. 300 IN A 192.0.2.3"];
const SUB = [
  "NS sub.example.com. 300 IN NS ns.sub.example.com.",
  "NS sub.example.com. 300 IN NS ns1.example.com.",
  "NS sub.example.com. 300 IN NS ns.other.example.com.",
  "glue ns.sub.example.com. 300 IN A 192.0.2.9",
  "glue ns.sub.example.com. 300 IN AAAA 2001:db8::9",
  "sibling ns1.example.com. 300 IN A 192.0.2.1",
  "sibling ns.other.example.com. 300 IN A 192.0.2.10",
];

describe("what a nameserver must answer", () => {
  test.each<[string, string, string[]]>([
    ["an RRset is itself", "www A", ["answer", ...WWW]],
    ["names are the same in any case", "WWW TXT", ["answer", 'WWW.example.com. 300 IN TXT "www"']],
    ["a type that a name lacks", "www MX", ["nodata", SOA]],
    ["a name that does not exist", "nothing A", ["nxdomain", SOA]],
    ["a name below one that exists", "x.www A", ["nxdomain", SOA]],
    ["an empty non-terminal exists", "ent A", ["nodata", SOA]],
    ["a name below an empty non-terminal", "x.ent A", ["nxdomain", SOA]],
    [
      "a CNAME asked for itself",
      "local CNAME",
      ["answer", "local.example.com. 300 IN CNAME www.example.com."],
    ],
  ])("%s: %s", check);

  test.each<[string, string, string[]]>([
    ["a wildcard asked for itself", "*.wild TXT", ["answer", '*.wild.example.com. 300 IN TXT "wild"']],
    ["a name that it stands in for", "x.wild TXT", ["answer", 'x.wild.example.com. 300 IN TXT "wild"']],
    ["a name of several labels more", "x.y.wild A", ["answer", "x.y.wild.example.com. 300 IN A 192.0.2.5"]],
    ["a type that the wildcard lacks", "x.wild MX", ["nodata", SOA]],
    ["a name beside it that exists", "host.wild TXT", ["nodata", SOA]],
    ["no wildcard reaches below a name that exists", "x.host.wild TXT", ["nxdomain", SOA]],
    ["nor below an empty non-terminal", "x.gap.wild TXT", ["nxdomain", SOA]],
    ["the name above it", "wild TXT", ["nodata", SOA]],
    [
      "a wildcard that is an alias",
      "x.alias CNAME",
      ["answer", "x.alias.example.com. 300 IN CNAME www.example.com."],
    ],
    [
      "a wildcard that is an alias, asked for what it leads to",
      "x.alias TXT",
      [
        "alias NOERROR",
        "x.alias.example.com. 300 IN CNAME www.example.com.",
        'www.example.com. 300 IN TXT "www"',
      ],
    ],
    ["a wildcard that is an empty non-terminal", "x.star A", ["nodata", SOA]],
  ])("wildcards: %s: %s", check);

  test.each<[string, string, string[]]>([
    ["NS at the cut", "sub NS", ["referral", ...SUB]],
    ["any type at the cut", "sub A", ["referral", ...SUB]],
    ["glue", "ns.sub A", ["referral", ...SUB]],
    ["occluded data", "below.sub TXT", ["referral", ...SUB]],
    ["a name below that does not exist", "x.y.sub A", ["referral", ...SUB]],
    ["DS is the parent's", "sub DS", ["answer", `sub.example.com. 300 IN DS 1 8 2 ${"00".repeat(32)}`]],
    ["no DS", "other DS", ["nodata", SOA]],
    ["DS below the cut", "x.sub DS", ["referral", ...SUB]],
    ["a child that we serve too", "child NS", ["answer", "child.example.com. 300 IN NS ns1.example.com."]],
    ["its names", "www.child A", ["answer", "www.child.example.com. 300 IN A 192.0.2.20"]],
    ["its DS", "child DS", ["answer", `child.example.com. 300 IN DS 1 8 2 ${"11".repeat(32)}`]],
    ["DS at an apex whose parent is not ours", "@ DS", ["nodata", SOA]],
  ])("delegations: %s: %s", check);

  test.each<[string, string, string[]]>([
    [
      "an alias within the zone",
      "local A",
      ["alias NOERROR", "local.example.com. 300 IN CNAME www.example.com.", ...WWW],
    ],
    [
      "to a type that is not there",
      "local MX",
      ["alias NOERROR", "local.example.com. 300 IN CNAME www.example.com."],
    ],
    [
      "to a name that is not there",
      "nowhere A",
      ["alias NXDOMAIN", "nowhere.example.com. 300 IN CNAME nothing.example.com."],
    ],
    ["out of our zones", "gone A", ["alias NOERROR", "gone.example.com. 300 IN CNAME www.example.org."]],
    [
      "into another zone of ours, which a server may follow",
      "into A",
      [
        "alias NOERROR",
        "into.example.com. 300 IN CNAME www.child.example.com.",
        "perhaps www.child.example.com. 300 IN A 192.0.2.20",
      ],
    ],
    [
      "to a name that another zone of ours lacks",
      "intonone A",
      ["alias NOERROR NXDOMAIN", "intonone.example.com. 300 IN CNAME none.child.example.com."],
    ],
    [
      "a loop",
      "one A",
      [
        "alias NOERROR",
        "one.example.com. 300 IN CNAME two.example.com.",
        "two.example.com. 300 IN CNAME one.example.com.",
      ],
    ],
    [
      "a long chain, whose end a server may leave out",
      "c1 A",
      [
        "alias NOERROR",
        ...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => `c${n}.example.com. 300 IN CNAME c${n + 1}.example.com.`),
        "perhaps c9.example.com. 300 IN CNAME www.example.com.",
        ...WWW.map((line) => `perhaps ${line}`),
      ],
    ],
  ])("aliases: %s: %s", check);

  test.each<[string, string, string[]]>([
    ["the owner of a DNAME", "old DNAME", ["answer", "old.example.com. 300 IN DNAME example.net."]],
    ["another type there", "old A", ["nodata", SOA]],
    [
      "a name below",
      "a.b.old A",
      [
        "alias NOERROR",
        "old.example.com. 300 IN DNAME example.net.",
        "a.b.old.example.com. 300 IN CNAME a.b.example.net.",
      ],
    ],
    [
      "occluded data below",
      "x.old TXT",
      [
        "alias NOERROR",
        "old.example.com. 300 IN DNAME example.net.",
        "x.old.example.com. 300 IN CNAME x.example.net.",
      ],
    ],
    [
      "the CNAME that it makes",
      "x.new CNAME",
      [
        "answer",
        "new.example.com. 300 IN DNAME wild.example.com.",
        "x.new.example.com. 300 IN CNAME x.wild.example.com.",
      ],
    ],
    [
      "into the zone",
      "x.new TXT",
      [
        "alias NOERROR",
        "new.example.com. 300 IN DNAME wild.example.com.",
        "x.new.example.com. 300 IN CNAME x.wild.example.com.",
        'x.wild.example.com. 300 IN TXT "wild"',
      ],
    ],
    [
      "a name that gets too long",
      `${"x".repeat(50)}.${"l".repeat(63)}.${"l".repeat(63)}.${"l".repeat(60)} A`,
      [
        "alias YXDOMAIN",
        `${"l".repeat(63)}.${"l".repeat(63)}.${"l".repeat(60)}.example.com. 300 IN DNAME ${"m".repeat(63)}.${"m".repeat(63)}.${"m".repeat(63)}.example.com.`,
      ],
    ],
  ])("DNAME: %s: %s", check);

  test.each<[string, string, string[]]>([
    ["ANY is any of the RRsets", "www ANY", ["any", ...WWW, 'www.example.com. 300 IN TXT "www"']],
    [
      "ANY is a CNAME, which nobody follows then",
      "local ANY",
      ["any", "local.example.com. 300 IN CNAME www.example.com."],
    ],
    [
      "ANY is what a wildcard makes",
      "x.alias ANY",
      ["any", "x.alias.example.com. 300 IN CNAME www.example.com."],
    ],
    ["ANY at an empty non-terminal", "ent ANY", ["nodata", SOA]],
    ["ANY at a cut", "sub ANY", ["referral", ...SUB]],
    [
      "ANY below a DNAME",
      "host.new ANY",
      [
        "alias NOERROR",
        "new.example.com. 300 IN DNAME wild.example.com.",
        "host.new.example.com. 300 IN CNAME host.wild.example.com.",
      ],
    ],
    ["RRSIG where there is none", "www RRSIG", ["nodata", SOA]],
    ["RRSIG beside a CNAME (RFC 4034 §3)", "local RRSIG", ["nodata", SOA]],
    ["NSEC beside a CNAME (RFC 4034 §4)", "local NSEC", ["nodata", SOA]],
    [
      "NSEC3 beside a CNAME",
      "gone NSEC3",
      ["alias NOERROR", "gone.example.com. 300 IN CNAME www.example.org."],
    ],
    [
      "DS at the end of an alias is the parent's",
      "tochild DS",
      [
        "alias NOERROR",
        "tochild.example.com. 300 IN CNAME child.example.com.",
        `child.example.com. 300 IN DS 1 8 2 ${"11".repeat(32)}`,
      ],
    ],
  ])("types with rules of their own: %s: %s", check);

  const grown = (count: number) => `${"x.".repeat(count)}grow.example.com.`;
  test.each<[string, string, string[]]>([
    [
      "a chain of aliases",
      "c1 TXT",
      [
        "alias NOERROR",
        ...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => `c${n}.example.com. 300 IN CNAME c${n + 1}.example.com.`),
        "c9.example.com. 300 IN CNAME www.example.com.",
        'www.example.com. 300 IN TXT "www"',
      ],
    ],
    [
      "into another zone",
      "into A",
      [
        "alias NOERROR",
        "into.example.com. 300 IN CNAME www.child.example.com.",
        "www.child.example.com. 300 IN A 192.0.2.20",
      ],
    ],
    [
      "to a name that is not there",
      "intonone A",
      ["alias NXDOMAIN", "intonone.example.com. 300 IN CNAME none.child.example.com."],
    ],
    [
      "a DNAME whose target grows, once",
      "a.grow A",
      [
        "alias NOERROR",
        "grow.example.com. 300 IN DNAME x.grow.example.com.",
        `a.grow.example.com. 300 IN CNAME a.${grown(1)}`,
      ],
    ],
  ])("what our own server follows: %s: %s", (_, question, expected) => {
    const [owner, type] = question.split(" ") as [string, string];
    const asked = { name: nameOf(`${owner}.example.com.`), type: typeOf(type) };
    expect(lines(expectAnswer(MODELS, asked, OUR_LIMITS))).toEqual(expected);
  });

  test("two DNAMEs that take turns and grow go on until the name is too long", () => {
    const asked = { name: nameOf("a.ping.example.com."), type: typeOf("A") };
    const expectation = expectAnswer(MODELS, asked, { chainLimit: 1000 });
    if (expectation.outcome !== "alias") throw new Error(expectation.outcome);
    expect(expectation.rcodes.map(rcodeName)).toContain("YXDOMAIN");
    const dnames = [...expectation.records, ...expectation.more].filter(
      ({ type }) => type === typeOf("DNAME"),
    );
    expect(dnames).toHaveLength(2);
  });

  test("to any server, what grows may go on", () => {
    const asked = { name: nameOf("a.grow.example.com."), type: typeOf("A") };
    const expectation = expectAnswer(MODELS, asked);
    if (expectation.outcome !== "alias") throw new Error(expectation.outcome);
    expect(expectation.records).toHaveLength(2);
    expect(expectation.more.length).toBeGreaterThan(50);
    expect(expectation.rcodes.map(rcodeName)).toEqual(["NOERROR", "YXDOMAIN"]);
  });

  test("a name in none of the zones is nobody's", () => {
    expect(expectAnswer(MODELS, { name: nameOf("www.example.org."), type: typeOf("A") })).toEqual({
      outcome: "refused",
    });
  });
});

describe("a signed zone", () => {
  const signature = "8 3 300 20270101000000 20260101000000 1 example.com. AAAA";
  const signed = zoneOf(
    "example.com.",
    `
@ SOA ns1 h 1 2 3 4 60
@ RRSIG SOA ${signature}
@ NS ns1
www A 192.0.2.1
www RRSIG A ${signature}
www NSEC example.com. A RRSIG NSEC
*.wild A 192.0.2.2
*.wild RRSIG A ${signature}
0P9MHAVEQVM6T7VBL5LOP2U3T2RP3TOM NSEC3 1 1 12 AABBCCDD 2VPTU5TIMAMQTTGL4LUU9KG21E0AOR3S A
`,
  );
  const models = modelZones([signed]);
  const ask = (name: string, type: string, dnssec: boolean) =>
    lines(expectAnswer(models, { name: nameOf(`${name}.example.com.`), type: typeOf(type), dnssec }));

  test("gives an RRset with its signatures where they are asked for", () => {
    expect(ask("www", "A", true)).toEqual([
      "answer",
      "www.example.com. 300 IN A 192.0.2.1",
      `www.example.com. 300 IN RRSIG A ${signature}`,
    ]);
    expect(ask("www", "A", false)).toEqual(["answer", "www.example.com. 300 IN A 192.0.2.1"]);
  });

  test("signs for a name that a wildcard stands in for with the wildcard's signature (RFC 4035 §3.1.3.3)", () => {
    expect(ask("x.wild", "A", true)).toEqual([
      "answer",
      "x.wild.example.com. 300 IN A 192.0.2.2",
      `x.wild.example.com. 300 IN RRSIG A ${signature}`,
    ]);
  });

  test("gives all signatures at a name to QTYPE RRSIG, and a wildcard's", () => {
    expect(ask("www", "RRSIG", false)).toEqual(["answer", `www.example.com. 300 IN RRSIG A ${signature}`]);
    expect(ask("x.wild", "RRSIG", false)).toEqual([
      "answer",
      `x.wild.example.com. 300 IN RRSIG A ${signature}`,
    ]);
    expect(ask("ns1", "RRSIG", false)[0]).toBe("nxdomain");
  });

  test("has no name where only an NSEC3 record stands", () => {
    expect(ask("0P9MHAVEQVM6T7VBL5LOP2U3T2RP3TOM", "NSEC3", false)[0]).toBe("nxdomain");
  });
});

function check(_: string, question: string, expected: string[]): void {
  const [owner, type] = question.split(" ") as [string, string];
  const name = nameOf(owner === "@" ? "example.com." : `${owner}.example.com.`);
  expect(lines(expectAnswer(MODELS, { name, type: typeOf(type) }))).toEqual(expected);
}

describe("ALIAS", () => {
  const models = modelZones([
    zoneOf(
      "example.com.",
      `@    3600 SOA ns1.example.net. hostmaster 7 7200 3600 1209600 60
@    3600 NS ns1.example.net.
@    300  ALIAS shop.example.net.
@    3600 MX 10 @
*    300  ALIAS web
web  60   A 192.0.2.1
web  60   A 192.0.2.2
cdn  600  CNAME cdn.example.net.
via  900  ALIAS cdn
link 900  CNAME @
twice 900 ALIAS @
short 900 ALIAS now
now  5    A 192.0.2.3
loop 300  ALIAS pool
pool 300  CNAME loop
`,
    ),
  ]);
  test.each([
    ["example.com.", "A", ["example.com. 300 A of shop.example.net."]],
    ["example.com.", "AAAA", ["example.com. 300 AAAA of shop.example.net."]],
    ["any.example.com.", "A", ["any.example.com. 60 A of 192.0.2.1 192.0.2.2"]],
    ["any.example.com.", "AAAA", ["any.example.com. 300 AAAA of "]],
    ["via.example.com.", "A", ["via.example.com. 600 A of cdn.example.net."]],
    ["twice.example.com.", "A", ["twice.example.com. 300 A of shop.example.net."]],
    ["short.example.com.", "A", ["short.example.com. 30 A of 192.0.2.3"]],
    ["loop.example.com.", "A", ["loop.example.com. 300 A of "]],
  ])("%s %s", (name, type, expected) => {
    expect(lines(expectAnswer(models, { name: nameOf(name), type: typeOf(type) }))).toEqual(expected);
  });

  test("behind a CNAME it is the last word", () => {
    expect(lines(expectAnswer(models, { name: nameOf("link.example.com."), type: typeOf("A") }))).toEqual([
      "alias NOERROR",
      "link.example.com. 900 IN CNAME example.com.",
      "example.com. 300 A of shop.example.net.",
    ]);
  });

  test.each(["ALIAS", "TXT"])("no answer has the type itself: %s", (type) => {
    expect(expectAnswer(models, { name: nameOf("example.com."), type: typeOf(type) }).outcome).toBe("nodata");
  });
});

/** The outcome, and each record in a line with the part that it has. */
function lines(expectation: Expectation | undefined): string[] {
  if (expectation === undefined) return [];
  switch (expectation.outcome) {
    case "answer":
      return ["answer", ...print("", expectation.records)];
    case "alias": {
      const { records, more, rcodes, lookedUp } = expectation;
      const last = lookedUp === undefined ? [] : lines(lookedUp);
      const head = `alias ${rcodes.map(rcodeName).join(" ")}`;
      return [head, ...print("", records), ...print("perhaps ", more), ...last];
    }
    case "any":
      return ["any", ...expectation.rrsets.flatMap(({ records }) => print("", records))];
    case "refused":
      return ["refused"];
    case "nodata":
    case "nxdomain":
      return [expectation.outcome, ...print("", [expectation.soa])];
    case "looked-up": {
      const { name, type, ttl, end, own = [] } = expectation;
      const from = end === undefined ? own.map((rdata) => printRdata(type, rdata)).join(" ") : printName(end);
      return [`${printName(name)} ${ttl} ${typeName(type)} of ${from}`];
    }
    case "referral": {
      const { ns, glue, siblings } = expectation;
      return ["referral", ...print("NS ", ns), ...print("glue ", glue), ...print("sibling ", siblings)];
    }
    default:
      return expectation satisfies never;
  }
}

function print(prefix: string, records: readonly ZoneRecord[]): string[] {
  return records.map((record) => prefix + printRecord(record));
}
