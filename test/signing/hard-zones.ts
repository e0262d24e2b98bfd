import type { Zone } from "../../dns/zone.ts";
import { zoneOf } from "../zone-text.ts";

const HEAD = `
@ 3600 SOA ns1 hostmaster 2026070101 7200 900 1209600 300
@ 3600 NS ns1
@ 3600 NS ns2.example.net.
ns1 3600 A 192.0.2.1
ns1 3600 AAAA 2001:db8::1
`;

/** Zones that each have one hard part of signing, by what it is. */
export const HARD_ZONES: ReadonlyMap<string, Zone> = new Map(
  Object.entries({
    "nothing below the apex": "",
    "empty non-terminals, several levels of them, and shared ones": `
a.b.c.d 300 A 192.0.2.2
x.c.d 300 TXT "x"
e.f 300 TXT "f"
f 300 TXT "f"
`,
    "wildcards, at the apex, below a name, and below an empty non-terminal": `
* 300 TXT "any"
*.w 300 MX 10 ns1
*.e.n.t 300 A 192.0.2.3
w 300 A 192.0.2.3
sub.*.w 300 TXT "below a wildcard"
`,
    "delegations with and without DS, glue, and names below the cut": `
insecure 300 NS ns.insecure
ns.insecure 300 A 192.0.2.4
deep.ns.insecure 300 A 192.0.2.5
secure 300 NS ns.secure
secure 300 DS 60485 13 2 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21
ns.secure 300 AAAA 2001:db8::4
elsewhere 300 NS ns.example.net.
`,
    "nested cuts, and records of others at a cut": `
child 300 NS ns.child
child 300 TXT "not of the zone any more"
child 300 A 192.0.2.6
ns.child 300 A 192.0.2.7
grand.child 300 NS ns.grand.child
ns.grand.child 300 A 192.0.2.8
`,
    "a cut below an empty non-terminal": `
far.down 300 NS ns.far.down
ns.far.down 300 A 192.0.2.9
`,
    "a wildcard that is delegated": `
*.del 300 NS ns.example.net.
*.safe 300 NS ns.example.net.
*.safe 300 DS 60485 13 2 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21
`,
    "DNAME, and what it occludes": `
moved 300 DNAME example.net.
moved 300 TXT "beside it"
www.moved 300 A 192.0.2.10
*.moved 300 A 192.0.2.11
movedon 300 A 192.0.2.12
`,
    "names with odd octets, in an order of their own": String.raw`
\000 300 A 192.0.2.13
\000.z 300 A 192.0.2.13
\001\000 300 A 192.0.2.13
a\.b 300 A 192.0.2.13
a 300 A 192.0.2.13
a\000b 300 A 192.0.2.13
\255 300 A 192.0.2.13
_sip._tcp 300 SRV 0 0 5060 ns1
\*x 300 TXT "no wildcard"
`,
    "upper case, in owners and in data": `
Www 300 A 192.0.2.14
wWW 300 TXT "the same name"
UPPER.Sub 300 CNAME Www
mail 300 MX 10 NS1.Example.COM.
ptr 300 PTR NS1
srv 300 SRV 0 0 1 NS1
a 300 A 192.0.2.14
Z 300 A 192.0.2.14
b 300 A 192.0.2.14
`,
    "many types at one name, and records that stand twice": `
many 300 A 192.0.2.15
many 300 A 192.0.2.16
many 300 A 192.0.2.15
many 300 AAAA 2001:db8::15
many 300 MX 10 ns1
many 300 TXT "b"
many 300 TXT "a"
many 300 CAA 0 issue "ca.example.net"
many 300 TYPE1234 \\# 2 abcd
many 300 SSHFP 4 2 123456789abcdef67890123456789abcdef67890123456789abcdef123456789
many 300 LOC 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m
`,
  }).map(([what, text]) => [what, zoneOf("example.com.", HEAD + text)]),
);
