import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * @typedef {{ version: string, integrity?: string, optional?: boolean, os?: string | string[],
 *   cpu?: string | string[], libc?: string | string[] }} LockedPackage
 * @typedef {{ [path: string]: LockedPackage }} LockedPackages
 */

/**
 * `node_modules` is what the lock file says. npm writes what it has installed to `node_modules/.package-lock.json`
 * as its last act, so an installation that was interrupted, or was for another lock file or another machine, shows.
 *
 * @param {string} root The folder of package.json.
 */
export function isInstalled(root) {
  const wanted = readPackages(join(root, "package-lock.json"));
  const found = readPackages(join(root, "node_modules", ".package-lock.json"));
  if (wanted === undefined || found === undefined) return false;
  for (const [path, { version, integrity }] of Object.entries(found)) {
    if (wanted[path]?.version !== version || wanted[path].integrity !== integrity) return false;
  }
  return Object.entries(wanted).every(([path, entry]) => path === "" || path in found || mayLack(entry));
}

/**
 * npm leaves out the optional packages of other machines, and what only those need. Packages that differ by C
 * library stand beside each other: one of them is there.
 *
 * @param {LockedPackage} entry
 */
function mayLack({ optional, os, cpu, libc }) {
  if (!optional) return false;
  if (os === undefined || cpu === undefined || libc !== undefined) return true;
  return !os.includes(process.platform) || !cpu.includes(process.arch);
}

/**
 * @param {string} file
 * @returns {LockedPackages | undefined} Nothing when the file is not there or is not whole.
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}
