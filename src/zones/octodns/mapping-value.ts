import type { Position } from "../../../dns/problem.ts";
import type { AnyRecordType } from "../../../dns/records/record-type.ts";
import { type Mapping, positionOf } from "../yaml/node.ts";
import { plainOf } from "../yaml/plain.ts";
import { problemAt } from "../yaml/problem-at.ts";
import { acceptField, REFUSED } from "./accept-field.ts";
import type { Report } from "./zone-reading.ts";

/** The values of all fields by their names. */
type FieldValues = { readonly [field: string]: unknown };

/**
 * The values of a type's fields for a mapping whose shape is right; undefined when one of them is refused. All are
 * looked at, so that everything wrong is told at once.
 */
export function readFields(node: Mapping, type: AnyRecordType, report: Report): FieldValues | undefined {
  const values: { [field: string]: unknown } = {};
  const oldForm = isOldForm(node, type);
  let refused = false;
  for (const { key, value } of node.entries) {
    const name = fieldOf(key.text, type, oldForm);
    const words = { type: type.type, key: key.text, name };
    const accepted = acceptField(type.fields[name]!, value, plainOf(value), words, report);
    if (accepted === REFUSED) refused = true;
    else values[name] = accepted;
  }
  if (oldForm) warnOfOldForm(node, type, report);
  if (refused) return undefined;
  for (const name of type.names) {
    if (!Object.hasOwn(values, name)) values[name] = type.fields[name]!.fallback;
  }
  return values;
}

/** Where each field stands. */
export function placesOf(node: Mapping, type: AnyRecordType): { readonly [field: string]: Position } {
  const oldForm = isOldForm(node, type);
  const places: { [field: string]: Position } = {};
  for (const { key, value } of node.entries) places[fieldOf(key.text, type, oldForm)] = positionOf(value);
  return places;
}

/** The field that a key stands for: its own name, an alias, or a name of the old form. */
function fieldOf(key: string, type: AnyRecordType, oldForm: boolean): string {
  return (oldForm ? type.oldForm?.[key] : type.aliases?.[key]) ?? key;
}

function isOldForm(node: Mapping, { oldForm, names }: AnyRecordType): boolean {
  if (oldForm === undefined) return false;
  return node.entries.some(({ key }) => Object.hasOwn(oldForm, key.text) && !names.includes(key.text));
}

function warnOfOldForm(node: Mapping, { type, names, oldForm }: AnyRecordType, report: Report): void {
  const meanings = Object.entries(oldForm ?? {}).map(([old, name]) => `${old} is the ${name}`);
  report(
    problemAt(node, {
      rule: `${type.toLowerCase()}-old-form`,
      severity: "warning",
      message: `${type} stands in octoDNS' old form, where ${meanings.join(", ")}`,
      help: `Write ${names.map((name) => `${name}: …`).join(", ")}.`,
    }),
  );
}
