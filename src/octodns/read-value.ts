import { Fault } from "../../dns/fault.ts";
import type { Field, Schema } from "../../dns/fields/field.ts";
import type { Position } from "../../dns/problem.ts";
import type { AnyRecordType } from "../../dns/records/record-type.ts";
import { valueSchema } from "../../dns/records/schema.ts";
import type { Octets } from "../../dns/wire.ts";
import { toAscii } from "../idn.ts";
import { type ShapeCheck, shapeCheck } from "../schema/check-shape.ts";
import type { Remarks } from "../source-zone.ts";
import { misreadNumber, misreadText } from "../yaml/implicit-type.ts";
import { isNull, type Mapping, positionOf, type Scalar, type YamlNode } from "../yaml/node.ts";
import { hasBroken, type Plain, plainOf } from "../yaml/plain.ts";
import { problemAt } from "../yaml/problem-at.ts";
import { readText } from "./text-value.ts";
import type { Report, ZoneReading } from "./zone-reading.ts";

/** One value as rdata. */
export interface ReadValue {
  readonly rdata: Octets;
  /** Of each field, where the value is a mapping. */
  readonly fieldsAt?: { readonly [field: string]: Position };
}

/** Reads one value of a record; undefined when something in it is refused. */
export function readValue(
  node: YamlNode,
  type: AnyRecordType,
  zone: ZoneReading,
  remarks: Remarks | undefined,
): ReadValue | undefined {
  if (hasBroken(node)) return undefined;
  const report: Report = (problem) => zone.report({ source: type.rfc, ...problem }, remarks);
  const only = type.names.length === 1 ? type.fields[type.names[0]!]! : undefined;
  // A single text is what most values are; the shape of anything else is looked at first.
  const isText = only !== undefined && node.kind === "scalar" && !isNull(node) && isTextual(only.schema);
  const plain = isText ? node.text : plainOf(node);
  if (!isText) {
    const problems = shapeOfValue(type)(node, plain);
    for (const problem of problems) report(problem);
    if (problems.length > 0) return undefined;
  }
  const values =
    only === undefined ? readFields(node, type, report) : readOnly(node, plain, type, only, zone, report);
  if (values === undefined) return undefined;
  try {
    const rdata = type.write(values);
    return node.kind === "mapping" && only === undefined
      ? { rdata, fieldsAt: fieldPlaces(node, type) }
      : { rdata };
  } catch (error) {
    reportFault(error, node, `${type.type.toLowerCase()}-value`, "", report);
    return undefined;
  }
}

/** The value of a type with one field, which has no name in YAML. */
function readOnly(
  node: YamlNode,
  plain: Plain,
  type: AnyRecordType,
  field: Field<unknown>,
  zone: ZoneReading,
  report: Report,
): { readonly [field: string]: unknown } | undefined {
  const isFreeText = type.type === "TXT" || type.type === "SPF";
  const written = isFreeText && node.kind === "scalar" ? readText(node, type.type, zone, report) : plain;
  const value = accept(field, node, written, `${type.type.toLowerCase()}-value`, type.type, report);
  return value === REFUSED ? undefined : { [type.names[0]!]: value };
}

/** The values of all fields; undefined when one of them is refused. Every other one is looked at all the same. */
function readFields(
  node: YamlNode,
  type: AnyRecordType,
  report: Report,
): { readonly [field: string]: unknown } | undefined {
  if (node.kind !== "mapping") return undefined; // the shape says that it is one
  const values: { [field: string]: unknown } = {};
  let refused = false;
  for (const { key, value } of node.entries) {
    const name = fieldOf(key.text, node, type);
    const rule = `${type.type}-${name}`.toLowerCase().replaceAll("_", "-");
    const accepted = accept(
      type.fields[name]!,
      value,
      plainOf(value),
      rule,
      `${type.type} ${key.text}`,
      report,
    );
    if (accepted === REFUSED) refused = true;
    else values[name] = accepted;
  }
  for (const name of type.names) {
    if (!Object.hasOwn(values, name)) values[name] = type.fields[name]!.fallback;
  }
  if (isOldForm(node, type)) {
    report(
      problemAt(node, {
        rule: `${type.type.toLowerCase()}-old-form`,
        severity: "warning",
        message: `${type.type} stands in octoDNS' old form, where ${oldNames(type)}`,
        help: `Write ${type.names.map((name) => `${name}: …`).join(", ")}.`,
      }),
    );
  }
  return refused ? undefined : values;
}

