import { expect, test } from "vitest";
import { A, AAAA } from "../../dns/type-numbers.ts";
import { aliasTo, sayingTo } from "../../test/aliases.ts";
import { tablesOf } from "../../test/serve-text.ts";
import { nameOf } from "../../test/zone-text.ts";
import { printOctets } from "./address-octets.ts";
import { aliasesIn } from "./alias-list.ts";
import { lookInZones } from "./look-in-zones.ts";
import { lookUp } from "./look-up.ts";

const tables = tablesOf({
  "ours.": `
    @ SOA ns host 1 7200 3600 1209600 90
    @ NS ns
    ns 200 A 192.0.2.53
    www 100 CNAME ns
    out 100 CNAME x.example.
    lead 50 ${aliasTo("ns.ours.")}
    *.wild 70 A 192.0.2.5
    d 60 DNAME wild
    cut NS ns.example.
  `.replaceAll("\n    ", "\n"),
  "broken.": "broken",
});

async function find(said: { [question: string]: string }, target: string, type = A): Promise<string> {
  const asked: string[] = [];
  const aliases = aliasesIn(tables);
  const outcome = await lookUp(
    {
      inside: (name, wanted) => lookInZones(tables, aliases, name, wanted),
      ask: sayingTo(said, asked),
      isRefused: (address) => printOctets(address) === "10.0.0.1",
    },
    nameOf(target),
    type,
  );
  const tail = asked.length === 0 ? "" : ` by ${asked.length}`;
  if (outcome.kind === "addresses") return `${outcome.ttl} ${outcome.addresses.map(printOctets)}${tail}`;
  if (outcome.kind === "none" || outcome.kind === "gone") return `${outcome.ttl} ${outcome.kind}${tail}`;
  return `${outcome.kind}: ${outcome.reason}${tail}`;
}

test.each([
  ["a name of ours", {}, "ns.ours.", "200 192.0.2.53"],
  ["along a CNAME of ours", {}, "www.ours.", "100 192.0.2.53"],
  ["along an ALIAS of ours", {}, "lead.ours.", "50 192.0.2.53"],
  ["by a wildcard of ours", {}, "a.b.wild.ours.", "70 192.0.2.5"],
  ["by a DNAME of ours", {}, "a.d.ours.", "60 192.0.2.5"],
  ["no such name of ours", {}, "none.ours.", "90 none"],
  ["a zone of ours that cannot be loaded", {}, "www.broken.", "failed: its zone cannot be loaded"],
  [
    "below a delegation: others are asked",
    { "a.cut.ours. A": "a.cut.ours. 40 A 192.0.2.9" },
    "a.cut.ours.",
    "40 192.0.2.9 by 1",
  ],
  ["out of our zones", { "x.example. A": "x.example. 40 A 192.0.2.9" }, "out.ours.", "40 192.0.2.9 by 1"],
  [
    "a chain in one answer: the lowest TTL",
    {
      "x.example. A":
        "X.example. 30 CNAME y.example.\ny.example. 20 CNAME z.example.\nZ.EXAMPLE. 40 A 192.0.2.9",
    },
    "x.example.",
    "20 192.0.2.9 by 1",
  ],
  [
    "a chain that ends too early",
    { "x.example. A": "x.example. 30 CNAME y.example.", "y.example. A": "y.example. 20 A 192.0.2.9" },
    "x.example.",
    "20 192.0.2.9 by 2",
  ],
  [
    "into our zones: what others say of these is nothing",
    { "x.example. A": "x.example. 300 CNAME ns.ours.\nns.ours. 300 A 203.0.113.66" },
    "x.example.",
    "200 192.0.2.53 by 1",
  ],
  [
    "a loop",
    { "x.example. A": "x.example. 30 CNAME y.example.\ny.example. 20 CNAME x.example." },
    "x.example.",
    "failed: it leads to x.example. again by 1",
  ],
  [
    "a loop by way of our zones",
    { "x.example. A": "x.example. 30 CNAME out.ours." },
    "x.example.",
    "failed: it leads to x.example. again by 1",
  ],
  [
    "records of another name or type",
    { "x.example. A": "y.example. 30 A 192.0.2.9\nx.example. 30 AAAA 2001:db8::1" },
    "x.example.",
    "60 none by 1",
  ],
  ["no such name", { "x.example. A": "gone" }, "x.example.", "60 gone by 1"],
  [
    "an address twice",
    { "x.example. A": "x.example. 30 A 192.0.2.9\nx.example. 20 A 192.0.2.9" },
    "x.example.",
    "20 192.0.2.9 by 1",
  ],
  [
    "nothing but what is refused",
    { "x.example. A": "x.example. 30 A 10.0.0.1" },
    "x.example.",
    "refused: 10.0.0.1 by 1",
  ],
  ["silence", {}, "x.example.", "failed: timeout by 1"],
])("%s", async (_name, said, target, found) => {
  expect(await find(said, target)).toBe(found);
});

test("of the other type", async () => {
  const said = { "x.example. AAAA": "x.example. 40 AAAA 2001:db8::9" };
  expect(await find(said, "x.example.", AAAA)).toBe("40 2001:db8::9 by 1");
});
