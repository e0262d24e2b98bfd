import { isNull, type YamlNode } from "./node.ts";

/** A node without its places: texts as written, `null` for nothing, arrays, and objects without a prototype. */
export type Plain = string | null | readonly Plain[] | { readonly [key: string]: Plain };

/** The node as plain data, for ajv and for the field kinds. Something broken is null. */
export function plainOf(node: YamlNode): Plain {
  switch (node.kind) {
    case "scalar":
      return isNull(node) ? null : node.text;
    case "sequence":
      return node.items.map(plainOf);
    case "mapping": {
      const object: { [key: string]: Plain } = Object.create(null);
      for (const { key, value } of node.entries) object[key.text] = plainOf(value);
      return object;
    }
    case "broken":
      return null;
    default:
      return node satisfies never;
  }
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
