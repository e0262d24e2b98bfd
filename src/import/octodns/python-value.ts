import { floatYaml11Tag, intYaml11Tag, NOT_RESOLVED } from "js-yaml";
import { isNull, type Scalar, type YamlNode } from "../../zones/yaml/node.ts";

/** What PyYAML makes of a node: octoDNS reads its configuration with it. Dates stay texts. */
export type PythonValue =
  | string
  | number
  | boolean
  | null
  | readonly PythonValue[]
  | { readonly [key: string]: PythonValue };

/** The value of a node as YAML 1.1 has it, in PyYAML's reading of it. Something broken is null. */
export function pythonValue(node: YamlNode): PythonValue {
  switch (node.kind) {
    case "scalar":
      return scalarValue(node);
    case "sequence":
      return node.items.map(pythonValue);
    case "mapping":
      return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, pythonValue(value)]));
    case "broken":
      return null;
    default:
      return node satisfies never;
  }
}

function scalarValue(node: Scalar): PythonValue {
  const { text, plain } = node;
  if (!plain) return text;
  if (isNull(node)) return null;
  // `y` and `n` are truth values in the text of YAML 1.1, not in PyYAML.
  if (/^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/.test(text)) return true;
  if (/^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/.test(text)) return false;
  for (const tag of [intYaml11Tag, floatYaml11Tag]) {
    const value = tag.resolve(text, false, tag.tagName);
    if (value !== NOT_RESOLVED && typeof value === "number") return value;
  }
  return text;
}

/** Python's `bool(value)`. */
export function isTruthy(value: PythonValue | undefined): boolean {
  if (value === undefined || value === null || value === false || value === 0 || value === "") return false;
  if (Array.isArray(value)) return value.length > 0;
  return typeof value !== "object" || Object.keys(value).length > 0;
}

/** Python and JavaScript write the shortest digits that mean the number, but Python a small power of ten otherwise. */
function textOfNumber(value: number): string | undefined {
  return Number.isInteger(value) || Math.abs(value) >= 1e-4 ? String(value) : undefined;
}

/** Python's `str(value)`; undefined for what we would have to guess. */
export function pythonText(value: PythonValue | undefined): string | undefined {
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "number") return Math.abs(value) < 1e15 ? textOfNumber(value) : undefined;
  return typeof value === "string" ? value : undefined;
}
