import { expect, test } from "vitest";
import { serveText } from "../../test/serve-text.ts";

const long = (letter: string) => letter.repeat(60);

const ask = serveText({
  "example.com.": `
    @        SOA ns host 1 7200 3600 1209600 60
    @        NS ns.example.org.
    d   600  DNAME e
    x.e      A 192.0.2.1
    y.e      CNAME x.e
    e        TXT "not reached through d"
    twice    DNAME d
    grows    DNAME x.grows
    same     DNAME same
    ping     DNAME pong
    pong     DNAME ping
    out      DNAME example.org.
    top      DNAME .
    net      DNAME example.net.
    far      DNAME ${long("a")}.${long("b")}.${long("c")}
    into     CNAME x.d
    up.below DNAME below
    below    A 192.0.2.3
  `,
  "example.net.": `
    @        SOA ns host 1 7200 3600 1209600 60
    @        NS ns.example.org.
    www      A 192.0.2.2
  `,
});

const NEGATIVE = "authority: example.com. 60 IN SOA ns.example.com. host.example.com. 1 7200 3600 1209600 60";

test.each([
  [
    "a name below gets the DNAME, a CNAME with its TTL, and the target",
    "x.d.example.com. A",
    [
      "NOERROR aa",
      "d.example.com. 600 IN DNAME e.example.com.",
      "x.d.example.com. 600 IN CNAME x.e.example.com.",
      "x.e.example.com. 300 IN A 192.0.2.1",
    ],
  ],
  [
    "the labels that stay keep the case of the question",
    "X.d.example.com. A",
    [
      "NOERROR aa",
      "d.example.com. 600 IN DNAME e.example.com.",
      "X.d.example.com. 600 IN CNAME X.e.example.com.",
      "X.e.example.com. 300 IN A 192.0.2.1",
    ],
  ],
  ["the owner itself is not redirected (RFC 6672 §2.3)", "d.example.com. TXT", ["NOERROR aa", NEGATIVE]],
  [
    "the owner has its DNAME",
    "d.example.com. DNAME",
    ["NOERROR aa", "d.example.com. 600 IN DNAME e.example.com."],
  ],
  [
    "a target that does not exist is NXDOMAIN",
    "q.d.example.com. A",
    [
      "NXDOMAIN aa",
      "d.example.com. 600 IN DNAME e.example.com.",
      "q.d.example.com. 600 IN CNAME q.e.example.com.",
      NEGATIVE,
    ],
  ],
  [
    "who asks for CNAME gets the one that was made",
    "x.d.example.com. CNAME",
    [
      "NOERROR aa",
      "d.example.com. 600 IN DNAME e.example.com.",
      "x.d.example.com. 600 IN CNAME x.e.example.com.",
    ],
  ],
  [
    "a CNAME at the target is followed on",
    "y.d.example.com. A",
    [
      "NOERROR aa",
      "d.example.com. 600 IN DNAME e.example.com.",
      "y.d.example.com. 600 IN CNAME y.e.example.com.",
      "y.e.example.com. 300 IN CNAME x.e.example.com.",
      "x.e.example.com. 300 IN A 192.0.2.1",
    ],
  ],
  [
    "a DNAME into another is applied again",
    "x.twice.example.com. A",
    [
      "NOERROR aa",
      "twice.example.com. 300 IN DNAME d.example.com.",
      "x.twice.example.com. 300 IN CNAME x.d.example.com.",
      "d.example.com. 600 IN DNAME e.example.com.",
      "x.d.example.com. 600 IN CNAME x.e.example.com.",
      "x.e.example.com. 300 IN A 192.0.2.1",
    ],
  ],
  [
    "a CNAME into a DNAME",
    "into.example.com. A",
    [
      "NOERROR aa",
      "into.example.com. 300 IN CNAME x.d.example.com.",
      "d.example.com. 600 IN DNAME e.example.com.",
      "x.d.example.com. 600 IN CNAME x.e.example.com.",
      "x.e.example.com. 300 IN A 192.0.2.1",
    ],
  ],
  [
    "a target that grows is applied once, as in NSD",
    "a.grows.example.com. A",
    [
      "NOERROR aa",
      "grows.example.com. 300 IN DNAME x.grows.example.com.",
      "a.grows.example.com. 300 IN CNAME a.x.grows.example.com.",
    ],
  ],
  [
    "a DNAME to itself ends",
    "a.same.example.com. A",
    [
      "NOERROR aa",
      "same.example.com. 300 IN DNAME same.example.com.",
      "a.same.example.com. 300 IN CNAME a.same.example.com.",
    ],
  ],
  [
    "two DNAMEs in a circle end",
    "a.ping.example.com. A",
    [
      "NOERROR aa",
      "ping.example.com. 300 IN DNAME pong.example.com.",
      "a.ping.example.com. 300 IN CNAME a.pong.example.com.",
      "pong.example.com. 300 IN DNAME ping.example.com.",
      "a.pong.example.com. 300 IN CNAME a.ping.example.com.",
    ],
  ],
  [
    "a DNAME that leads to its own owner stands once (RFC 2181 §5)",
    "up.up.below.example.com. DNAME",
    [
      "NOERROR aa",
      "up.below.example.com. 300 IN DNAME below.example.com.",
      "up.up.below.example.com. 300 IN CNAME up.below.example.com.",
    ],
  ],
  [
    "and once for QTYPE ANY",
    "up.up.below.example.com. ANY",
    [
      "NOERROR aa",
      "up.below.example.com. 300 IN DNAME below.example.com.",
      "up.up.below.example.com. 300 IN CNAME up.below.example.com.",
    ],
  ],
  [
    "a target that is not ours is left to the resolver",
    "www.out.example.com. A",
    [
      "NOERROR aa",
      "out.example.com. 300 IN DNAME example.org.",
      "www.out.example.com. 300 IN CNAME www.example.org.",
    ],
  ],
  [
    "the root can be a target",
    "www.top.example.com. A",
    ["NOERROR aa", "top.example.com. 300 IN DNAME .", "www.top.example.com. 300 IN CNAME www."],
  ],
  [
    "a target in another of our zones is followed",
    "www.net.example.com. A",
    [
      "NOERROR aa",
      "net.example.com. 300 IN DNAME example.net.",
      "www.net.example.com. 300 IN CNAME www.example.net.",
      "www.example.net. 300 IN A 192.0.2.2",
    ],
  ],
  [
    "a name that would be longer than 255 octets is YXDOMAIN (RFC 6672 §2.2)",
    `${long("q")}.far.example.com. A`,
    ["YXDOMAIN aa", `far.example.com. 300 IN DNAME ${long("a")}.${long("b")}.${long("c")}.example.com.`],
  ],
])("%s", (_name, question, answer) => {
  expect(ask(question, { tcp: true })).toEqual(answer);
});
