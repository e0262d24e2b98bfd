import type { VariableChange } from "../plan/variable-changes.ts";
import { count } from "./wording.ts";

/** What a variable changes, in a sentence without its final stop: `web changed, 31 records in 12 zones`. */
export function variableSentence({ name, records, zones }: VariableChange): string {
  return `${name} changed, ${count(records, "record")} in ${count(zones.length, "zone")}`;
}

/** What it stood for, and what it stands for. */
export function variableValues({ from, to }: VariableChange): string {
  return `${from.join(", ")} → ${to.join(", ")}`;
}
