import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { childOf, type Name } from "../../dns/name.ts";
import { RECORD_TYPES } from "../../dns/records/index.ts";
import type { AnyRecordType } from "../../dns/records/record-type.ts";
import { TXT } from "../../dns/records/txt.ts";
import type { Octets } from "../../dns/wire.ts";
import { checkSample } from "../../test/check-sample.ts";
import { valuesOf } from "../../test/record-types/arbitraries.ts";
import { nameOf } from "../../test/zone-text.ts";
import { lint } from "./lint.ts";
import type { Sample } from "./rule.ts";

/** Zones as people have them, with the public names that real ones have: none of it deserves a word. */
const USUAL: readonly (readonly [string, Sample])[] = [
  [
    "mail at Microsoft 365",
    `'':
  - {type: MX, value: {preference: 0, exchange: example-com.mail.protection.outlook.com.}}
  - {type: TXT, values: ['v=spf1 include:spf.protection.outlook.com -all', MS=ms12345678]}
autodiscover: {type: CNAME, value: autodiscover.outlook.com.}
_dmarc: {type: TXT, value: 'v=DMARC1; p=quarantine; rua=mailto:dmarc@example.com!10m; pct=100; fo=1'}
selector1._domainkey: {type: CNAME, value: selector1-example-com._domainkey.example.onmicrosoft.com.}
_sip._tls: {type: SRV, value: {priority: 100, weight: 1, port: 443, target: sipdir.online.lync.com.}}
_sipfederationtls._tcp: {type: SRV, value: {priority: 100, weight: 1, port: 5061, target: sipfed.online.lync.com.}}
enterpriseregistration: {type: CNAME, value: enterpriseregistration.windows.net.}
`,
  ],
  [
    "mail at Google, reports kept by somebody else",
    `'':
  - {type: MX, values: [{preference: 1, exchange: aspmx.l.google.com.}, {preference: 5, exchange: alt1.aspmx.l.google.com.}]}
  - {type: TXT, values: ['v=spf1 include:_spf.google.com ~all', google-site-verification=abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG]}
_dmarc: {type: CNAME, value: example.com.dmarc.example.net.}
default._bimi: {type: TXT, value: 'v=BIMI1; l=https://www.example.com/logo.svg'}
_domainkey: {type: TXT, value: 'o=~'}
mail.calendar: {type: CNAME, value: ghs.googlehosted.com.}
`,
  ],
  [
    "Active Directory",
    `_ldap._tcp.dc._msdcs: {type: SRV, value: {priority: 0, weight: 100, port: 389, target: dc1.example.com.}}
_kerberos._tcp.Default-First-Site-Name._sites: {type: SRV, value: {priority: 0, weight: 100, port: 88, target: dc1.example.com.}}
gc._msdcs: {type: A, value: 192.0.2.10}
8a7c1f2e-0000-4000-8000-00000000000a._msdcs: {type: CNAME, value: dc1.example.com.}
_kerberos: {type: URI, value: {priority: 0, weight: 100, target: 'krb5srv:m:udp:dc1.example.com.'}}
dc1: {type: A, value: 192.0.2.10}
`,
  ],
  [
    "services and certificates",
    `'':
  - {type: A, value: 192.0.2.80}
  - {type: CAA, values: [{tag: issue, value: 'letsencrypt.org;validationmethods=dns-01'}, {tag: issuewild, value: ;}, {tag: issuemail, value: ;}, {flags: 128, tag: contactemail, value: security@example.com}]}
_acme-challenge: {type: CNAME, value: 0123.auth.acme-dns.example.net.}
_matrix._tcp: {type: SRV, value: {priority: 10, weight: 0, port: 8448, target: matrix.example.net.}}
_minecraft._tcp.play: {type: SRV, value: {priority: 0, weight: 5, port: 25565, target: play.example.com.}}
play: {type: A, value: 192.0.2.90}
_etcd-server-ssl._tcp: {type: SRV, value: {priority: 0, weight: 0, port: 2380, target: play.example.com.}}
_443._tcp: {type: CNAME, value: _dane.example.com.}
_dane: {type: TLSA, value: {certificate_usage: 3, selector: 1, matching_type: 1, certificate_association_data: 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0}}
'*._tcp.play': {type: TLSA, value: {certificate_usage: 3, selector: 1, matching_type: 1, certificate_association_data: 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0}}
shell: [{type: A, value: 192.0.2.22}, {type: SSHFP, values: [{algorithm: 4, fingerprint_type: 1, fingerprint: 0a4d55a8d778e5022fab701977c5d840bbc486d0}, {algorithm: 4, fingerprint_type: 2, fingerprint: a5043c3393f87825c0156dd6e2a0d59362097078e5b2a442554a5909c4f2d6eb}]}]
`,
  ],
  [
    "a wildcard beside names of services",
    `'*': {type: A, value: 192.0.2.80}
www: {type: CNAME, value: anything.example.com.}
_sip._udp: {type: SRV, value: {priority: 1, weight: 1, port: 5060, target: sip.example.com.}}
k1._domainkey: {type: CNAME, value: dkim.mcsv.net.}
dev: {type: A, value: 192.0.2.80}
'*.dev': {type: CNAME, value: cluster.example.net.}
`,
  ],
  [
    "services to browse",
    `b._dns-sd._udp: {type: PTR, value: example.com.}
_services._dns-sd._udp: {type: PTR, value: _ipp._tcp.example.com.}
_ipp._tcp: {type: PTR, value: 'Front\\032Desk._ipp._tcp.example.com.'}
Front\\032Desk._ipp._tcp: [{type: SRV, value: {priority: 0, weight: 0, port: 631, target: printer.example.com.}}, {type: TXT, value: txtvers=1}]
printer: {type: AAAA, value: '2001:db8::9'}
`,
  ],
  [
    "a reverse zone with a part that others have (RFC 2317)",
    {
      "2.0.192.in-addr.arpa.yaml": `'1': {type: PTR, value: www.example.net.}
128/26: {type: NS, values: [ns1.example.org., ns2.example.org.]}
'129': {type: CNAME, value: 129.128/26.2.0.192.in-addr.arpa.}
'*': {type: PTR, value: pool.example.net.}
`,
    },
  ],
  [
    "a zone of one label",
    { "test.yaml": "test: {type: A, value: 192.0.2.1}\nwww.test: {type: A, value: 192.0.2.1}\n" },
  ],
];

