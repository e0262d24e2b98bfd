import { expect, test } from "vitest";
import { serveText } from "../../test/serve-text.ts";

const ask = serveText({
  "example.com.": `
    @            SOA ns host 1 7200 3600 1209600 60
    @            NS ns.example.org.
    a.b.c        A 192.0.2.1
    d.e          CNAME a.b.c
    x.cut        NS ns.x.cut
    ns.x.cut     A 192.0.2.2
    below.x.cut  TXT "occluded"
  `,
});

const NEGATIVE = "authority: example.com. 60 IN SOA ns.example.com. host.example.com. 1 7200 3600 1209600 60";

test.each([
  "b.c.example.com. A",
  "c.example.com. A",
  "c.example.com. NS",
  "e.example.com. CNAME",
  "cut.example.com. A",
])("%s: a name that only has names below it exists, so it is NODATA (RFC 4592 §2.2.2)", (question) =>
  expect(ask(question)).toEqual(["NOERROR aa", NEGATIVE]),
);

test.each(["x.b.c.example.com. A", "x.c.example.com. A", "b.example.com. A", "a.b.c.d.example.com. A"])(
  "%s: a name beside it does not",
  (question) => expect(ask(question)).toEqual(["NXDOMAIN aa", NEGATIVE]),
);
