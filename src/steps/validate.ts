import { isError, type Position, type Problem } from "../../dns/problem.ts";
import { completeZone } from "../config/complete-zone.ts";
import { type Config, readConfig } from "../config/read-config.ts";
import { judge } from "../lint/judge.ts";
import { lint } from "../lint/lint.ts";
import { readZoneFile } from "../octodns/read-zone-file.ts";
import { joinPlaces, type RrsetPlaces } from "../octodns/zone-reading.ts";
import type { SourceRecord, SourceZone } from "../source-zone.ts";
import { compose } from "../yaml/compose.ts";
import type { SourceFile } from "../yaml/read-source.ts";
import type { Sources, ZoneSource } from "./load.ts";

/** The zones that the sources say, and everything that is wrong with them. */
export interface Validated {
  /** Of a zone with errors only what could be read. */
  readonly zones: SourceZone[];
  /** Each once, not sorted. */
  readonly problems: Problem[];
}

/**
 * Finds out what the sources mean: YAML, shape, values, what `_config.yaml` adds, and the rules. It goes on after
 * every problem, so that one run tells all of them.
 */
export function validate(sources: Sources): Validated {
  const problems = new Map<string, Problem>();
  // What aliases and includes bring in several times is wrong several times, but in one place.
  const tell = (problem: Problem) => {
    const { file, line, column, rule, message } = problem;
    problems.set(JSON.stringify([file, line, column, rule, message]), problem);
  };
  for (const problem of sources.problems) tell(problem);
  const config = configOf(sources.config, sources.zones, tell);
  const zones = sources.zones.map((zone) => validateZone(zone, config, tell));
  return { zones, problems: [...problems.values()] };
}

function configOf(
  file: SourceFile | undefined,
  zones: readonly ZoneSource[],
  tell: (problem: Problem) => void,
): Config {
  const origins = zones.map(({ origin }) => origin);
  if (file?.source === undefined) return readConfig(undefined, origins, tell);
  const { root, problems } = compose(file.source, file.included);
  for (const problem of problems) tell(problem);
  return readConfig(root, origins, tell);
}

function validateZone(source: ZoneSource, configs: Config, tell: (problem: Problem) => void): SourceZone {
  const { origin, path, files } = source;
  const config = configs.of(origin);
  const { report, expect, finish } = judge(config, tell);
  const at: Position = { file: files[0]?.file ?? path, line: 1, column: 1 };
  const records: SourceRecord[] = [];
  let rrsets: RrsetPlaces = new Map();
  let complete = true;
  for (const file of files) {
    const read = readZoneFile(file, origin, config, rrsets);
    for (const record of read.records) records.push(record);
    rrsets = joinPlaces(rrsets, read.rrsets);
    for (const remarks of read.remarks) expect(remarks);
    for (const { problem, remarks } of read.problems) report(problem, remarks);
    if (!read.complete || read.problems.some(({ problem }) => isError(problem))) complete = false;
  }
  const completed = completeZone({ origin, records, rrsets, at }, config);
  for (const problem of completed.problems) report(problem);
  for (const { problem, record } of lint({ origin, records: completed.records, at }, complete)) {
    report(problem, record?.remarks);
  }
  finish();
  return { origin, records: completed.records, file: path, config };
}
