import type { TypeCases } from "./type-cases.ts";

/** Cases for SVCB and HTTPS; the vectors of RFC 9460 Appendix D are in fields/svc-params.test.ts. */
export const SERVICES: { readonly [mnemonic: string]: TypeCases } = {
  HTTPS: {
    accepted: [
      { text: "1 . alpn=h2,h3", wire: "0001 00 00010006026832026833" },
      { text: "0 foo.example.com.", wire: "0000 03666f6f076578616d706c6503636f6d00" },
      { text: "1 .", wire: "0001 00" },
    ],
    refused: [
      ["1", "HTTPS targetname is missing; expected a domain name"],
      ["65536 .", 'HTTPS svcpriority is "65536"; expected a whole number from 0 to 65535'],
    ],
    malformed: [["0001", "HTTPS targetname ends inside a name"]],
    unfit: [
      [
        "0 foo.example.com. alpn=h2",
        "svcb-alias-params",
        "svcparams",
        "HTTPS svcparams has alpn with svcpriority 0, an alias; expected none (RFC 9460 §2.4.2)",
      ],
      [
        "1 . mandatory=port",
        "svcb-mandatory",
        "svcparams",
        "HTTPS mandatory has port, which the record lacks (RFC 9460 §8)",
      ],
      [
        "1 . no-default-alpn",
        "svcb-no-default-alpn",
        "svcparams",
        "HTTPS has no-default-alpn without alpn (RFC 9460 §7.1.1)",
      ],
    ],
  },
  SVCB: {
    accepted: [
      {
        text: "1 svc.example.net. alpn=h2 port=8443 ipv4hint=192.0.2.7",
        wire: "0001 03737663076578616d706c65036e657400 000100030268320003000220fb00040004c0000207",
      },
      {
        text: "1 . ipv6hint=2001:db8::1 ech=AAEC ipv4hint=192.0.2.1,192.0.2.2 mandatory=ipv4hint,alpn port=53 no-default-alpn alpn=h2",
        wire: "0001 00 0000000400010004000100030268320002000000030002003500040008c0000201c0000202000500030001020006001020010db8000000000000000000000001",
        printed:
          "1 . mandatory=alpn,ipv4hint alpn=h2 no-default-alpn port=53 ipv4hint=192.0.2.1,192.0.2.2 ech=AAEC ipv6hint=2001:db8::1",
      },
      {
        text: '1 . alpn="h2,h3" key65400="a b" key65534',
        wire: "0001 00 00010006026832026833ff780003612062fffe0000",
        printed: '1 . alpn=h2,h3 key65400="a b" key65534',
      },
      {
        text: String.raw`1 . key1="\002h2" key3="\0005"`,
        wire: "0001 00 00010003026832000300020035",
        printed: "1 . alpn=h2 port=53",
      },
    ],
    refused: [
      ["1 . alpn", "SVCB svcparams alpn has no value; expected one at least"],
      ["1 . alpn=", "SVCB svcparams alpn has no value; expected one at least"],
      ["1 . alpn=h2 alpn=h3", "SVCB svcparams has alpn twice"],
      ["1 . ALPN=h2", 'SVCB svcparams has the key "ALPN"; expected a registered key such as alpn, or keyNNN'],
      [
        "1 . bogus=1",
        'SVCB svcparams has the key "bogus"; expected a registered key such as alpn, or keyNNN',
      ],
      [
        "1 . key65535=a",
        'SVCB svcparams has the key "key65535"; expected a registered key such as alpn, or keyNNN',
      ],
      [
        "1 . key01=a",
        'SVCB svcparams has the key "key01"; expected a registered key such as alpn, or keyNNN',
      ],
      ["1 . port=65536", 'SVCB svcparams port is "65536"; expected a whole number from 0 to 65535'],
      ["1 . port=x", 'SVCB svcparams port is "x"; expected a whole number from 0 to 65535'],
      [
        "1 . ipv4hint=192.0.2",
        'SVCB svcparams ipv4hint is "192.0.2"; expected an IPv4 address such as 192.0.2.1',
      ],
      [
        "1 . ipv6hint=192.0.2.1",
        'SVCB svcparams ipv6hint is "192.0.2.1"; expected an IPv6 address such as 2001:db8::1',
      ],
      ["1 . ech=A", "SVCB svcparams ech has 1 characters of Base64 that do not end an octet"],
      ["1 . no-default-alpn=1", 'SVCB svcparams no-default-alpn has the value "1"; expected none'],
      [
        '1 . key667= "a"',
        'SVCB svcparams has the key "a"; expected a registered key such as alpn, or keyNNN',
      ],
      [
        '1 . "alpn=h2"',
        'SVCB svcparams has the key "alpn=h2"; expected a registered key such as alpn, or keyNNN',
      ],
      ["1 . alpn=h2,,h3", "SVCB svcparams alpn has a protocol of 0 octets; expected 1 to 255"],
      [
        "1 . mandatory=mandatory",
        "SVCB svcparams mandatory has mandatory itself; expected other keys (RFC 9460 §8)",
      ],
      [String.raw`1 . key1="\003h2"`, "SVCB svcparams key1 ends 1 octet too early"],
      [String.raw`1 . key3="\000"`, "SVCB svcparams key3 ends 1 octet too early"],
    ],
    malformed: [
      ["0001", "SVCB targetname ends inside a name"],
      ["0001 00 0001", "SVCB svcparams ends 2 octets too early"],
      ["0001 00 0001 0003", "SVCB svcparams ends 3 octets too early"],
      [
        "0001 00 0003 0002 0035 0001 0003 026832",
        "SVCB svcparams has key 1 after key 3; expected keys that ascend",
      ],
      [
        "0001 00 0001 0003 026832 0001 0003 026832",
        "SVCB svcparams has key 1 after key 1; expected keys that ascend",
      ],
      ["0001 00 0001 0003 036832", "SVCB svcparams alpn ends 1 octet too early"],
      ["0001 00 0001 0000", "SVCB svcparams alpn has no value; expected one at least"],
      [
        "0001 00 0002 0001 00",
        String.raw`SVCB svcparams no-default-alpn has the value "\u0000"; expected none`,
      ],
      ["0001 00 0003 0001 35", "SVCB svcparams port ends 1 octet too early"],
      ["0001 00 0003 0003 003500", "SVCB svcparams port has 1 octet too many"],
      ["0001 00 0004 0003 c00002", "SVCB svcparams ipv4hint is 3 octets long; expected a multiple of 4"],
      ["0001 00 0004 0000", "SVCB svcparams ipv4hint has no value; expected one at least"],
      [
        "0001 00 0000 0002 0000",
        "SVCB svcparams mandatory has mandatory itself; expected other keys (RFC 9460 §8)",
      ],
      ["0001 00 0000 0004 0004 0001", "SVCB svcparams mandatory has keys that do not ascend"],
      ["0001 00 0000 0004 0001 0001", "SVCB svcparams mandatory has alpn twice"],
      ["0001 00 0005 0000", "SVCB svcparams ech is empty; expected a value"],
      [
        "0001 00 ffff 0000",
        'SVCB svcparams has the key "key65535"; expected a registered key such as alpn, or keyNNN',
      ],
    ],
    unfit: [
      [
        "0 . key65400=a",
        "svcb-alias-params",
        "svcparams",
        "SVCB svcparams has key65400 with svcpriority 0, an alias; expected none (RFC 9460 §2.4.2)",
      ],
      [
        "1 . mandatory=alpn,port port=1",
        "svcb-mandatory",
        "svcparams",
        "SVCB mandatory has alpn, which the record lacks (RFC 9460 §8)",
      ],
      [
        "1 . no-default-alpn port=1",
        "svcb-no-default-alpn",
        "svcparams",
        "SVCB has no-default-alpn without alpn (RFC 9460 §7.1.1)",
      ],
    ],
  },
};
