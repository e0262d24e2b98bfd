import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { bundleForAnywhere } from "./anywhere.ts";
import { bundledPackages, printLicences } from "./licences.ts";

const ROOT = join(import.meta.dirname, "..");

/**
 * Writes `zonepipe/dns` to a folder: `dns.js`, which needs nothing beside it, and its types below `dns/`. Gives the
 * octets of the program.
 */
export async function writeDnsLibrary(folder: string): Promise<number> {
  const { code, moduleIds } = await bundleForAnywhere("dns/index.ts");
  const packages = bundledPackages(moduleIds);
  const strange = packages.filter(({ name }) => name !== "@noble/hashes");
  if (strange.length > 0) throw new Error(`dns.js holds ${strange.map(({ name }) => name).join(", ")}`);
  const licences = printLicences(packages).replaceAll("*/", "* /");
  const text = `${code}\n/*! This program holds:\n\n${licences}*/\n`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "dns.js"), text);
  for (const [path, types] of dnsDeclarations()) {
    mkdirSync(dirname(join(folder, "dns", path)), { recursive: true });
    writeFileSync(join(folder, "dns", path), types);
  }
  return Buffer.byteLength(text);
}

/** The types of `dns/index.ts` and of all that it reaches, by their paths in `dns/`, as the compiler declares them. */
export function dnsDeclarations(): ReadonlyMap<string, string> {
  const scratch = mkdtempSync(join(tmpdir(), "zonepipe-types-"));
  try {
    const options = ["--declaration", "--emitDeclarationOnly", "--noEmit", "false", "--outDir", scratch];
    const project = join(ROOT, "scripts/dns-library.tsconfig.json");
    execFileSync(process.execPath, [
      join(ROOT, "node_modules/typescript/bin/tsc"),
      "-p",
      project,
      ...options,
    ]);
    const paths = (readdirSync(scratch, { recursive: true }) as string[]) // without encoding they are strings
      .filter((path) => path.endsWith(".d.ts"))
      .sort();
    return new Map(paths.map((path) => [path, forPackages(readFileSync(join(scratch, path), "utf8"))]));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Imports as packages have them: of the program that a declaration is beside. */
function forPackages(types: string): string {
  return types.replace(/(from |import\()"(\.[^"]*)\.ts"/g, '$1"$2.js"');
}
