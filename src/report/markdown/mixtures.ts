import { printName } from "../../../dns/name.ts";
import { typeName } from "../../../dns/types.ts";
import type { Mixture } from "../../mixtures/mixture.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";
import type { Block } from "./fit.ts";
import { type Links, place } from "./links.ts";

/** What fails while caches turn over: a line each with its place, dangers first. There is at least one. */
export function mixtureSection(mixtures: readonly Mixture[], links: Links | undefined): Block {
  const lines = mixtures.slice(0, MOST_LINES).map(({ owner, type, message, isDanger, at }) => {
    const mark = isDanger ? "❌ " : "";
    const where = at === undefined ? "" : ` (${place(at.file, at.line, undefined, links)})`;
    return `- ${mark}${codeSpan(printName(owner))} ${typeName(type)}: ${escapeMarkdown(message)}${where}`;
  });
  const rest = mixtures.length - lines.length;
  const title = "### While caches turn over";
  return {
    full: [title, "", ...lines, ...(rest > 0 ? [`- … and ${rest} more`] : [])].join("\n"),
    brief: `${title}\n\nWhat fails then is too long for this place.`,
  };
}

const MOST_LINES = 30;
