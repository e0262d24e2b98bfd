import type { TypeCases } from "./type-cases.ts";

/** Cases for keys of hosts, and for what is known of things. */
export const IDENTITIES: { readonly [mnemonic: string]: TypeCases } = {
  AVC: {
    accepted: [
      {
        text: '"app-name:EXAMPLE|app-class:OAM"',
        wire: "1e6170702d6e616d653a4558414d504c457c6170702d636c6173733a4f414d",
      },
      {
        text: "a b",
        wire: "01610162",
        printed: '"a" "b"',
      },
    ],
    refused: [["", "AVC is missing; expected a text"]],
    malformed: [["", "AVC has no string; expected one at least"]],
  },
  BRID: {
    accepted: [
      {
        text: "owAAAYIEAQ==",
        wire: "a3000001820401",
      },
      {
        text: "owAA AYIE AQ==",
        wire: "a3000001820401",
        printed: "owAAAYIEAQ==",
      },
    ],
    refused: [
      ["", "BRID is missing; expected Base64"],
      ["owAAAYIEAQ", "BRID has 10 characters of Base64 that do not end an octet"],
    ],
    malformed: [["", "BRID is empty; expected Base64"]],
  },
  DOA: {
    accepted: [
      {
        text: '0 1 2 "" aHR0cHM6Ly93d3cuZXhhbXBsZS5jb20v',
        wire: "00000000 00000001 02 00 68747470733a2f2f7777772e6578616d706c652e636f6d2f",
      },
      {
        text: '4294967295 0 1 "text/html; charset=\\"utf-8\\"" -',
        wire: "ffffffff 00000000 01 1a746578742f68746d6c3b20636861727365743d227574662d3822",
      },
      {
        text: "0 1 2 x aHR0 cHM6",
        wire: "00000000 00000001 02 0178 68747470733a",
        printed: '0 1 2 "x" aHR0cHM6',
      },
    ],
    refused: [
      ["0 1 2 x", "DOA data is missing; expected Base64, or - for none"],
      ["0 1 256 x -", 'DOA location is "256"; expected a whole number from 0 to 255'],
      ["0 1 2 x - -", 'DOA data has the character "-"; expected Base64'],
    ],
    malformed: [
      ["00000000 00000001 02", "DOA media_type ends 1 octet too early"],
      ["00000000 00000001 02 0561", "DOA media_type ends 4 octets too early"],
    ],
  },
  DSYNC: {
    accepted: [
      {
        text: "CDS NOTIFY 5359 CDS-scanner.example.net.",
        wire: "003b 01 14ef 0b4344532d7363616e6e6572076578616d706c65036e657400",
      },
      {
        text: "csync 1 5360 a.",
        wire: "003e 01 14f0 016100",
        printed: "CSYNC NOTIFY 5360 a.",
      },
      {
        text: "TYPE1234 200 0 .",
        wire: "04d2 c8 0000 00",
      },
    ],
    refused: [
      ["NOSUCH NOTIFY 1 a.", 'DSYNC rrtype is "NOSUCH"; expected a record type such as A'],
      ["CDS PUSH 1 a.", 'DSYNC scheme is "PUSH"; expected a whole number from 0 to 255, or one of NOTIFY'],
      ["CDS NOTIFY 65536 a.", 'DSYNC port is "65536"; expected a whole number from 0 to 65535'],
      ["CDS NOTIFY 1", "DSYNC target is missing; expected a domain name"],
    ],
    malformed: [
      ["003b 01 14ef", "DSYNC target ends inside a name"],
      ["003b", "DSYNC scheme ends 1 octet too early"],
    ],
  },
  GPOS: {
    accepted: [
      {
        text: "-32.6882 116.8652 10.0",
        wire: "082d33322e36383832 083131362e38363532 0431302e30",
      },
      {
        text: '"-32.6882" "116.8652" "10.0"',
        wire: "082d33322e36383832 083131362e38363532 0431302e30",
        printed: "-32.6882 116.8652 10.0",
      },
      {
        text: 'a\\;b "1 2" 0',
        wire: "03613b62 03312032 0130",
        printed: '"a;b" "1 2" 0',
        refusedBy: ["dnspython"],
      },
    ],
    refused: [
      ["1 2", "GPOS altitude is missing; expected a text"],
      ['"" 1 2', "GPOS longitude is empty; expected a text"],
    ],
    malformed: [
      ["0131 0132", "GPOS altitude ends 1 octet too early"],
      ["00 0131 0132", "GPOS longitude is empty; expected a text"],
    ],
    unfit: [
      ["a 1 2", "gpos-value", "longitude", 'GPOS longitude is "a"; expected a decimal number (RFC 1712 §3)'],
      [
        "1 2 10m",
        "gpos-value",
        "altitude",
        'GPOS altitude is "10m"; expected a decimal number (RFC 1712 §3)',
      ],
    ],
  },
  HHIT: {
    accepted: [
      {
        text: "gWBLZXhhbXBsZS5jb20=",
        wire: "81604b6578616d706c652e636f6d",
      },
    ],
    refused: [["", "HHIT is missing; expected Base64"]],
    malformed: [["", "HHIT is empty; expected Base64"]],
  },
  HIP: {
    accepted: [
      {
        text: "2 200100107B1A74DF365639CC39F1D578 AwEAAbdxyhNuSutc5EMzxTs9LBPCIkOFH8cIvM4p RVS.example.com. rvs2.example.com.",
        wire: "1002001e 200100107b1a74df365639cc39f1d578 03010001b771ca136e4aeb5ce44333c53b3d2c13c22243851fc708bcce29 03525653076578616d706c6503636f6d000472767332076578616d706c6503636f6d00",
        printed:
          "2 200100107b1a74df365639cc39f1d578 AwEAAbdxyhNuSutc5EMzxTs9LBPCIkOFH8cIvM4p RVS.example.com. rvs2.example.com.",
      },
      {
        text: "255 20 AwEAAQ==",
        wire: "01ff0004 20 03010001",
      },
    ],
    refused: [
      ["2 200 AwEAAQ==", "HIP hit has 3 hex digits; expected two for each octet"],
      ["2 20", "HIP public_key is missing; expected Base64"],
      ["2 20 AwEAAQ", "HIP public_key has 6 characters of Base64 that do not end an octet"],
      ["256 20 AwEAAQ==", 'HIP pk_algorithm is "256"; expected a whole number from 0 to 255'],
      ["2 20 AwEAAQ== a..b.", 'HIP rendezvous_servers is "a..b.", with an empty label'],
    ],
    malformed: [
      ["02 02 0001 20", "HIP hit ends 1 octet too early"],
      ["01 02 0000 20", "HIP public_key is 0 octets long; expected 1 to 65535"],
      ["00 02 0001 20", "HIP hit is 0 octets long; expected 1 to 255"],
      ["01 02 0001", "HIP hit ends 1 octet too early"],
      ["01 02 0001 20 03 0161", "HIP rendezvous_servers ends inside a name"],
    ],
  },
  IPSECKEY: {
    accepted: [
      {
        text: "10 1 2 192.0.2.38 AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ==",
        wire: "0a 01 02 c0000226 010351537986ed35533b6064478eeeb27b5bd74dae149b6e81ba3a0521af82ab7801",
      },
      {
        text: "10 0 2 . AQNR",
        wire: "0a 00 02 010351",
      },
      {
        text: "10 3 2 MyGateway.example.com. AQNR U3mG",
        wire: "0a 03 02 094d7947617465776179076578616d706c6503636f6d00 010351537986",
        printed: "10 3 2 MyGateway.example.com. AQNRU3mG",
      },
      {
        text: "10 2 2 2001:DB8:0:8002::2000:1 AQNR",
        wire: "0a 02 02 20010db8000080020000000020000001 010351",
        printed: "10 2 2 2001:db8:0:8002::2000:1 AQNR",
      },
      {
        text: "10 0 0 .",
        wire: "0a 00 00",
        refusedBy: ["BIND", "ldns", "dnspython"],
      },
    ],
    refused: [
      ["10 4 2 . AQNR", "IPSECKEY gateway has the kind 4; expected 0 to 3"],
      [
        "10 1 2 gw.example.com. AQNR",
        'IPSECKEY gateway is "gw.example.com."; expected an IPv4 address such as 192.0.2.1',
      ],
      ["10 0 2 192.0.2.1 AQNR", 'IPSECKEY gateway is "192.0.2.1"; expected ".", none for kind 0'],
      ["10 3 2", "IPSECKEY gateway is missing; expected a domain name"],
    ],
    malformed: [
      ["0a 04 02", "IPSECKEY gateway has the kind 4; expected 0 to 3"],
      ["0a 01 02 c00002", "IPSECKEY gateway ends 1 octet too early"],
      ["0a", "IPSECKEY gateway_type ends 1 octet too early"],
    ],
    unfit: [
      [
        "10 0 2 .",
        "ipseckey-value",
        "public_key",
        "IPSECKEY public_key is missing for algorithm 2 (RFC 4025 §2.6)",
      ],
      [
        "10 0 0 . AQNR",
        "ipseckey-value",
        "public_key",
        "IPSECKEY has a public_key with algorithm 0, which says that there is none (RFC 4025 §2.4)",
      ],
    ],
  },
  ISO: {
    accepted: [
      {
        text: '3166-2 - US-CA "state of incorporation"',
        wire: "06333136362d32 00 0555532d4341 7374617465206f6620696e636f72706f726174696f6e",
      },
      {
        text: '4217 2400000\\(50000\\) EUR "insured value, hull"',
        wire: "0434323137 0e3234303030303028353030303029 03455552 696e73757265642076616c75652c2068756c6c",
        printed: '4217 "2400000(50000)" EUR "insured value, hull"',
      },
      {
        text: '639 "" ar x',
        wire: "03363339 00 026172 78",
        printed: '639 - ar "x"',
      },
    ],
    refused: [
      ["3166-2 - ", "ISO code is missing; expected a text"],
      ['"" - ar', "ISO standard is empty; expected a text"],
      ['639 "-" ar', 'ISO value is "-", which stands for no text'],
      ["639 - ar x y", 'ISO has "y" after its last field'],
    ],
    malformed: [
      ["00 00 0161", "ISO standard is empty; expected a text"],
      ["0161 012d 0161", 'ISO value is "-", which stands for no text'],
      ["0161 00 00", "ISO code is empty; expected a text"],
      ["0161 00", "ISO code ends 1 octet too early"],
    ],
  },
  KX: {
    accepted: [
      {
        text: "10 KX.example.com.",
        wire: "000a 024b58076578616d706c6503636f6d00",
      },
      {
        text: "0 .",
        wire: "0000 00",
      },
    ],
    refused: [["10", "KX exchanger is missing; expected a domain name"]],
    malformed: [["000a", "KX exchanger ends inside a name"]],
  },
  NINFO: {
    accepted: [
      {
        text: '"Zone is signed" ""',
        wire: "0e5a6f6e65206973207369676e656400",
      },
    ],
    refused: [["", "NINFO is missing; expected a text"]],
    malformed: [["", "NINFO has no string; expected one at least"]],
  },
  RESINFO: {
    accepted: [
      {
        text: "qnamemin exterr=15-17 infourl=https://resolver.example.com/guide",
        wire: "08716e616d656d696e0c6578746572723d31352d31372a696e666f75726c3d68747470733a2f2f7265736f6c7665722e6578616d706c652e636f6d2f6775696465",
        printed: '"qnamemin" "exterr=15-17" "infourl=https://resolver.example.com/guide"',
      },
      {
        text: '"qnamemin"',
        wire: "08716e616d656d696e",
      },
    ],
    refused: [["", "RESINFO is missing; expected a text"]],
    malformed: [["", "RESINFO has no string; expected one at least"]],
  },
  SINK: {
    accepted: [
      {
        text: "64 0 1 AAEC",
        wire: "40 00 01 000102",
      },
      {
        text: "64 0 1",
        wire: "40 00 01",
      },
    ],
    refused: [
      ["64 0", "SINK subcoding is missing; expected a whole number from 0 to 255"],
      ["256 0 1", 'SINK meaning is "256"; expected a whole number from 0 to 255'],
      ["64 0 1 A", "SINK data has 1 characters of Base64 that do not end an octet"],
    ],
    malformed: [["4000", "SINK subcoding ends 1 octet too early"]],
  },
  UNECE: {
    accepted: [
      {
        text: '20 -18 CEL "cold-chain storage temperature"',
        wire: "023230 032d3138 0343454c 636f6c642d636861696e2073746f726167652074656d7065726174757265",
      },
      {
        text: "20 ? P1",
        wire: "023230 013f 025031",
      },
      {
        text: '16 - JPTYO "place of inspection"',
        wire: "023136 00 054a5054594f 706c616365206f6620696e7370656374696f6e",
      },
    ],
    refused: [["20 -18", "UNECE code is missing; expected a text"]],
    malformed: [["023230 032d3138", "UNECE code ends 1 octet too early"]],
  },
  WALLET: {
    accepted: [
      {
        text: '"BTC" "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"',
        wire: "0342544322314276424d53455973745765747154466e354175346d3447466737784a614e564e32",
      },
    ],
    refused: [["", "WALLET is missing; expected a text"]],
    malformed: [["", "WALLET has no string; expected one at least"]],
  },
};
