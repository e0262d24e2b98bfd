import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { printProblem } from "../dns/problem.ts";
import { load } from "../src/zones/load.ts";
import { validate } from "../src/zones/validate.ts";
import { fakeFiles } from "../test/fakes/files.ts";

const README = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");

test("the zone that README begins with passes check as it stands, without any _config.yaml", async () => {
  const [, yaml = "", path = ""] = /```yaml\n(# (\S+)\n[\s\S]*?)```/.exec(README) ?? [];
  const { zones, problems } = validate(await load("zones", fakeFiles({ [path]: yaml })));
  expect(problems).toEqual([]);
  expect(zones.map(({ file, records }) => [file, records.length])).toEqual([["zones/example.com.yaml", 11]]);
});

test("the problems that it shows are those of two slips in the sample zone", async () => {
  const path = "zones/example.com.yaml";
  const lines = readFileSync(join(import.meta.dirname, "..", path), "utf8").split("\n");
  const slip = (line: number, right: string, wrong: string) => {
    lines[line - 1] = lines[line - 1]!.replace(right, wrong);
  };
  slip(29, "preference: 20", "preference: twenty");
  slip(113, "", "  tll: 300");
  const { problems } = validate(await load("zones", fakeFiles({ [path]: lines.join("\n") })));
  const shown = problems.filter(({ line }) => line === 29 || line === 113).map((each) => printProblem(each));
  const [, block = ""] = /<!-- problems -->\n *```\n([\s\S]*?)\n *```/.exec(README) ?? [];
  expect(block.replaceAll(/^ {3}/gm, "")).toBe(shown.join("\n\n"));
});

test("it is one page", () => {
  expect(README.split("\n").length).toBeLessThan(200);
});
