import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/** A section of an RFC that the code names, or the whole RFC. */
export interface Citation {
  readonly rfc: number;
  /** As in `3.3.9` or `A.1`; empty for the RFC as a whole. */
  readonly section: string;
  /** Files of the program that name it, by their paths from the root. */
  readonly code: readonly string[];
  /** Tests that name it, and behind them those of the code. */
  readonly tests: readonly string[];
}

/** Everything that the code says of RFCs, in their order, with what tests it. */
export function citations(root: string): Citation[] {
  const files = sourceFiles(root);
  const importers = importersOf(files);
  const found = new Map<string, { readonly code: string[]; readonly tests: string[] }>();
  for (const [path, text] of files) {
    for (const key of citedIn(text)) {
      const entry = found.get(key) ?? { code: [], tests: [] };
      (isTest(path) ? entry.tests : isProgram(path) ? entry.code : []).push(path);
      found.set(key, entry);
    }
  }
  return [...found]
    .filter(([, { code }]) => code.length > 0)
    .map(([key, { code, tests }]) => {
      const [rfc, section = ""] = key.split(" ");
      const ofCode = code.flatMap((path) => testsOf(path, importers)).sort();
      return { rfc: Number(rfc), section, code, tests: [...new Set([...tests, ...ofCode])] };
    })
    .sort((a, b) => a.rfc - b.rfc || compareSections(a.section, b.section));
}

/** `RFC 1035 §3.2.4 and §3.2.5` names two sections, also where a comment goes on in the next line. */
export function citedIn(text: string): ReadonlySet<string> {
  const line = text.replace(/\s*\n\s*(?:\*|\/\/)? */g, " ");
  const cited = new Set<string>();
  for (const [, rfc, rest = ""] of line.matchAll(
    /\bRFC (\d+)((?:(?:,| and| or|;)? ?§[0-9A-Z][0-9A-Z.]*)*)/g,
  )) {
    const sections = [...rest.matchAll(/§([0-9A-Z][0-9A-Z.]*)/g)].map(([, section]) =>
      section!.replace(/\.$/, ""),
    );
    for (const section of sections.length > 0 ? sections : [""]) cited.add(`${rfc} ${section}`);
  }
  return cited;
}

function isTest(path: string): boolean {
  return path.endsWith(".test.ts");
}

function isProgram(path: string): boolean {
  return !isTest(path) && /^(dns|server|src)\//.test(path);
}

function sourceFiles(root: string): ReadonlyMap<string, string> {
  const paths = ["dns", "server", "src", "test"].flatMap((folder) =>
    (readdirSync(join(root, folder), { recursive: true }) as string[]) // without encoding they are strings
      .filter((path) => path.endsWith(".ts"))
      .map((path) => `${folder}/${path}`),
  );
  return new Map(paths.sort().map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

/** Each file with those that import it. */
function importersOf(files: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  const importers = new Map<string, string[]>();
  for (const [path, text] of files) {
    for (const [, target = ""] of text.matchAll(/(?:from |import\()"(\.[^"]+\.ts)"/g)) {
      const imported = normalize(join(dirname(path), target));
      importers.set(imported, [...(importers.get(imported) ?? []), path]);
    }
  }
  return importers;
}

/** Tests that put all of a folder to the test, which a file there need not know of. */
const OF_FOLDERS: readonly (readonly [folders: RegExp, tests: readonly string[]])[] = [
  [/^dns\/(records|fields)\//, ["dns/records/contract.test.ts"]],
  [/^src\/lint\//, ["src/lint/samples.test.ts"]],
  [
    /^server\/(answer|query|tables)\//,
    ["test/conformance/server.test.ts", "test/differential/differential.test.ts"],
  ],
];

/** The test beside a file, else those of its folder, else the nearest ones. */
function testsOf(path: string, importers: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const beside = path.replace(/\.ts$/, ".test.ts");
  if (importers.get(path)?.includes(beside) === true) return [beside];
  return OF_FOLDERS.find(([folders]) => folders.test(path))?.[1] ?? nearestTests(path, importers);
}

const MOST_NEAREST = 2;

/** The first tests on the way up through those that import a file. */
function nearestTests(path: string, importers: ReadonlyMap<string, readonly string[]>): string[] {
  const seen = new Set([path]);
  let level = [path];
  while (level.length > 0) {
    level = [...new Set(level.flatMap((each) => importers.get(each) ?? []))].filter(
      (each) => !seen.has(each),
    );
    for (const each of level) seen.add(each);
    const tests = level.filter(isTest);
    if (tests.length > 0) return tests.sort().slice(0, MOST_NEAREST);
  }
  return [];
}

/** Numbers by their value, and appendices behind them. */
function compareSections(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}
