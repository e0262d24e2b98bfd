import { join } from "node:path";
import { EXAMPLE } from "../playground/example.ts";
import { printPlayground } from "../playground/print-page.ts";
import { bundleForAnywhere } from "./anywhere.ts";
import { bundledPackages, printLicences } from "./licences.ts";

const BROWSER = join(import.meta.dirname, "../browser");

/** Of Node nothing is left of these: the page has no files, no processes, no terminal. */
const NOTHING_OF = [
  "fs",
  "os",
  "module",
  "util",
  "v8",
  "vm",
  "zlib",
  "child_process",
  "dgram",
  "stream",
  "timers/promises",
  "worker_threads",
];

/** The playground as one HTML file, with the licences of the packages in it. */
export async function playgroundPage(): Promise<string> {
  const nothing = NOTHING_OF.map((name) => [`node:${name}`, join(BROWSER, "nothing.ts")]);
  const others = { ...Object.fromEntries(nothing), ajv: join(BROWSER, "ajv.ts") };
  const { code, moduleIds } = await bundleForAnywhere("playground/main.ts", others, true);
  const licences = printLicences(bundledPackages(moduleIds)).replaceAll("*/", "* /");
  return printPlayground(`${code}\n/*! This page holds:\n\n${licences}*/\n`, EXAMPLE);
}
