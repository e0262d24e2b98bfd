import type { Position, Problem } from "../../dns/problem.ts";
import type { ZoneConfig } from "../source/config.ts";
import type { Disabled, Remarks } from "../source/source-zone.ts";
import type { Rule } from "./rule.ts";
import { isFirm, KNOWN_RULES } from "./rules.ts";

/** Decides which problems of a zone are told, and how much they weigh. */
export interface Judge {
  /** Tells a problem, unless its rule is turned off for the zone or for the record with these remarks. */
  readonly report: (problem: Problem, remarks?: Remarks) => void;
  /** Remembers what a record turns off, to tell of what is turned off in vain. */
  readonly expect: (remarks: Remarks) => void;
  /** Tells of every rule that was turned off in vain, among those that were checked at all. */
  readonly finish: (wasChecked: (rule: Rule) => boolean) => void;
  /** A judge who has heard what this one has so far, and tells somebody else: for zones that are judged again. */
  readonly again: (tell: (problem: Problem) => void) => Judge;
}

/** A judge by the settings of one zone; `tell` takes what is told. */
export function judge(
  config: Pick<ZoneConfig, "lint">,
  tell: (problem: Problem) => void,
  heard: Iterable<Disabled> = [],
): Judge {
  const { lint } = config;
  const expected = new Set<Disabled>(heard);
  const report = (problem: Problem, remarks?: Remarks): void => {
    const { rule } = problem;
    if (isFirm(rule)) {
      tell(problem);
      return;
    }
    const disabled = remarks?.disable.find((entry) => entry.rule === rule);
    if (disabled !== undefined) {
      expected.delete(disabled);
      return;
    }
    const severity = lint.get(rule);
    if (severity === "ignore") return;
    tell(severity === undefined ? problem : { ...problem, severity });
  };
  return {
    report,
    expect: ({ disable }) => {
      for (const entry of disable) expected.add(entry);
    },
    again: (anew) => judge(config, anew, expected),
    finish: (wasChecked) => {
      for (const { rule, at } of expected) {
        const known = KNOWN_RULES.get(rule);
        const isElsewhere = known?.needs === "base" || known?.needs === "live"; // another step has its say
        if (known !== undefined && !isElsewhere && wasChecked(known)) report(disabledInVain(rule, at));
      }
    },
  };
}

function disabledInVain(rule: string, at: Position): Problem {
  return {
    ...at,
    rule: "unused-disable",
    severity: "warning",
    message: `Rule ${rule} is turned off here, but it has nothing to say about this record`,
    help: "Remove the entry from `disable`.",
  };
}
