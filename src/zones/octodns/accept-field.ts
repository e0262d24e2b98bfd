import { Fault } from "../../../dns/fault.ts";
import type { Field, Schema } from "../../../dns/fields/field.ts";
import { toAscii } from "../../source/idn.ts";
import { writing } from "../../source/suggest.ts";
import { misreadNumber, misreadText } from "../yaml/implicit-type.ts";
import { isNull, type Scalar, type YamlNode } from "../yaml/node.ts";
import type { Plain } from "../yaml/plain.ts";
import { problemAt } from "../yaml/problem-at.ts";
import type { Report } from "./zone-reading.ts";

/** Which field of a record a value stands for, to speak of it. */
export interface FieldName {
  /** Mnemonic of the record type. */
  readonly type: string;
  /** The key as written; empty for the field of a type that has only one. */
  readonly key: string;
  /** The field's own name, or `value` for the field of a type that has only one. */
  readonly name: string;
}

/** Stands for a value that was refused; the problem is reported. */
export const REFUSED = Symbol("refused");

/**
 * The field's value for what stands at a node, as `written` has it. Names in data get A-labels. What the field
 * refuses is reported at the part of the node that is at fault; what other YAML readers would see otherwise too.
 */
export function acceptField(
  field: Field<unknown>,
  node: YamlNode,
  written: Plain,
  name: FieldName,
  report: Report,
): unknown {
  try {
    const value = field.accept(field.use === undefined ? written : withAsciiNames(written));
    warnOfMisreading(node, field.schema, name, [], report);
    return value;
  } catch (error) {
    reportFault(error, node, name, report);
    return REFUSED;
  }
}

/** The name, or each name of a list, with A-labels. */
function withAsciiNames(written: Plain): Plain {
  return Array.isArray(written) ? written.map(withAsciiNames) : toAscii(String(written));
}

/** Reports a fault at the part of the node that it is about. Anything else is thrown on. */
function reportFault(error: unknown, node: YamlNode, name: FieldName, report: Report): void {
  if (!(error instanceof Fault)) throw error;
  const place = error.path.reduce<YamlNode>(stepInto, node);
  const rule = error.rule ?? `${name.type}-${name.name}`.toLowerCase().replaceAll("_", "-");
  report(
    problemAt(place, {
      rule,
      message: `${wordsFor(name)} ${error.message}`,
      help: error.help,
      ...(error.fix && { fix: error.fix }),
    }),
  );
}

/** `MX preference`, or `A` for a type with one field. */
function wordsFor({ type, key }: FieldName, path: readonly string[] = []): string {
  return [type, ...(key === "" ? [] : [key]), ...path].join(" ");
}

function stepInto(node: YamlNode, step: string | number): YamlNode {
  if (node.kind === "mapping") return node.entries.find(({ key }) => key.text === step)?.value ?? node;
  if (node.kind === "sequence") return node.items[Number(step)] ?? node;
  return node;
}

/** Warns where another YAML reader sees another value. Whether a number was asked for is in the schema. */
function warnOfMisreading(
  node: YamlNode,
  schema: Schema,
  name: FieldName,
  path: readonly string[],
  report: Report,
): void {
  switch (node.kind) {
    case "scalar":
      if (node.plain && !isNull(node)) warnOfScalar(node, schema, name, path, report);
      return;
    case "sequence":
      for (const item of node.items) warnOfMisreading(item, inner(schema, "items"), name, path, report);
      return;
    case "mapping":
      for (const { key, value } of node.entries) {
        const within = inner(inner(schema, "properties"), key.text);
        warnOfMisreading(value, within, name, [...path, key.text], report);
      }
      return;
    case "broken":
      return;
    default:
      node satisfies never;
  }
}

/** A schema within a schema; one that says nothing where there is none. */
function inner(schema: Schema, key: string): Schema {
  return Object.hasOwn(schema, key) ? (schema[key] as Schema) : {}; // only schemas stand under these keywords
}

function warnOfScalar(
  node: Scalar,
  schema: Schema,
  name: FieldName,
  path: readonly string[],
  report: Report,
): void {
  const isText = isTextual(schema);
  const misread = isText ? misreadText(node) : misreadNumber(node);
  if (misread === undefined) return;
  const words = wordsFor(name, path);
  report(
    problemAt(node, {
      rule: "yaml-implicit-type",
      severity: "warning",
      message: `${words} is ${node.text} without quotes; other YAML readers take it for ${misread}`,
      help: isText ? `Write '${node.text}'.` : `Write ${Number(node.text)}.`,
      fix: writing(isText ? node.text : String(Number(node.text))),
      source: "YAML 1.2 §10.3",
    }),
  );
}

/** The schema asks for a text. */
export function isTextual({ type }: Schema): boolean {
  return type === "string" || (Array.isArray(type) && type.includes("string"));
}
