import { isError, type Problem } from "../../dns/problem.ts";
import { parseZoneFile } from "../../dns/zone-file/parse.ts";
import type { ReadOptions } from "../../dns/zone-file/read-options.ts";
import { lint } from "../lint/lint.ts";
import type { NotChecked, Outside } from "../lint/outside.ts";

/** What is wrong with a zone file. */
export interface CheckedZoneFile {
  /** Each once, not sorted. */
  readonly problems: readonly Problem[];
  readonly notChecked: readonly NotChecked[];
  /** How many records could be read. */
  readonly records: number;
}

/** Checks one zone file with the same rules as zones in YAML, all of them as they weigh by themselves. */
export function checkZoneFile(
  options: ReadOptions & Required<Pick<ReadOptions, "origin">>,
  resolve?: Outside["resolve"],
): CheckedZoneFile {
  const { file, origin } = options;
  const { records, problems } = parseZoneFile(options);
  const notChecked: NotChecked[] = [];
  const at = { file, line: 1, column: 1 };
  const zone = { origin, records, at, complete: !problems.some(isError), levels: new Map() };
  const [findings] = lint([zone], {
    ...(resolve !== undefined && { resolve }),
    notChecked: (rule, reason) => void notChecked.push({ rule, reason }),
  });
  const found = new Map<string, Problem>();
  for (const problem of [...problems, ...findings!.map((finding) => finding.problem)]) {
    const { line, column, rule, message } = problem;
    found.set(JSON.stringify([problem.file, line, column, rule, message]), problem);
  }
  return { problems: [...found.values()], notChecked, records: records.length };
}
