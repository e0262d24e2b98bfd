import { Fault } from "../../../dns/fault.ts";
import { canonicalName } from "../../../dns/fields/name.ts";
import type { AnyRecordType } from "../../../dns/records/record-type.ts";
import { A, AAAA } from "../../../dns/type-numbers.ts";
import type { Pointer } from "../../source/about.ts";
import { toAscii } from "../../source/idn.ts";
import type { Remarks } from "../../source/source-zone.ts";
import { describe, positionOf, type YamlNode } from "../yaml/node.ts";
import { problemAt } from "../yaml/problem-at.ts";
import type { ValueRemarks } from "./value-remarks.ts";
import type { Report } from "./zone-reading.ts";

/**
 * Reads `ptr:`, true, false or a name; what is refused is reported and left out.
 *
 * @param what how the key is called in a problem
 */
export function readPointer(node: YamlNode, what: string, report: Report): { readonly ptr?: Pointer } {
  if (node.kind === "broken") return {};
  try {
    const to = node.kind === "scalar" ? targetIn(node.text) : undefined;
    if (to !== undefined) return { ptr: { to, at: positionOf(node) } };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const rule = error.rule ?? "ptr-value";
    report(problemAt(node, { rule, message: `${what} ${error.message}`, help: error.help }));
    return {};
  }
  report(
    problemAt(node, {
      rule: "ptr-value",
      message: `${what} is ${describe(node)}; expected true, false or a whole name with its final dot`,
      help: "Write for example `ptr: www.example.com.`, or `ptr: false` for no PTR.",
    }),
  );
  return {};
}

function targetIn(text: string): Pointer["to"] | undefined {
  if (text === "true") return "own";
  if (text === "false") return "none";
  return text.endsWith(".") ? canonicalName.accept(toAscii(text)) : undefined;
}

/** Tells of `ptr` at records that have no address. */
export function reportPointers(
  said: { readonly remarks: Remarks; readonly values: readonly ValueRemarks[] },
  { type, code }: AnyRecordType,
  report: Report,
): void {
  if (code === A || code === AAAA) return;
  for (const { ptr } of [said.remarks, ...said.values.map(({ about }) => about)]) {
    if (ptr === undefined) continue;
    const message = `ptr stands at ${type}, which has no address; expected A or AAAA`;
    const help = "Remove it, or write it at the record that has the address.";
    report({ ...ptr.at, rule: "ptr-value", severity: "error", message, help });
  }
}
