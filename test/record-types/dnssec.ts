import type { TypeCases } from "./type-cases.ts";

/** Cases for types of DNSSEC and of talk between parent and child. */
export const DNSSEC: { readonly [mnemonic: string]: TypeCases } = {
  CSYNC: {
    accepted: [
      { text: "66 3 A NS AAAA", wire: "00000042 0003 000460000008" },
      { text: "0 0", wire: "00000000 0000", refusedBy: ["ldns"] },
      {
        text: "4294967295 65535 TYPE65535",
        wire: "ffffffff ffff ff200000000000000000000000000000000000000000000000000000000000000001",
      },
    ],
    refused: [
      ["66", "CSYNC flags is missing; expected a whole number from 0 to 65535"],
      ["66 3 A nosuch", 'CSYNC types is "nosuch"; expected a record type such as A'],
      ["66 3 TYPE65536", 'CSYNC types is "TYPE65536"; expected a record type such as A'],
    ],
    malformed: [["00000042", "CSYNC flags ends 2 octets too early"]],
  },
  NSEC: {
    accepted: [
      {
        text: "host.example.com. A MX RRSIG NSEC TYPE1234",
        wire: "04686f7374076578616d706c6503636f6d00 0006400100000003041b000000000000000000000000000000000000000000000000000020",
      },
      { text: "example.com.", wire: "076578616d706c6503636f6d00", refusedBy: ["BIND"] },
      {
        text: String.raw`\000.example.com. RRSIG NSEC`,
        wire: "0100076578616d706c6503636f6d00 0006000000000003",
      },
      {
        text: "HOST.example.com. caa URI type1",
        wire: "04484f5354076578616d706c6503636f6d00 0001400101c0",
        printed: "HOST.example.com. A URI CAA",
      },
      {
        text: "example.com. NSEC A A TYPE256",
        wire: "076578616d706c6503636f6d00 0006400000000001010180",
        printed: "example.com. A NSEC URI",
      },
    ],
    refused: [
      ["", "NSEC next_domain_name is missing; expected a domain name"],
      ["host.example.com. A TYPE", 'NSEC types is "TYPE"; expected a record type such as A'],
      ["host.example.com. A TYPE01", 'NSEC types is "TYPE01"; expected a record type such as A'],
    ],
    malformed: [
      ["", "NSEC next_domain_name ends inside a name"],
      ["00 00", "NSEC types ends 1 octet too early"],
      ["00 00 00", "NSEC types has a window of 0 octets; expected 1 to 32"],
      [
        "00 00 21 010101010101010101010101010101010101010101010101010101010101010101",
        "NSEC types has a window of 33 octets; expected 1 to 32",
      ],
      ["00 00 01 00", "NSEC types has a window that ends in a zero octet"],
      ["00 00 02 40 00", "NSEC types has a window that ends in a zero octet"],
      ["00 01 01 40 00 01 40", "NSEC types has window 0 after window 1"],
      ["00 00 01 40 00 01 40", "NSEC types has window 0 after window 0"],
      ["00 00 02 40", "NSEC types ends 1 octet too early"],
    ],
    unfit: [
      [
        "example.com.",
        "nsec-value",
        "types",
        "NSEC has no types; expected NSEC and RRSIG at least (RFC 4034 §4.1.2)",
      ],
    ],
  },
  NSEC3: {
    accepted: [
      {
        text: "1 1 12 aabbccdd 2vptu5timamqttgl4luu9kg21e0aor3s A RRSIG",
        wire: "01 01 000c 04aabbccdd 1417f3df17b2b2adaef615257de4d2020b80ac6c7c 0006400000000002",
      },
      {
        text: "1 0 0 - 2T7B4G4VSA5SMI47K61MV5BV1A22BOJR MX DNSKEY NS SOA NSEC3PARAM RRSIG",
        wire: "01 00 0000 00 14174eb2409fe28bcb4887a1836f957f0a8425e27b 000722010000000290",
        printed: "1 0 0 - 2t7b4g4vsa5smi47k61mv5bv1a22bojr NS SOA MX RRSIG DNSKEY NSEC3PARAM",
      },
      {
        text: "1 0 0 - 2t7b4g4vsa5smi47k61mv5bv1a22bojr",
        wire: "01 00 0000 00 14174eb2409fe28bcb4887a1836f957f0a8425e27b",
      },
    ],
    refused: [
      [
        "1 1 12 aabbccdd",
        "NSEC3 next_hashed_owner is missing; expected Base32 with the extended hex alphabet",
      ],
      ["1 1 65536 - 00", 'NSEC3 iterations is "65536"; expected a whole number from 0 to 65535'],
      ["1 1 12 aabbc 00", "NSEC3 salt has 5 hex digits; expected two for each octet"],
      ["1 1 12 aa-- 00", 'NSEC3 salt has the character "-"; expected hex digits'],
      ["1 1 12 - 0", "NSEC3 next_hashed_owner has 1 characters of Base32 that do not end an octet"],
      ["1 1 12 - 0w", 'NSEC3 next_hashed_owner has the character "w"; expected 0 to 9 or a to v'],
      ["1 1 12 - 01", "NSEC3 next_hashed_owner has 2 characters of Base32 that do not end an octet"],
      ['1 1 12 "" 00', "NSEC3 salt is 0 octets long; expected 1 at least"],
      [
        "1 1 12 - 2vptu5timamqttgl4luu9kg21e0aor3s nosuch",
        'NSEC3 types is "nosuch"; expected a record type such as A',
      ],
    ],
    malformed: [
      ["01 00 0000 00", "NSEC3 next_hashed_owner ends 1 octet too early"],
      ["01 00 0000 00 00", "NSEC3 next_hashed_owner is 0 octets long; expected 1 to 255"],
      ["01 00 0000 04 aabbcc", "NSEC3 salt ends 1 octet too early"],
    ],
    unfit: [
      [
        "1 0 0 - 2vptu5timamqttgl4luu9kg2 A",
        "nsec3-value",
        "next_hashed_owner",
        "NSEC3 next_hashed_owner has 15 octets; expected 20, those of SHA-1 (RFC 5155 §3.1.6)",
      ],
    ],
  },
  NSEC3PARAM: {
    accepted: [
      { text: "1 0 0 -", wire: "01 00 0000 00" },
      { text: "1 0 12 AABBCCDD", wire: "01 00 000c 04aabbccdd", printed: "1 0 12 aabbccdd" },
      {
        text: "1 0 12 ababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababab",
        wire: "01 00 000c ffababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababab",
      },
    ],
    refused: [
      ["1 0 12", "NSEC3PARAM salt is missing; expected hex digits, or -"],
      ["1 0 12 a", "NSEC3PARAM salt has 1 hex digits; expected two for each octet"],
      [
        "1 0 12 abababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababab",
        "NSEC3PARAM salt is 256 octets long; expected 255 at most",
      ],
      ["1 0 12 - -", 'NSEC3PARAM has "-" after its last field'],
    ],
    malformed: [
      ["01 00 000c", "NSEC3PARAM salt ends 1 octet too early"],
      ["01 00 000c 02 ab", "NSEC3PARAM salt ends 1 octet too early"],
      ["01 00 000c 00 00", "NSEC3PARAM has 1 octet too many"],
    ],
    unfit: [
      ["1 0 1 -", "nsec3-iterations", "iterations", "NSEC3PARAM iterations is 1; expected 0 (RFC 9276 §3.1)"],
      [
        "1 0 501 -",
        "nsec3param-value",
        "iterations",
        "NSEC3PARAM iterations is 501; expected 0, and 500 at most: resolvers may answer SERVFAIL, and each question costs the server as many hashes (RFC 9276 §3.2)",
      ],
      [
        "2 0 0 -",
        "unassigned-number",
        "hash_algorithm",
        "NSEC3PARAM hash_algorithm is 2, which means nothing yet; 1 does",
      ],
    ],
  },
  RRSIG: {
    accepted: [
      {
        text: "A 13 3 3600 20260801000000 20260701000000 60485 example.com. bfjk0zSAyTf2UjpZBJIjLQLFOBNBTUL6UwSVsUGXNqYX6EcVjLVrIcvPVmKoQQLUwGJtsqlDLUmOpNCNdu6E2w==",
        wire: "0001 0d 03 00000e10 6a6d3700 6a445880 ec45 076578616d706c6503636f6d00 6df8e4d33480c937f6523a590492232d02c53813414d42fa530495b1419736a617e847158cb56b21cbcf5662a84102d4c0626db2a9432d498ea4d08d76ee84db",
      },
      {
        text: "TYPE65280 RSASHA256 2 3600 4294967295 0 0 EXAMPLE.com. AAEC",
        wire: "ff00 08 02 00000e10 ffffffff 00000000 0000 074558414d504c4503636f6d00 000102",
        printed: "TYPE65280 8 2 3600 21060207062815 19700101000000 0 EXAMPLE.com. AAEC",
      },
      {
        text: "A 5 3 86400 20030322173103 20030220173103 2642 example.com. oJB1W6WNGv+ldvQ3WDG0MQkg5IEhjRip8WTrPYGv07h108dUKGMeDPKijVCHX3DDKdfb+v6oB9wfuh3DTJXUAfI/M0zmO/zz8bW0Rznl8O3tGNazPwQKkRN20XPXV6nwwfoXmJQbsLNrLfkGJ5D6fwFm8nN+6pBzeDQfsS3Ap3o=",
        wire: "0001 05 03 00015180 3e7c9dd7 3e5510d7 0a52 076578616d706c6503636f6d00 a090755ba58d1affa576f4375831b4310920e481218d18a9f164eb3d81afd3b875d3c75428631e0cf2a28d50875f70c329d7dbfafea807dc1fba1dc34c95d401f23f334ce63bfcf3f1b5b44739e5f0eded18d6b33f040a911376d173d757a9f0c1fa1798941bb0b36b2df9062790fa7f0166f2737eea907378341fb12dc0a77a",
      },
    ],
    refused: [
      [
        "A 13 3 3600 20260801000000 20260701000000 60485 example.com.",
        "RRSIG signature is missing; expected Base64",
      ],
      [
        "A 13 3 3600 20261301000000 20260701000000 1 example.com. AAEC",
        'RRSIG signature_expiration is "20261301000000"; expected a time as YYYYMMDDHHmmSS, or seconds since 1970',
      ],
      [
        "A 13 3 3600 20260230000000 20260701000000 1 example.com. AAEC",
        'RRSIG signature_expiration is "20260230000000"; expected a time as YYYYMMDDHHmmSS, or seconds since 1970',
      ],
      [
        "A 13 3 3600 20260101240000 20260701000000 1 example.com. AAEC",
        'RRSIG signature_expiration is "20260101240000"; expected a time as YYYYMMDDHHmmSS, or seconds since 1970',
      ],
      [
        "A 13 3 3600 00000101000000 20260701000000 1 example.com. AAEC",
        'RRSIG signature_expiration is "00000101000000"; expected a time as YYYYMMDDHHmmSS, or seconds since 1970',
      ],
      [
        "A 13 3 3600 4294967296 20260701000000 1 example.com. AAEC",
        'RRSIG signature_expiration is "4294967296"; expected a time as YYYYMMDDHHmmSS, or seconds since 1970',
      ],
      [
        "A 13 256 3600 1 1 1 example.com. AAEC",
        'RRSIG labels is "256"; expected a whole number from 0 to 255',
      ],
      [
        "WHAT 13 3 3600 1 1 1 example.com. AAEC",
        'RRSIG type_covered is "WHAT"; expected a record type such as A',
      ],
    ],
    malformed: [
      ["0001 0d 03 00000e10 6a6d0e80 6a443000 ec45 00", "RRSIG signature is empty; expected Base64"],
      ["0001 0d 03 00000e10 6a6d0e80 6a443000", "RRSIG key_tag ends 2 octets too early"],
    ],
  },
};
