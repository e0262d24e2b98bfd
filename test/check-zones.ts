import { compareProblems, type Problem } from "../dns/problem.ts";
import { printRecord } from "../dns/zone-file/print.ts";
import { ADVICE } from "../src/lint/families.ts";
import type { SourceZone } from "../src/source/source-zone.ts";
import { load } from "../src/zones/load.ts";
import { validate } from "../src/zones/validate.ts";
import { type FakeFiles, fakeFiles } from "./fakes/files.ts";

/** Two nameservers outside the zone, so that a zone needs no NS of its own. */
export const NAMESERVERS = "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\n";

/**
 * What `check` makes of the files in `zones/`; `_config.yaml` is `NAMESERVERS` unless it is given. What the rules
 * advise that have samples of their own is left out, so that a zone in a test need not be a perfect one.
 */
export async function checkFiles(files: FakeFiles): Promise<{ problems: string[]; zones: SourceZone[] }> {
  const inFolder = Object.entries({ "_config.yaml": NAMESERVERS, ...files });
  const placed = Object.fromEntries(
    inFolder.filter(([, text]) => text !== "").map(([path, text]) => [`zones/${path}`, text]),
  );
  const { zones, problems } = validate(await load("zones", fakeFiles(placed)));
  const told = problems.filter(({ rule }) => !ADVISED.has(rule));
  return { zones, problems: told.toSorted(compareProblems).map(problemLine) };
}

const ADVISED: ReadonlySet<string> = new Set(ADVICE.flatMap(({ rules }) => rules.map(({ id }) => id)));

/** What `check` makes of one zone, `example.com`. */
export async function checkZone(yaml: string, config = NAMESERVERS): Promise<string[]> {
  return (await checkFiles({ "example.com.yaml": yaml, "_config.yaml": config })).problems;
}

/** The records of `example.com` as zone file lines, without SOA and NS of the apex, and what is wrong. */
export async function readRecords(
  yaml: string,
  config = NAMESERVERS,
): Promise<{ records: string[]; problems: string[] }> {
  const { zones, problems } = await checkFiles({ "example.com.yaml": yaml, "_config.yaml": config });
  const records = zones.flatMap(({ records }) => records.map(printRecord));
  return { records: records.filter((line) => !/^example\.com\. \d+ IN (?:SOA|NS) /.test(line)), problems };
}

/** A problem in one line, the folder left out. */
export function problemLine({ file, line, column, severity, rule, message, help }: Problem): string {
  const text = `${file}:${line}:${column} ${severity} ${rule}: ${message} | ${help}`;
  return text.replaceAll("zones/", "");
}
