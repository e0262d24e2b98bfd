import { describe, expect, test } from "vitest";
import { serveText } from "../../test/serve-text.ts";

const ask = serveText({
  "example.com.": `
    @          SOA ns host 1 7200 3600 1209600 60
    @          NS ns
    ns         A 192.0.2.1
    mail       A 192.0.2.2
    mail       AAAA 2001:db8::2
    mail       TXT "not an address"
    mx         MX 10 mail
    mx         MX 20 mail
    mx         MX 30 MAIL
    self       MX 10 self
    self       A 192.0.2.3
    alias      CNAME mail
    mxalias    MX 10 alias
    mxwild     MX 10 a.wild
    mxwild     MX 20 b.wild
    *.wild     A 192.0.2.4
    mxhash     MX 10 b.a.wild
    a.wild     NSEC3 1 0 0 - 040g2081040g2081040g2081040g2081 A
    mxelse     MX 10 mail.example.net.
    nullmx     MX 0 .
    _sip._tcp  SRV 1 2 5060 mail
    svc        HTTPS 1 mail alpn=h2
    own        HTTPS 1 . alpn=h2
    own        A 192.0.2.5
    both       HTTPS 1 . alpn=h2
    both       HTTPS 2 both port=8443
    both       HTTPS 3 BOTH port=8444
    both       A 192.0.2.6
    named      HTTPS 1 named port=8443
    named      HTTPS 2 . alpn=h2
    named      A 192.0.2.7
    *.svc      HTTPS 1 . alpn=h2
    *.svc      HTTPS 2 a.svc port=8443
    *.svc      A 192.0.2.8
    none       HTTPS 0 .
    into       SVCB 0 mail
    cname      CNAME mx
    pool       HTTPS 0 pool1
    pool1      HTTPS 0 POOL2
    pool2      HTTPS 1 . alpn=h2
    pool2      HTTPS 2 backup.pool port=8443
    pool2      A 192.0.2.11
    backup.pool A 192.0.2.12
    backup.pool HTTPS 1 . alpn=h3
    service    HTTPS 1 pool alpn=h2
    both.kinds SVCB 0 pool2
    pool2      SVCB 1 pool1
    circle     SVCB 0 circle1
    circle1    SVCB 0 circle2
    circle2    SVCB 0 circle1
    circle2    A 192.0.2.13
    back       SVCB 0 back1
    back1      SVCB 0 back
    itself     SVCB 0 itself
    itself     A 192.0.2.14
    wildalias  SVCB 0 a.wildpool
    *.wildpool SVCB 0 b.wildpool
    *.wildpool A 192.0.2.15
    outside    HTTPS 0 svc.example.net.
    tocname    HTTPS 0 cname
    lower      NS ns.lower
    ns.lower   A 192.0.2.16
    below      HTTPS 0 ns.lower
  `,
  "example.net.": "@ SOA ns host 1 2 3 4 5\n@ NS ns\nmail A 192.0.2.9",
});

const MAIL = [
  "additional: mail.example.com. 300 IN A 192.0.2.2",
  "additional: mail.example.com. 300 IN AAAA 2001:db8::2",
];

test.each([
  ["MX: the addresses of each target, once", "mx.example.com. MX", 4, MAIL],
  ["NS", "example.com. NS", 2, ["additional: ns.example.com. 300 IN A 192.0.2.1"]],
  ["SRV (RFC 2782)", "_sip._tcp.example.com. SRV", 2, MAIL],
  ["HTTPS (RFC 9460 §4.1)", "svc.example.com. HTTPS", 2, MAIL],
  ["SVCB in alias mode", "into.example.com. SVCB", 2, MAIL],
  [
    "HTTPS for its own name",
    "own.example.com. HTTPS",
    2,
    ["additional: own.example.com. 300 IN A 192.0.2.5"],
  ],
  [
    "HTTPS for its own name and by that name, once",
    "both.example.com. HTTPS",
    4,
    ["additional: both.example.com. 300 IN A 192.0.2.6"],
  ],
  [
    "HTTPS by its own name and for that name, once",
    "named.example.com. HTTPS",
    3,
    ["additional: named.example.com. 300 IN A 192.0.2.7"],
  ],
  [
    "HTTPS that a wildcard makes, for its own name and by that name, once",
    "a.svc.example.com. HTTPS",
    3,
    ["additional: a.svc.example.com. 300 IN A 192.0.2.8"],
  ],
  [
    "a target that is the owner, written as a pointer",
    "self.example.com. MX",
    2,
    ["additional: self.example.com. 300 IN A 192.0.2.3"],
  ],
  [
    "addresses that a wildcard makes, for each name",
    "mxwild.example.com. MX",
    3,
    [
      "additional: a.wild.example.com. 300 IN A 192.0.2.4",
      "additional: b.wild.example.com. 300 IN A 192.0.2.4",
    ],
  ],
  [
    "addresses that a wildcard makes, whatever NSEC3 is between (RFC 5155 §7.2.8)",
    "mxhash.example.com. MX",
    2,
    ["additional: b.a.wild.example.com. 300 IN A 192.0.2.4"],
  ],
  [
    "HTTPS in alias mode: what it leads to, up to the end (RFC 9460 §4.1)",
    "pool.example.com. HTTPS",
    2,
    [
      "additional: pool1.example.com. 300 IN HTTPS 0 POOL2.example.com.",
      "additional: POOL2.example.com. 300 IN HTTPS 1 . alpn=h2",
      "additional: POOL2.example.com. 300 IN HTTPS 2 backup.pool.example.com. port=8443",
      "additional: POOL2.example.com. 300 IN A 192.0.2.11",
      "additional: backup.pool.example.com. 300 IN HTTPS 1 . alpn=h3",
      "additional: backup.pool.example.com. 300 IN A 192.0.2.12",
    ],
  ],
  [
    "HTTPS in service mode: the target's own, and no further",
    "service.example.com. HTTPS",
    2,
    ["additional: pool.example.com. 300 IN HTTPS 0 pool1.example.com."],
  ],
  [
    "SVCB: SVCB and not HTTPS",
    "both.kinds.example.com. SVCB",
    2,
    [
      "additional: pool2.example.com. 300 IN SVCB 1 pool1.example.com.",
      "additional: pool2.example.com. 300 IN A 192.0.2.11",
    ],
  ],
  [
    "aliases in a circle, each once",
    "circle.example.com. SVCB",
    2,
    [
      "additional: circle1.example.com. 300 IN SVCB 0 circle2.example.com.",
      "additional: circle2.example.com. 300 IN SVCB 0 circle1.example.com.",
      "additional: circle2.example.com. 300 IN A 192.0.2.13",
    ],
  ],
  [
    "an alias that leads back",
    "back.example.com. SVCB",
    2,
    ["additional: back1.example.com. 300 IN SVCB 0 back.example.com."],
  ],
  [
    "an alias for itself",
    "itself.example.com. SVCB",
    2,
    ["additional: itself.example.com. 300 IN A 192.0.2.14"],
  ],
  [
    "an alias that a wildcard makes",
    "wildalias.example.com. SVCB",
    2,
    [
      "additional: a.wildpool.example.com. 300 IN SVCB 0 b.wildpool.example.com.",
      "additional: a.wildpool.example.com. 300 IN A 192.0.2.15",
      "additional: b.wildpool.example.com. 300 IN SVCB 0 b.wildpool.example.com.",
      "additional: b.wildpool.example.com. 300 IN A 192.0.2.15",
    ],
  ],
  ["none for an alias that leaves the zone", "outside.example.com. HTTPS", 2, []],
  ["none for an alias that leads to a CNAME", "tocname.example.com. HTTPS", 2, []],
  ["none for an alias that leads below a cut", "below.example.com. HTTPS", 2, []],
  ["at the end of a chain, too", "cname.example.com. MX", 5, MAIL],
  ["none for a target that is an alias", "mxalias.example.com. MX", 2, []],
  ["none from another zone, which resolvers would not believe", "mxelse.example.com. MX", 2, []],
  ["none for the null MX", "nullmx.example.com. MX", 2, []],
  ["none for HTTPS that offers no service", "none.example.com. HTTPS", 2, []],
])("%s", (_name, question, skipped, additional) => {
  expect(ask(question).slice(skipped)).toEqual(additional);
});

