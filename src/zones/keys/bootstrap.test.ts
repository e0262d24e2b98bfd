import { expect, test } from "vitest";
import { printRecord } from "../../../dns/zone-file/print.ts";
import { checkFiles } from "../../../test/check-zones.ts";
import { keysYaml } from "../../../test/dnssec/keys-yaml.ts";

const ASKING = "    cds: keys\n    bootstrap: true\n";
const KEY = { ds: "wanted" };
const COM = keysYaml({ more: ASKING, key: KEY });
const NET = keysYaml({ name: "example.net" }).replace("zones:\n", "");
const NS = (...names: string[]) => `'': {type: NS, values: [${names.join(", ")}]}\n`;

async function signalsOf(files: { readonly [file: string]: string }) {
  const { zones, problems } = await checkFiles(files);
  const lines = zones
    .flatMap(({ records }) => records.map(printRecord))
    .filter((line) => line.startsWith("_dsboot"));
  return { lines: lines.map((line) => line.replace(/ IN (CDS|CDNSKEY) .*/, " $1")), problems };
}

const NAMESERVERS = NS("ns1.example.net.", "ns2.example.net.");

test("the first CDS of a zone stands in the zone of its nameservers, under the name of each", async () => {
  const files = { "example.com.yaml": NAMESERVERS, "example.net.yaml": NAMESERVERS, "_keys.yaml": COM + NET };
  const { lines } = await signalsOf(files);
  expect(lines.sort()).toEqual([
    "_dsboot.example.com._signal.ns1.example.net. 3600 CDNSKEY",
    "_dsboot.example.com._signal.ns1.example.net. 3600 CDS",
    "_dsboot.example.com._signal.ns2.example.net. 3600 CDNSKEY",
    "_dsboot.example.com._signal.ns2.example.net. 3600 CDS",
  ]);
});

test.each([
  ["nobody asks for it", { "_keys.yaml": COM.replace("    bootstrap: true\n", "") + NET }],
  ["CDS asks for nothing", { "_keys.yaml": keysYaml({ more: "    bootstrap: true\n" }) + NET }],
  [
    "the nameservers lie in the zone itself",
    { "_keys.yaml": COM, "example.com.yaml": NS("ns1.example.com.", "ns2.example.com.") },
  ],
  [
    "the nameservers lie elsewhere",
    { "_keys.yaml": COM + NET, "example.com.yaml": NS("ns1.example.org.", "ns2.example.org.") },
  ],
])("there is no such record where %s", async (_, files) => {
  const zones = { "example.com.yaml": NAMESERVERS, "example.net.yaml": NAMESERVERS };
  expect((await signalsOf({ ...zones, ...files })).lines).toEqual([]);
});

test("that the zone of the nameservers is not signed is told", async () => {
  const files = { "example.com.yaml": NAMESERVERS, "example.net.yaml": NAMESERVERS, "_keys.yaml": COM };
  const { lines, problems } = await signalsOf(files);
  expect(lines).toEqual([]);
  expect(problems.join("\n")).toContain(
    "Bootstrapping has no effect: example.net., the zone of ns1.example.net., is not signed here",
  );
});
