import { expect, test } from "vitest";
import { serveText } from "../../test/serve-text.ts";

const ask = serveText({
  "example.com.": `
    @      NS ns.example.org.
    @      TXT "apex"
    @      SOA ns host 1 7200 3600 1209600 60
    host   TXT "first"
    host   AAAA 2001:db8::1
    host   A 192.0.2.1
    host   A 192.0.2.2
    text   TXT "first"
    text   HINFO "cpu" "os"
    alias  CNAME host
    *.wild MX 10 host
    a.ent  A 192.0.2.3
  `,
});

test.each([
  [
    "the first small and popular RRset, as in NSD",
    "host.example.com. ANY",
    ["NOERROR aa", "host.example.com. 300 IN AAAA 2001:db8::1"],
  ],
  [
    "the SOA at an apex",
    "example.com. ANY",
    ["NOERROR aa", "example.com. 300 IN SOA ns.example.com. host.example.com. 1 7200 3600 1209600 60"],
  ],
  [
    "any other RRset where there is no such",
    "text.example.com. ANY",
    ["NOERROR aa", 'text.example.com. 300 IN HINFO "cpu" "os"'],
  ],
  [
    "a CNAME, which is not followed",
    "alias.example.com. ANY",
    ["NOERROR aa", "alias.example.com. 300 IN CNAME host.example.com."],
  ],
  [
    "what a wildcard makes, without additional data",
    "q.wild.example.com. ANY",
    ["NOERROR aa", "q.wild.example.com. 300 IN MX 10 host.example.com."],
  ],
  [
    "NODATA at an empty non-terminal",
    "ent.example.com. ANY",
    [
      "NOERROR aa",
      "authority: example.com. 60 IN SOA ns.example.com. host.example.com. 1 7200 3600 1209600 60",
    ],
  ],
])("QTYPE ANY gives one RRset (RFC 8482 §4.1): %s", (_name, question, answer) => {
  expect(ask(question)).toEqual(answer);
});

const HASH = "0P9MHAVEQVM6T7VBL5LOP2U3T2RP3TOM";
const SOA = "authority: example.com. 60 IN SOA ns.example.com. host.example.com. 1 7200 3600 1209600 60";

test.each([
  ["ANY at an empty non-terminal", `${HASH}.example.com. ANY`, ["NOERROR aa", SOA]],
  ["RRSIG there", `${HASH}.example.com. RRSIG`, ["NOERROR aa", SOA]],
  [
    "ANY beside other data",
    "1P9MHAVEQVM6T7VBL5LOP2U3T2RP3TOM.example.com. ANY",
    ["NOERROR aa", '1P9MHAVEQVM6T7VBL5LOP2U3T2RP3TOM.example.com. 300 IN TXT "data"'],
  ],
])("NSEC3 at a name that exists is found by nobody (RFC 5155 §7.2.8): %s", (_name, question, answer) => {
  const signature = "13 3 300 20300101000000 20200101000000 1 example.com. AAAA";
  const askHashes = serveText({
    "example.com.": `
      @        SOA ns host 1 7200 3600 1209600 60
      @        NS ns.example.org.
      ${HASH}  NSEC3 1 0 0 - ${HASH} NS SOA
      ${HASH}  RRSIG NSEC3 ${signature}
      a.${HASH} A 192.0.2.1
      1P9MHAVEQVM6T7VBL5LOP2U3T2RP3TOM NSEC3 1 0 0 - ${HASH} NS SOA
      1P9MHAVEQVM6T7VBL5LOP2U3T2RP3TOM TXT "data"
    `,
  });
  expect(askHashes(question)).toEqual(answer);
});
