import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { printRecord } from "../dns/zone-file/print.ts";
import { load } from "../src/zones/load.ts";
import { validate } from "../src/zones/validate.ts";
import { NAMESERVERS } from "./check-zones.ts";
import { fakeFiles } from "./fakes/files.ts";

const FOLDER = join(import.meta.dirname, "../zones/_snippets");
const KEY =
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeLezV6ffAt0gunVTLw7onLRnrq0/IzW7yWR7QkrmBL7jTKEn5u+qKhbwKfBstIs+bMY2Zkp18gnTxKLxoS2tFczGkPLPgizskuemMghRniWaoLcyehkd3qqGElvW/VDL5AaWTg0nLVkjRo9z+40RQzuVaE8AkAFmxZzow3x+VJYKdjykkJ0iT9wCS0DRTXu269V264Vf/3jvredZiKRkgwlL9xNAwxXFg0x/XFw005UWVRIkdgcKWTjpBP2dPwVZ4WWC+9aGVd+Gyn1o0CLelf4rEjGoXbAAEgAqeGUxrcIlbjXfbcmwIDAQAB";

/** Of every file: what it is told, and its records as a zone with a TXT of its own has them. */
const SNIPPETS: { readonly [file: string]: readonly [given: string, records: readonly string[]] } = {
  "google-workspace-mail.yaml": [
    `, verification: abc123, dkim-key: ${KEY}`,
    [
      "example.com. MX 1 smtp.google.com.",
      'example.com. TXT "mine"',
      'example.com. TXT "google-site-verification=abc123"',
      'example.com. TXT "v=spf1 include:_spf.google.com ~all"',
      `google._domainkey.example.com. TXT "v=DKIM1; k=rsa; p=${KEY.slice(0, 237)}" "${KEY.slice(237)}"`,
    ],
  ],
  "microsoft-365-mail.yaml": [
    ", verification: ms12345678, dkim: contoso.n-v1.dkim.mail.microsoft",
    [
      "example.com. MX 0 example-com.mail.protection.outlook.com.",
      'example.com. TXT "mine"',
      'example.com. TXT "MS=ms12345678"',
      'example.com. TXT "v=spf1 include:spf.protection.outlook.com -all"',
      "autodiscover.example.com. CNAME autodiscover.outlook.com.",
      "selector1._domainkey.example.com. CNAME selector1-example-com._domainkey.contoso.n-v1.dkim.mail.microsoft.",
      "selector2._domainkey.example.com. CNAME selector2-example-com._domainkey.contoso.n-v1.dkim.mail.microsoft.",
    ],
  ],
  "fastmail.yaml": [
    "",
    [
      "example.com. MX 10 in1-smtp.messagingengine.com.",
      "example.com. MX 20 in2-smtp.messagingengine.com.",
      'example.com. TXT "mine"',
      'example.com. TXT "v=spf1 include:spf.messagingengine.com ?all"',
      "fm1._domainkey.example.com. CNAME fm1.example.com.dkim.fmhosted.com.",
      "fm2._domainkey.example.com. CNAME fm2.example.com.dkim.fmhosted.com.",
      "fm3._domainkey.example.com. CNAME fm3.example.com.dkim.fmhosted.com.",
    ],
  ],
  "proton-mail.yaml": [
    ", verification: abc123, dkim: dabc",
    [
      "example.com. MX 10 mail.protonmail.ch.",
      "example.com. MX 20 mailsec.protonmail.ch.",
      'example.com. TXT "mine"',
      'example.com. TXT "protonmail-verification=abc123"',
      'example.com. TXT "v=spf1 include:_spf.protonmail.ch ~all"',
      "protonmail._domainkey.example.com. CNAME protonmail.domainkey.dabc.domains.proton.ch.",
      "protonmail2._domainkey.example.com. CNAME protonmail2.domainkey.dabc.domains.proton.ch.",
      "protonmail3._domainkey.example.com. CNAME protonmail3.domainkey.dabc.domains.proton.ch.",
    ],
  ],
  "no-mail.yaml": [
    "",
    [
      "example.com. MX 0 .",
      'example.com. TXT "mine"',
      'example.com. TXT "v=spf1 -all"',
      '_dmarc.example.com. TXT "v=DMARC1; p=reject"',
      '*._domainkey.example.com. TXT "v=DKIM1; p="',
    ],
  ],
};

test("every file of zones/_snippets is tested here", () => {
  expect(readdirSync(FOLDER).sort()).toEqual(Object.keys(SNIPPETS).sort());
});

test.each(Object.entries(SNIPPETS))(
  "%s gives its records, and the rules find nothing",
  async (file, [given, records]) => {
    const dmarc = file === "no-mail.yaml" ? "" : "_dmarc: {type: TXT, value: v=DMARC1; p=reject}\n";
    const files = {
      "zones/_config.yaml": NAMESERVERS,
      "zones/example.com.yaml": `$add: !include {file: _snippets/${file}${given}}\n'': {type: TXT, value: mine}\n${dmarc}`,
      [`zones/_snippets/${file}`]: readFileSync(join(FOLDER, file), "utf8"),
    };
    const { zones, problems } = validate(await load("zones", fakeFiles(files)));
    expect(problems).toEqual([]);
    const lines = zones[0]!.records.map((record) => printRecord(record).replace(/ 3600 IN /, " "));
    const own = lines.filter(
      (line) => !/^example\.com\. (?:SOA|NS) /.test(line) && (dmarc === "" || !line.startsWith("_dmarc")),
    );
    expect(own.sort()).toEqual([...records].sort());
  },
);
