import type { Yaml } from "../../dns/fields/field.ts";

/** A value with comments, which stand in the lines above it. */
export class Commented {
  readonly comments: readonly string[];
  readonly value: Printable;

  constructor(comments: readonly string[], value: Printable) {
    this.comments = comments;
    this.value = value;
  }
}

/** YAML, any item or value of which may have comments. */
export type Printable = Yaml | Commented | readonly Printable[] | { readonly [key: string]: Printable };

/**
 * A value as YAML that every reader takes for the same, YAML 1.1 and 1.2 alike: what could be read as something else
 * than a text stands in quotes. Mappings of a record's fields stand in one line, the rest in blocks.
 */
export function printYaml(value: Printable, indent = ""): string {
  if (value instanceof Commented) return above(value, indent) + printYaml(value.value, indent);
  if (isList(value)) {
    return value
      .map((item) => `${above(item, indent)}${indent}- ${printItem(bare(item), `${indent}  `)}`)
      .join("\n");
  }
  if (isMapping(value)) {
    return Object.entries(value)
      .map(
        ([key, inner]) =>
          `${above(inner, indent)}${indent}${printScalar(key)}:${printInner(bare(inner), indent)}`,
      )
      .join("\n");
  }
  return `${indent}${printScalar(value)}`;
}

function above(value: Printable, indent: string): string {
  return value instanceof Commented ? value.comments.map((text) => `${indent}# ${text}\n`).join("") : "";
}

function bare(value: Printable): Exclude<Printable, Commented> {
  return value instanceof Commented ? bare(value.value) : value;
}

/** An item begins behind its dash. */
function printItem(item: Printable, indent: string): string {
  return isMapping(item) && isBlock(item) ? printYaml(item, indent).slice(indent.length) : printFlow(item);
}

function printInner(inner: Printable, indent: string): string {
  if (isList(inner) && inner.length > 0) return `\n${printYaml(inner, `${indent}  `)}`;
  if (isMapping(inner) && isBlock(inner)) return `\n${printYaml(inner, `${indent}  `)}`;
  return ` ${printFlow(inner)}`;
}

/** Records and settings stand in blocks, the fields of one value in a line. */
function isBlock(mapping: { readonly [key: string]: Printable }): boolean {
  const values = Object.values(mapping);
  return "type" in mapping || values.some((value) => isList(bare(value)) || isMapping(bare(value)));
}

function printFlow(value: Printable): string {
  if (value instanceof Commented) return printFlow(value.value); // in a line there is no place for comments
  if (isList(value)) return `[${value.map(printFlow).join(", ")}]`;
  if (isMapping(value)) {
    const entries = Object.entries(value).map(([key, inner]) => `${printScalar(key)}: ${printFlow(inner)}`);
    return `{${entries.join(", ")}}`;
  }
  return printScalar(value);
}

function printScalar(value: Exclude<Printable, readonly Printable[] | object>): string {
  if (typeof value !== "string") return String(value);
  return PLAIN.test(value) && !AMBIGUOUS.test(value) ? value : quoted(value);
}

/** Begins with a letter and has nothing that means anything in YAML, or is an IPv4 address. */
const PLAIN = /^([A-Za-z_][\w./+=-]*( [\w./+=-]+)*|[0-9]+(\.[0-9]+){3})$/;

/** Texts that some reader takes for a truth value or for nothing (YAML 1.1 types bool and null). */
const AMBIGUOUS = /^(y|n|yes|no|on|off|true|false|null)$/i;

/** Single quotes keep backslashes as they are; what a line cannot hold needs the escapes of double quotes. */
function quoted(text: string): string {
  if (!/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function isList(value: Printable): value is readonly Printable[] {
  return Array.isArray(value);
}

function isMapping(value: Printable): value is { readonly [key: string]: Printable } {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Commented)
  );
}
