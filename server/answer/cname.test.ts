import { expect, test } from "vitest";
import { serveText } from "../../test/serve-text.ts";
import { MAX_CHAIN } from "./limits.ts";

const SOA = "@ SOA ns host 1 7200 3600 1209600 60\n@ NS ns.example.org.\n";

const ask = serveText({
  "example.com.": `${SOA}
    www       CNAME web
    web       A 192.0.2.1
    chain     CNAME www
    out       CNAME www.example.org.
    there     CNAME host.example.net.
    gone      CNAME nothing
    empty     CNAME text
    text      TXT "no address"
    self      CNAME self
    loop1     CNAME loop2
    loop2     CNAME loop1
    below     CNAME host.sub
    sub       NS ns.sub
    ns.sub    A 192.0.2.2
    *.wild    CNAME web
    *.again   CNAME x.again
    a.rather.long.name.to.point.at CNAME b.rather.long.name.to.point.at
    b.rather.long.name.to.point.at CNAME c.long.name.to.point.at
    c.long.name.to.point.at CNAME d.rather.long.name.to.point.at
    d.rather.long.name.to.point.at CNAME web
  `,
  "example.net.": `${SOA}
    host      CNAME back.example.com.
    back      CNAME web.example.com.
  `,
});

test.each([
  [
    "the target in the same zone comes along",
    "www.example.com. A",
    ["NOERROR aa", "www.example.com. 300 IN CNAME web.example.com.", "web.example.com. 300 IN A 192.0.2.1"],
  ],
  [
    "a chain is followed to its end",
    "chain.example.com. A",
    [
      "NOERROR aa",
      "chain.example.com. 300 IN CNAME www.example.com.",
      "www.example.com. 300 IN CNAME web.example.com.",
      "web.example.com. 300 IN A 192.0.2.1",
    ],
  ],
  [
    "who asks for the CNAME gets it and nothing more",
    "chain.example.com. CNAME",
    ["NOERROR aa", "chain.example.com. 300 IN CNAME www.example.com."],
  ],
  [
    "a target that is not ours is left to the resolver",
    "out.example.com. A",
    ["NOERROR aa", "out.example.com. 300 IN CNAME www.example.org."],
  ],
  [
    "a target in another of our zones is followed, with the response code of the last name",
    "there.example.com. A",
    [
      "NXDOMAIN aa",
      "there.example.com. 300 IN CNAME host.example.net.",
      "host.example.net. 300 IN CNAME back.example.com.",
      "authority: example.com. 60 IN SOA ns.example.com. host.example.com. 1 7200 3600 1209600 60",
    ],
  ],
  [
    "and back again",
    "back.example.net. A",
    ["NOERROR aa", "back.example.net. 300 IN CNAME web.example.com.", "web.example.com. 300 IN A 192.0.2.1"],
  ],
  [
    "a target that does not exist is NXDOMAIN (RFC 6604 §3)",
    "gone.example.com. A",
    [
      "NXDOMAIN aa",
      "gone.example.com. 300 IN CNAME nothing.example.com.",
      "authority: example.com. 60 IN SOA ns.example.com. host.example.com. 1 7200 3600 1209600 60",
    ],
  ],
  [
    "a target without the type is NODATA, with the SOA (RFC 2308 §2.2)",
    "empty.example.com. A",
    [
      "NOERROR aa",
      "empty.example.com. 300 IN CNAME text.example.com.",
      "authority: example.com. 60 IN SOA ns.example.com. host.example.com. 1 7200 3600 1209600 60",
    ],
  ],
  [
    "a target below a cut gives the CNAME and a referral",
    "below.example.com. A",
    [
      "NOERROR aa",
      "below.example.com. 300 IN CNAME host.sub.example.com.",
      "authority: sub.example.com. 300 IN NS ns.sub.example.com.",
      "additional: ns.sub.example.com. 300 IN A 192.0.2.2",
    ],
  ],
  [
    "a CNAME to itself stands once",
    "self.example.com. A",
    ["NOERROR aa", "self.example.com. 300 IN CNAME self.example.com."],
  ],
  [
    "a loop ends before it repeats",
    "loop1.example.com. A",
    [
      "NOERROR aa",
      "loop1.example.com. 300 IN CNAME loop2.example.com.",
      "loop2.example.com. 300 IN CNAME loop1.example.com.",
    ],
  ],
  [
    "a wildcard's CNAME has the name that was asked for",
    "any.wild.example.com. A",
    [
      "NOERROR aa",
      "any.wild.example.com. 300 IN CNAME web.example.com.",
      "web.example.com. 300 IN A 192.0.2.1",
    ],
  ],
  [
    "a wildcard's CNAME that matches its own target ends, too",
    "any.again.example.com. A",
    [
      "NOERROR aa",
      "any.again.example.com. 300 IN CNAME x.again.example.com.",
      "x.again.example.com. 300 IN CNAME x.again.example.com.",
    ],
  ],
  [
    "names that share suffixes in every way are put together rightly",
    "a.rather.long.name.to.point.at.example.com. A",
    [
      "NOERROR aa",
      "a.rather.long.name.to.point.at.example.com. 300 IN CNAME b.rather.long.name.to.point.at.example.com.",
      "b.rather.long.name.to.point.at.example.com. 300 IN CNAME c.long.name.to.point.at.example.com.",
      "c.long.name.to.point.at.example.com. 300 IN CNAME d.rather.long.name.to.point.at.example.com.",
      "d.rather.long.name.to.point.at.example.com. 300 IN CNAME web.example.com.",
      "web.example.com. 300 IN A 192.0.2.1",
    ],
  ],
])("%s", (_name, question, answer) => {
  expect(ask(question)).toEqual(answer);
});

