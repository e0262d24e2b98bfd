import type { Problem } from "../../dns/problem.ts";
import type { LintZone } from "../lint/lint-zone.ts";
import type { SourceRecord } from "../source/source-zone.ts";
import type { Config } from "./config/read-config.ts";

/** The variables that no record has. None while something could not be read, for that may have them. */
export function unusedVariables(
  { names = new Map() }: Config,
  zones: readonly { readonly lintZone: LintZone<SourceRecord> }[],
): Problem[] {
  if (names.size === 0 || zones.some(({ lintZone }) => !lintZone.complete || lintZone.broken.size > 0))
    return [];
  const used = new Set<string>();
  for (const { lintZone } of zones)
    for (const { variables = [] } of lintZone.records) for (const name of variables) used.add(name);
  return [...names]
    .filter(([name]) => !used.has(name))
    .map(([name, { at }]) => ({
      ...at,
      rule: "variable-unused",
      severity: "warning",
      message: `No record has the variable $${name}`,
      help: `Remove it, or write $${name} where it belongs.`,
    }));
}
