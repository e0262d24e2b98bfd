import { CHOMPING_MODE, SCALAR_STYLE } from "js-yaml";
import { fold } from "./fold.ts";
import { printProperties, type Written } from "./tree.ts";

/** How wide a line may be, in characters: as wide as the comments of our own zones. */
export const WIDTH = 120;

/** Where a text is printed. */
export interface Place {
  /** A key, a value in brackets, or a value that has its lines for itself. */
  readonly as: "key" | "flow" | "block";
  /** How far the list or mapping is set in that it stands in. */
  readonly indent: number;
  /** How many characters stand before it in its line. */
  readonly column: number;
}

/** A text's lines; a comment stands behind the first line where `isBlock`, else behind the last. */
export interface Lines {
  readonly lines: readonly string[];
  readonly isBlock: boolean;
  /** The blank lines at its end belong to it. */
  readonly keepsBlanks: boolean;
}

/** Prints a text with its anchor and tag. */
export function printScalar(node: Written, place: Place): Lines {
  const properties = printProperties(node);
  const { lines, isBlock, keepsBlanks } = printText(
    node,
    place,
    properties === "" ? 0 : properties.length + 1,
  );
  if (properties === "") return { lines, isBlock, keepsBlanks };
  const [first = "", ...rest] = lines;
  return { lines: [first === "" ? properties : `${properties} ${first}`, ...rest], isBlock, keepsBlanks };
}

function printText(node: Written, place: Place, before: number): Lines {
  if (node.isEmpty) return line("");
  const isBlock = node.style === SCALAR_STYLE.LITERAL_BLOCK || node.style === SCALAR_STYLE.FOLDED_BLOCK;
  if (!isPrintable(node.text) || (isBlock && node.tag !== undefined)) {
    return isBlock ? blockAsWritten(node, place) : asWritten(node, place);
  }
  const printed = printOnOneLine(node, place.as);
  const isLong = place.column + before + printed.length > WIDTH && node.text.length > WORTH_FOLDING;
  if (place.as !== "block" || !isLong || (node.tag !== undefined && node.tag !== "!!str"))
    return line(printed);
  return { ...fold(node.text, place.indent + 2, place.column + before, WIDTH), keepsBlanks: false };
}

const WORTH_FOLDING = 40; // characters

function isPrintable(text: string): boolean {
  return ASCII.test(text) || PRINTABLE.test(text);
}

const ASCII = /^[ -~]*$/; // in a large zone nearly every text

/** Visible characters and single spaces' kin: no line break, no tab, no control character, nothing that hides. */
const PRINTABLE = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]*$/u;

/** A text that is printable, on one line and with the quotes that it needs there. */
export function printOnOneLine(
  node: Pick<Written, "text" | "style"> & { readonly tag?: string | undefined },
  as: Place["as"] = "block",
): string {
  const { text, style } = node;
  const isPlain = style === SCALAR_STYLE.PLAIN;
  if (isPlain && (node.tag !== undefined || !ADDRESS_WITH_COLONS.test(text))) return text;
  // Without quotes such a key would be about the file.
  const isQuotedWord = as === "key" && text.startsWith("$");
  const isText = node.tag === undefined || node.tag === "!include";
  if (isText && !isQuotedWord && !ADDRESS_WITH_COLONS.test(text) && canBePlain(text)) return text;
  if (text === "" || as === "key") return inSingleQuotes(text);
  return /["\\]/.test(text) ? inSingleQuotes(text) : `"${text}"`;
}

function inSingleQuotes(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** `2001:db8::80`, `2001:db8::/32`, `::ffff:192.0.2.1`. */
const ADDRESS_WITH_COLONS = /^(?=[^:]*:[^:]*:)[0-9a-fA-F:.]+(?:\/[0-9]{1,3})?$/;

/** Every YAML reader takes the text without quotes for this text, in brackets, too. What is in doubt keeps its quotes. */
function canBePlain(text: string): boolean {
  if (text === "." || IPV4.test(text)) return true;
  return PLAIN.test(text) && !WORDS.test(text) && !/: | #|:$| $/.test(text) && !/[,[\]{}]/.test(text);
}

const IPV4 = /^[0-9]{1,3}(?:\.[0-9]{1,3}){3}$/;
const PLAIN = /^[\p{L}_/\\$(][^\t]*$/u;
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

/** As it was written, its further lines set in. */
function asWritten({ raw }: Written, { indent }: Place): Lines {
  const [first = "", ...rest] = raw.split("\n");
  const lines = rest.map((each) => {
    const text = each.replace(/^[ \t]+/, "");
    return text === "" ? "" : " ".repeat(indent + 2) + text;
  });
  return { lines: [first, ...lines], isBlock: false, keepsBlanks: false };
}

/** `|` or `>`, and its lines set in. */
function blockAsWritten({ raw, style, chomping, indent, text }: Written, place: Place): Lines {
  const lines = raw.split("\n").map((each) => each.slice(Math.max(indent, 0)));
  if (lines.at(-1) === "" && raw.endsWith("\n")) lines.pop();
  if (indent < 0) lines.fill("");
  const keepsBlanks = chomping === CHOMPING_MODE.KEEP;
  if (!keepsBlanks) while (lines.at(-1) === "") lines.pop();
  const first = lines.find((each) => each !== "") ?? "";
  const needsDigit = /^[ \t]/.test(first) || /^[ \t]/.test(text);
  const sign = chomping === CHOMPING_MODE.STRIP ? "-" : keepsBlanks ? "+" : "";
  const header = `${style === SCALAR_STYLE.LITERAL_BLOCK ? "|" : ">"}${needsDigit ? "2" : ""}${sign}`;
  const set = lines.map((each) => (each === "" ? "" : " ".repeat(place.indent + 2) + each));
  return { lines: [header, ...set], isBlock: true, keepsBlanks };
}

function line(text: string): Lines {
  return { lines: [text], isBlock: false, keepsBlanks: false };
}
