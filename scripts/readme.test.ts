import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
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

test("it is one page", () => {
  expect(README.split("\n").length).toBeLessThan(200);
});
