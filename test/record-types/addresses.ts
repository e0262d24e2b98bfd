import type { TypeCases } from "./type-cases.ts";

/** Cases for addresses. */
export const ADDRESSES: { readonly [mnemonic: string]: TypeCases } = {
  A: {
    accepted: [
      { text: "192.0.2.1", wire: "c0000201" },
      { text: "0.0.0.0", wire: "00000000" },
      { text: "255.255.255.255", wire: "ffffffff" },
    ],
    refused: [
      ["", "A is missing; expected an IPv4 address such as 192.0.2.1"],
      ["192.0.2", 'A is "192.0.2"; expected an IPv4 address such as 192.0.2.1'],
      ["192.0.2.256", 'A is "192.0.2.256"; expected an IPv4 address such as 192.0.2.1'],
      ["192.0.2.01", 'A is "192.0.2.01"; expected an IPv4 address such as 192.0.2.1'],
      ["192.0.2.1.5", 'A is "192.0.2.1.5"; expected an IPv4 address such as 192.0.2.1'],
      ["0xc0000201", 'A is "0xc0000201"; expected an IPv4 address such as 192.0.2.1'],
      ["192.0.2.1a", 'A is "192.0.2.1a"; expected an IPv4 address such as 192.0.2.1'],
      ["192.0.2.1 192.0.2.2", 'A has "192.0.2.2" after its last field'],
    ],
    malformed: [
      ["c00002", "A ends 1 octet too early"],
      ["c000020100", "A has 1 octet too many"],
    ],
  },
  AAAA: {
    accepted: [
      { text: "2001:db8::1", wire: "20010db8000000000000000000000001" },
      { text: "2001:DB8:0:0:0:0:0:1", wire: "20010db8000000000000000000000001", printed: "2001:db8::1" },
      { text: "::", wire: "00000000000000000000000000000000" },
      { text: "::1", wire: "00000000000000000000000000000001" },
      { text: "2001:db8::", wire: "20010db8000000000000000000000000" },
      { text: "2001:db8:0:1:0:0:0:1", wire: "20010db8000000010000000000000001", printed: "2001:db8:0:1::1" },
      {
        text: "2001:0db8:0000:0000:0001::",
        wire: "20010db8000000000001000000000000",
        printed: "2001:db8:0:0:1::",
      },
      {
        text: "2001:db8:0:0:1:0:0:1",
        wire: "20010db8000000000001000000000001",
        printed: "2001:db8::1:0:0:1",
      },
      { text: "2001:db8:0:1:1:1:1:1", wire: "20010db8000000010001000100010001" },
      { text: "::ffff:192.0.2.1", wire: "00000000000000000000ffffc0000201" },
      { text: "64:ff9b::192.0.2.33", wire: "0064ff9b0000000000000000c0000221", printed: "64:ff9b::c000:221" },
      { text: "1:2:3:4:5:6:7::", wire: "00010002000300040005000600070000", printed: "1:2:3:4:5:6:7:0" },
      { text: "::2:3:4:5:6:7:8", wire: "00000002000300040005000600070008", printed: "0:2:3:4:5:6:7:8" },
    ],
    refused: [
      ["", "AAAA is missing; expected an IPv6 address such as 2001:db8::1"],
      ["192.0.2.1", 'AAAA is "192.0.2.1"; expected an IPv6 address such as 2001:db8::1'],
      ["2001:db8", 'AAAA is "2001:db8"; expected an IPv6 address such as 2001:db8::1'],
      ["2001:db8::1::2", 'AAAA is "2001:db8::1::2"; expected an IPv6 address such as 2001:db8::1'],
      ["12345::", 'AAAA is "12345::"; expected an IPv6 address such as 2001:db8::1'],
      [":1", 'AAAA is ":1"; expected an IPv6 address such as 2001:db8::1'],
      ["1:", 'AAAA is "1:"; expected an IPv6 address such as 2001:db8::1'],
      ["fe80::1%eth0", 'AAAA is "fe80::1%eth0"; expected an IPv6 address such as 2001:db8::1'],
      ["1:2:3:4:5:6:7:8:9", 'AAAA is "1:2:3:4:5:6:7:8:9"; expected an IPv6 address such as 2001:db8::1'],
      ["1:2:3:4:5:6:7:8::", 'AAAA is "1:2:3:4:5:6:7:8::"; expected an IPv6 address such as 2001:db8::1'],
      ["::192.0.2", 'AAAA is "::192.0.2"; expected an IPv6 address such as 2001:db8::1'],
      ["::192.0.2.1:1", 'AAAA is "::192.0.2.1:1"; expected an IPv6 address such as 2001:db8::1'],
      ["::g", 'AAAA is "::g"; expected an IPv6 address such as 2001:db8::1'],
      ["::1 ::2", 'AAAA has "::2" after its last field'],
    ],
    malformed: [
      ["20010db8", "AAAA ends 12 octets too early"],
      ["20010db800000000000000000000000100", "AAAA has 1 octet too many"],
    ],
  },
  EUI48: {
    accepted: [
      { text: "00-00-5e-00-53-2a", wire: "00005e00532a" },
      { text: "AA-BB-CC-DD-EE-FF", wire: "aabbccddeeff", printed: "aa-bb-cc-dd-ee-ff" },
    ],
    refused: [
      [
        "",
        "EUI48 is missing; expected 6 pairs of hex digits with hyphens between, such as 00-00-5e-00-53-2a",
      ],
      [
        "00:00:5e:00:53:2a",
        'EUI48 is "00:00:5e:00:53:2a"; expected 6 pairs of hex digits with hyphens between, such as 00-00-5e-00-53-2a',
      ],
      [
        "00-00-5e-00-53",
        'EUI48 is "00-00-5e-00-53"; expected 6 pairs of hex digits with hyphens between, such as 00-00-5e-00-53-2a',
      ],
      [
        "0-0-5e-0-53-2a",
        'EUI48 is "0-0-5e-0-53-2a"; expected 6 pairs of hex digits with hyphens between, such as 00-00-5e-00-53-2a',
      ],
      [
        "00-00-5e-00-53-2g",
        'EUI48 is "00-00-5e-00-53-2g"; expected 6 pairs of hex digits with hyphens between, such as 00-00-5e-00-53-2a',
      ],
    ],
    malformed: [
      ["00005e0053", "EUI48 ends 1 octet too early"],
      ["00005e00532a00", "EUI48 has 1 octet too many"],
    ],
  },
  EUI64: {
    accepted: [{ text: "00-00-5e-ef-10-00-00-2a", wire: "00005eef1000002a" }],
    refused: [
      [
        "00-00-5e-00-53-2a",
        'EUI64 is "00-00-5e-00-53-2a"; expected 8 pairs of hex digits with hyphens between, such as 00-00-5e-ef-10-00-00-2a',
      ],
      [
        "00005eef1000002a",
        'EUI64 is "00005eef1000002a"; expected 8 pairs of hex digits with hyphens between, such as 00-00-5e-ef-10-00-00-2a',
      ],
    ],
    malformed: [
      ["00005eef100000", "EUI64 ends 1 octet too early"],
      ["00005eef1000002a00", "EUI64 has 1 octet too many"],
    ],
  },
  LOC: {
    accepted: [
      {
        text: "52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m",
        wire: "000016138b3cf018810cbce0009895b8",
        printed: "52 22 23.000 N 4 53 32.000 E -2.00m 0m 10000m 10m",
      },
      {
        text: "42 21 54 N 71 06 18 W -24m 30m",
        wire: "0033161389172dd070be15f000988d20",
        printed: "42 21 54.000 N 71 6 18.000 W -24.00m 30m 10000m 10m",
      },
      {
        text: "42 21 43.952 N 71 5 6.344 W -24m 1m 200m",
        wire: "001224138917069070bf2dd800988d20",
        printed: "42 21 43.952 N 71 5 6.344 W -24.00m 1m 200m 10m",
      },
      {
        text: "52 14 05 N 00 08 50 E 10m",
        wire: "001216138b3556c88008165000989a68",
        printed: "52 14 5.000 N 0 8 50.000 E 10.00m 1m 10000m 10m",
      },
      {
        text: "32 7 19 S 116 2 25 E 10m",
        wire: "00121613791b7d2898e6486800989a68",
        printed: "32 7 19.000 S 116 2 25.000 E 10.00m 1m 10000m 10m",
      },
      {
        text: "42 N 71 W 0",
        wire: "001216138903210070c3da8000989680",
        printed: "42 0 0.000 N 71 0 0.000 W 0.00m 1m 10000m 10m",
      },
      {
        text: "90 S 180 E -100000m 0m 0m 0m",
        wire: "000000006cb02700a69fb20000000000",
        printed: "90 0 0.000 S 180 0 0.000 E -100000.00m 0m 0m 0m",
      },
      {
        text: "90 0 0 N 180 0 0 W 42849672.95m 90000000m 90000000m 0.01m",
        wire: "00999910934fd90059604e00ffffffff",
        printed: "90 0 0.000 N 180 0 0.000 W 42849672.95m 90000000m 90000000m 0.01m",
      },
      {
        text: "0 0 0.001 S 0 0 0.001 W 1.5 35m 0.99 1",
        wire: "003391127fffffff7fffffff00989716",
        printed: "0 0 0.001 S 0 0 0.001 W 1.50m 30m 0.9m 1m",
      },
    ],
    refused: [
      ["", "LOC is missing; expected lat_degrees"],
      ["91 N 0 E 0m", 'LOC lat_degrees is "91"; expected a whole number from 0 to 90'],
      [
        "90 0 0.001 N 0 E 0m",
        "LOC lat_degrees is 90 and there are minutes or seconds; expected 90 degrees at most",
      ],
      ["42 60 N 71 W 0m", 'LOC lat_minutes is "60"; expected a whole number from 0 to 59'],
      ["42 21 60 N 71 W 0m", 'LOC lat_seconds is "60"; expected seconds from 0 to 59.999'],
      ["42 21 54.0001 N 71 W 0m", 'LOC lat_seconds is "54.0001"; expected seconds from 0 to 59.999'],
      ["42 21 54 0 N 71 W 0m", 'LOC lat_direction is "0"; expected N or S'],
      ["42 21 54 X 71 W 0m", 'LOC lat_direction is "X"; expected N or S'],
      ["42 N 71 N 0m", 'LOC long_direction is "N"; expected E or W'],
      [
        "42 N 180 0 1 W 0m",
        "LOC long_degrees is 180 and there are minutes or seconds; expected 180 degrees at most",
      ],
      ["42 N 71 W", "LOC is missing; expected an altitude in metres"],
      ["42 N 71 W -100000.01m", 'LOC altitude is "-100000.01"; expected metres from -100000 to 42849672.95'],
      [
        "42 N 71 W 42849672.96m",
        'LOC altitude is "42849672.96"; expected metres from -100000 to 42849672.95',
      ],
      ["42 N 71 W 0m 90000000.01m", 'LOC size is "90000000.01"; expected metres from 0 to 90000000'],
      ["42 N 71 W 0m -1m", 'LOC size is "-1"; expected metres from 0 to 90000000'],
      ["42 N 71 W 0m 1m 1m 1m 1m", 'LOC has "1m" after its last field'],
      ["-1 N 71 W 0m", 'LOC lat_degrees is "-1"; expected a whole number from 0 to 90'],
    ],
    malformed: [
      ["01 33 16 13 8b3556c8 8118c7a0 00989 5b8", "LOC has version 1; expected 0"],
      [
        "00 a3 16 13 80000000 80000000 00989680",
        'LOC size is "10e3"; expected a digit and a power of ten, each from 0 to 9',
      ],
      [
        "00 3a 16 13 80000000 80000000 00989680",
        'LOC size is "3e10"; expected a digit and a power of ten, each from 0 to 9',
      ],
      [
        "00 05 16 13 80000000 80000000 00989680",
        'LOC size is "0e5"; expected a digit and a power of ten, each from 0 to 9',
      ],
      [
        "00 33 16 13 ffffffff 80000000 00989680",
        'LOC lat_degrees is "596.5232352777778"; expected 90 at most',
      ],
      [
        "00 33 16 13 80000000 00000000 00989680",
        'LOC long_degrees is "-596.5232355555555"; expected 180 at most',
      ],
      ["00 33 16 13 80000000 80000000 009896", "LOC ends 1 octet too early"],
    ],
  },
};
