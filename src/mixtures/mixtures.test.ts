import { describe, expect, test } from "vitest";
import { type Name, printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import { zoneOf } from "../../test/planned.ts";
import type { Mixture } from "./mixture.ts";
import { brokenByItself, mixturesBetween } from "./mixtures.ts";

const COM = "\x07example\x03com\0" as Name;
const LAB = "\x03lab\x07example\x03com\0" as Name;
const HEAD = "@ 3600 SOA ns1 hostmaster 0 7200 3600 1209600 900\n@ 3600 NS ns.example.net.\n";

/** From one content of example.com to another; lab.example.com where it is told. TTLs are 300 where none is written. */
function between(before: string, after: string, lab?: readonly [before: string, after: string]): Mixture[] {
  const pair = (origin: Name, [old, now]: readonly [string, string]) => ({
    origin,
    before: zoneOf(HEAD + old, origin).records,
    after: zoneOf(HEAD + now, origin).records,
    isSame: old === now,
  });
  return mixturesBetween([pair(COM, [before, after]), ...(lab === undefined ? [] : [pair(LAB, lab)])]);
}

/** One line each: `danger mail example.com. MX 3600`. */
function said(...args: Parameters<typeof between>): string[] {
  return between(...args).map(
    ({ isDanger, kind, owner, type, until }) =>
      `${isDanger ? "danger" : "effect"} ${kind} ${printName(owner)} ${typeName(type)} ${until}`,
  );
}

type Case = readonly [title: string, before: string, after: string, expected: readonly string[]];

const MAIL = "@ 3600 MX 10 old\nold 600 A 192.0.2.1\n";

describe("mail", () => {
  test.each<Case>([
    [
      "the old MX outlives its host",
      MAIL,
      "@ 3600 MX 10 new.example.net.\n",
      ["danger mail example.com. MX 3600"],
    ],
    ["the old host stays", MAIL, "@ 3600 MX 10 new.example.net.\nold A 192.0.2.1\n", []],
    [
      "the host loses its addresses and keeps its name",
      MAIL,
      "@ MX 10 new.example.net.\nold TXT x\n",
      ["danger mail example.com. MX 3600"],
    ],
    [
      "another exchange of the old MX stays",
      `${MAIL}@ 3600 MX 20 b.example.net.\n`,
      "@ 3600 MX 10 b.example.net.\n",
      [],
    ],
    [
      "the host of the new MX is remembered as not there",
      "@ 3600 MX 10 m.example.net.\n",
      "@ 3600 MX 10 new\nnew A 192.0.2.1\n",
      ["danger mail example.com. MX 900"],
    ],
    [
      "the host had a name, but no address",
      "@ MX 10 m.example.net.\nnew TXT x\n",
      "@ MX 10 new\nnew TXT x\nnew A 192.0.2.1\n",
      ["danger mail example.com. MX 900"],
    ],
    [
      "the host of the new MX was there",
      "@ MX 10 m.example.net.\nnew A 192.0.2.1\n",
      "@ MX 10 new\nnew A 192.0.2.1\n",
      [],
    ],
    [
      "both",
      MAIL,
      "@ 3600 MX 10 new\nnew A 192.0.2.1\n",
      ["danger mail example.com. MX 3600", "danger mail example.com. MX 900"],
    ],
    [
      "a wildcard answers for the host that goes",
      `${MAIL}* A 192.0.2.9\n`,
      "@ 3600 MX 10 m.example.net.\n* A 192.0.2.9\n",
      [],
    ],
    [
      "a new name stands in the way of the wildcard",
      "@ 60 MX 10 a.b\n*.b A 192.0.2.1\n",
      "@ 60 MX 10 m.example.net.\n*.b A 192.0.2.1\nx.a.b TXT x\n",
      ["danger mail example.com. MX 60"],
    ],
    [
      "a cut hides the old host",
      "@ 60 MX 10 a.b\na.b A 192.0.2.1\n",
      "@ 60 MX 10 m.example.net.\nb NS ns.example.net.\n",
      [],
    ],
    [
      "the old host becomes an alias",
      MAIL,
      "@ MX 10 m.example.net.\nold CNAME there\nthere A 192.0.2.1\n",
      ["danger mail example.com. MX 900"],
    ],
    ["MX that stays, to a host that goes: that fails for good", MAIL, "@ 3600 MX 10 old\n", []],
    ["an MX that led nowhere before", "@ MX 10 old\n", "@ MX 10 new\nnew A 192.0.2.1\n", []],
    ["a domain that takes no mail any more", MAIL, "@ MX 0 .\n", []],
    ["a domain that goes", "shop MX 10 m\nm A 192.0.2.1\n", "x A 192.0.2.1\n", []],
    [
      "the MX goes, and the domain has an address",
      "@ A 192.0.2.80\n@ 3600 MX 10 old\nold A 192.0.2.1\n",
      "@ A 192.0.2.80\n",
      ["danger mail example.com. MX 3600"],
    ],
    [
      "a first MX, whose host may not be seen at once",
      "@ A 192.0.2.80\n",
      "@ A 192.0.2.80\n@ MX 10 m\nm A 192.0.2.1\n",
      ["effect mail example.com. MX 900"],
    ],
    [
      "an MX in place of the address that mail went to",
      "@ A 192.0.2.80\n",
      "@ MX 10 m.example.net.\n",
      ["danger mail example.com. MX 900"],
    ],
    [
      "exchanges that change places",
      "@ MX 10 a\n@ MX 20 b\na A 192.0.2.1\n",
      "@ MX 10 a\n@ MX 20 b\nb A 192.0.2.1\n",
      ["danger mail example.com. MX 900"],
    ],
    ["targets outside are not decided", "@ MX 10 a.example.net.\n", "@ MX 10 b.example.net.\n", []],
    ["an old MX with TTL 0", "@ 0 MX 10 old\nold A 192.0.2.1\n", "@ MX 10 m.example.net.\n", []],
  ])("%s", (_, before, after, expected) => {
    expect(said(before, after)).toEqual(expected);
  });

  test("the SOA's own TTL bounds how long a name is remembered as not there", () => {
    const low = (text: string) => zoneOf(HEAD.replace("@ 3600 SOA", "@ 60 SOA") + text).records;
    const pair = {
      origin: COM,
      before: low("@ MX 10 m.example.net.\n"),
      after: low("@ MX 10 n\nn A 192.0.2.1\n"),
    };
    expect(mixturesBetween([pair]).map(({ until }) => until)).toEqual([60]);
  });
});

const SPF = '@ 3600 TXT "v=spf1 include:_old.example.com -all"\n_old TXT "v=spf1 ip4:192.0.2.0/24 -all"\n';

describe("other dependencies", () => {
  test.each<Case>([
    ["an included policy that goes", SPF, '@ TXT "v=spf1 -all"\n', ["danger spf example.com. TXT 3600"]],
    [
      "an included policy that is no policy any more",
      SPF,
      '@ TXT "v=spf1 -all"\n_old TXT x\n',
      ["danger spf example.com. TXT 3600"],
    ],
    ["an included policy that comes", '@ TXT "v=spf1 -all"\n', SPF, ["danger spf example.com. TXT 900"]],
    [
      "a redirect",
      '@ TXT "v=spf1 redirect=a.example.com"\na TXT "v=spf1 -all"\n',
      "@ TXT x\n",
      ["danger spf example.com. TXT 300"],
    ],
    [
      "the addresses of a policy",
      '@ TXT "v=spf1 a:m.example.com -all"\nm A 192.0.2.1\n',
      '@ TXT "v=spf1 -all"\n',
      ["danger spf example.com. TXT 300"],
    ],
    [
      "the exchanges of a policy",
      '@ TXT "v=spf1 mx -all"\n@ MX 10 m.example.net.\n',
      '@ TXT "v=spf1 -all"\n',
      ["danger spf example.com. TXT 300"],
    ],
    [
      "a policy with a macro is not decided",
      '@ TXT "v=spf1 include:%{d}.example.com -all"\n',
      '@ TXT "v=spf1 -all"\n',
      [],
    ],
    [
      "SRV",
      "_sip._tcp 60 SRV 1 1 5060 a\na A 192.0.2.1\n",
      "_sip._tcp 60 SRV 1 1 5060 b\nb A 192.0.2.1\n",
      ["effect service _sip._tcp.example.com. SRV 60", "effect service _sip._tcp.example.com. SRV 900"],
    ],
    [
      "HTTPS that leads to a host that goes",
      "www HTTPS 1 a\na A 192.0.2.1\n",
      "www HTTPS 1 .\nwww A 192.0.2.1\n",
      ["effect service www.example.com. HTTPS 300", "effect service www.example.com. HTTPS 900"],
    ],
    [
      "an alias whose old target goes",
      "www 600 CNAME a\na A 192.0.2.1\n",
      "www A 192.0.2.1\n",
      ["effect alias www.example.com. CNAME 600"],
    ],
    [
      "an alias in place of addresses",
      "www A 192.0.2.1\n",
      "www CNAME a\na A 192.0.2.1\n",
      ["effect alias www.example.com. CNAME 900"],
    ],
    [
      "an alias to another alias that goes",
      "www 600 CNAME a\na CNAME b\nb A 192.0.2.1\n",
      "www CNAME b\nb A 192.0.2.1\n",
      ["effect alias www.example.com. CNAME 600"],
    ],
    [
      "an alias that stays before one that changes",
      "w CNAME www\nwww CNAME a\na A 192.0.2.1\n",
      "w CNAME www\nwww A 192.0.2.1\n",
      ["effect alias www.example.com. CNAME 300"],
    ],
    [
      "an alias to a policy",
      '@ TXT "v=spf1 include:s.example.com -all"\ns 60 CNAME a\na TXT "v=spf1 -all"\n',
      '@ TXT "v=spf1 include:s.example.com -all"\ns TXT "v=spf1 -all"\n',
      ["danger spf example.com. TXT 60", "danger alias s.example.com. CNAME 60"],
    ],
    [
      "a DNAME to another tree",
      "d 600 DNAME old\na.old A 192.0.2.1\n",
      "d DNAME new\na.new A 192.0.2.1\n",
      ["effect alias d.example.com. DNAME 600", "effect alias d.example.com. DNAME 900"],
    ],
    [
      "another family in place of the one before",
      "www A 192.0.2.1\n",
      "www AAAA 2001:db8::1\n",
      ["effect addresses www.example.com. AAAA 900"],
    ],
    [
      "glue of old nameservers",
      "s 600 NS ns.s\nns.s A 192.0.2.1\n",
      "s NS ns.example.net.\n",
      ["danger delegation s.example.com. NS 600"],
    ],
    [
      "glue of new nameservers comes with them",
      "s NS ns.example.net.\n",
      "s NS ns.s\nns.s A 192.0.2.1\n",
      [],
    ],
    [
      "nameservers of a delegation elsewhere in the zone",
      "s 600 NS ns\nns A 192.0.2.1\n",
      "s NS ns.example.net.\n",
      ["danger delegation s.example.com. NS 600"],
    ],
    [
      "a delegation that goes",
      "s NS ns.s\nns.s A 192.0.2.1\n",
      "s A 192.0.2.1\n",
      ["danger delegation s.example.com. NS 300"],
    ],
    [
      "TLSA without one in common",
      tlsa("_25._tcp.m", "a"),
      tlsa("_25._tcp.m", "b"),
      ["danger certificate _25._tcp.m.example.com. TLSA 300"],
    ],
    [
      "TLSA of a web server",
      tlsa("_443._tcp.m", "a"),
      tlsa("_443._tcp.m", "b"),
      ["effect certificate _443._tcp.m.example.com. TLSA 300"],
    ],
    ["TLSA with one in common", tlsa("_25._tcp.m", "a", "b"), tlsa("_25._tcp.m", "b", "c"), []],
    ["a first TLSA", "m A 192.0.2.1\n", tlsa("_25._tcp.m", "a"), []],
    [
      "an alias from one TLSA to another",
      `_25._tcp.m 60 CNAME a\n${tlsa("a", "a")}${tlsa("b", "b")}`,
      `_25._tcp.m CNAME b\n${tlsa("a", "a")}${tlsa("b", "b")}`,
      ["danger certificate _25._tcp.m.example.com. CNAME 60"],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(said(before, after)).toEqual(expected);
  });
});

function tlsa(owner: string, ...digits: readonly string[]): string {
  return digits.map((digit) => `${owner} TLSA 3 1 1 ${digit.repeat(64)}\n`).join("");
}

test("nameservers of the zone itself are known by the parent's copy, for nobody knows how long", () => {
  const text = (ns: string) => zoneOf(`${HEAD.replace("ns.example.net.", ns)}${ns} A 192.0.2.1\n`).records;
  const [mixture, ...more] = mixturesBetween([{ origin: COM, before: text("a"), after: text("b") }]);
  expect([mixture?.kind, mixture?.isDanger, mixture?.until]).toEqual(["delegation", true, "unknown"]);
  expect(more.map(({ until }) => until)).toEqual([900]);
});

describe("the sentence", () => {
  const mail = (before: string, after: string) =>
    between(`@ 3600 MX 10 m.example.net.\n${before}`, `@ 3600 MX 10 new.x\nnew.x A 192.0.2.1\n${after}`).map(
      ({ message }) => message,
    );

  test.each<[string, string, string, string]>([
    [
      "of a name that was asked for before",
      "x TXT x\n",
      "x TXT x\n",
      "For 15 minutes mail that follows the new MX finds no new.x.example.com. wherever somebody asked for it before: add it first",
    ],
    [
      "of a name below one that did not exist (RFC 8020)",
      "",
      "",
      "For 15 minutes mail that follows the new MX finds no new.x.example.com. wherever a denial of it is cached: add it first",
    ],
    [
      "of a name in the gap of an NSEC (RFC 8198)",
      "x TXT x\n@ NSEC x NS SOA MX RRSIG NSEC\n",
      "x TXT x\n@ NSEC x NS SOA MX RRSIG NSEC\n",
      "For 15 minutes mail that follows the new MX finds no new.x.example.com. wherever a denial of it is cached: add it first",
    ],
  ])("%s", (_, before, after, expected) => {
    expect(mail(before, after)).toEqual([expected]);
  });

  test("of an MX that leaves its host behind, with its place and what to do", () => {
    const [mixture] = between(MAIL, "@ 3600 MX 10 new.example.net.\n");
    expect(mixture).toMatchObject({
      message: "For 1 hour mail that follows the old MX finds no old.example.com.: keep it until then",
      from: 0,
      at: { file: "z", line: 3 },
      remedy: [
        { after: 0, what: "Change the MX and keep old.example.com." },
        { after: 3600, what: "Remove old.example.com." },
      ],
    });
  });
});

describe("zones", () => {
  const records = (text: string, origin = COM) => zoneOf(HEAD + text, origin).records;

  test("that go, and whose base nobody knows, decide nothing", () => {
    const pair = {
      origin: COM,
      before: records("@ MX 10 a.lab\n"),
      after: records("@ MX 10 m.example.net.\n"),
    };
    expect(mixturesBetween([pair, { origin: LAB }])).toEqual([]);
    expect(mixturesBetween([pair, { origin: LAB, after: records("a A 192.0.2.1\n", LAB) }])).toEqual([]);
  });

  test("depend on each other", () => {
    const lab = ["a A 192.0.2.1\n", ""] as const;
    expect(said("@ 60 MX 10 a.lab\n", "@ MX 10 m.example.net.\n", lab)).toEqual([
      "danger mail example.com. MX 60",
    ]);
  });

  test("that are new have been asked nothing", () => {
    const fresh = { origin: LAB, before: [], after: records("@ MX 10 a\na A 192.0.2.1\n", LAB) };
    expect(mixturesBetween([{ origin: COM, before: records(""), after: records("") }, fresh])).toEqual([]);
  });
});

describe("a state on the way", () => {
  const [before, after] = ["@ MX 10 a\na A 192.0.2.1\n", "@ MX 10 b\nb A 192.0.2.1\n"];
  const lost = (state: string, end = after) => {
    const pairs = (old: string, now: string) => [
      { origin: COM, before: zoneOf(HEAD + old).records, after: zoneOf(HEAD + now).records },
    ];
    return brokenByItself(pairs(before, end), [
      { sinceBefore: pairs(before, state), untilAfter: pairs(state, end) },
    ]).flatMap(({ dependency, failures }) =>
      failures.map(({ held, fresh }) => [
        dependency.kind,
        ...held.map(({ owner, type }) => `old ${printName(owner)} ${typeName(type)}`),
        ...fresh.map(({ owner, type }) => `new ${printName(owner)} ${typeName(type)}`),
      ]),
    );
  };

  test.each<[string, string, string[][]]>([
    ["has both", `@ MX 10 b\na A 192.0.2.1\nb A 192.0.2.1\n`, []],
    [
      "has the new MX and not its host",
      "@ MX 10 b\na A 192.0.2.1\n",
      [["mail", "old b.example.com. A", "new example.com. MX"]],
    ],
    [
      "has the old MX and not its host",
      "@ MX 10 a\nb A 192.0.2.1\n",
      [["mail", "old example.com. MX", "new a.example.com. A"]],
    ],
  ])("%s", (_, state, expected) => {
    expect(lost(state)).toEqual(expected);
  });

  test("is not to blame for what fails in the end", () => {
    expect(lost("@ MX 10 a\n", "@ MX 10 a\n")).toEqual([]);
  });
});
