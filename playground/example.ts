import type { Written } from "./link.ts";

const ZONE = `'':
  - type: A
    value: 192.0.2.80
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
'*.apps':
  type: A
  value: 192.0.2.90
`;

/** What stands on the page at first: a zone with an alias, a wildcard and a change. */
export const EXAMPLE: Written = {
  zone: "example.com",
  text: ZONE,
  config: `nameservers:
  - {name: ns1.example.net., addresses: [192.0.2.53]}
  - {name: ns2.example.net., addresses: [198.51.100.53]}
soa:
  rname: hostmaster@example.com
`,
  before: ZONE.replace("value: 192.0.2.90", "value: 192.0.2.91"),
  question: "shop.apps.example.com A",
};
