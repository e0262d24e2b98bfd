import { globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOMS } from "./architecture/rooms.ts";
import { violations } from "./architecture/rules.ts";

const ROOT = join(import.meta.dirname, "..");

test("imports run one way, and every export is named and documented", () => {
  const files = globSync("{browser,dns,playground,server,src,scripts,bench,test}/**/*.{ts,mjs}", {
    cwd: ROOT,
  });
  const sources = new Map(
    files.map((file) => [file.split(sep).join("/"), readFileSync(join(ROOT, file), "utf8")] as const),
  );
  expect([...sources.keys()]).toContain("dns/records/mx.ts");
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  expect(violations(sources, Object.keys(dependencies), ROOMS)).toEqual([]);
});

/** A made-up tree: every file by its path. */
type Tree = { readonly [path: string]: string };

const rooms = { src: ["plan.ts", "files", "zones", "zones/yaml", "plan", "a.ts"] };

const target: Tree = {
  "dns/name.ts": "",
  "server/lookup.ts": "",
  "src/plan.ts": "",
  "scripts/build.ts": "",
  "bench/run.ts": "",
  "test/tools.ts": "",
  "dns/name.test.ts": "",
};

describe("what breaks the architecture is found", () => {
  test.each<[string, Tree, string]>([
    [
      "dns/ imports src/",
      { "dns/a.ts": 'import { x } from "../src/plan.ts";' },
      "dns/a.ts:1 imports src/plan.ts; ",
    ],
    [
      "dns/ imports server/",
      { "dns/a.ts": '\nimport "../server/lookup.ts";' },
      "dns/a.ts:2 imports server/lookup.ts; dns/ may import from dns/ only",
    ],
    [
      "dns/ imports a package",
      { "dns/a.ts": 'import ajv from "ajv";' },
      "dns/a.ts:1 imports the package ajv",
    ],
    ["dns/ imports files", { "dns/a.ts": 'import "node:fs";' }, "dns/a.ts:1 imports node:fs; dns/ is pure"],
    [
      "server/ imports src/",
      { "server/a.ts": 'import "../src/plan.ts";' },
      "server/a.ts:1 imports src/plan.ts",
    ],
    [
      "src/ imports server/",
      { "src/a.ts": 'import "../server/lookup.ts";' },
      "src/a.ts:1 imports server/lookup.ts",
    ],
    [
      "src/ imports server/ from a folder below",
      { "src/plan/a.ts": 'import "../../server/lookup.ts";' },
      "src/plan/a.ts:1 imports server/lookup.ts",
    ],
    [
      "server/ imports a package",
      { "server/a.ts": 'import "ajv";' },
      "server/a.ts:1 imports the package ajv",
    ],
    [
      "server/ imports a scoped package",
      { "server/a.ts": 'import "@actions/core/lib";' },
      "server/a.ts:1 imports the package @actions/core;",
    ],
    [
      "src/ imports a tool",
      { "src/a.ts": 'import "vitest";' },
      'src/a.ts:1 imports the package vitest, which is not in "dep',
    ],
    ["src/ imports test/", { "src/a.ts": 'import "../test/tools.ts";' }, "src/a.ts:1 imports test/tools.ts"],
    [
      "src/ imports scripts/",
      { "src/a.ts": 'import "../scripts/build.ts";' },
      "src/a.ts:1 imports scripts/build.ts",
    ],
    [
      "a unit test crosses over",
      { "src/a.test.ts": 'import "../server/lookup.ts";' },
      "src/a.test.ts:1 imports server/",
    ],
    [
      "a file imports a test",
      { "dns/a.ts": 'import "./name.test.ts";' },
      "dns/a.ts:1 imports dns/name.test.ts, a test",
    ],
    [
      "a type goes the wrong way",
      { "dns/a.ts": 'import type { P } from "../src/plan.ts";' },
      "dns/a.ts:1 imports src/",
    ],
    [
      "an inline type goes the wrong way",
      { "dns/a.ts": 'type P = import("../src/plan.ts").Plan;' },
      "dns/a.ts:1 imports src/plan.ts",
    ],
    [
      "a dynamic import goes the wrong way",
      { "src/a.ts": 'await import("../server/lookup.ts");' },
      "src/a.ts:1 imports server/",
    ],
    [
      "a re-export goes the wrong way",
      { "src/a.ts": 'export * from "../server/lookup.ts";' },
      "src/a.ts:1 imports server/",
    ],
    [
      "require goes the wrong way",
      { "server/a.ts": 'require("ajv");' },
      "server/a.ts:1 imports the package ajv",
    ],
    [
      "an import that is computed",
      { "src/a.ts": "await import(name);" },
      "src/a.ts:1 imports what only a run can tell",
    ],
    ["a builtin without its prefix", { "src/a.ts": 'import "fs";' }, "src/a.ts:1 imports fs; write node:fs"],
    [
      "a file that is not there",
      { "src/a.ts": 'import "./b.ts";' },
      "src/a.ts:1 imports src/b.ts, which is not there",
    ],
    [
      "a path without its ending",
      { "dns/a.ts": 'import "./name";' },
      "dns/a.ts:1 imports dns/name, which is not there",
    ],
    [
      "an arrow that runs upward",
      { "src/files/b.ts": 'import "../zones/c.ts";', "src/zones/c.ts": "" },
      "src/files/b.ts:1 imports src/zones/c.ts; files stands below zones",
    ],
    [
      "a type that comes from above",
      { "src/files/b.ts": 'import type { C } from "../plan/c.ts";', "src/plan/c.ts": "" },
      "src/files/b.ts:1 imports src/plan/c.ts; files stands below plan",
    ],
    [
      "an arrow that runs upward into a room within the room",
      { "src/zones/b.ts": 'import "./yaml/c.ts";', "src/zones/yaml/c.ts": "" },
      "src/zones/b.ts:1 imports src/zones/yaml/c.ts; zones stands below zones/yaml",
    ],
    ["a file without a room", { "src/utils/b.ts": "" }, "src/utils/b.ts:1 stands in no room of src/"],
    ["a folder without a rule", { "lib/a.ts": "" }, "lib/a.ts:1 stands in a folder that has no rule"],
    [
      "a file that imports itself",
      { "dns/a.ts": 'import "./a.ts";' },
      "dns/a.ts:1 is in a cycle: dns/a.ts → dns/a.ts",
    ],
    [
      "a cycle",
      { "dns/a.ts": 'import "./b.ts";', "dns/b.ts": 'import "./c.ts";', "dns/c.ts": 'import "./b.ts";' },
      "dns/b.ts:1 is in a cycle: dns/b.ts → dns/c.ts → dns/b.ts",
    ],
    [
      "a cycle of types",
      { "dns/a.ts": 'import type { B } from "./b.ts";', "dns/b.ts": 'import type { A } from "./a.ts";' },
      "dns/a.ts:1 is in a cycle",
    ],
    ["a default export", { "src/a.ts": "/** A. */\nexport default 1;" }, "src/a.ts:2 has a default export"],
    [
      "a barrel of everything",
      { "dns/a.ts": 'export * from "./name.ts";' },
      "dns/a.ts:1 is a barrel: export * from",
    ],
    [
      "a barrel of one thing",
      { "dns/a.ts": 'export { x } from "./name.ts";' },
      "dns/a.ts:1 is a barrel: export { x }",
    ],
    [
      "a barrel of types",
      { "dns/a.ts": 'export type { X } from "./name.ts";' },
      "dns/a.ts:1 is a barrel: export type",
    ],
    [
      "a barrel in two steps",
      { "dns/a.ts": 'import { x } from "./name.ts";\nexport { x };' },
      "dns/a.ts:2 exports in a list: export { x };",
    ],
    [
      "the surface of dns/ is used inside",
      { "dns/index.ts": "", "src/a.ts": 'import "../dns/index.ts";' },
      "src/a.ts:1 imports dns/index.ts, which is for others",
    ],
    [
      "the surface of dns/ has everything of a file",
      { "dns/index.ts": 'export * from "./name.ts";' },
      "dns/index.ts:1 is a barrel: export * from",
    ],
    [
      "a stand-in for Node takes something of it",
      { "browser/a.ts": 'import "node:url";' },
      "browser/a.ts:1 imports node:url; browser/ is pure",
    ],
    [
      "an export without a doc comment",
      { "dns/a.ts": "export const x = 1;" },
      "dns/a.ts:1 has no doc comment: export const",
    ],
    ["an interface without one", { "dns/a.ts": "export interface X {}" }, "dns/a.ts:1 has no doc comment"],
    [
      "an export with a plain comment",
      { "dns/a.ts": "/* X. */\nexport const x = 1;" },
      "dns/a.ts:2 has no doc comment",
    ],
    [
      "a constant after an empty line",
      { "dns/a.ts": "/** X. */\nexport const x = 1;\n\nexport const y = 1;" },
      "dns/a.ts:4 has no doc comment",
    ],
    [
      "a function right below a documented one",
      { "dns/a.ts": "/** X. */\nexport function x() {}\nexport function y() {}" },
      "dns/a.ts:3 has no doc comment",
    ],
    [
      "a doc comment that belongs to something else",
      { "dns/a.ts": "/** Y. */\nconst y = 1;\nexport const x = y;" },
      "dns/a.ts:3 has no doc comment",
    ],
  ])("%s", (_, tree, expected) => {
    const found = violations(
      new Map(Object.entries({ ...target, ...tree })),
      ["ajv", "@actions/core"],
      rooms,
    );
    expect(found.filter((line) => line.startsWith(expected))).toHaveLength(1);
  });
});

