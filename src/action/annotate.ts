import * as core from "@actions/core";
import type { Annotation } from "../report/annotations.ts";
import { count } from "../report/wording.ts";

const MOST = 10; // GitHub shows ten of each kind for a step, and drops the others in silence

/** Shows the annotations that matter most beside the code, and says how many more there are. */
export function annotate(annotations: readonly Annotation[]): void {
  for (const { severity, title, message, at } of annotations.slice(0, MOST)) {
    // core escapes what would end a workflow command, in the message and in the properties.
    const place = at === undefined ? {} : { file: at.file, startLine: at.line, startColumn: at.column };
    SHOW[severity](message, { title, ...place });
  }
  const more = annotations.length - MOST;
  if (more > 0) core.notice(`${count(more, "more problem")}: the job summary has them all.`);
}

const SHOW = { error: core.error, warning: core.warning, info: core.notice };
