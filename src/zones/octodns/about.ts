import type { About } from "../../source/about.ts";
import { parseDay } from "../../source/day.ts";
import { describe, isNull, positionOf, type YamlNode } from "../yaml/node.ts";
import { problemAt } from "../yaml/problem-at.ts";
import type { Report } from "./zone-reading.ts";

/** The keys with which somebody says whose something is. */
export const ABOUT_KEYS = ["owner", "note", "expires"] as const;

/**
 * Reads one of `owner`, `note` and `expires`; what is refused is reported and left out.
 *
 * @param what how the key is called in a problem
 */
export function readAboutEntry(
  key: (typeof ABOUT_KEYS)[number],
  node: YamlNode,
  what: string,
  report: Report,
): About {
  if (node.kind === "broken") return {};
  if (key === "expires") return readExpires(node, what, report);
  if (node.kind === "scalar" && !isNull(node) && node.text.trim() !== "" && !/[\r\n]/.test(node.text.trim()))
    return { [key]: node.text };
  if (key === "note" && node.kind === "scalar" && node.text.trim() !== "" && !isNull(node))
    return { note: node.text };
  report(
    problemAt(node, {
      rule: "wrong-kind",
      message: `${what} is ${describe(node)}; expected a text${key === "owner" ? " of one line" : ""}`,
      help: `Write for example \`${key}: ${key === "owner" ? "web team" : "…"}\`.`,
    }),
  );
  return {};
}

function readExpires(node: YamlNode, what: string, report: Report): About {
  const day = node.kind === "scalar" ? parseDay(node.text) : undefined;
  if (day !== undefined) return { expires: { day, at: positionOf(node) } };
  report(
    problemAt(node, {
      rule: "expires-value",
      message: `${what} is ${describe(node)}; expected a day that there is, as in 2027-03-01`,
      help: "Write the last day on which the record is wanted: year, month and day.",
    }),
  );
  return {};
}
