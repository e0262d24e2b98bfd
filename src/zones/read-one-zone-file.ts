import { isError, type Severity } from "../../dns/problem.ts";
import { ZONEMD } from "../../dns/type-numbers.ts";
import { parseZoneFile } from "../../dns/zone-file/parse.ts";
import type { ReadOptions } from "../../dns/zone-file/read-options.ts";
import { verifyZonemd } from "../../dns/zonemd.ts";
import { judge } from "../lint/judge.ts";
import { DEFAULT_CONFIG } from "../source/config.ts";
import { tellOnce } from "./tell-once.ts";
import type { ReadZones } from "./validate.ts";

/** Reads one zone file in the place of a folder of YAML, for the same rules. */
export function readOneZoneFile(options: ReadOptions & Required<Pick<ReadOptions, "origin">>): ReadZones {
  const { file, origin } = options;
  const { tell, told } = tellOnce();
  const { records, problems } = parseZoneFile(options);
  for (const problem of problems) tell(problem);
  const zonemd = verifyZonemd({ origin, records });
  if (zonemd.outcome === "mismatch" && !problems.some(isError)) {
    const { at } = records.find(({ type }) => type === ZONEMD)!;
    const help =
      "Render the zone again, or take its ZONEMD away: a server that verifies it refuses the zone.";
    tell({
      ...at,
      rule: "zonemd-mismatch",
      severity: "error",
      message: zonemd.reason,
      help,
      source: "RFC 8976 §4",
    });
  }
  const config = { ...DEFAULT_CONFIG, lint: LEVELS };
  const placed = records.map((record) => ({ ...record, nameAt: record.at }));
  const complete = !problems.some(isError);
  const at = { file, line: 1, column: 1 };
  const read = {
    zone: { origin, records: placed, file, config },
    lintZone: {
      origin,
      records: placed,
      at,
      complete,
      broken: new Set<never>(),
      fromZoneFile: true as const,
      levels: config.lint,
    },
    judge: judge(config, tell),
    told: [],
  };
  return { zones: [read], told };
}

/**
 * What every server loads and answers around. In YAML, which is written for us, it is an error; a zone file may come
 * from elsewhere and be in use.
 */
const LEVELS: ReadonlyMap<string, Severity> = new Map([
  ["occluded-below-delegation", "warning"],
  ["cname-loop", "warning"],
]);
