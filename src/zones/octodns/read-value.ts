import { Fault } from "../../../dns/fault.ts";
import type { Field } from "../../../dns/fields/field.ts";
import { opaqueRdata } from "../../../dns/fields/opaque.ts";
import type { Position, Problem } from "../../../dns/problem.ts";
import type { AnyRecordType } from "../../../dns/records/record-type.ts";
import { valueSchema } from "../../../dns/records/schema.ts";
import type { Octets } from "../../../dns/wire.ts";
import type { Remarks } from "../../source/source-zone.ts";
import { writing } from "../../source/suggest.ts";
import { type ShapeCheck, shapeCheck } from "../schema/check-shape.ts";
import { isNull, type Scalar, type YamlNode } from "../yaml/node.ts";
import { hasBroken, type Plain, plainOf } from "../yaml/plain.ts";
import { problemAt } from "../yaml/problem-at.ts";
import { acceptField, isTextual, REFUSED } from "./accept-field.ts";
import { placesOf, readFields } from "./mapping-value.ts";
import { readText } from "./text-value.ts";
import type { Report, ZoneReading } from "./zone-reading.ts";

/** One value as rdata. */
export interface ReadValue {
  readonly rdata: Octets;
  /** Of each field, where the value is a mapping of them. */
  readonly fieldsAt: { readonly [field: string]: Position } | undefined;
}

/**
 * Reads one value of a record; undefined when something in it is refused.
 *
 * @param isNumbered the type is written as `TYPE` and its number, so its value may be in the form for any type
 */
export function readValue(
  node: YamlNode,
  type: AnyRecordType,
  isNumbered: boolean,
  zone: ZoneReading,
  remarks: Remarks | undefined,
): ReadValue | undefined {
  if (hasBroken(node)) return undefined;
  const report: Report = (problem) => zone.report({ source: type.rfc, ...problem }, remarks);
  if (isNumbered && node.kind === "scalar" && node.text.startsWith("\\#")) {
    return readGeneric(node, type, report);
  }
  const only = type.names.length === 1 ? type.fields[type.names[0]!] : undefined;
  // A single text is what most values are; the shape of anything else is looked at first.
  const isText = only !== undefined && node.kind === "scalar" && !isNull(node) && isTextual(only.schema);
  const plain = isText ? node.text : plainOf(node);
  const problems = isText ? NONE : shapeOf(type)(node, plain);
  for (const problem of problems) report(problem);
  if (problems.length > 0) return undefined;
  if (only !== undefined) return readOnly(node, plain, type, only, zone, report);
  if (node.kind !== "mapping") return undefined; // the shape says that it is one
  const values = readFields(node, type, report);
  if (values === undefined) return undefined;
  const fieldsAt = placesOf(node, type);
  try {
    return { rdata: type.write(values), fieldsAt };
  } catch (error) {
    return refused(error, node, type, report);
  }
}

/** Tells of a value that cannot be written. Anything else is thrown on. */
function refused(error: unknown, node: YamlNode, { type }: AnyRecordType, report: Report): undefined {
  if (!(error instanceof Fault)) throw error;
  const rule = error.rule ?? `${type.toLowerCase()}-value`;
  report(problemAt(node, { rule, message: error.message, help: error.help }));
}

const NONE: readonly never[] = [];

/** Octets in the form for unknown types, which any type may be written in (RFC 3597 §5). They have to be of the type. */
function readGeneric(node: Scalar, type: AnyRecordType, report: Report): ReadValue | undefined {
  try {
    return { rdata: genericRdata(node.text, type), fieldsAt: undefined };
  } catch (error) {
    return refused(error, node, type, report);
  }
}

function genericRdata(text: string, type: AnyRecordType): Octets {
  let rdata: Octets;
  try {
    rdata = opaqueRdata.accept(text);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Fault(`${type.type} ${error.message}`, error.help, error.rule);
  }
  type.read(rdata);
  return rdata;
}

/** The value of a type with one field, which has no name in YAML. */
function readOnly(
  node: YamlNode,
  plain: Plain,
  recordType: AnyRecordType,
  field: Field<unknown>,
  zone: ZoneReading,
  report: Report,
): ReadValue | undefined {
  const { type } = recordType;
  const isFreeText = type === "TXT" || type === "SPF";
  const text = isFreeText && node.kind === "scalar" ? readText(node, type, zone, report) : plain;
  const value = acceptField(field, node, text, { type, key: "", name: "value" }, report);
  if (value === REFUSED) return undefined;
  if (type === "AAAA" && value !== text) report(notCanonical(node, value));
  try {
    return { rdata: recordType.writeOnly(value), fieldsAt: undefined };
  } catch (error) {
    return refused(error, node, recordType, report);
  }
}

/** The same address in two spellings is not found by a search, and is a change where there is none. */
function notCanonical(node: YamlNode, value: unknown): Problem {
  return problemAt(node, {
    rule: "ipv6-non-canonical",
    severity: "warning",
    message: `AAAA is not in its canonical form, which is ${value}`,
    help: `Write ${value}.`,
    fix: writing(String(value)),
    source: "RFC 5952 §4",
  });
}

/** The check of a type's values, made when the first one is read. */
function shapeOf(type: AnyRecordType): ShapeCheck {
  const known = shapes.get(type.type);
  if (known !== undefined) return known;
  const made = shapeCheck(valueSchema(type), (path) => [type.type, ...path].join(" "), type.names);
  shapes.set(type.type, made);
  return made;
}

const shapes = new Map<string, ShapeCheck>();
