import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";

/** A package that a bundle holds a part of. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression, from its package.json. */
  readonly licence: string;
  /** The text that the licence asks us to hand on; empty when the package carries none. */
  readonly text: string;
}

/** The packages that modules come from, each once, by name. */
export function bundledPackages(modulePaths: readonly string[]): BundledPackage[] {
  const folders = new Set(modulePaths.flatMap((path) => packageFolder(path) ?? []));
  return [...folders].map(readPackage).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** The licences in one text file. */
export function printLicences(packages: readonly BundledPackage[]): string {
  return packages
    .map(({ name, version, licence, text }) => `${name} ${version} (${licence})\n\n${text.trim()}\n`)
    .join(`\n${"-".repeat(79)}\n\n`);
}

/** The folder below the last `node_modules` in the path, two levels deep for a scoped package. */
function packageFolder(path: string): string | undefined {
  const parts = path.split(sep);
  const at = parts.lastIndexOf("node_modules");
  if (at === -1) return undefined;
  return parts.slice(0, at + (parts[at + 1]?.startsWith("@") ? 3 : 2)).join(sep);
}

function readPackage(folder: string): BundledPackage {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return {
    name,
    version,
    licence: license,
    text: file === undefined ? "" : readFileSync(join(folder, file), "utf8"),
  };
}
