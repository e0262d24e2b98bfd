import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EXAMPLES } from "../scripts/dns-library-page.ts";
import { builtBundles } from "./built-bundles.ts";
import { launchChromium } from "./live/chromium.ts";

const ROOT = join(import.meta.dirname, "..");
const SHOWN: { readonly [example: string]: string } = {
  "read-zone-file": `example.com.zone:5:14: error: A is "192.0.2.256"; expected an IPv4 address such as 192.0.2.1.
  Write four numbers from 0 to 255 with dots between, without leading zeros. [ipv4-invalid, RFC 1035 §3.4.1]
example.com. has mail at mail.example.com.
`,
  "print-records": `example.com. 3600 IN CAA 0 issue "ca.example.net"
{"type":"CAA","flags":0,"tag":"issue","value":"ca.example.net"}
`,
  ask: "33 octets, and 0 records in them\n",
  zonemd: "absent\nverified\n",
  "sign-message": `signed: 101 octets, right
an hour later: signed at another time
`,
};

/** A folder in which `zonepipe` is installed, with the examples in it. */
let folder: string;
let library: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-library-"));
  const installed = join(folder, "node_modules/zonepipe");
  mkdirSync(join(installed, "dist"), { recursive: true });
  const bundles = await builtBundles();
  for (const part of ["dns.js", "dns"])
    cpSync(join(bundles, part), join(installed, "dist", part), { recursive: true });
  const { name, version, type, exports } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  writeFileSync(join(installed, "package.json"), JSON.stringify({ name, version, type, exports }));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  cpSync(join(ROOT, "examples/dns-library"), folder, { recursive: true });
  library = readFileSync(join(installed, "dist/dns.js"), "utf8");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("every example is on the page, and every one of the page is there", () => {
  const files = readdirSync(join(ROOT, "examples/dns-library")).map((file) => basename(file, ".ts"));
  expect(files.sort()).toEqual(EXAMPLES.map(([file]) => file).sort());
});

test("the library needs nothing of Node and no package", () => {
  expect(library).not.toMatch(/["'`]node:/);
  expect(library).not.toMatch(/^import\b/m);
  expect(library).not.toMatch(/\bprocess\.|\brequire\(/);
});

test("a program in TypeScript compiles against its types alone, without those of Node", () => {
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  writeFileSync(join(folder, "console.d.ts"), "declare const console: { log(text: string): void };\n");
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        module: "nodenext",
        target: "es2024",
        strict: true,
        noEmit: true,
        types: [],
        lib: ["es2024"],
      },
    }),
  );
  writeFileSync(
    join(folder, "encoding.d.ts"),
    "declare class TextEncoder { encode(text: string): Uint8Array; }\n",
  );
  const { status, stdout } = spawnSync(process.execPath, [compiler, "-p", folder], { encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
});

const bun = spawnSync("bun", ["--version"]).status === 0 ? "bun" : undefined;

describe.each([
  ["Node", process.execPath],
  ["Bun, where there is one", bun],
])("in %s", (_, program) => {
  test.skipIf(program === undefined).each(EXAMPLES.map(([file]) => file))(
    "%s says what it should",
    (file) => {
      const said = execFileSync(program!, [join(folder, `${file}.ts`)], { cwd: folder, encoding: "utf8" });
      expect(said).toBe(SHOWN[file]);
    },
  );
});

test("in Chromium the same examples say the same", async () => {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    for (const [file] of EXAMPLES) {
      const program = execFileSync(process.execPath, [
        "--input-type=module",
        "-e",
        STRIP,
        join(folder, `${file}.ts`),
      ]);
      const said = await page.evaluate(
        `(${RUN})(${JSON.stringify({ library, program: program.toString() })})`,
      );
      expect({ file, said }).toEqual({ file, said: SHOWN[file] });
    }
  } finally {
    await browser.close();
  }
});

/** The example without its types. */
const STRIP = `import { readFileSync } from "node:fs"; import { stripTypeScriptTypes } from "node:module";
process.stdout.write(stripTypeScriptTypes(readFileSync(process.argv[1], "utf8")));`;

/** In the page: both as modules by their addresses, and what the program logs. It is text, for nobody is to touch its import. */
const RUN = `async ({ library, program }) => {
  const addressOf = (code) => URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const lines = [];
  console.log = (line) => lines.push(line + "\\n");
  await import(addressOf(program.replace('"zonepipe/dns"', JSON.stringify(addressOf(library)))));
  return lines.join("");
}`;
