import { expect, test } from "vitest";
import { BROKEN, exchange, queryOf, readAnswer, serveText, tablesOf } from "../../test/serve-text.ts";
import { makeIdentity } from "./identity.ts";
import { makeResponder } from "./respond.ts";

const ZONES = {
  "example.com.": `
    @ SOA ns host 1 7200 3600 1209600 60
    @ NS ns.example.org.
    @ MX 10 mail.sub
    sub NS ns.sub
    ns.sub A 192.0.2.1
    sub DS 60485 13 2 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21
    alias CNAME www.sub
    tree DNAME sub
    `,
  "sub.example.com.": BROKEN,
  "inner.sub.example.com.": "@ SOA ns host 1 7200 3600 1209600 60\n@ NS ns.example.org.\nwww A 192.0.2.2",
  "example.net.": BROKEN,
};
const ask = serveText(ZONES);

test.each([
  ["its apex", "sub.example.com. SOA", ["SERVFAIL"]],
  ["a name in it", "www.sub.example.com. A", ["SERVFAIL"]],
  ["glue that the zone above has", "ns.sub.example.com. A", ["SERVFAIL"]],
  ["any type", "a.b.example.net. ANY", ["SERVFAIL"]],
  ["DS where no zone of ours is above", "example.net. DS", ["SERVFAIL"]],
  [
    "DS at its apex, which the zone above has",
    "sub.example.com. DS",
    [
      "NOERROR aa",
      "sub.example.com. 300 IN DS 60485 13 2 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21",
    ],
  ],
  [
    "a zone inside of it",
    "www.inner.sub.example.com. A",
    ["NOERROR aa", "www.inner.sub.example.com. 300 IN A 192.0.2.2"],
  ],
  [
    "an alias to it: its target is for who asks next",
    "alias.example.com. A",
    ["NOERROR aa", "alias.example.com. 300 IN CNAME www.sub.example.com."],
  ],
  [
    "a name that a DNAME moves into it",
    "www.tree.example.com. A",
    [
      "NOERROR aa",
      "tree.example.com. 300 IN DNAME sub.example.com.",
      "www.tree.example.com. 300 IN CNAME www.sub.example.com.",
    ],
  ],
  [
    "a host in it beside MX",
    "example.com. MX",
    ["NOERROR aa", "example.com. 300 IN MX 10 mail.sub.example.com."],
  ],
  [
    "the zone above",
    "x.example.com. A",
    [
      "NXDOMAIN aa",
      "authority: example.com. 60 IN SOA ns.example.com. host.example.com. 1 7200 3600 1209600 60",
    ],
  ],
])("a zone that cannot be loaded: %s", (_, question, answer) => {
  expect(ask(question)).toEqual(answer);
  expect(ask(question, { do: true, tcp: true })).toEqual(answer);
});

test("its extended error is Invalid Data (RFC 8914 §4.25), for who speaks EDNS", () => {
  const respond = makeResponder(tablesOf(ZONES), makeIdentity("s", "v"));
  const answer = (edns: boolean) =>
    readAnswer(exchange(respond, queryOf("www.example.net. A", edns ? { size: 1232 } : {})));
  expect(answer(true).edns?.options).toEqual([{ code: 15, data: "\0\x18" }]);
  expect(answer(false).edns).toBeUndefined();
});
