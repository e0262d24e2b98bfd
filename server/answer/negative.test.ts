import { expect, test } from "vitest";
import { serveText } from "../../test/serve-text.ts";

const zone = (soaTtl: number, minimum: number) =>
  serveText({
    "example.com.": `
      $ORIGIN sub.example.com.
      example.com. ${soaTtl} SOA ns host 1 7200 3600 1209600 ${minimum}
      example.com. NS ns
      www.example.com. A 192.0.2.1
    `,
  });

test.each([
  ["the minimum, when it is lower", 3600, 60, 60],
  ["the TTL of the SOA, when that is lower", 30, 60, 30],
  ["nothing at all", 3600, 0, 0],
])("the SOA of a negative answer has %s (RFC 2308 §3)", (_name, soaTtl, minimum, ttl) => {
  const ask = zone(soaTtl, minimum);
  const soa = `authority: example.com. ${ttl} IN SOA ns.sub.example.com. host.sub.example.com. 1 7200 3600 1209600 ${minimum}`;
  expect(ask("nothing.example.com. A")).toEqual(["NXDOMAIN aa", soa]);
  expect(ask("www.example.com. TXT")).toEqual(["NOERROR aa", soa]);
  expect(ask("a.long.way.down.example.com. A")).toEqual(["NXDOMAIN aa", soa]);
});

test.each([
  "TYPE0",
  "TYPE65535",
  "TYPE666",
  "OPT",
  "TSIG",
  "TKEY",
  "MAILA",
  "MAILB",
  "NSEC3",
  "NSEC",
  "RRSIG",
  "DS",
])("%s at a name that has none is NODATA, as in NSD", (type) =>
  expect(zone(300, 60)(`www.example.com. ${type}`)[0]).toBe("NOERROR aa"),
);
