import { RULES } from "../../lint/rules.ts";
import { isPlaced } from "../finding.ts";
import { findingsOf } from "../findings.ts";
import type { Report } from "../report.ts";
import { count } from "../wording.ts";
import { numberRepeats } from "./fingerprint.ts";
import { plainText } from "./message.ts";
import { LEVELS, toResult } from "./result.ts";
import { toDescriptor } from "./rule.ts";

/** What the report itself does not know. */
export interface SarifSettings {
  /** Of zonepipe, as in `1.2.3`. */
  readonly version: string;
  /** The address of `docs/rules`; undefined where nobody knows it. */
  readonly rulesFolder?: string;
  /** The path of a file in the repository. */
  readonly inRepository: (file: string) => string;
}

const MOST_RESULTS = 5_000; // GitHub shows no more of a run, and refuses a file with more than 25,000

/**
 * The report as a log in SARIF 2.1.0, with all that GitHub's code scanning asks for. What has no place in a file, and
 * what could not be checked, is a notification of the tool.
 */
export function toSarif(report: Report, settings: SarifSettings): object {
  const findings = findingsOf(report);
  const placed = numberRepeats(findings.filter(isPlaced));
  const ids = [...new Set([...RULES.map(({ id }) => id), ...placed.map(({ finding }) => finding.rule)])];
  const indexOf = new Map(ids.map((id, index) => [id, index]));
  const left = placed.length - MOST_RESULTS;
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "zonepipe",
            semanticVersion: settings.version,
            rules: ids.map((id) => toDescriptor(id, settings.rulesFolder)),
          },
        },
        // One category whatever workflow uploads it, so that a pull request is compared with its base.
        automationDetails: { id: "zonepipe/" },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: report.outcome !== "blocked",
            toolConfigurationNotifications: (report.notChecked ?? []).map(({ rule, reason }) => ({
              level: "note",
              message: { text: plainText(`Not checked: ${rule}, for ${reason}.`) },
              associatedRule: { id: rule, index: indexOf.get(rule) ?? -1 },
            })),
            toolExecutionNotifications: [
              ...findings
                .filter((finding) => !isPlaced(finding))
                .map(({ severity, message }) => ({
                  level: LEVELS[severity],
                  message: { text: plainText(message) },
                })),
              ...(left > 0
                ? [{ level: "note", message: { text: `${count(left, "more result")} left out.` } }]
                : []),
            ],
          },
        ],
        results: placed
          .slice(0, MOST_RESULTS)
          .map((one) => toResult(one, indexOf.get(one.finding.rule) ?? -1, settings.inRepository)),
      },
    ],
  };
}
