import { isName, keyOf, type Name, parseName } from "../dns/name.ts";
import { compareProblems, type Problem } from "../dns/problem.ts";
import type { ZoneRecord } from "../dns/zone.ts";
import { parseRecord } from "../dns/zone-file/parse.ts";
import type { Resolved } from "../src/lint/outside.ts";
import type { RefusedSample, Sample } from "../src/lint/rule.ts";
import { checkZoneFile } from "../src/steps/check-zone-file.ts";
import { load } from "../src/steps/load.ts";
import { validate } from "../src/steps/validate.ts";
import { NAMESERVERS } from "./check-zones.ts";
import { fakeFiles } from "./fakes/files.ts";

/** What is told of a sample: all problems, and those of one rule as a sample has them. */
export interface CheckedSample {
  readonly problems: readonly Problem[];
  readonly lines: (rule: string) => string[];
  /** Rules that were not checked, with the reason. */
  readonly notChecked: readonly string[];
}

/** Checks the zones of a sample as `zonepipe check` does. */
export async function checkSample(given: Omit<RefusedSample, "finds">): Promise<CheckedSample> {
  const files = filesOf(given.sample);
  const resolve = given.answers === undefined ? undefined : resolver(given.answers);
  const zoneFile = Object.keys(files).find((name) => name.endsWith(".zone"));
  const { problems, notChecked } =
    zoneFile === undefined
      ? await checkYaml(files, resolve)
      : checkZoneFile(
          {
            file: zoneFile,
            bytes: Buffer.from(files[zoneFile]!),
            origin: nameOf(zoneFile.replace(/\.zone$/, ".")),
          },
          resolve,
        );
  const several =
    Object.keys(files).filter((name) => name !== "_config.yaml" || name in Object(given.sample)).length > 1;
  return {
    problems,
    notChecked: notChecked.map(({ rule, reason }) => `${rule}: ${reason}`),
    lines: (rule) =>
      problems
        .filter((problem) => problem.rule === rule)
        .toSorted(compareProblems)
        .map(({ file, line, column, message }) => {
          const place = several ? `${file.replace("zones/", "")}:` : "";
          return `${place}${line}:${column} ${message.replaceAll("zones/", "")}`;
        }),
  };
}

/** The files of a sample by their names. */
function filesOf(sample: Sample): { readonly [file: string]: string } {
  return typeof sample === "string" ? { "example.com.yaml": sample } : sample;
}

async function checkYaml(
  files: { readonly [file: string]: string },
  resolve: ((name: Name, type: number) => Resolved) | undefined,
) {
  const placed = Object.entries({ "_config.yaml": NAMESERVERS, ...files }).map(([name, text]) => [
    `zones/${name}`,
    text,
  ]);
  return validate(await load("zones", fakeFiles(Object.fromEntries(placed))), resolve);
}

/** A resolver that knows the records in these lines, and that nothing else exists. */
function resolver(text: string): (name: Name, type: number) => Resolved {
  const records = text.trim().split("\n").map(recordOf);
  return (name, type) => {
    const found = records.filter((record) => keyOf(record.owner) === keyOf(name) && record.type === type);
    return found.length === 0 ? { kind: "none" } : { kind: "records", records: found };
  };
}

function recordOf(line: string): ZoneRecord {
  const record = parseRecord(line);
  if (!("rdata" in record)) throw new Error(record.message);
  return record;
}

function nameOf(text: string): Name {
  const name = parseName(text);
  if (!isName(name)) throw new Error(name.message);
  return name;
}
