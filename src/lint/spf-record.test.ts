import { describe, expect, test } from "vitest";
import { isSpf, parseSpf } from "./spf-record.ts";

describe("what a policy begins with (RFC 7208 §4.5)", () => {
  test.each([
    ["v=spf1", true],
    ["v=spf1 -all", true],
    ["V=SPF1 -ALL", true],
    ["v=spf1  -all", true],
    ["v=spf10 -all", false],
    ["v=spf1,-all", false],
    [" v=spf1 -all", false],
    ["v=spf2.0/pra -all", false],
  ])("%j", (text, expected) => {
    expect(isSpf(text)).toBe(expected);
  });
});

describe("terms that follow the grammar (RFC 7208 §12)", () => {
  test.each<[string, object[]]>([
    ["v=spf1", []],
    [
      "v=spf1   mx   -all  ",
      [
        { kind: "mx", qualifier: "+" },
        { kind: "all", qualifier: "-" },
      ],
    ],
    ["v=spf1 all", [{ kind: "all", qualifier: "+" }]],
    ["v=spf1 ?ALL", [{ kind: "all", qualifier: "?" }]],
    ["v=spf1 a", [{ kind: "a", qualifier: "+" }]],
    ["v=spf1 a/24", [{ kind: "a", qualifier: "+" }]],
    ["v=spf1 a//64", [{ kind: "a", qualifier: "+" }]],
    ["v=spf1 a/0//0", [{ kind: "a", qualifier: "+" }]],
    ["v=spf1 mx:mail.example.com/32//128", [{ kind: "mx", qualifier: "+", domain: "mail.example.com" }]],
    ["v=spf1 -include:_spf.example.com.", [{ kind: "include", qualifier: "-", domain: "_spf.example.com." }]],
    ["v=spf1 ptr", [{ kind: "ptr", qualifier: "+" }]],
    ["v=spf1 ~ptr:example.com", [{ kind: "ptr", qualifier: "~", domain: "example.com" }]],
    ["v=spf1 ip4:192.0.2.0/24", [{ kind: "ip4", qualifier: "+" }]],
    ["v=spf1 ip6:2001:db8::/32", [{ kind: "ip6", qualifier: "+" }]],
    ["v=spf1 ip6:::ffff:192.0.2.1", [{ kind: "ip6", qualifier: "+" }]],
    [
      "v=spf1 exists:%{ir}.%{l1r+-}.example.com",
      [{ kind: "exists", qualifier: "+", domain: "%{ir}.%{l1r+-}.example.com" }],
    ],
    ["v=spf1 exists:%{d/}", [{ kind: "exists", qualifier: "+", domain: "%{d/}" }]],
    [
      "v=spf1 include:a%%b%_c%-d.example.com",
      [{ kind: "include", qualifier: "+", domain: "a%%b%_c%-d.example.com" }],
    ],
    ["v=spf1 a:example.xn--p1ai", [{ kind: "a", qualifier: "+", domain: "example.xn--p1ai" }]],
    ["v=spf1 redirect=_spf.example.com", [{ kind: "redirect", domain: "_spf.example.com" }]],
    ["v=spf1 exp=explain._spf.%{d}", [{ kind: "exp", domain: "explain._spf.%{d}" }]],
    ["v=spf1 moo=", [{ kind: "unknown", name: "moo" }]],
    ["v=spf1 m-o.o_1=a:/b=c", [{ kind: "unknown", name: "m-o.o_1" }]],
  ])("%s", (text, terms) => {
    expect(parseSpf(text)).toEqual(terms);
  });
});

describe("terms that do not", () => {
  test.each<[string, string, string]>([
    ["v=spf1 all:example.com", "all:example.com", 'has ":example.com" behind it'],
    ["v=spf1 all.", "all.", 'has "." behind it'],
    ["v=spf1 include", "include", "names no domain"],
    ["v=spf1 include:", "include:", "names no domain; expected a domain"],
    ["v=spf1 include:localhost", "include:localhost", 'names "localhost"; expected a domain'],
    ["v=spf1 include:example.1", "include:example.1", 'names "example.1"; expected a domain'],
    ["v=spf1 include:example.com-", "include:example.com-", 'names "example.com-"; expected a domain'],
    [
      "v=spf1 include:%{x}.example.com",
      "include:%{x}.example.com",
      'names "%{x}.example.com"; expected a domain',
    ],
    [
      "v=spf1 include:%(ir).example.com",
      "include:%(ir).example.com",
      'names "%(ir).example.com"; expected a domain',
    ],
    ["v=spf1 exists", "exists", "names no domain"],
    ["v=spf1 a:", "a:", "names no domain; expected a domain"],
    [
      "v=spf1 a:example.com/33",
      "a:example.com/33",
      "has no such prefix length; expected /0 to /32 for IPv4, /0 to /128 for IPv6",
    ],
    ["v=spf1 a/024", "a/024", "has no such prefix length; expected /0 to /32 for IPv4, /0 to /128 for IPv6"],
    [
      "v=spf1 mx//129",
      "mx//129",
      "has no such prefix length; expected /0 to /32 for IPv4, /0 to /128 for IPv6",
    ],
    ["v=spf1 mx/", "mx/", "has no such prefix length; expected /0 to /32 for IPv4, /0 to /128 for IPv6"],
    ["v=spf1 mxx", "mxx", "is no mechanism; expected all, include, a, mx, ptr, ip4, ip6 or exists"],
    ["v=spf1 ptr:", "ptr:", "names no domain; expected a domain"],
    ["v=spf1 ptr/24", "ptr/24", 'names "24"; expected a domain'],
    ["v=spf1 ip4:192.0.2", "ip4:192.0.2", "has no IPv4 address"],
    ["v=spf1 ip4:192.0.2.01", "ip4:192.0.2.01", "has no IPv4 address"],
    ["v=spf1 ip4", "ip4", "has no IPv4 address"],
    [
      "v=spf1 ip4:192.0.2.0/33",
      "ip4:192.0.2.0/33",
      "has no such prefix length; expected /0 to /32 for IPv4, /0 to /128 for IPv6",
    ],
    [
      "v=spf1 ip4:192.0.2.0/",
      "ip4:192.0.2.0/",
      "has no such prefix length; expected /0 to /32 for IPv4, /0 to /128 for IPv6",
    ],
    ["v=spf1 ip6:192.0.2.1", "ip6:192.0.2.1", "has no IPv6 address"],
    ["v=spf1 ip6:2001:db8::%eth0", "ip6:2001:db8::%eth0", "has no IPv6 address"],
    [
      "v=spf1 192.0.2.1",
      "192.0.2.1",
      "is no mechanism; expected all, include, a, mx, ptr, ip4, ip6 or exists",
    ],
    ["v=spf1 ++all", "++all", "is no mechanism; expected all, include, a, mx, ptr, ip4, ip6 or exists"],
    ["v=spf1 redirect=", "redirect=", "names no domain; expected a domain"],
    [
      "v=spf1 redirect=a.example.com redirect=b.example.com",
      "redirect=b.example.com",
      "comes twice; expected it once",
    ],
    ["v=spf1 exp=a.example.com EXP=b.example.com", "EXP=b.example.com", "comes twice; expected it once"],
    ["v=spf1 moo=%x", "moo=%x", "has a broken macro"],
    ["v=spf1 -all\t", "-all\t", 'has "\\t" behind it'],
  ])("%j", (text, term, message) => {
    expect(parseSpf(text)).toMatchObject({ term, message });
  });
});
