import type { TypeCases } from "./type-cases.ts";

/** Cases for types whose data are keys, digests and certificates. */
export const KEYS: { readonly [mnemonic: string]: TypeCases } = {
  CDNSKEY: {
    accepted: [
      {
        text: "257 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=",
        wire: "0101 03 0f 974d96a22d224bc01adb915091477d44ccd91c9a41a11430010117d52c59240e",
      },
      { text: "0 3 0 AA==", wire: "0000 03 00 00" },
    ],
    refused: [
      ["0 3 0 0", "CDNSKEY public_key has 1 characters of Base64 that do not end an octet"],
      ["257 3 15", "CDNSKEY public_key is missing; expected Base64"],
    ],
    malformed: [["0101 03 0f", "CDNSKEY public_key is empty; expected Base64"]],
    unfit: [
      [
        "257 3 0 AA==",
        "dnskey-value",
        "algorithm",
        'CDNSKEY algorithm is 0, which only the CDNSKEY "0 3 0 AA==" has (RFC 8078 §4)',
      ],
      [
        "0 3 0 AAA=",
        "dnskey-value",
        "algorithm",
        'CDNSKEY algorithm is 0, which only the CDNSKEY "0 3 0 AA==" has (RFC 8078 §4)',
      ],
    ],
  },
  CDS: {
    accepted: [
      {
        text: "60485 13 2 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
        wire: "ec45 0d 02 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
      },
      { text: "0 0 0 00", wire: "0000 00 00 00" },
    ],
    refused: [
      ["0 0 0 0", "CDS digest has 1 hex digits; expected two for each octet"],
      ["60485 13 2", "CDS digest is missing; expected hex digits"],
    ],
    malformed: [["ec45 0d 02", "CDS digest is 0 octets long; expected 1 at least"]],
    unfit: [
      [
        "1 0 0 00",
        "ds-value",
        "algorithm",
        'CDS algorithm is 0, which only the CDS "0 0 0 00" has (RFC 8078 §4)',
      ],
      [
        "0 0 0 0000",
        "ds-value",
        "algorithm",
        'CDS algorithm is 0, which only the CDS "0 0 0 00" has (RFC 8078 §4)',
      ],
      [
        "60485 13 2 123456789abcdef67890123456789abcdef67890",
        "ds-value",
        "digest",
        "CDS digest has 40 hex digits; expected 64 for digest_type 2",
      ],
    ],
  },
  CERT: {
    accepted: [
      { text: "1 0 0 MIIBszCCAVmgAwIBAgIUQw==", wire: "0001 0000 00 308201b330820159a003020102021443" },
      {
        text: "PGP 0 0 mDMEZQzKZRYJKwYBBAHaRw8BAQdA",
        wire: "0003 0000 00 983304650cca6516092b06010401da470f01010740",
        printed: "3 0 0 mDMEZQzKZRYJKwYBBAHaRw8BAQdA",
      },
      { text: "OID 65535 RSASHA256 AAEC", wire: "00fe ffff 08 000102", printed: "254 65535 8 AAEC" },
      { text: "65280 1 254 AA==", wire: "ff00 0001 fe 00" },
    ],
    refused: [
      [
        "X509 0 0 AA==",
        'CERT certificate_type is "X509"; expected a whole number from 0 to 65535, or one of PKIX, SPKI, PGP, IPKIX, ISPKI, IPGP, ACPKIX, IACPKIX, URI, OID',
      ],
      ["65536 0 0 AA==", 'CERT certificate_type is "65536"; expected a whole number from 0 to 65535'],
      ["1 0 0", "CERT certificate is missing; expected Base64"],
      ["1 0 0 AA=", "CERT certificate has 3 characters of Base64 that do not end an octet"],
      ["1 0 0 A=A=", "CERT certificate goes on after the = that ends it"],
      ["1 0 0 AB==", "CERT certificate has 4 characters of Base64 that do not end an octet"],
      ["1 0 0 A.A=", 'CERT certificate has the character "."; expected Base64'],
    ],
    malformed: [["0001 0000 00", "CERT certificate is empty; expected Base64"]],
  },
  DHCID: {
    accepted: [
      {
        text: "AAIBY2/AuCccgoJbsaxcQc9TUapptP69lOjxfNuVAA2kjEA=",
        wire: "000201636fc0b8271c82825bb1ac5c41cf5351aa69b4febd94e8f17cdb95000da48c40",
      },
      {
        text: "AAAB xLmlskll E0MVjd57 zHcWmEH3 pCQ6Vytc KD//7es/ deY=",
        wire: "000001c4b9a5b249651343158dde7bcc77169841f7a4243a572b5c283fffedeb3f75e6",
        printed: "AAABxLmlskllE0MVjd57zHcWmEH3pCQ6VytcKD//7es/deY=",
      },
    ],
    refused: [
      ["", "DHCID is missing; expected Base64"],
      ["AA-=", 'DHCID has the character "-"; expected Base64'],
    ],
    malformed: [["", "DHCID is empty; expected Base64"]],
  },
  DNSKEY: {
    accepted: [
      {
        text: "257 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=",
        wire: "0101 03 0f 974d96a22d224bc01adb915091477d44ccd91c9a41a11430010117d52c59240e",
      },
      {
        text: "256 3 5 AQPSKmynfzW4kyBv015MUG2DeIQ3Cbl+BBZH4b/0PY1kxkmvHjcZc8no kfzj31GajIQKY+5CptLr3buXA10hWqTkF7H6RfoRqXQeogmMHfpftf6z Mv1LyBUgia7za6ZEzOJBOztyvhjL742iU/TpPSEDhm2SNKLijfUppn1U aNvv4w==",
        wire: "0100 03 05 0103d22a6ca77f35b893206fd35e4c506d8378843709b97e041647e1bff43d8d64c649af1e371973c9e891fce3df519a8c840a63ee42a6d2ebddbb97035d215aa4e417b1fa45fa11a9741ea2098c1dfa5fb5feb332fd4bc8152089aef36ba644cce2413b3b72be18cbef8da253f4e93d2103866d9234a2e28df529a67d5468dbefe3",
        printed:
          "256 3 5 AQPSKmynfzW4kyBv015MUG2DeIQ3Cbl+BBZH4b/0PY1kxkmvHjcZc8nokfzj31GajIQKY+5CptLr3buXA10hWqTkF7H6RfoRqXQeogmMHfpftf6zMv1LyBUgia7za6ZEzOJBOztyvhjL742iU/TpPSEDhm2SNKLijfUppn1UaNvv4w==",
      },
      { text: "256 3 ECDSAP256SHA256 AQID", wire: "0100 03 0d 010203", printed: "256 3 13 AQID" },
      { text: "256 3 ed25519 AQID", wire: "0100 03 0f 010203", printed: "256 3 15 AQID" },
    ],
    refused: [
      ["257 3 15", "DNSKEY public_key is missing; expected Base64"],
      [
        "257 3 RSA AQID",
        'DNSKEY algorithm is "RSA"; expected a whole number from 0 to 255, or one of DELETE, RSAMD5, DH, DSA, RSASHA1, DSA-NSEC3-SHA1, RSASHA1-NSEC3-SHA1, RSASHA256, RSASHA512, ECC-GOST, ECDSAP256SHA256, ECDSAP384SHA384, ED25519, ED448, SM2SM3, ECC-GOST12, INDIRECT, PRIVATEDNS, PRIVATEOID',
      ],
      ["257 3 256 AQID", 'DNSKEY algorithm is "256"; expected a whole number from 0 to 255'],
      ["257 3 15 AQI", "DNSKEY public_key has 3 characters of Base64 that do not end an octet"],
      ["65536 3 15 AQID", 'DNSKEY flags is "65536"; expected a whole number from 0 to 65535'],
    ],
    malformed: [["0101 03 0f", "DNSKEY public_key is empty; expected Base64"]],
    unfit: [
      ["257 2 15 AQID", "dnskey-value", "protocol", "DNSKEY protocol is 2; expected 3 (RFC 4034 §2.1.2)"],
      [
        "257 3 0 AQID",
        "dnskey-value",
        "algorithm",
        'DNSKEY algorithm is 0, which only the CDNSKEY "0 3 0 AA==" has (RFC 8078 §4)',
      ],
    ],
  },
  DS: {
    accepted: [
      {
        text: "60485 13 2 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
        wire: "ec45 0d 02 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
      },
      {
        text: "60485 5 1 2BB183AF5F22588179A53B0A 98631FAD1A292118",
        wire: "ec45 05 01 2bb183af5f22588179a53b0a98631fad1a292118",
        printed: "60485 5 1 2bb183af5f22588179a53b0a98631fad1a292118",
      },
      {
        text: "60485 ECDSAP384SHA384 4 62e6cf51b02e54b9b5f967d547ce43136792901f9f88e637493daaf401c92c279dd10f0edb1c56f8080211f8480ee306",
        wire: "ec45 0e 04 62e6cf51b02e54b9b5f967d547ce43136792901f9f88e637493daaf401c92c279dd10f0edb1c56f8080211f8480ee306",
        printed:
          "60485 14 4 62e6cf51b02e54b9b5f967d547ce43136792901f9f88e637493daaf401c92c279dd10f0edb1c56f8080211f8480ee306",
      },
      { text: "60485 13 255 0 0", wire: "ec45 0d ff 00", printed: "60485 13 255 00" },
    ],
    refused: [
      ["60485 13 2", "DS digest is missing; expected hex digits"],
      ["60485 13 2 0", "DS digest has 1 hex digits; expected two for each octet"],
      ["60485 13 2 0g", 'DS digest has the character "g"; expected hex digits'],
      ["60485 13 SHA256 00", 'DS digest_type is "SHA256"; expected a whole number from 0 to 255'],
    ],
    malformed: [["ec45 0d 02", "DS digest is 0 octets long; expected 1 at least"]],
    unfit: [
      [
        "60485 13 2 123456789abcdef67890123456789abcdef67890",
        "ds-value",
        "digest",
        "DS digest has 40 hex digits; expected 64 for digest_type 2",
      ],
      [
        "60485 13 1 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
        "ds-value",
        "digest",
        "DS digest has 64 hex digits; expected 40 for digest_type 1",
      ],
      [
        "60485 13 4 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
        "ds-value",
        "digest",
        "DS digest has 64 hex digits; expected 96 for digest_type 4",
      ],
      [
        "60485 0 2 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
        "ds-value",
        "algorithm",
        'DS algorithm is 0, which only the CDS "0 0 0 00" has (RFC 8078 §4)',
      ],
      [
        "0 13 0 00",
        "ds-value",
        "digest_type",
        'DS digest_type is 0, which only the CDS "0 0 0 00" has (RFC 8078 §4)',
      ],
    ],
  },
  OPENPGPKEY: {
    accepted: [{ text: "mDMEZQzKZRYJKwYBBAHaRw8BAQdA", wire: "983304650cca6516092b06010401da470f01010740" }],
    refused: [
      ["", "OPENPGPKEY is missing; expected Base64"],
      ["mDM", "OPENPGPKEY has 3 characters of Base64 that do not end an octet"],
    ],
    malformed: [["", "OPENPGPKEY is empty; expected Base64"]],
  },
  SMIMEA: {
    accepted: [
      {
        text: "3 1 1 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
        wire: "03 01 01 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
      },
      { text: "3 0 0 308201", wire: "03 00 00 308201" },
    ],
    refused: [
      ["3 1 1", "SMIMEA certificate_association_data is missing; expected hex digits"],
      ["3 1 1 0", "SMIMEA certificate_association_data has 1 hex digits; expected two for each octet"],
    ],
    malformed: [["03 01 01", "SMIMEA certificate_association_data is 0 octets long; expected 1 at least"]],
    unfit: [
      [
        "3 1 2 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
        "tlsa-value",
        "certificate_association_data",
        "SMIMEA certificate_association_data has 64 hex digits; expected 128 for matching_type 2",
      ],
    ],
  },
  SSHFP: {
    accepted: [
      {
        text: "4 2 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
        wire: "04 02 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
      },
      {
        text: "1 1 123456789abcdef67890123456789abcdef67890",
        wire: "01 01 123456789abcdef67890123456789abcdef67890",
      },
      {
        text: "4 2 8A9A7059 6e869bed 72c69d97 a8895dfa d86f300a 343fdea9 f1f6b5e8 b0e9a1a0",
        wire: "04 02 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
        printed: "4 2 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
      },
    ],
    refused: [
      ["4 2", "SSHFP fingerprint is missing; expected hex digits"],
      ["4 2 8", "SSHFP fingerprint has 1 hex digits; expected two for each octet"],
      ["4 2 xy", 'SSHFP fingerprint has the character "x"; expected hex digits'],
      [
        "256 2 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
        'SSHFP algorithm is "256"; expected a whole number from 0 to 255',
      ],
    ],
    malformed: [["04 02", "SSHFP fingerprint is 0 octets long; expected 1 at least"]],
    unfit: [
      [
        "4 1 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
        "sshfp-value",
        "fingerprint",
        "SSHFP fingerprint has 64 hex digits; expected 40 for fingerprint_type 1",
      ],
      [
        "4 2 123456789abcdef67890123456789abcdef67890",
        "sshfp-value",
        "fingerprint",
        "SSHFP fingerprint has 40 hex digits; expected 64 for fingerprint_type 2",
      ],
      [
        "4 3 123456789abcdef67890123456789abcdef67890",
        "unassigned-number",
        "fingerprint_type",
        "SSHFP fingerprint_type is 3, which means nothing yet; 1 and 2 do",
      ],
      [
        "5 2 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
        "unassigned-number",
        "algorithm",
        "SSHFP algorithm is 5, which means nothing yet; 1, 2, 3, 4 and 6 do",
      ],
      [
        "0 2 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
        "unassigned-number",
        "algorithm",
        "SSHFP algorithm is 0, which means nothing yet; 1, 2, 3, 4 and 6 do",
      ],
    ],
  },
  TLSA: {
    accepted: [
      {
        text: "3 1 1 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
        wire: "03 01 01 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
      },
      {
        text: "2 0 2 08cfa1115c7b948c4163a901270395ea226a930cd2cbcf2fa9a5e6eb85f37c8a4e114d884e66f176eab121cb02db7d652e0cc4827e7a3204f166b47e5613fd27",
        wire: "02 00 02 08cfa1115c7b948c4163a901270395ea226a930cd2cbcf2fa9a5e6eb85f37c8a4e114d884e66f176eab121cb02db7d652e0cc4827e7a3204f166b47e5613fd27",
      },
      {
        text: "0 0 0 30820307 308201EF",
        wire: "00 00 00 30820307308201ef",
        printed: "0 0 0 30820307308201ef",
      },
    ],
    refused: [
      ["3 1 1", "TLSA certificate_association_data is missing; expected hex digits"],
      ["256 1 1 00", 'TLSA certificate_usage is "256"; expected a whole number from 0 to 255'],
      ["3 1 1 z0", 'TLSA certificate_association_data has the character "z"; expected hex digits'],
    ],
    malformed: [["03 01 01", "TLSA certificate_association_data is 0 octets long; expected 1 at least"]],
    unfit: [
      [
        "4 1 1 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
        "unassigned-number",
        "certificate_usage",
        "TLSA certificate_usage is 4, which means nothing yet; 0 to 3 do",
      ],
      [
        "3 2 1 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
        "unassigned-number",
        "selector",
        "TLSA selector is 2, which means nothing yet; 0 to 1 do",
      ],
      [
        "3 1 3 00",
        "unassigned-number",
        "matching_type",
        "TLSA matching_type is 3, which means nothing yet; 0 to 2 do",
      ],
      [
        "3 1 1 08cfa1115c7b948c4163a901270395ea226a930cd2cbcf2fa9a5e6eb85f37c8a4e114d884e66f176eab121cb02db7d652e0cc4827e7a3204f166b47e5613fd27",
        "tlsa-value",
        "certificate_association_data",
        "TLSA certificate_association_data has 128 hex digits; expected 64 for matching_type 1",
      ],
      [
        "3 1 2 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
        "tlsa-value",
        "certificate_association_data",
        "TLSA certificate_association_data has 64 hex digits; expected 128 for matching_type 2",
      ],
    ],
  },
  ZONEMD: {
    accepted: [
      {
        text: "2018031500 1 1 62e6cf51b02e54b9b5f967d547ce43136792901f9f88e637493daaf401c92c279dd10f0edb1c56f8080211f8480ee306",
        wire: "7848b78c 01 01 62e6cf51b02e54b9b5f967d547ce43136792901f9f88e637493daaf401c92c279dd10f0edb1c56f8080211f8480ee306",
      },
      {
        text: "2018031500 1 2 08cfa1115c7b948c4163a901270395ea226a930cd2cbcf2fa9a5e6eb85f37c8a4e114d884e66f176eab121cb02db7d652e0cc4827e7a3204f166b47e5613fd27",
        wire: "7848b78c 01 02 08cfa1115c7b948c4163a901270395ea226a930cd2cbcf2fa9a5e6eb85f37c8a4e114d884e66f176eab121cb02db7d652e0cc4827e7a3204f166b47e5613fd27",
      },
      { text: "0 240 255 000102030405060708090a0b", wire: "00000000 f0 ff 000102030405060708090a0b" },
    ],
    refused: [
      ["2018031500 1 1", "ZONEMD digest is missing; expected hex digits"],
      ["2018031500 1 1 000102030405060708090a", "ZONEMD digest is 11 octets long; expected 12 at least"],
      [
        "x 1 1 000102030405060708090a0b",
        'ZONEMD serial is "x"; expected a whole number from 0 to 4294967295',
      ],
    ],
    malformed: [
      ["7848b78c 01 01", "ZONEMD digest is 0 octets long; expected 12 at least"],
      ["7848b78c 01 01 000102030405060708090a", "ZONEMD digest is 11 octets long; expected 12 at least"],
    ],
    unfit: [
      [
        "2018031500 1 1 08cfa1115c7b948c4163a901270395ea226a930cd2cbcf2fa9a5e6eb85f37c8a4e114d884e66f176eab121cb02db7d652e0cc4827e7a3204f166b47e5613fd27",
        "zonemd-value",
        "digest",
        "ZONEMD digest has 128 hex digits; expected 96 for hash_algorithm 1",
      ],
      [
        "2018031500 1 2 62e6cf51b02e54b9b5f967d547ce43136792901f9f88e637493daaf401c92c279dd10f0edb1c56f8080211f8480ee306",
        "zonemd-value",
        "digest",
        "ZONEMD digest has 96 hex digits; expected 128 for hash_algorithm 2",
      ],
    ],
  },
};
