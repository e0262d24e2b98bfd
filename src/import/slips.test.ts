import { expect, test } from "vitest";
import { zoneOf } from "../../test/zone-text.ts";
import { slipsIn } from "./slips.ts";

const HEAD = `$TTL 3600
@ SOA ns1.example.net. hostmaster 1 86400 7200 3600000 3600
@ NS ns1.example.net.
`;

test.each<[string, string[]]>([
  ["www CNAME site.example.net.", []],
  [
    "www CNAME https://site.example.net/.",
    [
      'www.example.com.: CNAME is "https://site.example.net/.", a URL; expected a name. Write the host alone: site.example.net.',
    ],
  ],
  [
    "a,b A 192.0.2.1\na,b TXT one",
    [
      'a,b.example.com.: Name is "a,b.example.com.", with "," in it; expected a name. Remove it, unless the name really has it.',
    ],
  ],
  [
    "@ MX 10 user@example.net.",
    [
      'example.com.: MX exchange is "user@example.net.", a mail address; expected a name. Write the host alone: example.net.',
    ],
  ],
  ["r RP user.example.net. .", []],
  ["\\120\\032y CNAME a\\;b.example.net.", []],
  ["Lobby,\\0322nd\\032floor._ipp._tcp TXT x", []],
  ["0/25 NS ns1.example.net.", []],
])("%j", (lines, told) => {
  expect(slipsIn(zoneOf("example.com.", `${HEAD}${lines}\n`))).toEqual(told);
});
