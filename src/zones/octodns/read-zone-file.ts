import type { Name } from "../../../dns/name.ts";
import { isError, type Problem } from "../../../dns/problem.ts";
import type { ZoneConfig } from "../../source/config.ts";
import type { Remarks, SourceRecord } from "../../source/source-zone.ts";
import { composeEntries } from "../yaml/compose.ts";
import { describe, type Entry, isNull, type YamlNode } from "../yaml/node.ts";
import type { Words } from "../yaml/placeholders.ts";
import { problemAt } from "../yaml/problem-at.ts";
import type { SourceFile } from "../yaml/read-source.ts";
import { readName } from "./read-name.ts";
import { reportTallies } from "./told-once.ts";
import type { RrsetPlaces, ZoneReading } from "./zone-reading.ts";

/** What one file says of a zone. */
export interface ReadZoneFile {
  readonly records: readonly SourceRecord[];
  readonly rrsets: RrsetPlaces;
  readonly problems: readonly FoundProblem[];
  readonly remarks: readonly Remarks[];
  /** Owners (keys) of which something was refused. */
  readonly broken: ReadonlySet<Name>;
  /** But for those owners, all of the file could be read. */
  readonly complete: boolean;
}

/** A problem and the remarks of the record that it is about. */
export interface FoundProblem {
  readonly problem: Problem;
  readonly remarks: Remarks | undefined;
}

/**
 * Reads one file of a zone in octoDNS' format. Entries are read while the YAML is parsed and not kept, so a zone of
 * any size needs little more memory than its text and its records.
 *
 * @param earlier where the RRsets stand that other files of the zone have
 * @param words what placeholders stand for, in the file itself where it is a template, and in snippets that it includes
 */
export function readZoneFile(
  file: SourceFile,
  origin: Name,
  config: ZoneConfig,
  earlier: RrsetPlaces,
  words?: Words,
): ReadZoneFile {
  let taken = begin(origin, config, earlier);
  if (file.source === undefined) return { ...taken.result, complete: false };
  const take = () => {
    taken = begin(origin, config, earlier);
    const { reading } = taken;
    return (entry: Entry) => readName(entry, reading);
  };
  const composed = composeEntries(file.source, file.included, take, words);
  const { reading, result } = taken;
  const inNames = reading.errors();
  for (const problem of composed.problems) reading.report(problem);
  if (composed.complete) reportRoot(composed.root, file.file, reading);
  reportTallies(reading);
  return { ...result, complete: composed.complete && reading.errors() === inNames };
}

function begin(origin: Name, config: ZoneConfig, earlier: RrsetPlaces) {
  const problems: FoundProblem[] = [];
  const remarks: Remarks[] = [];
  let errors = 0;
  const reading: ZoneReading = {
    origin,
    config,
    report: (problem, about) => {
      if (isError(problem)) errors += 1;
      problems.push({ problem, remarks: about });
    },
    errors: () => errors,
    broken: new Set(),
    remark: (about) => void remarks.push(about),
    records: [],
    rrsets: new Map(),
    last: { owner: undefined, first: undefined },
    earlier,
    tallies: new Map(),
  };
  const { records, rrsets, broken } = reading;
  return { reading, result: { records, rrsets, broken, problems, remarks } };
}

/** Tells of a file that says nothing, or something else than a zone. */
function reportRoot(root: YamlNode | undefined, file: string, { report }: ZoneReading): void {
  if (root === undefined || isNull(root)) {
    report({
      file,
      line: 1,
      column: 1,
      rule: "empty-file",
      severity: "error",
      message: "The file is empty; expected names with their records",
      help: "Write {} if the zone has nothing but SOA and NS; otherwise remove the file.",
    });
  } else if (root.kind !== "mapping" && root.kind !== "broken") {
    report(
      problemAt(root, {
        rule: "wrong-kind",
        message: `The file is ${describe(root)}; expected a mapping of names to their records`,
        help: "Write for example `www:` and below it `type: A` and `value: 192.0.2.1`.",
      }),
    );
  }
}
