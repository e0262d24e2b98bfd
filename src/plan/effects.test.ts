import { describe, expect, test } from "vitest";
import type { Name } from "../../dns/name.ts";
import { BASE, COM, planned, zoneOf } from "../../test/planned.ts";
import { type EffectKind, effectsOf, span } from "./effects.ts";
import { makePlan, type Plan } from "./plan.ts";

const NET = "\x07example\x03net\0" as Name;
const SUB = `\x03sub${COM}` as Name;
const NET_HEAD = "@ 3600 SOA ns1 hostmaster 0 7200 3600 1209600 900\n@ 3600 NS ns1.example.org.\n";

const without = (pattern: RegExp) => BASE.replace(pattern, "");
const said = (plan: Plan, ...kinds: EffectKind[]) =>
  effectsOf(plan).flatMap(({ kind, message }) => (kinds.includes(kind) ? [message] : []));

describe("until when resolvers may keep the old answer", () => {
  test.each([
    ["nothing, when nothing changes", BASE, BASE, []],
    [
      "a new name: the negative TTL",
      BASE,
      `${BASE}new A 192.0.2.7\n`,
      ["Resolvers that asked before may say for 15 minutes that it does not exist"],
    ],
    [
      "a new type at a name: the negative TTL too",
      BASE,
      `${BASE}ns1 AAAA 2001:db8::1\n`,
      ["Resolvers that asked before may say for 15 minutes that it does not exist"],
    ],
    [
      "where the SOA lives shorter than its MINIMUM says: its own TTL",
      BASE.replace("@ 3600 SOA", "@ 120 SOA"),
      `${BASE.replace("@ 3600 SOA", "@ 120 SOA")}new A 192.0.2.7\n`,
      ["Resolvers that asked before may say for 2 minutes that it does not exist"],
    ],
    [
      "another value: the old TTL, not the new one",
      BASE,
      BASE.replace("old A 192.0.2.9", "old 60 A 192.0.2.8"),
      ["Resolvers may keep the old answer for 5 minutes"],
    ],
    [
      "one more value: the TTL of those that were there",
      BASE,
      `${BASE}old A 192.0.2.10\n`,
      ["Resolvers may keep the old answer for 5 minutes"],
    ],
    [
      "another TTL: the old one",
      BASE,
      BASE.replace("old A", "old 60 A"),
      ["Resolvers may keep the old answer for 5 minutes"],
    ],
    [
      "a value that goes: its TTL",
      BASE,
      without(/^mail A.*\n/m),
      ["Resolvers may keep the old answer for 5 minutes"],
    ],
    [
      "an alias that becomes an address: the TTL of the alias for both",
      BASE,
      BASE.replace("alias CNAME old", "alias 60 A 192.0.2.9"),
      ["Resolvers may keep the old answer for 5 minutes", "Resolvers may keep the old answer for 5 minutes"],
    ],
    [
      "a TTL of 0: nobody keeps it",
      BASE.replace("old A", "old 0 A"),
      BASE.replace("old A 192.0.2.9", "old 0 A 192.0.2.8"),
      [],
    ],
    ["of the SOA nobody is told", BASE, BASE.replace(" 900\n", " 300\n"), []],
  ])("%s", (_, before, after, expected) => {
    expect(said(planned(after, before), "cached")).toEqual(expected);
  });

  test("of a new zone nobody has asked", () => {
    const plan = makePlan([zoneOf(BASE)], () => ({ shown: [], records: [] }), [], new Date(0));
    expect(effectsOf(plan)).toEqual([]);
  });
});

describe("a lower TTL that was needed first", () => {
  const both = ["Its TTL of 1 day was not lowered first: both answers are about until then"];
  const gone = ["Its TTL of 1 day was not lowered first: the old answer is about until then"];

  test.each([
    ["for another value behind a day", BASE.replace("192.0.2.1\n", "192.0.2.2\n"), both],
    ["for a value that goes with its RRset", without(/^www .*\n/m), gone],
    ["not where the TTL is lowered now", BASE.replace("www 86400", "www 300"), []],
    ["not for one more value", `${BASE}www 86400 A 192.0.2.2\n`, []],
    ["not for an hour", BASE.replace("10 mail", "20 mail"), []],
  ])("%s", (_, after, expected) => {
    expect(said(planned(after), "ttl-not-lowered")).toEqual(expected);
  });
});

describe("names that stop existing", () => {
  const gone = ["old.example.com. stops existing"];

  test.each([
    ["the last record of a name goes", BASE, without(/^old .*\n/m), gone],
    ["a record of another type stays", `${BASE}old TXT x\n`, `${without(/^old .*\n/m)}old TXT x\n`, []],
    [
      "something below stays",
      `${BASE}a.old A 192.0.2.1\n`,
      `${without(/^old .*\n/m)}a.old A 192.0.2.1\n`,
      [],
    ],
    ["a wildcard answers for it", `${BASE}* A 192.0.2.1\n`, `${without(/^old .*\n/m)}* A 192.0.2.1\n`, []],
    [
      "a wildcard elsewhere does not",
      `${BASE}*.www A 192.0.2.1\n`,
      `${without(/^old .*\n/m)}*.www A 192.0.2.1\n`,
      gone,
    ],
    ["it is delegated", BASE, BASE.replace("old A 192.0.2.9", "old NS ns.example.net."), []],
    ["it is below a delegation", `${BASE}x.child A 192.0.2.1\n`, BASE, []],
  ])("%s", (_, before, after, expected) => {
    expect(said(planned(after, before), "name-gone")).toEqual(expected);
  });
});

