import { expect, test } from "vitest";
import { exchange, queryOf, tablesOf } from "../../test/serve-text.ts";
import { makeIdentity } from "./identity.ts";
import { makeResponder } from "./respond.ts";

const respond = makeResponder(
  tablesOf({
    "example.com.": `
      @        SOA ns host.ns 1 7200 3600 1209600 60
      @        NS ns
      ns       A 192.0.2.1
      www      CNAME web
      web      A 192.0.2.2
      mx       MX 10 mail.hoster.example.net.
      mx       MX 20 backup.hoster.example.net.
      mx       MX 30 example.net.
      self     MX 10 self
      self     A 192.0.2.3
      srv      SRV 1 2 3 web
      list     MINFO owner errors.list
      box      MB web
      way      RT 10 web
      lp       LP 10 web
      sub      NS ns.sub
      sub      NS ns2.sub
      ns.sub   A 192.0.2.4
      *.wild   CNAME host.wild
      host.wild A 192.0.2.5
    `,
  }),
  makeIdentity("s", "v"),
);

/** What stands behind the question, in hex. */
function recordsOf(question: string): string {
  const query = queryOf(question);
  return exchange(respond, query)!.subarray(query.length).toString("hex");
}

// A question "www.example.com. A" has its name at octet 12 (0c), example.com at 16 (10), and ends before octet 33.
test.each([
  ["the owner is a pointer to the question", "web.example.com. A", "c00c 0001 0001 0000012c 0004 c0000202"],
  [
    "a target shares the owner's suffix, and the next owner points at the target",
    "www.example.com. A",
    "c00c 0005 0001 0000012c 0006 03776562 c010  c02d 0001 0001 0000012c 0004 c0000202",
  ],
  [
    "names in rdata share suffixes with names before them",
    "mx.example.com. MX",
    "c00c 000f 0001 0000012c 001b 000a 046d61696c 06686f73746572 076578616d706c65 036e6574 00" +
      "c00c 000f 0001 0000012c 000b 0014 066261636b7570 c033" +
      "c00c 000f 0001 0000012c 0004 001e c03a",
  ],
  [
    "a target that is the owner is nothing but a pointer, and so is the owner of its address",
    "self.example.com. MX",
    "c00c 000f 0001 0000012c 0004 000a c00c  c00c 0001 0001 0000012c 0004 c0000203",
  ],
  [
    "both names of a MINFO are compressed (RFC 1035)",
    "list.example.com. MINFO",
    "c00c 000e 0001 0000012c 0011 056f776e6572 c011 066572726f7273 c00c",
  ],
  [
    "the name of an MB is, and its address goes with it",
    "box.example.com. MB",
    "c00c 0007 0001 0000012c 0006 03776562 c010  c02d 0001 0001 0000012c 0004 c0000202",
  ],
  [
    "that of an RT is not: RFC 1183 is younger",
    "way.example.com. RT",
    "c00c 0015 0001 0000012c 0013 000a 03776562 076578616d706c65 03636f6d 00  c02f 0001 0001 0000012c 0004 c0000202",
  ],
  [
    "nor that of an LP",
    "lp.example.com. LP",
    "c00c 006b 0001 0000012c 0013 000a 03776562 076578616d706c65 03636f6d 00",
  ],
  [
    "names in a SRV are written out (RFC 3597 §4), but an owner may point at them",
    "srv.example.com. SRV",
    "c00c 0021 0001 0000012c 0017 0001 0002 0003 03776562 076578616d706c65 03636f6d 00" +
      "c033 0001 0001 0000012c 0004 c0000202",
  ],
  [
    "a referral points at the part of the question that is the cut",
    "q.sub.example.com. A",
    "c00e 0002 0001 0000012c 0005 026e73 c00e  c00e 0002 0001 0000012c 0006 036e7332 c00e" +
      "c02f 0001 0001 0000012c 0004 c0000204",
  ],
  [
    "a negative answer points at the part that is the apex",
    "no.example.com. A",
    "c00f 0006 0001 0000003c 0020 026e73 c00f 04686f7374 c02c 00000001 00001c20 00000e10 00127500 0000003c",
  ],
  [
    "a wildcard's owner is the question, and its target shares what the wildcard's parent is",
    "q.wild.example.com. A",
    "c00c 0005 0001 0000012c 0007 04686f7374 c00e  c030 0001 0001 0000012c 0004 c0000205",
  ],
])("%s", (_name, question, records) => {
  expect(recordsOf(question)).toBe(records.replaceAll(" ", ""));
});
