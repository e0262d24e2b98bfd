import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, posix, resolve } from "node:path";
import { isName, keyOf, type Name, parseName, printName } from "../../dns/name.ts";
import type { Problem } from "../../dns/problem.ts";
import { goesOn, zoneNameOf } from "../../dns/zone-file/file-name.ts";

/** A zone, and the file that has its records. */
export interface ZoneFile {
  readonly origin: Name;
  readonly file: string;
}

/** The zone files of a folder or a manifest (see `Settings.zones`), or what is wrong with it. */
export function findZoneFiles(path: string): { files: ZoneFile[] } | { problems: Problem[] } {
  let names: readonly Named[];
  try {
    names = statSync(path).isDirectory() ? readFolder(path) : readManifest(path);
  } catch (error) {
    return { problems: [unreadable(path, error)] };
  }
  const files: ZoneFile[] = [];
  const problems: Problem[] = [];
  const seen = new Map<string, string>();
  for (const [text, file] of names) {
    const origin = parseName(text.endsWith(".") ? text : `${text}.`);
    if (!isName(origin)) {
      problems.push(problemAt(path, origin.rule, origin.message, origin.help));
      continue;
    }
    const other = seen.get(keyOf(origin));
    if (other !== undefined) {
      const message = `Zone ${printName(origin)} has two files, ${other} and ${file}`;
      problems.push(problemAt(path, "zone-twice", message, "Keep one of them."));
    }
    seen.set(keyOf(origin), file);
    files.push({ origin, file });
  }
  if (names.length === 0) {
    problems.push(problemAt(path, "no-zones", "There is no zone here", `Zone files end in ${ZONE_FILE}.`));
  }
  return problems.length > 0 ? { problems } : { files };
}

/** An origin in presentation form, and the file that is said to have it. */
type Named = readonly [origin: string, file: string];

/** `example.com.zone` holds `example.com.`, see `zonePath`. */
function readFolder(folder: string, below = ""): Named[] {
  const entries = readdirSync(join(folder, below), { withFileTypes: true });
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry): Named[] => {
      const path = posix.join(below, entry.name);
      if (entry.isDirectory() && goesOn(entry.name)) return readFolder(folder, path);
      if (!entry.name.endsWith(ZONE_FILE)) return [];
      return [[zoneNameOf(path.slice(0, -ZONE_FILE.length)), join(folder, path)]];
    });
}

function readManifest(path: string): Named[] {
  const manifest: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (typeof manifest !== "object" || manifest === null || Array.isArray(manifest)) {
    throw new Error("expected an object that maps origins to zone files");
  }
  return Object.entries(manifest).map(([origin, file]) => {
    if (typeof file !== "string") throw new Error(`the file of ${JSON.stringify(origin)} is not a text`);
    return [origin, resolve(dirname(path), file)];
  });
}

/** A file that cannot be read. */
export function unreadable(file: string, error: unknown): Problem {
  const reason = error instanceof Error ? error.message : String(error);
  return problemAt(
    file,
    "unreadable-file",
    `It cannot be read: ${reason}`,
    "Check the path and its permissions.",
  );
}

const ZONE_FILE = ".zone";

function problemAt(file: string, rule: string, message: string, help: string): Problem {
  return { file, line: 1, column: 1, severity: "error", rule, message, help };
}