describe("names elsewhere that dangle", () => {
  const net = zoneOf(`${NET_HEAD}www CNAME old.example.com.\n@ MX 10 mail.example.com.\n`, NET);
  const com = (text: string) => zoneOf(text);
  const between = (
    before: readonly ReturnType<typeof zoneOf>[],
    after: readonly ReturnType<typeof zoneOf>[],
  ) =>
    makePlan(
      after,
      (origin) => ({ shown: [], records: before.find((zone) => zone.origin === origin)?.records ?? [] }),
      before
        .filter(({ origin }) => after.every((zone) => zone.origin !== origin))
        .map(({ origin, records }) => ({ origin, records: records.length })),
      new Date(0),
    );

  test.each([
    [
      "in the zone and in another",
      [com(BASE), net],
      [com(without(/^old .*\n/m)), net],
      [
        "alias.example.com. CNAME still points to old.example.com., which goes",
        "www.example.net. CNAME still points to old.example.com., which goes",
      ],
    ],
    ["not when they go as well", [com(BASE)], [com(without(/^(old|alias) .*\n/gm))], []],
    ["not when something stays there", [com(BASE), net], [com(BASE.replace("old A", "old TXT")), net], []],
    [
      "into a zone that goes",
      [com(BASE), net],
      [net],
      [
        "www.example.net. CNAME still points to old.example.com., whose zone goes",
        "example.net. MX still points to mail.example.com., whose zone goes",
      ],
    ],
    [
      "not into a zone that stays below one that goes",
      [com(BASE), zoneOf(NET_HEAD, SUB), zoneOf(`${NET_HEAD}www CNAME a.sub.example.com.\n`, NET)],
      [zoneOf(NET_HEAD, SUB), zoneOf(`${NET_HEAD}www CNAME a.sub.example.com.\n`, NET)],
      [],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(said(between(before, after), "dangling")).toEqual(expected);
  });
});

describe("policies and delegations", () => {
  test.each<[string, string, string]>([
    ["MX", BASE.replace("10 mail", "20 mail"), "Mail for this name goes elsewhere"],
    [
      "MX that goes",
      without(/^@ 3600 MX.*\n/m),
      "Mail for this name goes to its own address, if it has one (RFC 5321 §5.1)",
    ],
    ["SPF", BASE.replace("v=spf1 mx", "v=spf1 a"), "Who may send mail for this name changes (SPF)"],
    ["SPF that goes", without(/^@ 300 TXT.*\n/m), "Who may send mail for this name changes (SPF)"],
    ["CAA", BASE.replace("ca.test", "other.test"), "Which authorities may issue certificates changes"],
    [
      "DMARC",
      BASE.replace("p=reject", "p=none"),
      "What receivers do with mail that fails its checks changes (DMARC)",
    ],
    [
      "DMARC in capitals, below a name",
      `${BASE}_DMARC.www TXT "v=DMARC1; p=none"\n`,
      "What receivers do with mail that fails its checks changes (DMARC)",
    ],
    [
      "DKIM that a provider takes over",
      BASE.replace('k._domainkey TXT "v=DKIM1; p=AAAA"', "k._domainkey CNAME k.example.net."),
      "The key that signs mail changes (DKIM)",
    ],
    ["MTA-STS", `${BASE}_mta-sts TXT "v=STSv1; id=1"\n`, "The policy for mail over TLS changes (MTA-STS)"],
    ["a new delegation", `${BASE}new NS ns.example.net.\n`, "A delegation begins here"],
    ["a delegation that goes", without(/^child NS.*\n/m), "A delegation ends here"],
    [
      "a delegation elsewhere",
      BASE.replace("ns.example.net.", "ns2.example.net."),
      "A delegation goes to other nameservers",
    ],
    [
      "the zone's own NS",
      BASE.replace("@ 3600 NS ns1", "@ 3600 NS ns2.example.net."),
      "The registrar must have the same nameservers",
    ],
    ["another DS", BASE.replace("60485", "60486"), "The child must have a key that fits this DS"],
    ["a DS that goes", without(/^child DS.*\n/m), "The child is no longer signed for validators"],
  ])("%s", (_, after, expected) => {
    expect(new Set(said(planned(after), "policy", "delegation"))).toEqual(new Set([expected]));
  });

  test.each([
    ["a text that is no policy", `${BASE}www TXT "v=spf10 is no SPF"\n`],
    ["an alias that is no key", `${BASE}shop CNAME shop.example.net.\n`],
    ["an address", BASE.replace("192.0.2.9", "192.0.2.8")],
    [
      "another TTL of MX, TXT, CAA, NS and DS",
      BASE.replace(/^(@|child|_dmarc)(?: \d+)? (?=MX|TXT|CAA|NS|DS)/gm, "$1 77 "),
    ],
  ])("nothing of %s", (_, after) => {
    expect(effectsOf(planned(after)).length).toBeGreaterThan(0);
    expect(said(planned(after), "policy", "delegation")).toEqual([]);
  });
});

test.each([
  [1, "1 second"],
  [90, "90 seconds"],
  [300, "5 minutes"],
  [3600, "1 hour"],
  [5400, "90 minutes"],
  [86400, "1 day"],
  [172801, "2.1 days"],
])("%i seconds are %s", (seconds, words) => {
  expect(span(seconds)).toBe(words);
});