/** Stands for a value that was refused; the problem is reported. */
const REFUSED = Symbol("refused");

function accept(
  field: Field<unknown>,
  node: YamlNode,
  written: Plain,
  rule: string,
  what: string,
  report: Report,
): unknown {
  try {
    const ascii = field.extent === "name" && typeof written === "string" ? toAscii(written) : written;
    const value = field.accept(ascii);
    warnOfMisreading(node, field.schema, what, report);
    return value;
  } catch (error) {
    reportFault(error, node, rule, what, report);
    return REFUSED;
  }
}

function reportFault(error: unknown, node: YamlNode, rule: string, what: string, report: Report): void {
  if (!(error instanceof Fault)) throw error;
  const place = error.path.reduce<YamlNode>(stepInto, node);
  const message = what === "" ? error.message : `${what} ${error.message}`;
  report(problemAt(place, { rule: error.rule ?? rule, message, help: error.help }));
}

function stepInto(node: YamlNode, step: string | number): YamlNode {
  if (node.kind === "mapping") return node.entries.find(({ key }) => key.text === step)?.value ?? node;
  if (node.kind === "sequence") return node.items[Number(step)] ?? node;
  return node;
}

/** Warns where another YAML reader sees another value. Whether a number was asked for is in the schema. */
function warnOfMisreading(node: YamlNode, schema: Schema, what: string, report: Report): void {
  if (node.kind === "mapping") {
    const properties = (schema.properties ?? {}) as { readonly [key: string]: Schema }; // JSON Schema says so
    for (const { key, value } of node.entries) {
      const inner = properties[key.text];
      if (inner !== undefined) warnOfMisreading(value, inner, `${what} ${key.text}`, report);
    }
  } else if (node.kind === "sequence") {
    const items = (schema.items ?? {}) as Schema; // likewise
    for (const item of node.items) warnOfMisreading(item, items, what, report);
  } else if (node.kind === "scalar" && node.plain) {
    warnOfScalar(node, schema, what, report);
  }
}

function warnOfScalar(node: Scalar, schema: Schema, what: string, report: Report): void {
  const misread = isNull(node) ? undefined : isTextual(schema) ? misreadText(node) : misreadNumber(node);
  if (misread === undefined) return;
  report(
    problemAt(node, {
      rule: "yaml-implicit-type",
      severity: "warning",
      message: `${what} is ${node.text} without quotes; other YAML readers take it for ${misread}`,
      help: isTextual(schema) ? `Write '${node.text}'.` : `Write ${Number(node.text)}.`,
      source: "YAML 1.1, YAML 1.2 §10.3",
    }),
  );
}

function isTextual({ type }: Schema): boolean {
  return type === "string" || (Array.isArray(type) && type.includes("string"));
}

/** The field that a key stands for: its own name, an alias, or a name of the old form. */
function fieldOf(key: string, node: Mapping, type: AnyRecordType): string {
  if (isOldForm(node, type)) return type.oldForm![key]!;
  return type.aliases?.[key] ?? key;
}

function isOldForm(node: Mapping, { oldForm, names }: AnyRecordType): boolean {
  if (oldForm === undefined) return false;
  return node.entries.some(({ key }) => Object.hasOwn(oldForm, key.text) && !names.includes(key.text));
}

function oldNames({ oldForm }: AnyRecordType): string {
  return Object.entries(oldForm ?? {})
    .map(([old, name]) => `${old} is the ${name}`)
    .join(", ");
}

function fieldPlaces(node: Mapping, type: AnyRecordType): { readonly [field: string]: Position } {
  return Object.fromEntries(
    node.entries.map(({ key, value }) => [fieldOf(key.text, node, type), positionOf(value)]),
  );
}

function shapeOfValue(type: AnyRecordType): ShapeCheck {
  const known = shapes.get(type.type);
  if (known !== undefined) return known;
  const made = shapeCheck(valueSchema(type), (path) => [type.type, ...path].join(" "), type.names);
  shapes.set(type.type, made);
  return made;
}

const shapes = new Map<string, ShapeCheck>();
