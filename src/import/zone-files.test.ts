import { expect, test } from "vitest";
import { printName } from "../../dns/name.ts";
import { type FakeFiles, fakeFiles } from "../../test/fakes/files.ts";
import { nameOf } from "../../test/zone-text.ts";
import { type FoundZones, findNamedZones, findZones } from "./zone-files.ts";

const ZONE = "$TTL 60\n@ SOA ns.example.net. h.example.net. 1 2 3 4 5\n@ NS ns.example.net.\n";

/** What was found: each zone with its number of records, each problem, and what was left. */
const lines = ({ zones, problems, left }: FoundZones) => [
  ...zones.map(({ origin, records }) => `${printName(origin)} ${records.length}`),
  ...problems.map(({ file, line, rule, message }) => `${file}:${line} ${rule}: ${message}`),
  ...left.map(({ what, why }) => `${what}: ${why}`),
];

const FOLDER: FakeFiles = {
  "etc/db.example.com": ZONE,
  "etc/example.net.zone": ZONE,
  "etc/whatever": `$ORIGIN .\n${ZONE.replaceAll("@", "example.org")}`,
  "etc/README": "These are our zones.\n",
  "etc/example.com.jnl": "journal",
  "etc/.hidden": ZONE,
  "etc/keys/x.key": "",
};

test.each<[string, string, FakeFiles, string[]]>([
  ["a file whose name says its zone", "db.example.com", { "db.example.com": ZONE }, ["example.com. 2"]],
  ["a file that says it", "x", { x: `$ORIGIN example.com.\n${ZONE}` }, ["example.com. 2"]],
  [
    "a folder",
    "etc",
    FOLDER,
    [
      "example.com. 2",
      "example.net. 2",
      "example.org. 2",
      "etc/README: it has no SOA, so it is no zone, and no other file includes it",
    ],
  ],
  [
    "a folder with a zone that has a mistake, and one twice",
    "etc",
    {
      "etc/db.example.com": `${ZONE}www A 192.0.2.300\n`,
      "etc/example.org": ZONE,
      "etc/example.org.zone": ZONE,
    },
    [
      "example.org. 2",
      expect.stringMatching(/^etc\/db\.example\.com:4 .*192\.0\.2\.300/),
      "etc/example.org.zone:1 zone-twice: Zone example.org. has two files, this one and etc/example.org",
    ],
  ],
  [
    "a file in BIND's binary form",
    "x.raw",
    { "x.raw": "\0\0\0\x02\0\0\0\x01" },
    ["x.raw:1 zone-file-raw: The file is in BIND's binary form; expected text"],
  ],
])("%s", async (_, path, files, found) => {
  expect(lines(await findZones(path, undefined, fakeFiles(files)))).toEqual(found);
});

test("a name that is given counts where the file has none", async () => {
  const files = fakeFiles({ "zone.txt": ZONE });
  expect(lines(await findZones("zone.txt", nameOf("example.com."), files))).toEqual(["example.com. 2"]);
});

test("a file without a SOA is the zone that is named, and none where none is", async () => {
  const files = fakeFiles({ "example.org.zone": "www 60 A 192.0.2.1\n" });
  expect(lines(await findZones("example.org.zone", nameOf("example.org."), files))).toEqual([
    "example.org. 1",
  ]);
  expect(lines(await findZones("example.org.zone", undefined, files))).toEqual([
    "example.org.zone: it has no SOA, so it is no zone, and no other file includes it",
  ]);
});

test("named.conf: the zones that are primary here, and why others are not taken", async () => {
  const files = fakeFiles({
    "named.conf": `options { directory "zones"; };
zone "example.com" { type master; file "db.com"; };
zone "example.net" { type secondary; file "net"; };
zone "." { type hint; file "root"; };
zone "localhost" { type primary; file "db.local"; };
zone "example.org" { type primary; file "none"; };
zone "a..b" { type primary; file "db.com"; };
view inside { zone "example.com" { type primary; file "db.com"; }; };
`,
    "zones/db.com": ZONE,
    "zones/db.local": ZONE,
  });
  expect(lines(await findNamedZones("named.conf", files))).toEqual([
    "example.com. 2",
    'named.conf:6 named-conf: The file of zone example.org is not there: "zones/none"',
    'named.conf:8 zone-twice: Zone example.com in view "inside" stands in named.conf:2 already',
    "zone example.net: it is of type secondary; import it where it is primary",
    "zone .: it is of type hint; import it where it is primary",
    "zone localhost: every resolver has this zone for itself (RFC 6303 §4)",
    expect.stringMatching(/^zone a\.\.b: /),
  ]);
});
