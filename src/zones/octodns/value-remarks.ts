import type { Remarks } from "../../source/source-zone.ts";
import type { YamlNode } from "../yaml/node.ts";
import { type Plain, plainOf } from "../yaml/plain.ts";
import { problemAt } from "../yaml/problem-at.ts";
import type { Report } from "./zone-reading.ts";

/** What is said of single values of a record. */
export interface ValueRemarks {
  /** The value as it is written, or of a mapping some of its fields. */
  readonly value: Plain;
  readonly about: Omit<Remarks, "disable">;
  /** Where the value is named. */
  readonly node: YamlNode;
}

/** What is said of one value: its own words, and those of the record where it has none. */
export function remarksOf(
  value: YamlNode,
  ofValues: readonly ValueRemarks[],
  remarks: Remarks | undefined,
): Remarks | undefined {
  const plain = plainOf(value);
  const own = ofValues.filter((each) => isMeant(each.value, plain)).map(({ about }) => about);
  if (own.length === 0) return remarks;
  return Object.assign({ disable: [] }, remarks, ...own);
}

/** Tells of words about values that are not there. */
export function reportUnmatched(
  ofValues: readonly ValueRemarks[],
  values: readonly YamlNode[],
  report: Report,
): void {
  const plains = values.map(plainOf);
  for (const { value, node } of ofValues) {
    if (plains.some((plain) => isMeant(value, plain))) continue;
    report(
      problemAt(node, {
        rule: "remark-value",
        message: `The record has no value ${typeof value === "string" ? JSON.stringify(value) : "with these fields"}`,
        help: "Write the value as it stands in the record, or remove what is said of it.",
      }),
    );
  }
}

function isMeant(wanted: Plain, value: Plain): boolean {
  if (!isFields(wanted) || !isFields(value)) return JSON.stringify(wanted) === JSON.stringify(value);
  return Object.entries(wanted).every(
    ([field, each]) => Object.hasOwn(value, field) && isMeant(each, value[field]!),
  );
}

function isFields(value: Plain): value is { readonly [key: string]: Plain } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
