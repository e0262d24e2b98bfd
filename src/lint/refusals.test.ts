import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { pageOf } from "./page.ts";
import { REFUSALS } from "./refusals.ts";
import { RULES } from "./rules.ts";

const ROOT = join(import.meta.dirname, "../..");

/** Ids as the sources write them where a problem is made. */
const WRITTEN = [
  /\brule(?::| \?\?| =) "([a-z0-9-]+)"/gi,
  /#problem\(\s*[^,]+,\s*"([a-z0-9-]+)"/g,
  /#broken\(\s*[^,]+,\s*"([a-z0-9-]+)"/g,
];

test("every id that a problem can have is explained; else it needs a line in refusal-table.ts", () => {
  const files = globSync("{dns,src}/**/*.ts", { cwd: ROOT }).filter((path) => !path.endsWith(".test.ts"));
  const ids = files.flatMap((path) => {
    const source = readFileSync(join(ROOT, path), "utf8");
    return WRITTEN.flatMap((pattern) => [...source.matchAll(pattern)].map(([, id]) => id!));
  });
  expect(ids.length).toBeGreaterThan(60);
  expect([...new Set(ids)].filter((id) => pageOf(id) === undefined)).toEqual([]);
});

test("no id is a rule and a refusal", () => {
  expect(RULES.filter(({ id }) => REFUSALS.has(id)).map(({ id }) => id)).toEqual([]);
});

describe("ids of record types", () => {
  test.each([
    ["mx-preference", "MX preference that is none: Lower values are tried first"],
    ["nsec3-hash-algorithm", undefined],
    ["a-value", "Data of A that are none: An IPv4 address of this name"],
    ["mx-rdata", "Data of MX that are none: A host that takes mail for this name"],
  ])("%s", (id, about) => {
    const page = pageOf(id);
    expect(page?.id).toBe(id);
    if (about !== undefined) expect(page?.about).toBe(about);
  });

  test("an id that nothing has", () => {
    expect(pageOf("mx-colour")).toBeUndefined();
  });
});
