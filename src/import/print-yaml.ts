import type { Yaml } from "../../dns/fields/field.ts";

/**
 * A value as YAML that every reader takes for the same, YAML 1.1 and 1.2 alike: what could be read as something else
 * than a text stands in quotes. Mappings of a record's fields stand in one line, the rest in blocks.
 */
export function printYaml(value: Yaml, indent = ""): string {
  if (Array.isArray(value)) {
    return value.map((item: Yaml) => `${indent}- ${printItem(item, `${indent}  `)}`).join("\n");
  }
  if (isMapping(value)) {
    return Object.entries(value)
      .map(([key, inner]) => `${indent}${printScalar(key)}:${printInner(inner, indent)}`)
      .join("\n");
  }
  return `${indent}${printScalar(value)}`;
}

/** An item begins behind its dash. */
function printItem(item: Yaml, indent: string): string {
  return isMapping(item) && isBlock(item) ? printYaml(item, indent).slice(indent.length) : printFlow(item);
}

function printInner(inner: Yaml, indent: string): string {
  if (Array.isArray(inner) && inner.length > 0) return `\n${printYaml(inner, `${indent}  `)}`;
  if (isMapping(inner) && isBlock(inner)) return `\n${printYaml(inner, `${indent}  `)}`;
  return ` ${printFlow(inner)}`;
}

/** Records and settings stand in blocks, the fields of one value in a line. */
function isBlock(mapping: { readonly [key: string]: Yaml }): boolean {
  const values = Object.values(mapping);
  return "type" in mapping || values.some((value) => Array.isArray(value) || isMapping(value));
}

function printFlow(value: Yaml): string {
  if (Array.isArray(value)) return `[${value.map(printFlow).join(", ")}]`;
  if (isMapping(value)) {
    const entries = Object.entries(value).map(([key, inner]) => `${printScalar(key)}: ${printFlow(inner)}`);
    return `{${entries.join(", ")}}`;
  }
  return printScalar(value);
}

function printScalar(value: Yaml): string {
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

function isMapping(value: Yaml): value is { readonly [key: string]: Yaml } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
