import { readTree } from "../../src/fmt/read-tree.ts";
import type { Node } from "../../src/fmt/tree.ts";
import { compareNaturally } from "../../src/source/natural-order.ts";
import { sourceText } from "../../src/zones/yaml/source-text.ts";

/** Keys of any mapping that octoDNS would refuse where they stand. A merge has a place of its own. */
export function outOfOrder(text: string): string[] {
  const tree = readTree(sourceText("example.com.yaml", text));
  return tree === undefined || "problems" in tree ? [] : outOfOrderIn(tree.root);
}

function outOfOrderIn(node: Node): string[] {
  if (node.kind !== "mapping" && node.kind !== "sequence") return [];
  const keys = node.children.map(({ key }) => (key?.kind === "scalar" ? key.text : "<<"));
  const wrong = keys.filter((key, index) => {
    const before = keys[index - 1];
    return before !== undefined && before !== "<<" && key !== "<<" && compareNaturally(before, key) > 0;
  });
  return [
    ...(node.kind === "mapping" ? wrong : []),
    ...node.children.flatMap(({ value }) => outOfOrderIn(value)),
  ];
}
