import * as core from "@actions/core";
import { count } from "../report/wording.ts";
import type { Annotation } from "./faces.ts";

const MOST = 10; // GitHub shows ten of each kind for a step, and drops the others in silence

/** Shows the annotations that matter most beside the code, and says how many more there are. */
export function annotate(annotations: readonly Annotation[]): void {
  for (const { severity, file, line, column, title, message } of annotations.slice(0, MOST)) {
    // core escapes what would end a workflow command, in the message and in the properties.
    SHOW[severity](message, { file, startLine: line, startColumn: column, title });
  }
  const more = annotations.length - MOST;
  if (more > 0) core.notice(`${count(more, "more problem")}: the job summary has them all.`);
}

const SHOW = { error: core.error, warning: core.warning, info: core.notice };
