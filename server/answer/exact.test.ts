import { expect, test } from "vitest";
import { serveText } from "../../test/serve-text.ts";

const ask = serveText({
  "example.com.": `
    @     SOA ns1 hostmaster 1 7200 3600 1209600 60
    @     NS  ns1.example.net.
    @     TXT "apex"
    www   A   192.0.2.1
    www   A   192.0.2.2
    www   600 TXT "one" "two"
    Mixed A   192.0.2.3
    a\\.b  A   192.0.2.4
    raw   TYPE65280 \\# 3 010203
    twice A   192.0.2.5
    twice A   192.0.2.5
    ttls  300 A 192.0.2.6
    ttls  60  A 192.0.2.7
    deep.er.still A 192.0.2.8
  `,
});

test.each([
  [
    "a name gives exactly its RRset",
    "www.example.com. A",
    ["NOERROR aa", "www.example.com. 300 IN A 192.0.2.1", "www.example.com. 300 IN A 192.0.2.2"],
  ],
  [
    "another type at the same name has its own TTL",
    "www.example.com. TXT",
    ["NOERROR aa", 'www.example.com. 600 IN TXT "one" "two"'],
  ],
  ["the apex has data like any name", "example.com. TXT", ["NOERROR aa", 'example.com. 300 IN TXT "apex"']],
  [
    "the SOA itself keeps its own TTL",
    "example.com. SOA",
    ["NOERROR aa", "example.com. 300 IN SOA ns1.example.com. hostmaster.example.com. 1 7200 3600 1209600 60"],
  ],
  [
    "a name of the zone file in capitals is found in any case",
    "mIXED.example.com. A",
    ["NOERROR aa", "mIXED.example.com. 300 IN A 192.0.2.3"],
  ],
  [
    "a dot inside a label is no border between labels",
    "a\\.b.example.com. A",
    ["NOERROR aa", "a\\.b.example.com. 300 IN A 192.0.2.4"],
  ],
  [
    "a type that nobody knows is served as it stands",
    "raw.example.com. TYPE65280",
    ["NOERROR aa", "raw.example.com. 300 IN TYPE65280 \\# 3 010203"],
  ],
  [
    "a record that stands twice is one record (RFC 2181 §5)",
    "twice.example.com. A",
    ["NOERROR aa", "twice.example.com. 300 IN A 192.0.2.5"],
  ],
  [
    "an RRset has one TTL, the lowest that is written (RFC 2181 §5.2)",
    "ttls.example.com. A",
    ["NOERROR aa", "ttls.example.com. 60 IN A 192.0.2.6", "ttls.example.com. 60 IN A 192.0.2.7"],
  ],
])("%s", (_name, question, answer) => {
  expect(ask(question)).toEqual(answer);
});

test("a name outside all zones is refused, without authority", () => {
  expect(ask("example.net. A")).toEqual(["REFUSED"]);
  expect(ask("com. NS")).toEqual(["REFUSED"]);
  expect(ask(". NS")).toEqual(["REFUSED"]);
});

test("the root zone can be served", () => {
  const root = serveText({
    ".": "@ SOA a.example. b.example. 1 2 3 4 5\n@ NS a.example.\ncom NS ns.example.net.",
  });
  expect(root(". NS")).toEqual(["NOERROR aa", ". 300 IN NS a.example."]);
  expect(root("www.example.com. A")).toEqual(["NOERROR", "authority: com. 300 IN NS ns.example.net."]);
  expect(root("nothing. A")[0]).toBe("NXDOMAIN aa");
});

test("the zone with the longest name that fits answers", () => {
  const both = serveText({
    "example.com.": "@ SOA a b 1 2 3 4 5\n@ NS a\na A 192.0.2.1\nx.sub A 192.0.2.2",
    "sub.example.com.": "@ SOA a b 1 2 3 4 5\n@ NS a\na A 192.0.2.3",
  });
  expect(both("a.example.com. A")).toEqual(["NOERROR aa", "a.example.com. 300 IN A 192.0.2.1"]);
  expect(both("a.sub.example.com. A")).toEqual(["NOERROR aa", "a.sub.example.com. 300 IN A 192.0.2.3"]);
  expect(both("x.sub.example.com. A")[0]).toBe("NXDOMAIN aa");
});
