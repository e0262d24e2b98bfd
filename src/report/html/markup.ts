import { showHidden } from "../../../dns/show-hidden.ts";

/** Text that is HTML, so that nobody writes plain text into a page by mistake. */
export interface Html {
  readonly html: string;
}

/** What may stand in a template: plain text is escaped, HTML is taken as it is. */
type Part = Html | readonly Html[] | string | number | undefined;

/** HTML from a template of ours, with every text in it escaped. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let text = strings[0]!;
  parts.forEach((part, index) => {
    text += textOf(part) + strings[index + 1]!;
  });
  return { html: text };
}

/** Text that we wrote ourselves, never what a zone, a file or a nameserver says. */
export function ours(text: string): Html {
  return { html: text };
}

/** Nothing. */
export const NOTHING: Html = { html: "" };

/** One after the other. */
export function join(parts: readonly Html[]): Html {
  return { html: parts.map(({ html: text }) => text).join("") };
}

function textOf(part: Part): string {
  if (part === undefined) return "";
  if (typeof part === "number") return String(part);
  if (typeof part === "string") return escapeHtml(part);
  return "html" in part ? part.html : join(part).html;
}

/**
 * The text for an element or an attribute in quotes. What would turn the direction of text, break a line or hide is shown
 * as `\u{…}`.
 */
function escapeHtml(text: string): string {
  return showHidden(text).replace(/[&<>"'`]/g, (char) => ESCAPES[char]!);
}

const ESCAPES: { readonly [char: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};
