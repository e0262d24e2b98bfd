import type { Written } from "./link.ts";

const ZONE = `'':
  - type: ALIAS
    value: shop.example.net.
  - type: MX
    value: {preference: 10, exchange: mail.example.com.}
  - type: TXT
    value: v=spf1 mx -all
mail:
  type: A
  value: 192.0.2.25
www:
  type: CNAME
  value: example.com.
_dmarc:
  type: TXT
  value: v=DMARC1; p=none
'*.apps':
  type: A
  value: $web
`;

const CONFIG = `nameservers:
  - {name: ns1.example.net., addresses: [192.0.2.53]}
  - {name: ns2.example.net., addresses: [198.51.100.53]}
soa:
  rname: hostmaster@example.com
names:
  web: [192.0.2.90]
`;

/** What stands on the page at first: a zone with an alias, a wildcard and a change. */
export const EXAMPLE: Written = {
  files: [
    { name: "example.com.yaml", text: ZONE, before: ZONE.replace("$web", "192.0.2.91") },
    { name: "_config.yaml", text: CONFIG, before: CONFIG },
  ],
  addresses: `shop.example.net. 300 IN A 192.0.2.80
shop.example.net. 300 IN AAAA 2001:db8::80
`,
  question: "shop.apps.example.com A",
};