test.each(["NSEC", "RRSIG"])("%s stands beside a CNAME, so the target is not asked for it", (type) => {
  expect(ask(`www.example.com. ${type}`)).toEqual([
    "NOERROR aa",
    "authority: example.com. 60 IN SOA ns.example.com. host.example.com. 1 7200 3600 1209600 60",
  ]);
});

test("a chain of any length ends after the limit, without an error", () => {
  const links = Array.from({ length: 100 }, (_, index) => `c${index} CNAME c${index + 1}`);
  const long = serveText({ "example.com.": `${SOA}${links.join("\n")}\nc100 A 192.0.2.1` });
  const answer = long("c0.example.com. A", { tcp: true });
  expect(answer[0]).toBe("NOERROR aa");
  expect(answer).toHaveLength(1 + MAX_CHAIN);
});

test("a chain grows no further than names can be pointed at (14 bits)", () => {
  const signature = Buffer.alloc(3000).toString("base64");
  const rrsig = (type: string) =>
    `RRSIG ${type} 8 3 300 20300101000000 20200101000000 1 example.com. ${signature}`;
  const links = Array.from(
    { length: 6 },
    (_, index) => `c${index} CNAME c${index + 1}
      c${index} ${rrsig("CNAME")}`,
  );
  const signed = serveText({
    "example.com.": `${SOA}@ ${rrsig("SOA")}\n${links.join("\n")}\nc6 A 192.0.2.1`,
  });
  const answer = signed("c0.example.com. A", { tcp: true, do: true });
  const owners = answer.slice(1).map((line) => line.split(" ").slice(0, 4).join(" "));
  expect(answer[0]).toBe("NOERROR aa");
  expect(owners).toEqual([
    "c0.example.com. 300 IN CNAME",
    "c0.example.com. 300 IN RRSIG",
    "c1.example.com. 300 IN CNAME",
    "c1.example.com. 300 IN RRSIG",
    "c2.example.com. 300 IN CNAME",
    "c2.example.com. 300 IN RRSIG",
  ]);
});