describe("what is allowed passes", () => {
  test.each<[string, Tree]>([
    [
      "dns/ imports dns/ and node:crypto",
      { "dns/fields/a.ts": 'import "../name.ts"; import "node:crypto";' },
    ],
    ["server/ imports dns/ and node:", { "server/a.ts": 'import "../dns/name.ts"; import "node:dgram";' }],
    [
      "src/ imports dns/ and packages",
      { "src/a.ts": 'import "../dns/name.ts"; import "@actions/core"; import "ajv";' },
    ],
    [
      "a unit test uses the tools of tests",
      { "dns/a.test.ts": 'import "../test/tools.ts"; import "vitest";' },
    ],
    [
      "test/ imports both sides",
      { "test/end.test.ts": 'import "../src/plan.ts"; import "../server/lookup.ts";' },
    ],
    ["the surface of dns/ is a list", { "dns/index.ts": 'export { x } from "./name.ts";' }],
    [
      "an arrow runs downward, from a folder of a room as well",
      { "src/plan/deep/b.ts": 'import "../../zones/yaml/c.ts";', "src/zones/yaml/c.ts": "" },
    ],
    ["a unit test looks upward", { "src/files/b.test.ts": 'import "../zones/c.ts";', "src/zones/c.ts": "" }],
    [
      "two ways to one file are no cycle",
      { "dns/a.ts": 'import "./b.ts"; import "./name.ts";', "dns/b.ts": 'import "./name.ts";' },
    ],
    [
      "a program beside the code, by its address",
      { "src/a.ts": 'new URL("../server/lookup.ts", import.meta.url);' },
    ],
    [
      "a word for the linter below the doc comment",
      { "dns/a.ts": "/** X. */\n// biome-ignore lint: why\nexport const x = 1;" },
    ],
    [
      "the version comes from package.json",
      { "src/a.ts": 'import manifest from "../package.json" with { type: "json" };' },
    ],
    [
      "a group of constants shares a doc comment",
      { "dns/a.ts": "/** Columns. */\nexport const A = 1;\nexport const B = 2; // why\nexport const C = 3;" },
    ],
    [
      "overloads share a doc comment",
      {
        "dns/a.ts":
          "/** F. */\nexport function f(a: 1): 1;\nexport function f(a: 2): 2;\nexport function f(a: number) { return a; }",
      },
    ],
  ])("%s", (_, tree) => {
    expect(
      violations(new Map(Object.entries({ ...target, ...tree })), ["ajv", "@actions/core"], rooms),
    ).toEqual([]);
  });
});
