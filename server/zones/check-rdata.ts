import type { Problem } from "../../dns/problem.ts";
import { recordTypeOf } from "../../dns/records/index.ts";
import { octetsOf } from "../../dns/wire.ts";
import type { RecordView } from "../../dns/zone-file/record-view.ts";
import { isPlainlyFine } from "./plainly-fine.ts";

/**
 * Looks at what no single field of a record can see, as `zonepipe check` does. What receivers cannot read is a problem; what
 * they can read and will not like is a warning, of which the first ones are told.
 */
export function checkRdata(record: RecordView, problems: Problem[], warnings: Problem[]): void {
  if (isPlainlyFine(record)) return;
  const type = recordTypeOf(record.type);
  if (type?.check === undefined) return;
  const refusal = type.check(type.read(octetsOf(record.wire, record.rdataStart, record.rdataEnd)));
  if (refusal === undefined) return;
  const { rule, message, help, readable } = refusal;
  const place = { file: record.file, line: record.line, column: record.column };
  if (readable !== true)
    problems.push({ ...place, severity: "error", rule, message, help, source: type.rfc });
  else if (warnings.length < MAX_WARNINGS) {
    warnings.push({ ...place, severity: "warning", rule, message, help, source: type.rfc });
  } else if (warnings.length === MAX_WARNINGS) warnings.push({ ...place, ...MORE_WARNINGS });
}

const MAX_WARNINGS = 20;

const MORE_WARNINGS = {
  severity: "warning",
  rule: "too-many-warnings",
  message: `There are more than ${MAX_WARNINGS} warnings about this zone; the rest is not told`,
  help: "`zonepipe check --zone-file` tells all of them.",
} as const;
