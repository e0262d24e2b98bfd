import { SCALAR_STYLE } from "js-yaml";
import { printOnOneLine } from "./print-scalar.ts";
import type { Written } from "./tree.ts";

/** A text on one line as the layout writes it; undefined where it is none that YAML reads as it stands. */
export function printLaidOut(raw: string): string | undefined {
  if (SHORT.test(raw)) return raw === "ANAME" ? undefined : raw; // which is written ALIAS
  const text = textOf(raw);
  if (text === undefined || text === "ANAME") return undefined;
  const style = STYLES[raw[0]!] ?? SCALAR_STYLE.PLAIN;
  const printed = printOnOneLine({ text, style });
  return printed === raw || textOf(printed) === text ? printed : undefined;
}

/** What YAML reads of a text on one line, without its quotes; undefined where it is not that simple. */
function textOf(raw: string): string | undefined {
  const quote = raw[0];
  if (quote !== '"' && quote !== "'") return PLAIN.test(raw) ? raw : undefined;
  const text = raw.slice(1, -1);
  const isWhole = raw.length > 1 && raw.at(-1) === quote && !text.includes(quote);
  return isWhole && ASCII.test(text) && (quote === "'" || !text.includes("\\")) ? text : undefined;
}

const STYLES: { readonly [quote: string]: Written["style"] | undefined } = {
  '"': SCALAR_STYLE.DOUBLE_QUOTED,
  "'": SCALAR_STYLE.SINGLE_QUOTED,
};
/** A type, a TTL, an address, a name: nothing but what stands for itself. */
const SHORT = /^[A-Za-z0-9_.-]+$/;
/** No indicator before it, and neither `: ` nor ` #` in it (YAML 1.2 §7.3.3). */
const PLAIN = /^(?=[A-Za-z0-9_./\\$(])(?:[!-9;-~]|:(?=[!-~])| (?=[!"$-~]))+$/;
const ASCII = /^[ -~]*$/;
