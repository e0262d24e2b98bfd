import type { TypeCases } from "./type-cases.ts";

/** Cases for types whose data are names, with numbers before them. */
export const NAMES: { readonly [mnemonic: string]: TypeCases } = {
  AFSDB: {
    accepted: [
      { text: "1 afs.example.com.", wire: "0001 03616673076578616d706c6503636f6d00" },
      { text: "2 .", wire: "0002 00" },
    ],
    refused: [
      ["1", "AFSDB hostname is missing; expected a domain name"],
      ["65536 afs.example.com.", 'AFSDB subtype is "65536"; expected a whole number from 0 to 65535'],
      ["x afs.example.com.", 'AFSDB subtype is "x"; expected a whole number from 0 to 65535'],
    ],
    malformed: [
      ["0001", "AFSDB hostname ends inside a name"],
      ["0001 03616673", "AFSDB hostname ends inside a name"],
    ],
  },
  CNAME: {
    accepted: [
      { text: "www.example.com.", wire: "03777777076578616d706c6503636f6d00" },
      { text: "WWW.Example.COM.", wire: "03575757074578616d706c6503434f4d00" },
      { text: String.raw`a\.b.example.com.`, wire: "03612e62076578616d706c6503636f6d00" },
      { text: String.raw`\000\255.example.com.`, wire: "0200ff076578616d706c6503636f6d00" },
      { text: "*.example.com.", wire: "012a076578616d706c6503636f6d00" },
      { text: ".", wire: "00" },
    ],
    refused: [
      ["", "CNAME is missing; expected a domain name"],
      ["www..example.com.", 'CNAME is "www..example.com.", with an empty label'],
      [
        String.raw`a\256.example.com.`,
        String.raw`CNAME is "a\\256.example.com.", with a broken escape; expected \DDD from \000 to \255, or \ and one other character`,
      ],
      [
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.com.",
        "CNAME has a label of 64 octets; expected 63 at most",
      ],
      [
        "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.",
        "CNAME is 257 octets long; expected 255 at most",
      ],
      ["www.example.com. 1", 'CNAME has "1" after its last field'],
    ],
    malformed: [
      ["", "CNAME ends inside a name"],
      ["03777777", "CNAME ends inside a name"],
      ["0377777700 00", "CNAME has 1 octet too many"],
      ["c000", "CNAME has a compressed name"],
      ["40", "CNAME has a label of type 1; expected 0 or 3"],
      [
        "0161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016101610161016100",
        "CNAME has a name longer than 255 octets",
      ],
    ],
  },
  ALIAS: {
    accepted: [
      { text: "www.example.net.", wire: "03777777076578616d706c65036e657400" },
      { text: "WWW.example.net.", wire: "03575757076578616d706c65036e657400" },
    ],
    refused: [
      ["", "ALIAS is missing; expected a domain name"],
      ["a. b.", 'ALIAS has "b." after its last field'],
    ],
    malformed: [
      ["", "ALIAS ends inside a name"],
      ["c000", "ALIAS has a compressed name"],
    ],
  },
  DNAME: {
    accepted: [{ text: "example.net.", wire: "076578616d706c65036e657400" }],
    refused: [
      ["", "DNAME is missing; expected a domain name"],
      ["example..net.", 'DNAME is "example..net.", with an empty label'],
    ],
    malformed: [["", "DNAME ends inside a name"]],
  },
  MX: {
    accepted: [
      { text: "10 mail.example.com.", wire: "000a 046d61696c076578616d706c6503636f6d00" },
      { text: "0 .", wire: "0000 00" },
      { text: "65535 MAIL.example.com.", wire: "ffff 044d41494c076578616d706c6503636f6d00" },
    ],
    refused: [
      ["", "MX preference is missing; expected a whole number from 0 to 65535"],
      ["10", "MX exchange is missing; expected a domain name"],
      ["ten mail.example.com.", 'MX preference is "ten"; expected a whole number from 0 to 65535'],
      ["65536 mail.example.com.", 'MX preference is "65536"; expected a whole number from 0 to 65535'],
      ["-1 mail.example.com.", 'MX preference is "-1"; expected a whole number from 0 to 65535'],
      ["+1 mail.example.com.", 'MX preference is "+1"; expected a whole number from 0 to 65535'],
      ["1.5 mail.example.com.", 'MX preference is "1.5"; expected a whole number from 0 to 65535'],
      ["10 mail..example.com.", 'MX exchange is "mail..example.com.", with an empty label'],
      ["10 mail.example.com. 20", 'MX has "20" after its last field'],
    ],
    malformed: [
      ["00", "MX preference ends 1 octet too early"],
      ["000a", "MX exchange ends inside a name"],
      ["000a 046d61696c", "MX exchange ends inside a name"],
      ["000a 00 00", "MX has 1 octet too many"],
    ],
    unfit: [
      [
        "10 .",
        "null-mx-pref",
        "preference",
        'MX preference is 10 for the null MX "."; expected 0 (RFC 7505 §3)',
      ],
    ],
  },
  NS: {
    accepted: [{ text: "ns1.example.com.", wire: "036e7331076578616d706c6503636f6d00" }],
    refused: [
      ["", "NS is missing; expected a domain name"],
      ["ns1.example.com. ns2.example.com.", 'NS has "ns2.example.com." after its last field'],
    ],
    malformed: [["", "NS ends inside a name"]],
  },
  PTR: {
    accepted: [{ text: "www.example.com.", wire: "03777777076578616d706c6503636f6d00" }],
    refused: [["", "PTR is missing; expected a domain name"]],
    malformed: [["", "PTR ends inside a name"]],
  },
  RP: {
    accepted: [
      {
        text: "hostmaster.example.com. about.example.com.",
        wire: "0a686f73746d6173746572076578616d706c6503636f6d00 0561626f7574076578616d706c6503636f6d00",
      },
      { text: ". .", wire: "00 00" },
    ],
    refused: [["hostmaster.example.com.", "RP txt is missing; expected a domain name"]],
    malformed: [["00", "RP txt ends inside a name"]],
  },
  SOA: {
    accepted: [
      {
        text: "ns1.example.com. hostmaster.example.com. 2026070101 86400 7200 3600000 3600",
        wire: "036e7331076578616d706c6503636f6d00 0a686f73746d6173746572076578616d706c6503636f6d00 78c36055 00015180 00001c20 0036ee80 00000e10",
      },
      {
        text: String.raw`ns1.example.com. host\.master.example.com. 4294967295 1d 2h 1w2d 1h30m`,
        wire: "036e7331076578616d706c6503636f6d00 0b686f73742e6d6173746572076578616d706c6503636f6d00 ffffffff 00015180 00001c20 000bdd80 00001518",
        printed: String.raw`ns1.example.com. host\.master.example.com. 4294967295 86400 7200 777600 5400`,
      },
      { text: ". . 0 0 0 0 4294967295", wire: "00 00 00000000 00000000 00000000 00000000 ffffffff" },
    ],
    refused: [
      [
        "ns1.example.com. hostmaster.example.com. 1 2 3 4",
        "SOA minimum is missing; expected seconds from 0 to 4294967295, or a time such as 1h30m",
      ],
      [
        "ns1.example.com. hostmaster.example.com. 4294967296 2 3 4 5",
        'SOA serial is "4294967296"; expected a whole number from 0 to 4294967295',
      ],
      [
        "ns1.example.com. hostmaster.example.com. 1 2x 3 4 5",
        'SOA refresh is "2x"; expected seconds from 0 to 4294967295, or a time such as 1h30m',
      ],
      [
        "ns1.example.com. hostmaster.example.com. 1 2 1h5 4 5",
        'SOA retry is "1h5"; expected seconds from 0 to 4294967295, or a time such as 1h30m',
      ],
      [
        "ns1.example.com. hostmaster.example.com. 1 2 4294967296 4 5",
        'SOA retry is "4294967296"; expected seconds from 0 to 4294967295, or a time such as 1h30m',
      ],
    ],
    malformed: [["00 00 00000001 00000002 00000003 00000004 000000", "SOA minimum ends 1 octet too early"]],
  },
  SRV: {
    accepted: [
      { text: "10 5 5060 sip.example.com.", wire: "000a 0005 13c4 03736970076578616d706c6503636f6d00" },
      { text: "0 0 0 .", wire: "0000 0000 0000 00" },
    ],
    refused: [
      ["10 5 5060", "SRV target is missing; expected a domain name"],
      ["10 5 65536 sip.example.com.", 'SRV port is "65536"; expected a whole number from 0 to 65535'],
    ],
    malformed: [["000a 0005", "SRV port ends 2 octets too early"]],
    unfit: [
      [
        "1 0 0 .",
        "srv-null-target",
        "target",
        'SRV target is ".", no service, with priority 1, weight 0 and port 0; expected 0 for each',
      ],
      [
        "0 0 5060 .",
        "srv-null-target",
        "target",
        'SRV target is ".", no service, with priority 0, weight 0 and port 5060; expected 0 for each',
      ],
    ],
  },
};
