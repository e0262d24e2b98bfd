import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

import type { Browser } from "playwright-core";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EXAMPLES } from "../scripts/dns-library-page.ts";
import { writePackage } from "../scripts/package.ts";
import { builtBundles } from "./built-bundles.ts";
import { launchChromium } from "./live/chromium.ts";
import { programPath, requireTool } from "./tools.ts";

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
  const tarball = writePackage(await builtBundles(), join(folder, "packed"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", private: true }));
  const words = ["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", tarball];
  execFileSync("npm", words, { cwd: folder, stdio: "pipe" });
  cpSync(join(ROOT, "examples/dns-library"), folder, { recursive: true });
  library = readFileSync(join(folder, "node_modules/zonepipe/dist/dns.js"), "utf8");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("every example is on the page, and every one of the page is there", () => {
  const files = readdirSync(join(ROOT, "examples/dns-library")).map((file) => basename(file, ".ts"));
  expect(files.sort()).toEqual(EXAMPLES.map(([file]) => file).sort());
});

test("the library needs nothing of Node and no package", () => {
  expect(`${(Buffer.byteLength(library) / 1_000_000).toFixed(1)} MB`).toBe("0.4 MB"); // as the page of the library says
  expect(library).not.toMatch(/["'`]node:/);
  expect(library).not.toMatch(/^import\b/m);
  expect(library).not.toMatch(/\bprocess\.|\brequire\(/);
});

test("installing it brings no other package, and its manifest leads to files that are there", () => {
  const installed = join(folder, "node_modules/zonepipe");
  expect(readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."))).toEqual([
    "zonepipe",
  ]);
  const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  expect(manifest).not.toHaveProperty("dependencies");
  expect(manifest).not.toHaveProperty("optionalDependencies");
  expect(manifest).not.toHaveProperty("peerDependencies");
  expect(manifest.type).toBe("module");
  // Types stand first, for who reads conditions takes the first that holds.
  expect(Object.keys(manifest.exports["./dns"])).toEqual(["types", "default"]);
  for (const path of Object.values<string>(manifest.exports["./dns"]))
    expect(existsSync(join(installed, path))).toBe(true);
});

test("its declarations import nothing but each other, by the names that programs have", () => {
  const types = join(folder, "node_modules/zonepipe/dist/dns");
  const files = (readdirSync(types, { recursive: true }) as string[]).filter((path) => path.endsWith(".ts"));
  for (const file of files) {
    const text = readFileSync(join(types, file), "utf8");
    for (const [, from] of text.matchAll(/(?:from |import\()"([^"]+)"/g)) {
      expect(from).toMatch(/^\.{1,2}\/.*\.js$/);
      const declared = join(types, file, "..", from!.replace(/\.js$/, ".d.ts"));
      expect([file, from, existsSync(declared)]).toEqual([file, from, true]);
    }
  }
  expect(files.length).toBeGreaterThan(20);
});

test("every export of the types is one of the program, and none is missing", () => {
  const index = readFileSync(join(folder, "node_modules/zonepipe/dist/dns/index.d.ts"), "utf8");
  const values = [...index.matchAll(/export \{([^}]*)\}/g)].flatMap(([, list]) =>
    list!.split(",").map((name) => name.trim()),
  );
  const declared = values.filter((name) => name !== "" && !name.startsWith("type ")).sort();
  const script = "console.log(JSON.stringify(Object.keys(await import('zonepipe/dns')).sort()))";
  const words = ["--input-type=module", "-e", script];
  const said = execFileSync(process.execPath, words, { cwd: folder, encoding: "utf8" });
  expect(JSON.parse(said)).toEqual(declared);
});

test("what is no export cannot be imported", () => {
  for (const path of ["zonepipe", "zonepipe/dist/dns.js", "zonepipe/dns/name.js"]) {
    const words = ["--input-type=module", "-e", `await import("${path}")`];
    const { stderr } = spawnSync(process.execPath, words, { cwd: folder, encoding: "utf8" });
    expect(stderr).toContain("ERR_PACKAGE_PATH_NOT_EXPORTED");
  }
});

test.each([
  ["node16", "node16"],
  ["nodenext", "nodenext"],
  ["esnext", "bundler"],
])(
  "a program in TypeScript with module %s compiles against its types alone, without those of Node (%s)",
  (module, moduleResolution) => {
    const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
    writeFileSync(
      join(folder, "surroundings.d.ts"),
      "declare const console: { log(text: string): void };\ndeclare class TextEncoder { encode(text: string): Uint8Array; }\n",
    );
    const compilerOptions = {
      ...{ module, moduleResolution, target: "es2024", lib: ["es2024"], types: [] },
      ...{ strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true },
      ...{ noEmit: true, skipLibCheck: false },
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
    const compile = () => spawnSync(process.execPath, [compiler, "-p", folder], { encoding: "utf8" });
    const { status, stdout } = compile();
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    // A name is no text, and what is no export is none.
    const wrong = join(folder, "wrong.ts");
    writeFileSync(wrong, 'import { nothing, printName } from "zonepipe/dns";\nprintName("example.com.");\n');
    try {
      expect(compile().stdout).toMatch(/wrong\.ts\(1,10\)[\s\S]*wrong\.ts\(2,11\)/);
    } finally {
      rmSync(wrong);
    }
  },
);

const bun = programPath("bun");
if (bun === undefined) console.warn("skipped: bun is not installed; it comes with the package bun of npm");

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

describe.skipIf(!requireTool("chromium", "chromium"))("in Chromium", () => {
  let site: Server;
  let browser: Browser;
  beforeAll(async () => {
    for (const [file] of EXAMPLES) {
      const words = ["--input-type=module", "-e", STRIP, join(folder, `${file}.ts`)];
      const program = execFileSync(process.execPath, words);
      writeFileSync(join(folder, `${file}.js`), program);
      await bundle(join(folder, `${file}.js`), join(folder, `${file}-bundled.js`));
    }
    site = createServer((request, response) => {
      const path = request.url?.slice(1) ?? "";
      const isPage = path.endsWith(".html");
      response.setHeader("content-type", isPage ? "text/html; charset=utf-8" : "text/javascript");
      response.end(isPage ? pageOf(path.replace(".html", ".js")) : readFileSync(join(folder, path)));
    }).listen(0, "127.0.0.1");
    await once(site, "listening");
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    site.close();
  });

  test.each(
    EXAMPLES.flatMap(([file]) => [
      [file, file],
      [file, `${file}-bundled`],
    ]),
  )("%s says the same, as %s.js in <script type=module>", async (file, program) => {
    const page = await browser.newPage();
    let said = "";
    page.on("console", (message) => {
      said += `${message.text()}\n`;
    });
    page.on("pageerror", (error) => {
      said += String(error);
    });
    const { port } = site.address() as AddressInfo; // it listens on an address
    await page.goto(`http://127.0.0.1:${port}/${program}.html`); // modules have run when it is loaded
    expect(said).toBe(SHOWN[file]);
    await page.close();
  });
});

/** A page with nothing but a program, which finds the library where an import map says. */
function pageOf(program: string): string {
  const map = JSON.stringify({ imports: { "zonepipe/dns": "/node_modules/zonepipe/dist/dns.js" } });
  return `<!doctype html><link rel="icon" href="data:,"><script type="importmap">${map}</script><script type="module" src="/${program}"></script>`;
}

/** As who builds a page does it, with everything in one file. */
async function bundle(program: string, file: string): Promise<void> {
  const build = await rolldown({ input: program, platform: "browser" });
  const { output } = await build.write({ file, format: "esm" });
  await build.close();
  expect(output).toHaveLength(1);
  expect(output[0].imports).toEqual([]);
}

/** The example without its types. */
const STRIP = `import { readFileSync } from "node:fs"; import { stripTypeScriptTypes } from "node:module";
process.stdout.write(stripTypeScriptTypes(readFileSync(process.argv[1], "utf8")));`;
