/** Zones in the three states that a page of `watch` is looked at in, by the paths of their files. */
export type LiveFiles = { readonly [path: string]: string };

const CONFIG = `nameservers:
  - {name: ns1.example.net., addresses: [192.0.2.53]}
  - {name: ns2.example.net., addresses: [198.51.100.53]}
`;

const ZONE = `"":
  - type: MX
    values:
      - {preference: 10, exchange: mail.example.com.}
  - type: TXT
    value: v=spf1 mx -all
  - type: A
    value: 192.0.2.10
"*.shop":
  type: CNAME
  value: web.example.com.
api.v2:
  type: A
  value: 192.0.2.31
mail:
  type: A
  value: 192.0.2.25
sub:
  type: NS
  values: [ns1.sub.example.com., ns2.example.net.]
ns1.sub:
  type: A
  value: 192.0.2.77
web:
  ttl: 300
  type: A
  values: [192.0.2.20, 192.0.2.21]
www:
  type: CNAME
  value: web.example.com.
`;

/** What the zones are compared with. */
export const BASE: LiveFiles = { "_config.yaml": CONFIG, "example.com.yaml": ZONE };

/** Right, with a change that is small. */
export const FINE: LiveFiles = {
  ...BASE,
  "example.com.yaml": ZONE.replace("[192.0.2.20, 192.0.2.21]", "[192.0.2.20, 192.0.2.22]"),
};

/** Mistakes of several kinds, and a text that would be markup. */
export const PROBLEMS: LiveFiles = {
  ...BASE,
  "example.com.yaml": ZONE.replace("192.0.2.25", "192.0.2.256")
    .replace("type: CNAME\n  value: web", "type: CNAM\n  value: web")
    .replace("value: v=spf1 mx -all", "value: '<script>alert(\"שלום\")</script> v=spf1'"),
};

/** Very much that comes, something that goes, and a zone that is new. */
const LARGE: LiveFiles = {
  ...BASE,
  "example.com.yaml": `${ZONE.replace(/mail:[\s\S]*?(?=sub:)/, "")}${Array.from(
    { length: 120 },
    (_, index) => `host-${index}:\n  type: A\n  value: 192.0.2.${index % 250}\n`,
  ).join("")}`,
  "example.org.yaml": `"":\n  - type: A\n    value: 192.0.2.90\nwww:\n  type: CNAME\n  value: example.org.\n`,
};

/** The three, by their names. */
export const STATES = { fine: FINE, problems: PROBLEMS, large: LARGE } as const;
