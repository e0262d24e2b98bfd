import { expect, test } from "vitest";
import { readNamedConf } from "./named-conf.ts";

/** Each zone as `name type file (view, format)`, and each problem as `file:line:column message`. */
async function read(files: { readonly [file: string]: string }) {
  const [file, text] = Object.entries(files)[0]!;
  const { zones, problems } = await readNamedConf(file, text, (path) =>
    Promise.resolve(
      files[path] === undefined ? { refused: "there is no such file" } : { file: path, text: files[path] },
    ),
  );
  return [
    ...zones.map(({ name, type, file: zoneFile, view, format }) =>
      [name, type, zoneFile, view && `view ${view}`, format && `as ${format}`]
        .filter((part) => part !== undefined)
        .join(" "),
    ),
    ...problems.map(({ file: at, line, column, message }) => `${at}:${line}:${column} ${message}`),
  ];
}

test.each<[string, { readonly [file: string]: string }, string[]]>([
  [
    "zones of all types, below the directory",
    {
      "/etc/bind/named.conf": `options { directory "/var/cache/bind"; listen-on { 192.0.2.53; }; };
zone "example.com" { type master; file "db.example.com"; allow-transfer { none; }; };
zone "example.net" IN { type primary; file "/srv/example.net.zone"; };
zone example.org { type slave; masters { 192.0.2.1; }; file "example.org.raw"; };
zone "." { type hint; file "root.hints"; };
zone "x.example" { type primary; masterfile-format raw; file "x"; };
`,
    },
    [
      "example.com primary /var/cache/bind/db.example.com",
      "example.net primary /srv/example.net.zone",
      "example.org secondary /var/cache/bind/example.org.raw",
      ". hint /var/cache/bind/root.hints",
      "x.example primary /var/cache/bind/x as raw",
    ],
  ],
  [
    "without a directory, beside the file",
    { "etc/named.conf": 'zone "example.com" { type primary; file "zones/example.com"; };' },
    ["example.com primary etc/zones/example.com"],
  ],
  [
    "comments of three kinds, and what looks like one in quotes",
    {
      "named.conf": `// zone "a" { type primary; };
# zone "b" { type primary; };
/* zone "c" {
 type primary; }; */ zone "d" { type primary; file "d//e#f/*g"; }; /* not closed`,
    },
    ["d primary d/e#f/*g"],
  ],
  [
    "views",
    {
      "named.conf":
        'view "inside" { match-clients { any; }; zone "a" { type primary; file "in"; }; };\nview outside { zone "a" { type primary; file "out"; }; };',
    },
    ["a primary in view inside", "a primary out view outside"],
  ],
  [
    "includes, one that is not there, and a circle",
    {
      "etc/named.conf": 'include "named.conf.local";\ninclude "none";\ninclude "named.conf";\n',
      "etc/named.conf.local": 'zone "a" { type primary; file "a"; };',
    },
    [
      "a primary etc/a",
      'etc/named.conf:2:1 include names "none"; there is no such file',
      'etc/named.conf:3:1 include names "named.conf", which is being read already',
    ],
  ],
  [
    "braces that do not match",
    { "named.conf": 'zone "a" { type primary; file "a"; };\n};\nzone "b" {\n  type primary;\n' },
    ["a primary a", "b primary", "named.conf:2:1 A } has no {", "named.conf:3:10 A { has no }"],
  ],
  ["nothing of ours", { "named.conf": 'key "k" { algorithm hmac-sha256; secret "x"; };' }, []],
])("%s", async (_, files, expected) => {
  expect(await read(files)).toEqual(expected);
});
