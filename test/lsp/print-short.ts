const WIDTH = 110;
const MOST_ITEMS = 4;
const MOST_CHARACTERS = 160;

/** JSON for people: on one line what fits, of long lists the first items, of long texts their beginning. */
export function printShort(value: unknown, indent = ""): string {
  if (typeof value === "string" && value.length > MOST_CHARACTERS)
    return JSON.stringify(`${value.slice(0, MOST_CHARACTERS)}…`);
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const deeper = `${indent}  `;
  const isList = Array.isArray(value);
  const parts = isList
    ? value.slice(0, MOST_ITEMS).map((item) => printShort(item, deeper))
    : Object.entries(value).map(([key, item]) => `${key}: ${printShort(item, deeper)}`);
  if (isList && value.length > MOST_ITEMS) parts.push(`… and ${value.length - MOST_ITEMS} more`);
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  const line = `${open}${parts.join(", ")}${close}`;
  if (!line.includes("\n") && indent.length + line.length <= WIDTH) return line;
  return `${open}\n${parts.map((part) => `${deeper}${part}`).join(",\n")}\n${indent}${close}`;
}
