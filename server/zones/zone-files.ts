import { readdirSync, statSync } from "node:fs";
import { dirname, join, posix, resolve } from "node:path";
import { isName, keyOf, type Name, parseName, printName } from "../../dns/name.ts";
import type { Problem } from "../../dns/problem.ts";
import { goesOn, zoneNameOf } from "../../dns/zone-file/file-name.ts";
import { readPlainFile, unreadableReason } from "../../dns/zone-file/read-plain-file.ts";

/** A zone, and the file that has its records. */
export interface ZoneFile {
  readonly origin: Name;
  readonly file: string;
  /** Why there is no telling what the zone's records are, whatever is in the file. */
  readonly problem?: Problem;
}

/** What is found in a folder or a manifest. */
export interface FoundFiles {
  /** A zone has one of them. */
  readonly files: readonly ZoneFile[];
  /** Entries that name no zone; where there are no files, why not. */
  readonly problems: readonly Problem[];
}

/** The zone files of a folder or a manifest (see `Settings.zones`). */
export function findZoneFiles(path: string): FoundFiles {
  let names: readonly Named[];
  try {
    names = statSync(path).isDirectory() ? readFolder(path) : readManifest(path);
  } catch (error) {
    return { files: [], problems: [unreadable(path, error)] };
  }
  const files = new Map<string, ZoneFile>();
  const problems: Problem[] = [];
  for (const [text, file] of names) {
    const origin = parseName(text.endsWith(".") ? text : `${text}.`);
    if (!isName(origin)) {
      const where = typeof file === "string" ? file : text;
      const message = `${JSON.stringify(where)} is named after no zone: ${origin.message}`;
      problems.push(problemAt(path, origin.rule, message, origin.help));
      continue;
    }
    const other = files.get(keyOf(origin));
    files.set(keyOf(origin), zoneFile(path, origin, file, other));
  }
  if (names.length === 0) {
    problems.push(problemAt(path, "no-zones", "There is no zone here", `Zone files end in ${ZONE_FILE}.`));
  }
  return { files: [...files.values()], problems };
}

function zoneFile(path: string, origin: Name, file: unknown, other: ZoneFile | undefined): ZoneFile {
  if (typeof file !== "string") {
    const message = `The file of ${printName(origin)} is ${JSON.stringify(file)}; expected a path`;
    const problem = problemAt(path, "zone-file", message, "Write the path of the zone file, in quotes.");
    return { origin, file: path, problem };
  }
  if (other === undefined) return { origin, file };
  const message = `Zone ${printName(origin)} has two files, ${other.file} and ${file}`;
  return { ...other, problem: problemAt(path, "zone-twice", message, "Keep one of them.") };
}

/** An origin in presentation form, and the file that is said to have it: in a manifest anything may stand there. */
type Named = readonly [origin: string, file: unknown];

/** `example.com.zone` holds `example.com.`, see `zonePath`. */
function readFolder(folder: string): Named[] {
  return pathsBelow(folder, "").map((path) => [
    zoneNameOf(path.slice(0, -ZONE_FILE.length)),
    join(folder, path),
  ]);
}

/** The paths of zone files in a folder, and in those below it in which names go on. */
function pathsBelow(folder: string, below: string): string[] {
  const entries = readdirSync(join(folder, below), { withFileTypes: true });
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry): string[] => {
      const path = posix.join(below, entry.name);
      if (entry.isDirectory() && goesOn(entry.name)) return pathsBelow(folder, path);
      return entry.name.endsWith(ZONE_FILE) ? [path] : [];
    });
}

/**
 * What says which zones a folder or a manifest has, and in which files: where it is the same, `findZoneFiles` finds the same, for which it has to read each
 * name. For a manifest with paths that are seen from nowhere, where it lies has a part in it. Throws where it cannot be read.
 */
export function listingOf(path: string): Uint8Array {
  if (statSync(path).isDirectory()) return Buffer.from(pathsBelow(path, "").join("\0"));
  const manifest = readPlainFile(path);
  if (!MAY_HAVE_ABSOLUTE.test(Buffer.from(manifest).toString("latin1"))) return manifest;
  return Buffer.concat([manifest, Buffer.from(`\0${dirname(resolve(path))}`)]);
}

/** A string that begins with a slash, a drive, or an escaped character. */
const MAY_HAVE_ABSOLUTE = /"(?:[/\\]|[A-Za-z]:)/;

/** Paths are seen from the manifest's folder. */
function readManifest(path: string): Named[] {
  const manifest: unknown = JSON.parse(Buffer.from(readPlainFile(path)).toString("utf8"));
  if (typeof manifest !== "object" || manifest === null || Array.isArray(manifest)) {
    throw new Error("expected an object that maps origins to zone files");
  }
  return Object.entries(manifest).map(([origin, file]: [string, unknown]) => [
    origin,
    typeof file === "string" ? resolve(dirname(path), file) : file,
  ]);
}

/** A file that cannot be read. */
export function unreadable(file: string, error: unknown): Problem {
  return problemAt(
    file,
    "unreadable-file",
    `It cannot be read: ${unreadableReason(error)}`,
    "Check the path and its permissions.",
  );
}

const ZONE_FILE = ".zone";

function problemAt(file: string, rule: string, message: string, help: string): Problem {
  return { file, line: 1, column: 1, severity: "error", rule, message, help };
}
