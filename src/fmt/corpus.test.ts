import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import { expect, test } from "vitest";
import { NAMESERVERS } from "../../test/check-zones.ts";
import { type Meaning, meaningOf } from "../../test/fmt/meaning.ts";
import { outOfOrder } from "../../test/fmt/out-of-order.ts";
import { FAMILIES } from "../lint/families.ts";
import { caseOf } from "../lint/page.ts";
import { realFiles } from "../world/files.ts";
import { findYamlFiles } from "./find-files.ts";
import { firstDifference } from "./first-difference.ts";
import { formatZoneText } from "./format.ts";
import { formatFile } from "./format-file.ts";

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
    expect(await meaning(formatted.text), name).toEqual(await meaning(text));
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

function meaning(yaml: string): Promise<Meaning> {
  return meaningOf({ "_config.yaml": NAMESERVERS, "example.com.yaml": yaml });
}
