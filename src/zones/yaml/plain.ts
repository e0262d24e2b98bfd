import { isNull, type YamlNode } from "./node.ts";

/** A node without its places: texts as written, `null` for nothing, arrays and objects. */
export type Plain = string | null | readonly Plain[] | { readonly [key: string]: Plain };

/** The node as plain data, for ajv and for the field kinds. Something broken is null. */
export function plainOf(node: YamlNode): Plain {
  switch (node.kind) {
    case "scalar":
      return isNull(node) ? null : node.text;
    case "sequence":
      return node.items.map(plainOf);
    case "mapping": {
      const object: { [key: string]: Plain } = {};
      for (const { key, value } of node.entries) put(object, key.text, plainOf(value));
      return object;
    }
    case "broken":
      return null;
    default:
      return node satisfies never;
  }
}

/** Makes it the object's own, also under the one key with which `=` would do something else. */
function put(object: { [key: string]: Plain }, key: string, value: Plain): void {
  if (key !== "__proto__") object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true });
}

/** Something in the node could not be read. */
export function hasBroken(node: YamlNode): boolean {
  switch (node.kind) {
    case "scalar":
      return false;
    case "sequence":
      return node.items.some(hasBroken);
    case "mapping":
      return node.entries.some(({ value }) => hasBroken(value));
    case "broken":
      return true;
    default:
      return node satisfies never;
  }
}
