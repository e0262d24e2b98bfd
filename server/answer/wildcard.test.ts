import { expect, test } from "vitest";
import { serveText } from "../../test/serve-text.ts";

// The zone and the questions of RFC 4592 §2.2.1, and what goes beyond them.
const ask = serveText({
  "example.": `
    @                    SOA ns host 1 7200 3600 1209600 60
    @                    NS ns.example.com.
    @                    NS ns.example.net.
    *                    TXT "this is a wildcard"
    *                    MX 10 host1
    sub.*                TXT "this is not a wildcard"
    host1                A 192.0.2.1
    _ssh._tcp.host1      SRV 0 0 22 host1
    _ssh._tcp.host2      SRV 0 0 22 host1
    subdel               NS ns.example.com.
    subdel               NS ns.example.net.
    *.only               A 192.0.2.2
    there.only           TXT "not synthesised"
    x.empty.only         TXT "below an empty non-terminal"
    *.ent.star           TXT "the source is far below"
    x.*.star             TXT "the wildcard is an empty non-terminal"
  `,
});

const NEGATIVE = "authority: example. 60 IN SOA ns.example. host.example. 1 7200 3600 1209600 60";

test.each([
  [
    "synthesis for a name that does not exist",
    "host3.example. MX",
    [
      "NOERROR aa",
      "host3.example. 300 IN MX 10 host1.example.",
      "additional: host1.example. 300 IN A 192.0.2.1",
    ],
  ],
  ["the wildcard has no such type: NODATA", "host3.example. A", ["NOERROR aa", NEGATIVE]],
  [
    "a wildcard covers names of more than one label",
    "foo.bar.example. TXT",
    ["NOERROR aa", 'foo.bar.example. 300 IN TXT "this is a wildcard"'],
  ],
  ["a name that exists is not covered", "host1.example. MX", ["NOERROR aa", NEGATIVE]],
  ["nor is one below `*`", "sub.*.example. MX", ["NOERROR aa", NEGATIVE]],
  [
    "nor one whose closest encloser is not the wildcard's parent",
    "_telnet._tcp.host1.example. SRV",
    ["NXDOMAIN aa", NEGATIVE],
  ],
  [
    "nor one below a delegation",
    "host.subdel.example. A",
    [
      "NOERROR",
      "authority: subdel.example. 300 IN NS ns.example.com.",
      "authority: subdel.example. 300 IN NS ns.example.net.",
    ],
  ],
  ["nor one whose closest encloser is the wildcard itself", "ghost.*.example. MX", ["NXDOMAIN aa", NEGATIVE]],
  [
    "the wildcard can be asked for by its own name",
    "*.example. TXT",
    ["NOERROR aa", '*.example. 300 IN TXT "this is a wildcard"'],
  ],
  [
    "a name below an existing leaf gets nothing from the wildcard beside it",
    "a.there.only.example. A",
    ["NXDOMAIN aa", NEGATIVE],
  ],
  ["an empty non-terminal stops the wildcard", "a.empty.only.example. A", ["NXDOMAIN aa", NEGATIVE]],
  ["and is itself NODATA", "empty.only.example. A", ["NOERROR aa", NEGATIVE]],
  [
    "a wildcard that is an empty non-terminal still answers: NODATA",
    "q.star.example. TXT",
    ["NOERROR aa", NEGATIVE],
  ],
  [
    "synthesis from a deep wildcard",
    "q.ent.star.example. TXT",
    ["NOERROR aa", 'q.ent.star.example. 300 IN TXT "the source is far below"'],
  ],
])("%s", (_name, question, answer) => {
  expect(ask(question)).toEqual(answer);
});
