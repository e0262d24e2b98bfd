import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ZoneTexts } from "../serve-text.ts";

/**
 * Zones to be asked, in sets that are served together: everything that makes an answer long, deep or odd. The two
 * signed zones are those of the RFCs and have the same origin, so each has a set of its own.
 */
export function fuzzZones(): readonly ZoneTexts[] {
  return [
    { ".": ROOT, "example.": zoneFile("rfc4035-a"), "example.com.": ODD, "child.example.com.": CHILD },
    { "example.": zoneFile("rfc5155-a"), "example.com.": ODD, "example.net.": LOOPS },
    { "example.com.": zoneFile("every-form") },
  ];
}

function zoneFile(name: string): string {
  return readFileSync(join(import.meta.dirname, `../zones/${name}.zone`), "latin1");
}

function repeat(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join("\n");
}

const LONG_LABEL = "l".repeat(63);

const ROOT = `
. SOA ns. hostmaster. 1 7200 3600 1209600 300
. NS ns.
ns. A 192.0.2.53
com. NS ns.
test. NS ns1.test.
test. NS ns2.other-test.
ns1.test. A 192.0.2.54
other-test. NS ns2.other-test.
ns2.other-test. AAAA 2001:db8::53
`;

const ODD = `
@ SOA ns1 hostmaster 1 7200 3600 1209600 300
@ NS ns1
@ NS ns2.example.net.
@ MX 10 mail
@ MX 20 www
@ HTTPS 1 . alpn=h2 ipv4hint=192.0.2.1
ns1 A 192.0.2.1
ns1 AAAA 2001:db8::1
mail A 192.0.2.2
www A 192.0.2.3
WWW AAAA 2001:db8::3
_sip._tcp SRV 0 5 5060 sip
sip A 192.0.2.4
a.b.ent TXT "below an empty non-terminal"
*.wild A 192.0.2.5
*.wild MX 10 mail
sub.wild TXT "blocks the wildcard"
*.alias CNAME www
*.self CNAME x.y.self
a.*.inner A 192.0.2.6
alias0 CNAME alias1
${repeat(24, (index) => `alias${index + 1} CNAME alias${index + 2}`)}
alias26 A 192.0.2.7
out CNAME www.example.net.
ring1 CNAME ring2
ring2 CNAME ring1
old DNAME new
a.new A 192.0.2.8
*.new TXT "wildcard below a DNAME's target"
grow DNAME grow.more
more DNAME grow
round DNAME round
child NS ns.child
child NS ns.sibling
ns.child A 192.0.2.9
sibling NS ns.sibling
ns.sibling A 192.0.2.10
ns.sibling AAAA 2001:db8::10
cut NS ns.cut
cut NS ${LONG_LABEL}.${LONG_LABEL}.cut
cut DS 12345 13 2 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
ns.cut A 192.0.2.11
${LONG_LABEL}.${LONG_LABEL}.cut A 192.0.2.12
many A 192.0.2.1
${repeat(120, (index) => `many A 198.51.100.${index + 1}`)}
big TXT "start"
${repeat(240, (index) => `big TXT "${String(index).padStart(250, "x")}"`)}
names PTR www
${repeat(60, (index) => `names PTR ${"p".repeat(50)}${index}.${LONG_LABEL}`)}
${LONG_LABEL}.${LONG_LABEL}.${LONG_LABEL}.${"l".repeat(49)} A 192.0.2.13
${"a.".repeat(118)}deep A 192.0.2.14
dot\\.in.label TXT "a dot in a label"
\\000\\255.octets TXT "any octets"
\\*.star TXT "no wildcard in its text, one on the wire"
mixed.CASE A 192.0.2.15
type TYPE65280 \\# 3 abcdef
empty TYPE65281 \\# 0
`;

const CHILD = `
@ SOA ns hostmaster 1 7200 3600 1209600 300
@ NS ns
ns A 192.0.2.9
www A 192.0.2.16
up CNAME www.example.com.
* CNAME www
`;

const LOOPS = `
@ SOA ns hostmaster 1 7200 3600 1209600 300
@ NS ns
ns A 192.0.2.17
www A 192.0.2.18
* CNAME *
across CNAME out.example.com.
back DNAME old.example.com.
`;
