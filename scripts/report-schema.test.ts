import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { closed } from "../test/closed-schema.ts";
import { reportSchema } from "./report-schema.ts";

const GOLDEN = join(import.meta.dirname, "../test/golden");
const OPTIONS = { allErrors: true, strict: true, allowUnionTypes: true };

const FILES = globSync("**/*.json", { cwd: GOLDEN });

describe.each(FILES)("the golden report %s", (file) => {
  const report: unknown = JSON.parse(readFileSync(join(GOLDEN, file), "utf8"));

  test("is as the published schema says, which names every key of it", () => {
    const validate = new Ajv(OPTIONS).compile(closed(reportSchema()));
    validate(report);
    expect(validate.errors).toBeNull();
  });

  test.each([
    ["another version", { version: 2 }],
    ["no outcome", { outcome: undefined }],
    ["an outcome that is none", { outcome: "good" }],
    ["a problem without a place", { problems: [{ rule: "x", severity: "error", message: "x", help: "x" }] }],
  ])("with %s is refused", (_, change) => {
    const changed = JSON.parse(JSON.stringify({ ...(report as object), ...change }));
    expect(new Ajv(OPTIONS).compile(reportSchema())(changed)).toBe(false);
  });

  test("with a key of a later version still passes", () => {
    expect(new Ajv(OPTIONS).compile(reportSchema())({ ...(report as object), later: true })).toBe(true);
  });
});

test("every key that the schema names stands in a golden report, but for drift, which is changes again", () => {
  const golden = FILES.map((file) => readFileSync(join(GOLDEN, file), "utf8")).join();
  const unused = keysOf(reportSchema()).filter((key) => !golden.includes(`"${key}":`));
  expect(unused).toEqual(["drift"]);
});

/** The names of all properties in a schema. */
function keysOf(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const own =
    "properties" in schema && typeof schema.properties === "object" && schema.properties !== null
      ? Object.keys(schema.properties)
      : [];
  return [...own, ...Object.values(schema).flatMap(keysOf)];
}
