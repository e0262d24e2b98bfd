import { expect, test } from "vitest";
import { BASE, planned } from "../../../test/planned.ts";
import { effectsOf } from "../effects.ts";

const said = (before: string, after: string) =>
  effectsOf(planned(after, before)).flatMap(({ kind, message }) => (kind === "policy" ? [message] : []));

const MX = "@ 3600 MX 10 mail";
const OWN_ADDRESS = "Mail goes to its own address, if it has one (RFC 5321 §5.1)";

test.each<[string, string, string, string]>([
  ["another host", MX, "@ MX 10 mx.example.net.", "goes to mx.example.net., no longer to mail.example.com."],
  ["one host more", MX, `${MX}\n@ 3600 MX 20 mx.example.net.`, "may also go to mx.example.net."],
  ["one host less", `${MX}\n@ 3600 MX 20 mx.example.net.`, MX, "goes no longer to mx.example.net."],
  [
    "another order",
    MX,
    "@ MX 20 mail",
    "is tried in another order: mail.example.com. from preference 10 to 20 (the least comes first)",
  ],
  ["the first MX", "", MX, "goes to mail.example.com."],
  ["a null MX that ends", "@ MX 0 .", MX, "is taken again, by mail.example.com."],
  [
    "many hosts",
    MX,
    Array.from({ length: 8 }, (_, index) => `@ 3600 MX 1 mx${index}.example.net.`).join("\n"),
    "goes to mx0.example.net., mx1.example.net., mx2.example.net., mx3.example.net., mx4.example.net. and 3 more, no longer to mail.example.com.",
  ],
])("where mail goes: %s", (_, before, after, expected) => {
  expect(said(BASE.replace(MX, before), BASE.replace(MX, after))).toEqual([`Mail ${expected}`]);
});

test.each<[string, string, string, string[]]>([
  ["the last MX", MX, "", [OWN_ADDRESS]],
  ["a null MX", MX, "@ MX 0 .", ["It takes no mail any more (RFC 7505)"]],
  [
    "a null MX that goes",
    "@ MX 0 .",
    "",
    ["It no longer says that it takes no mail: mail goes to its own address, if it has one (RFC 5321 §5.1)"],
  ],
  ["an MX that goes with its name", "shop MX 10 mail", "", []],
  [
    "an MX that goes with its name, for which a wildcard answers",
    "* MX 5 www\nshop MX 10 mail",
    "* MX 5 www",
    [],
  ],
  ["an MX that an alias takes the place of", "shop MX 10 mail", "shop CNAME www", []],
])("whether mail is taken: %s", (_, before, after, expected) => {
  expect(said(BASE.replace(MX, before), BASE.replace(MX, after))).toEqual(expected);
});

const SPF = 'TXT "v=spf1 mx -all"';

test.each<[string, string, string, string]>([
  ["softer", SPF, 'TXT "v=spf1 mx ~all"', "By SPF mail from elsewhere fails softly (~all), until now -all"],
  [
    "others",
    SPF,
    'TXT "v=spf1 include:_spf.example.net ip4:192.0.2.0/24 -all"',
    "By SPF include:_spf.example.net and ip4:192.0.2.0/24 may send mail, too; mx may no longer",
  ],
  [
    "the policy of another name",
    SPF,
    'TXT "v=spf1 redirect=_spf.example.net"',
    "By SPF mx may no longer; about all others _spf.example.net decides, until now -all",
  ],
  [
    "without an end, which is neutral",
    SPF,
    'TXT "v=spf1 mx"',
    "By SPF mail from elsewhere is neither right nor wrong (?all), until now -all",
  ],
  [
    "another order",
    'TXT "v=spf1 mx a -all"',
    'TXT "v=spf1 a mx -all"',
    "The order of the terms of SPF changes, and the first that matches counts",
  ],
  ["none any more", SPF, "TXT x", "Who may send mail is no longer told, so anybody may as far as SPF goes"],
  ["a first one", "TXT x", SPF, "By SPF mx may send mail from now on; mail from elsewhere fails (-all)"],
  [
    "nobody",
    "TXT x",
    'TXT "v=spf1 -all"',
    "By SPF nobody may send mail from now on; mail from elsewhere fails (-all)",
  ],
  [
    "in two strings, the same for all that it says",
    SPF,
    'TXT "v=spf1 m" "x ?all"',
    "By SPF mail from elsewhere is neither right nor wrong (?all), until now -all",
  ],
])("who may send mail: %s", (_, before, after, expected) => {
  expect(said(BASE.replace(SPF, before), BASE.replace(SPF, after))).toEqual([expected]);
});

const DMARC = 'TXT "v=DMARC1; p=reject"';

test.each<[string, string, string, string[]]>([
  [
    "weaker",
    DMARC,
    'TXT "v=DMARC1; p=none"',
    [
      "When mail fails its checks, receivers should do nothing (p=none), until now refuse it (p=reject) (DMARC)",
    ],
  ],
  [
    "weaker, and more",
    DMARC,
    'TXT "v=DMARC1; p=quarantine; pct=10"',
    [
      "When mail fails its checks, receivers should treat it as suspicious (p=quarantine), until now refuse it (p=reject); changed is also pct (the share of mail that it is about) comes: 10 (DMARC)",
    ],
  ],
  [
    "only where reports go",
    DMARC,
    'TXT "v=DMARC1; p=reject; rua=mailto:d@example.com"',
    ["Of DMARC changes rua (where reports go) comes: mailto:d@example.com"],
  ],
  [
    "the same in other words",
    DMARC,
    'TXT "v=DMARC1;p=reject;"',
    ["The DMARC policy is written otherwise and says the same"],
  ],
  [
    "a first one",
    "TXT x",
    DMARC,
    ["When mail fails its checks, receivers should refuse it (p=reject) (DMARC)"],
  ],
  [
    "none any more",
    DMARC,
    "TXT x",
    ["It has no DMARC policy of its own any more: that of the domain above counts, if there is one"],
  ],
  [
    "kept by somebody else",
    DMARC,
    "CNAME d.example.net.",
    ["The DMARC policy is the one at d.example.net., whoever writes it there"],
  ],
  ["no policy before or after", "TXT x", "TXT y", []],
])("what receivers do with mail that fails: %s", (_, before, after, expected) => {
  expect(said(BASE.replace(`_dmarc ${DMARC}`, `_DMARC ${before}`), BASE.replace(DMARC, after))).toEqual(
    expected,
  );
});

