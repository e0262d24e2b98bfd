import type { TypeCases } from "./type-cases.ts";

/** Cases for types whose data are texts. */
export const TEXTS: { readonly [mnemonic: string]: TypeCases } = {
  CAA: {
    accepted: [
      { text: '0 issue "ca.example.net"', wire: "00 056973737565 63612e6578616d706c652e6e6574" },
      {
        text: '128 issue "ca.example.net; account=230123"',
        wire: "80 056973737565 63612e6578616d706c652e6e65743b206163636f756e743d323330313233",
      },
      { text: '0 issuewild ";"', wire: "00 09697373756577696c64 3b" },
      {
        text: '0 iodef "mailto:security@example.com"',
        wire: "00 05696f646566 6d61696c746f3a7365637572697479406578616d706c652e636f6d",
      },
      {
        text: "0 iodef https://iodef.example.com/",
        wire: "00 05696f646566 68747470733a2f2f696f6465662e6578616d706c652e636f6d2f",
        printed: '0 iodef "https://iodef.example.com/"',
      },
      { text: '0 issue ""', wire: "00 056973737565" },
      { text: String.raw`0 TBS "\000\127\"\\"`, wire: "00 03544253 007f225c" },
      { text: '1 issue "ca.example.net"', wire: "01 056973737565 63612e6578616d706c652e6e6574" },
    ],
    refused: [
      ["", "CAA flags is missing; expected a whole number from 0 to 255"],
      ["0 issue", "CAA value is missing; expected a text in quotes"],
      ["256 issue ca.example.net", 'CAA flags is "256"; expected a whole number from 0 to 255'],
      [
        '0 is-sue "ca.example.net"',
        'CAA tag is "is-sue"; expected a tag such as issue: 1 to 255 letters and digits',
      ],
      ['0 "" "ca.example.net"', 'CAA tag is ""; expected a tag such as issue: 1 to 255 letters and digits'],
      ['0 issue "ca.example.net" x', 'CAA has "x" after its last field'],
    ],
    malformed: [
      ["", "CAA flags ends 1 octet too early"],
      ["00 00", 'CAA tag is ""; expected a tag such as issue: 1 to 255 letters and digits'],
      ["00 05 69737375", "CAA tag ends 1 octet too early"],
      ["00 0461 2d 6263", 'CAA tag is "a-bc"; expected a tag such as issue: 1 to 255 letters and digits'],
    ],
    unfit: [
      ['1 issue "ca.example.net"', "caa-value", "flags", "CAA flags is 1; expected 0 or 128 (RFC 8659 §4.1)"],
      [
        '0 iodef "security@example.com"',
        "caa-iodef-url",
        "value",
        'CAA value is "security@example.com" for iodef; expected a URL (RFC 8659 §4.4)',
      ],
      [
        '0 iodef "ftp://example.com/"',
        "caa-iodef-url",
        "value",
        'CAA value is "ftp://example.com/" for iodef; expected a URL (RFC 8659 §4.4)',
      ],
      [
        '0 issue "ca_example.net"',
        "caa-value",
        "value",
        'CAA value is "ca_example.net" for issue; expected a domain, or ";" for nobody (RFC 8659 §4.2)',
      ],
      [
        '0 issue "ca.example.net account"',
        "caa-value",
        "value",
        'CAA value is "ca.example.net account" for issue; expected a domain, or ";" for nobody (RFC 8659 §4.2)',
      ],
      [
        '0 issuewild "*.example.net"',
        "caa-value",
        "value",
        'CAA value is "*.example.net" for issuewild; expected a domain, or ";" for nobody (RFC 8659 §4.2)',
      ],
      [
        '0 issue "ca.example.net; policy"',
        "caa-value",
        "value",
        'CAA value is "ca.example.net; policy" for issue; expected a domain, or ";" for nobody (RFC 8659 §4.2)',
      ],
    ],
  },
  HINFO: {
    accepted: [
      { text: '"PDP-11/73" "UNIX"', wire: "095044502d31312f3733 04554e4958" },
      { text: "PDP-11/73 UNIX", wire: "095044502d31312f3733 04554e4958", printed: '"PDP-11/73" "UNIX"' },
      { text: '"" ""', wire: "00 00" },
      {
        text: '"Generic PC clone" "NetBSD-1.4"',
        wire: "1047656e6572696320504320636c6f6e65 0a4e65744253442d312e34",
      },
    ],
    refused: [
      ["PDP-11/73", "HINFO os is missing; expected a text"],
      [
        '"" "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"',
        "HINFO os has a string of 256 octets; expected 255 at most",
      ],
      [
        String.raw`"a\256" ""`,
        String.raw`HINFO cpu is "a\\256", with a broken escape; expected \DDD from \000 to \255, or \ and one other character`,
      ],
      [
        String.raw`"a\25" ""`,
        String.raw`HINFO cpu is "a\\25", with a broken escape; expected \DDD from \000 to \255, or \ and one other character`,
      ],
      ['"PDP" "UNIX" "x"', 'HINFO has "x" after its last field'],
    ],
    malformed: [
      ["", "HINFO cpu ends 1 octet too early"],
      ["03504450", "HINFO os ends 1 octet too early"],
      ["00 00 00", "HINFO has 1 octet too many"],
    ],
  },
  NAPTR: {
    accepted: [
      {
        text: '100 10 "U" "E2U+sip" "!^.*$!sip:info@example.com!" .',
        wire: "0064 000a 0155 074532552b736970 1b215e2e2a24217369703a696e666f406578616d706c652e636f6d21 00",
      },
      {
        text: '100 50 "a" "z3950+N2L+N2C" "" cidserver.example.com.',
        wire: "0064 0032 0161 0d7a333935302b4e324c2b4e3243 00 09636964736572766572076578616d706c6503636f6d00",
      },
      {
        text: String.raw`100 10 "" "" "!^urn:cid:.+@([^\\.]+\\.)(.*)$!\\2!i" .`,
        wire: "0064 000a 00 00 21215e75726e3a6369643a2e2b40285b5e5c2e5d2b5c2e29282e2a2924215c322169 00",
      },
      {
        text: '0 0 "S" "http+I2R" "" _http._tcp.example.com.',
        wire: "0000 0000 0153 08687474702b493252 00 055f68747470045f746370076578616d706c6503636f6d00",
      },
    ],
    refused: [
      [
        '100 10 "U" "E2U+sip" "!^.*$!sip:info@example.com!"',
        "NAPTR replacement is missing; expected a domain name",
      ],
      ['65536 10 "U" "" "" .', 'NAPTR order is "65536"; expected a whole number from 0 to 65535'],
      ['10 10 "U" "" "a" . .', 'NAPTR has "." after its last field'],
    ],
    malformed: [
      ["0064 000a 0155 00 00", "NAPTR replacement ends inside a name"],
      ["0064 000a 0155 00 00 00 00", "NAPTR has 1 octet too many"],
    ],
    unfit: [
      [
        '100 10 "U" "E2U+sip" "!a!b!" example.com.',
        "naptr-value",
        "replacement",
        "NAPTR has both a regexp and a replacement; expected one of them (RFC 3403 §4.1)",
      ],
      [
        '100 10 "U" "E2U+sip" "" .',
        "naptr-value",
        "regexp",
        "NAPTR has neither a regexp nor a replacement; expected one of them (RFC 3403 §4.1)",
      ],
      [
        '100 10 "SU" "E2U+sip" "!a!b!" .',
        "naptr-value",
        "flags",
        'NAPTR flags is "SU"; expected one of S, A, U and P, or none (RFC 3403 §4.1)',
      ],
      [
        '100 10 "-" "E2U+sip" "!a!b!" .',
        "naptr-value",
        "flags",
        'NAPTR flags is "-"; expected one of S, A, U and P, or none (RFC 3403 §4.1)',
      ],
    ],
  },
  SPF: {
    accepted: [{ text: '"v=spf1 -all"', wire: "0b763d73706631202d616c6c" }],
    refused: [["", "SPF is missing; expected a text"]],
    malformed: [["", "SPF has no string; expected one at least"]],
  },
  TXT: {
    accepted: [
      { text: '"v=spf1 mx -all"', wire: "0e763d73706631206d78202d616c6c" },
      { text: "unquoted", wire: "08756e71756f746564", printed: '"unquoted"' },
      { text: '"one" "two"', wire: "036f6e650374776f" },
      { text: '""', wire: "00" },
      { text: '"" ""', wire: "0000" },
      { text: '"a;b" "c(d)"', wire: "03613b620463286429" },
      {
        text: String.raw`"quote \" backslash \\ tab \009 nul \000"`,
        wire: "1f71756f74652022206261636b736c617368205c207461622009206e756c2000",
      },
      { text: String.raw`a\ b\;c`, wire: "056120623b63", printed: '"a b;c"' },
      { text: String.raw`\195\188`, wire: "02c3bc", printed: String.raw`"\195\188"` },
      {
        text: '"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"',
        wire: "ff7878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878782d797979797979797979797979797979797979797979797979797979797979797979797979797979797979797979",
      },
    ],
    refused: [
      ["", "TXT is missing; expected a text"],
      [
        '"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"',
        "TXT has a string of 256 octets; expected 255 at most",
      ],
      [
        String.raw`"a\300"`,
        String.raw`TXT is "a\\300", with a broken escape; expected \DDD from \000 to \255, or \ and one other character`,
      ],
      [
        String.raw`"a\1"`,
        String.raw`TXT is "a\\1", with a broken escape; expected \DDD from \000 to \255, or \ and one other character`,
      ],
      [
        String.raw`a\12x`,
        String.raw`TXT is "a\\12x", with a broken escape; expected \DDD from \000 to \255, or \ and one other character`,
      ],
    ],
    malformed: [
      ["", "TXT has no string; expected one at least"],
      ["05 6869", "TXT ends 3 octets too early"],
      ["02 6869 01", "TXT ends 1 octet too early"],
    ],
  },
  URI: {
    accepted: [
      {
        text: '10 1 "https://www.example.com/"',
        wire: "000a 0001 68747470733a2f2f7777772e6578616d706c652e636f6d2f",
      },
      {
        text: '0 0 "urn:example:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"',
        wire: "0000 0000 75726e3a6578616d706c653a616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161",
      },
      {
        text: "10 1 ftp://ftp.example.com/public",
        wire: "000a 0001 6674703a2f2f6674702e6578616d706c652e636f6d2f7075626c6963",
        printed: '10 1 "ftp://ftp.example.com/public"',
        refusedBy: ["BIND"],
      },
    ],
    refused: [
      ["10 1", "URI target is missing; expected a text in quotes"],
      ['10 1 ""', "URI target is empty; expected a text"],
      ['10 1 "https://www.example.com/" x', 'URI has "x" after its last field'],
    ],
    malformed: [["000a 0001", "URI target is empty; expected a text"]],
    unfit: [
      [
        '10 1 "www.example.com"',
        "uri-target",
        "target",
        'URI target is "www.example.com"; expected a URI with its scheme (RFC 7553 §4.4)',
      ],
      [
        '10 1 "https://www.example.com/a b"',
        "uri-target",
        "target",
        'URI target is "https://www.example.com/a b"; expected a URI with its scheme (RFC 7553 §4.4)',
      ],
      [
        String.raw`10 1 "https://www.example.com/\195\188"`,
        "uri-target",
        "target",
        'URI target is "https://www.example.com/ü"; expected a URI with its scheme (RFC 7553 §4.4)',
      ],
    ],
  },
};
