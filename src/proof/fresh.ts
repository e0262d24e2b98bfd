import { MAX_NAME_LENGTH, type Name } from "../../dns/name.ts";

/**
 * Makes names that exist nowhere. The label is the first of `x0`, `x1`, … that stands in no name at all, so that it collides with
 * nothing, and is the same in every run over the same names. Where a name has no room for it, a label of one octet is
 * taken, as long as one is free there.
 */
export function makeFresh(tree: ReadonlySet<Name>): (name: Name) => Name | undefined {
  const label = freshLabel(tree);
  const child = String.fromCharCode(label.length) + label;
  return (name) => {
    if (name.length + child.length <= MAX_NAME_LENGTH) return (child + name) as Name;
    for (const octet of OCTETS) {
      const short = `\x01${octet}${name}` as Name;
      if (short.length > MAX_NAME_LENGTH) return undefined;
      if (!tree.has(short)) return short;
    }
    return undefined;
  };
}

function freshLabel(tree: ReadonlySet<Name>): string {
  const taken = new Set<string>();
  for (const name of tree) {
    // As a part of a longer label it does no harm, and is left out all the same.
    for (const [label] of name.matchAll(LABELS)) taken.add(label);
  }
  for (let number = 0; ; number++) if (!taken.has(`x${number}`)) return `x${number}`;
}

const LABELS = /x[0-9]+/g;
const OCTETS = "0123456789abcdefghijklmnopqrstuvwxyz";

/** A run of labels that takes exactly so many octets; undefined where there is none, for one octet. */
export function prefixOf(octets: number): string | undefined {
  if (octets === 1 || octets < 0) return undefined;
  let prefix = "";
  let left = octets;
  while (left > 0) {
    // What is left after this label has to be none or enough for another.
    const size = left > 64 ? (left === 65 ? 63 : 64) : left;
    prefix += String.fromCharCode(size - 1) + "x".repeat(size - 1);
    left -= size;
  }
  return prefix;
}