const CAA = '@ 300 CAA 0 issue "ca.test"';
const lines = (...values: string[]) => values.map((value) => `@ 300 CAA ${value}`).join("\n");

test.each<[string, string, string, string]>([
  [
    "another authority",
    CAA,
    lines('0 issue "other.test"'),
    "Certificates may be issued by other.test alone, until now ca.test alone (CAA)",
  ],
  [
    "one authority more, and nobody for wildcards",
    CAA,
    lines('0 issue "ca.test"', '0 issue "other.test"', '0 issuewild ";"'),
    "Certificates may be issued by ca.test and other.test alone, until now ca.test alone; certificates for wildcards may be issued by nobody, until now whoever may issue others (CAA)",
  ],
  [
    "nobody",
    CAA,
    lines('0 issue ";"'),
    "Certificates may be issued by nobody, until now ca.test alone (CAA)",
  ],
  [
    "nobody beside somebody, which says nothing",
    CAA,
    lines('0 issue "ca.test"', '0 issue ";"'),
    "The CAA changes in issue; the same authorities may issue certificates",
  ],
  [
    "where to report",
    CAA,
    lines('0 issue "ca.test"', '0 iodef "mailto:a@example.com"'),
    "The CAA changes in iodef; the same authorities may issue certificates",
  ],
  ["the first CAA", "", CAA, "Certificates may be issued by ca.test alone (CAA)"],
  [
    "no CAA any more",
    CAA,
    "",
    "Its own CAA goes: that of the name above counts, and where none is, any authority may issue certificates",
  ],
])("who may issue certificates: %s", (_, before, after, expected) => {
  expect(said(BASE.replace(CAA, before), BASE.replace(CAA, after))).toEqual([expected]);
});

const KEY = 'k._domainkey TXT "v=DKIM1; p=AAAA"';
const TLSA = (...digits: string[]) =>
  digits.map((digit) => `_443._tcp.www TLSA 3 1 1 ${digit.repeat(64)}\n`).join("");

test.each<[string, string, string, string[]]>([
  [
    "another key for DKIM",
    BASE,
    BASE.replace("p=AAAA", "p=BBBB"),
    ["The key changes: signatures with this selector fail unless they were made with the new one (DKIM)"],
  ],
  [
    "a key for DKIM that goes",
    BASE,
    BASE.replace(KEY, ""),
    ["The key goes: signatures with this selector can no longer be checked, also of mail under way (DKIM)"],
  ],
  [
    "a key for DKIM that a provider takes over",
    BASE,
    BASE.replace(KEY, "k._domainkey CNAME k.example.net."),
    ["The alias to the key that checks signatures with this selector comes (DKIM)"],
  ],
  [
    "MTA-STS",
    BASE,
    `${BASE}_mta-sts TXT "v=STSv1; id=1"\n`,
    ["Senders fetch the policy for mail over TLS anew (MTA-STS)"],
  ],
  [
    "MTA-STS that goes",
    `${BASE}_mta-sts TXT "v=STSv1; id=1"\n`,
    BASE,
    ["The policy for mail over TLS is no longer announced; senders keep the one that they have (MTA-STS)"],
  ],
  [
    "TLS-RPT",
    BASE,
    `${BASE}_smtp._tls TXT "v=TLSRPTv1; rua=mailto:a@example.com"\n`,
    ["Where reports of mail over TLS go changes (TLS-RPT)"],
  ],
  [
    "another TLSA",
    BASE + TLSA("a"),
    BASE + TLSA("b"),
    ["Clients may know the old binding for 5 minutes: the certificate must fit both until then (DANE)"],
  ],
  [
    "a first TLSA",
    BASE,
    BASE + TLSA("a"),
    ["Clients that know DANE take no other certificate or key from now on"],
  ],
  [
    "one TLSA more",
    BASE + TLSA("a"),
    BASE + TLSA("a", "b"),
    ["Clients take one more certificate or key (DANE)"],
  ],
  [
    "one TLSA less",
    BASE + TLSA("a", "b"),
    BASE + TLSA("a"),
    ["Clients no longer take the certificate or key that goes (DANE)"],
  ],
  [
    "no TLSA any more",
    BASE + TLSA("a"),
    BASE,
    ["The certificate of this service is no longer bound to the DNS (DANE)"],
  ],
])("keys and certificates: %s", (_, before, after, expected) => {
  expect(said(before, after)).toEqual(expected);
});

test("a value that fills a page is cut in the sentence", () => {
  const before = BASE.replace("p=reject", `p=reject; rua=mailto:${"x".repeat(200)}@example.com`);
  const [message] = said(BASE, before);
  expect(message!.length).toBeLessThan(200);
});
