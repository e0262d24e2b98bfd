import { execFileSync } from "node:child_process";
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

const ROOT = join(import.meta.dirname, "..");

/**
 * Writes the package that is installed as `zonepipe`, a tarball, into a folder, and gives its path. It holds the
 * bundles and what runs and watches the server elsewhere, and depends on nothing: packages are in the bundles, and Node
 * is that of whoever installs it.
 *
 * @param bundles the folder of the bundles
 */
export function writePackage(bundles: string, folder: string): string {
  const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const { name, version, description, license, type, bin, exports, files } = manifest;
  const scratch = mkdtempSync(join(tmpdir(), "zonepipe-package-"));
  try {
    for (const pattern of files as readonly string[]) {
      const isBuilt = pattern.startsWith("dist/");
      const folder = isBuilt ? bundles : ROOT;
      for (const file of globSync(isBuilt ? basename(pattern) : pattern, { cwd: folder })) {
        const to = join(scratch, isBuilt ? "dist" : "", file);
        mkdirSync(dirname(to), { recursive: true });
        cpSync(join(folder, file), to, { recursive: true });
      }
    }
    for (const file of ["README.md", "LICENSE", "CHANGELOG.md"])
      cpSync(join(ROOT, file), join(scratch, file));
    const engines = { node: ">=24" }; // what the bundles are made for
    writeFileSync(
      join(scratch, "package.json"),
      `${JSON.stringify({ name, version, description, license, type, bin, exports, files: [...files, "CHANGELOG.md"], engines }, undefined, 2)}\n`,
    );
    mkdirSync(folder, { recursive: true });
    const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
    const [packed] = JSON.parse(execFileSync("npm", args, { cwd: scratch, encoding: "utf8" }));
    return join(folder, packed.filename);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
