import type { Severity } from "../../../dns/problem.ts";
import type { Numbered } from "./fingerprint.ts";
import { plainText } from "./message.ts";

/** What SARIF calls our severities. */
export const LEVELS: { readonly [severity in Severity]: "error" | "warning" | "note" } = {
  error: "error",
  warning: "warning",
  info: "note",
};

/** One alert. Its region is the first character of the value, for where the value ends is not known. */
export function toResult(
  { finding, fingerprint }: Numbered,
  ruleIndex: number,
  inRepository: (file: string) => string,
): object {
  const { rule, severity, message, at } = finding;
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: plainText(message) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(inRepository(at.file)) },
          region: {
            startLine: at.line,
            startColumn: at.column,
            endLine: at.line,
            endColumn: at.column + 1,
          },
        },
      },
    ],
    partialFingerprints: { primaryLocationLineHash: fingerprint },
  };
}

/** A path as a relative URI (RFC 3986 §4.2): every segment encoded, so that no `:` makes a scheme of the first. */
function uriOf(path: string): string {
  const encoded = path
    .split("/")
    .map((segment) => encodeURIComponent(segment.toWellFormed()))
    .join("/");
  return encoded.startsWith("/") ? `file://${encoded}` : encoded; // a file outside of the repository
}
