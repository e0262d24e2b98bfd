import type { TypeCases } from "./type-cases.ts";

/** Cases for DNSSEC as it was before 2005, and for what grew beside it. */
export const OLD_DNSSEC: { readonly [mnemonic: string]: TypeCases } = {
  DLV: {
    accepted: [
      {
        text: "60485 13 2 2BB183AF5F22588179A53B0A98631FAD 1A292118B2AD8B9F2F3A6F0C3D7B9E21",
        wire: "ec45 0d 02 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21",
        printed: "60485 13 2 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21",
      },
    ],
    refused: [["60485 13 2", "DLV digest is missing; expected hex digits"]],
    malformed: [["ec45 0d", "DLV digest_type ends 1 octet too early"]],
  },
  KEY: {
    accepted: [
      {
        text: "256 3 5 AQPSKmynfzW4kyBv015MUG2DeIQ3",
        wire: "0100 03 05 0103d22a6ca77f35b893206fd35e4c506d83788437",
      },
      {
        text: "49152 3 5",
        wire: "c000 03 05",
        refusedBy: ["ldns", "Knot"],
      },
      {
        text: "NOKEY DNSSEC RSASHA1",
        wire: "c000 03 05",
        printed: "49152 3 5",
        refusedBy: ["ldns", "Knot"],
      },
      {
        text: "user|SIG3 ALL 5 AAEC",
        wire: "0003 ff 05 000102",
        printed: "3 255 5 AAEC",
      },
    ],
    refused: [
      [
        "x 3 5 AAEC",
        'KEY flags is "x"; expected a whole number from 0 to 65535, or NOCONF, NOAUTH, NOKEY and the like with | between',
      ],
      [
        "NOKEY|x 3 5",
        'KEY flags is "NOKEY|x"; expected a whole number from 0 to 65535, or NOCONF, NOAUTH, NOKEY and the like with | between',
      ],
      ["256 3", "KEY algorithm is missing; expected a number from 0 to 255 or a mnemonic such as DELETE"],
      ["65536 3 5 AAEC", 'KEY flags is "65536"; expected a whole number from 0 to 65535'],
      [
        "256 nosuch 5 AAEC",
        'KEY protocol is "nosuch"; expected a whole number from 0 to 255, or one of NONE, TLS, EMAIL, DNSSEC, IPSEC, ALL',
      ],
    ],
    malformed: [["0100 03", "KEY algorithm ends 1 octet too early"]],
    unfit: [
      [
        "256 3 5",
        "key-value",
        "public_key",
        "KEY public_key is missing, and flags do not say that there is none (RFC 2535 §3.1.2)",
      ],
    ],
  },
  NXT: {
    accepted: [
      {
        text: "Host.example.com. A MX SIG NXT",
        wire: "04486f7374076578616d706c6503636f6d00 40010082",
      },
      {
        text: "host.example.com. TYPE127 A",
        wire: "04686f7374076578616d706c6503636f6d00 40000000000000000000000000000001",
        printed: "host.example.com. A TYPE127",
      },
    ],
    refused: [
      ["host.example.com.", "NXT types has no types; expected one at least"],
      ["host.example.com. CAA", "NXT types has type 257; expected types from 1 to 127"],
      ["host.example.com. NOSUCH", 'NXT types is "NOSUCH"; expected a record type such as A'],
      ["", "NXT next_domain_name is missing; expected a domain name"],
    ],
    malformed: [
      ["00", "NXT types has a bitmap of 0 octets; expected 1 to 16"],
      ["00 00", "NXT types has a bitmap that ends in a zero octet"],
      ["00 4000", "NXT types has a bitmap that ends in a zero octet"],
      ["00 80", "NXT types has type 0; expected types from 1 to 127"],
      ["00 0000000000000000000000000000000001", "NXT types has a bitmap of 17 octets; expected 1 to 16"],
    ],
  },
  RKEY: {
    accepted: [
      {
        text: "0 255 13 AAEC",
        wire: "0000 ff 0d 000102",
      },
      {
        text: "0 3 RSASHA256 AA EC",
        wire: "0000 03 08 000102",
        printed: "0 3 8 AAEC",
      },
    ],
    refused: [["0 255 13", "RKEY public_key is missing; expected Base64"]],
    malformed: [["0000 ff", "RKEY algorithm ends 1 octet too early"]],
  },
  SIG: {
    accepted: [
      {
        text: "A 5 3 3600 20260801000000 20260701000000 2143 Example.com. AQPS KmynfzW4",
        wire: "0001 05 03 00000e10 6a6d3700 6a445880 085f 074578616d706c6503636f6d00 0103d22a6ca77f35b8",
        printed: "A 5 3 3600 20260801000000 20260701000000 2143 Example.com. AQPSKmynfzW4",
      },
      {
        text: "TYPE0 8 0 0 20260801000000 20260701000000 1 . AAEC",
        wire: "0000 08 00 00000000 6a6d3700 6a445880 0001 00 000102",
      },
    ],
    refused: [
      [
        "A 5 3 3600 20260801000000 20260701000000 2143 example.com.",
        "SIG signature is missing; expected Base64",
      ],
      [
        "NOSUCH 5 3 3600 20260801000000 20260701000000 2143 example.com. AAEC",
        'SIG type_covered is "NOSUCH"; expected a record type such as A',
      ],
    ],
    malformed: [["0001 05", "SIG labels ends 1 octet too early"]],
  },
  TA: {
    accepted: [
      {
        text: "60485 13 2 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21",
        wire: "ec45 0d 02 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21",
      },
    ],
    refused: [["60485 13 2 2", "TA digest has 1 hex digits; expected two for each octet"]],
    malformed: [["ec45 0d 02", "TA digest is 0 octets long; expected 1 at least"]],
  },
  TALINK: {
    accepted: [
      {
        text: "H0.example.com. h2.example.com.",
        wire: "024830076578616d706c6503636f6d00 026832076578616d706c6503636f6d00",
      },
      {
        text: ". .",
        wire: "00 00",
      },
    ],
    refused: [["h0.example.com.", "TALINK next_name is missing; expected a domain name"]],
    malformed: [["00", "TALINK next_name ends inside a name"]],
  },
};