describe("names in a zone of ours that lies in another are its own to speak of (RFC 1034 §4.3.2 step 2)", () => {
  const askNested = serveText({
    "example.com.": `
      @            SOA ns host 1 2 3 4 5
      @            NS ns.inner
      *            A 192.0.2.1
      *.wild.deep  A 192.0.2.2
      inner        A 192.0.2.3
      mail.inner   A 192.0.2.4
      ns.inner     A 192.0.2.5
      mail.cut     A 192.0.2.6
      cut          NS mail.cut
      apart        NS mail.inner
      below        NS mail.cut
      toapex       MX 10 inner
      tofree       MX 10 free
      tohost       MX 10 mail.inner
      tonobody     MX 10 nobody.inner
      todeep       MX 10 a.wild.deep
      toalias      HTTPS 0 mail.inner
      beside       MX 10 other
    `,
    "free.example.com.": "@ SOA ns host 1 2 3 4 5\n@ NS ns.example.net.",
    "inner.example.com.": "@ SOA ns host 1 2 3 4 5\n@ NS ns.example.net.\nmail A 192.0.2.7\nmx MX 10 mail",
    "wild.deep.example.com.": "@ SOA ns host 1 2 3 4 5\n@ NS ns.example.net.",
    "cut.example.com.": "@ SOA ns host 1 2 3 4 5\n@ NS mail\nmail A 192.0.2.8",
  });
  const additional = (question: string) =>
    askNested(question).filter((line) => line.startsWith("additional"));

  test.each([
    ["no wildcard of the outer zone makes the inner apex", "tofree.example.com. MX", []],
    ["nor a name below it", "tonobody.example.com. MX", []],
    ["not even one below the inner apex", "todeep.example.com. MX", []],
    ["what the outer zone has at the inner apex is nobody's", "toapex.example.com. MX", []],
    ["and below it", "tohost.example.com. MX", []],
    ["for HTTPS, too", "toalias.example.com. HTTPS", []],
    ["for NS, too, where there is no cut that makes it glue", "apart.example.com. NS", []],
    ["also at the apex", "example.com. NS", []],
    [
      "glue below a cut stays glue",
      "a.below.example.com. A",
      ["additional: mail.cut.example.com. 300 IN A 192.0.2.6"],
    ],
    ["a name beside it", "beside.example.com. MX", ["additional: other.example.com. 300 IN A 192.0.2.1"]],
    [
      "the inner zone's own",
      "mx.inner.example.com. MX",
      ["additional: mail.inner.example.com. 300 IN A 192.0.2.7"],
    ],
  ])("%s", (_name, question, expected) => {
    expect(additional(question)).toEqual(expected);
  });
});

test("a chain of aliases ends where the room for links does, however long it is", () => {
  const chain = Array.from({ length: 100 }, (_, index) => `a${index} SVCB 0 a${index + 1}`).join("\n");
  const lines = serveText({ "example.com.": `@ SOA ns host 1 2 3 4 5\n@ NS ns\n${chain}` })(
    "a0.example.com. SVCB",
  );
  expect(lines.length).toBeGreaterThan(10);
  expect(lines.length).toBeLessThan(20);
});
