import type { VariableChange } from "../../plan/variable-changes.ts";
import { variableSentence, variableValues } from "../variable-wording.ts";
import { count } from "../wording.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";
import type { Block } from "./fit.ts";

/** The variables of `_config.yaml` that change records: a line each. */
export function variableSection(changes: readonly VariableChange[]): Block {
  const lines = changes.map(
    (change) => `- ${escapeMarkdown(variableSentence(change))}: ${codeSpan(variableValues(change))}`,
  );
  return {
    full: lines.join("\n"),
    brief: `${count(changes.length, "variable")} changed, too many for this place.`,
  };
}
