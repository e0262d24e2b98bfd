import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import { expect, test } from "vitest";
import { printRecord } from "../../dns/zone-file/print.ts";
import { NAMESERVERS } from "../../test/check-zones.ts";
import { fakeFiles } from "../../test/fakes/files.ts";
import { FAMILIES } from "../lint/families.ts";
import { caseOf } from "../lint/page.ts";
import { compareNaturally } from "../source/natural-order.ts";
import { realFiles } from "../world/files.ts";
import { load as loadZones } from "../zones/load.ts";
import { allZones, readZones } from "../zones/validate.ts";
import { sourceText } from "../zones/yaml/source-text.ts";
import { findYamlFiles } from "./find-files.ts";
import { firstDifference } from "./first-difference.ts";
import { formatZoneText } from "./format.ts";
import { formatFile } from "./format-file.ts";
import { readTree } from "./read-tree.ts";
import type { Node } from "./tree.ts";

const OCTODNS = "test/octodns/cases.yaml";

/** Files of every sample of every rule, of octoDNS' cases and of this repository. */
function corpus(): Map<string, string> {
  const found = new Map<string, string>();
  for (const { rules } of FAMILIES) {
    for (const { id, accepted, refused } of rules) {
      for (const [index, each] of [...accepted, ...refused].entries()) {
        const { sample } = caseOf(each);
        const files = typeof sample === "string" ? { "example.com.yaml": sample } : sample;
        for (const [name, text] of Object.entries(files)) {
          if (name.endsWith(".yaml")) found.set(`${id}/${index}/${name}`, text);
        }
      }
    }
  }
  const cases = load(readFileSync(OCTODNS, "utf8")) as { name: string; files: { [path: string]: string } }[]; // our own file
  for (const { name, files } of cases) {
    for (const [path, text] of Object.entries(files)) {
      if (path.endsWith(".yaml")) found.set(`octoDNS/${name}/${path}`, text);
    }
  }
  for (const path of ["zones/example.com.yaml", "examples/zones/example.com.yaml"]) {
    found.set(path, readFileSync(path, "utf8"));
  }
  return found;
}

test("every file of the rules' samples and of octoDNS' cases is laid out, in octoDNS' order, and says the same", async () => {
  let laidOut = 0;
  for (const [name, text] of corpus()) {
    const formatted = formatZoneText(text, name);
    if ("problems" in formatted) continue; // it is a sample of what cannot be read
    laidOut += 1;
    expect(
      formatted.notes.filter(({ message }) => message.startsWith("The file")),
      name,
    ).toEqual([]);
    expect(formatZoneText(formatted.text, name), name).toMatchObject({ text: formatted.text });
    expect(await meaningOf(formatted.text), name).toEqual(await meaningOf(text));
    const isOrdered = formatted.notes.length === 0 && !/_(?:config|keys|invariants)\.yaml$/.test(name);
    if (isOrdered) expect(outOfOrder(formatted.text), name).toEqual([]);
  }
  expect(laidOut).toBeGreaterThan(500);
});

test("our own zones and examples have the layout", async () => {
  const files = realFiles;
  const paths = [...(await findYamlFiles("zones", files)), ...(await findYamlFiles("examples", files))];
  expect(paths.length).toBeGreaterThan(10);
  for (const path of paths) {
    const formatted = await formatFile(path, path, files);
    if (formatted.kind === "unreadable") throw new Error(formatted.problems[0]?.message);
    expect(firstDifference(formatted.before, formatted.after), path).toBeUndefined();
  }
});

/** Keys of any mapping that octoDNS would refuse where they stand. A merge has a place of its own. */
function outOfOrder(text: string): string[] {
  const tree = readTree(sourceText("example.com.yaml", text));
  return tree === undefined || "problems" in tree ? [] : outOfOrderIn(tree.root);
}

function outOfOrderIn(node: Node): string[] {
  if (node.kind === "alias" || node.kind === "scalar") return [];
  const keys = node.children.map(({ key }) => (key?.kind === "scalar" ? key.text : "<<"));
  const wrong = keys.filter((key, index) => {
    const before = keys[index - 1];
    return before !== undefined && before !== "<<" && key !== "<<" && compareNaturally(before, key) > 0;
  });
  return [
    ...(node.kind === "mapping" ? wrong : []),
    ...node.children.flatMap(({ value }) => outOfOrderIn(value)),
  ];
}

async function meaningOf(yaml: string): Promise<{ records: string[]; rules: string[] }> {
  const files = fakeFiles({ "zones/_config.yaml": NAMESERVERS, "zones/example.com.yaml": yaml });
  const read = readZones(await loadZones("zones", files));
  return {
    records: allZones(read)
      .flatMap(({ records }) => records.map(printRecord))
      .sort(),
    rules: read
      .told()
      .map(({ rule }) => rule)
      .sort(),
  };
}