describe("usual zones", () => {
  test.each(USUAL)("%s", async (_, sample) => {
    expect((await checkSample({ sample })).problems).toEqual([]);
  });
});

test("no rule fails on any records", () => {
  const apex = nameOf("example.com.");
  const owner = fc.constantFrom<Name[]>(
    apex,
    ...["www", "*", "_dmarc", "_sip", "a"].map((label) => childOf(label, apex)),
  );
  const deep = fc
    .tuple(owner, fc.constantFrom("_tcp", "*", "s._domainkey", "_mta-sts", "xn--a", "-"))
    .map(([name, labels]) => labels.split(".").reduceRight<Name>((at, label) => childOf(label, at), name));
  const record = fc
    .constantFrom(...(RECORD_TYPES as readonly AnyRecordType[]))
    .chain((type) => valuesOf(type).map((values) => ({ type: type.code, rdata: type.write(values) })));
  const text = fc
    .constantFrom("v=spf1 ", "v=DMARC1; ", "v=DKIM1; p=", "v=STSv1; ", "v=TLSRPTv1; ", "")
    .chain((begin) => fc.string().map((rest) => begin + rest))
    .map((value) => ({ type: TXT.code, rdata: TXT.write(textValues(value)) }));
  const at = { file: "db", line: 1, column: 1 };
  const placed = fc
    .tuple(fc.oneof(owner, deep), fc.nat(2 ** 31 - 1), fc.oneof(record, text))
    .map(([name, ttl, data]) => ({ owner: name as Name, ttl, ...data, at }));
  fc.assert(
    fc.property(fc.array(placed, { maxLength: 12 }), (records) => {
      const levels = new Map([
        ["a-without-ptr", "info"],
        ["unsorted-keys", "info"],
        ["rrset-size-512", "info"],
      ] as const);
      const zone = { origin: apex, records, at, complete: true, broken: new Set<Name>(), levels };
      const resolve = () => ({ kind: "none" }) as const;
      for (const { problem } of lint([zone], { resolve, notChecked: () => {} })[0]!) {
        expect(problem.message).not.toMatch(/undefined|NaN|\[object/);
      }
    }),
    { numRuns: 300 },
  );
});

/** A text as the field of TXT has it. */
function textValues(value: string): { text: readonly Octets[] } {
  const octets = Buffer.from(value, "utf8").toString("latin1");
  return { text: octets.match(/[\s\S]{1,255}/g) ?? [""] };
}
