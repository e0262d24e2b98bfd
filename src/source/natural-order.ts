/**
 * Natural order, as octoDNS has it: runs of digits count as numbers, everything else goes by its characters, and nothing
 * stands before everything. Names that differ only in zeros before a number are equal. Below 0, above 0, or 0.
 */
export function compareNaturally(a: string, b: string): number {
  return compareNaturalKeys(naturalKey(a), naturalKey(b));
}

/** A text cut into what stands between numbers and numbers, in turn; a text that begins with a number begins with "". */
export type NaturalKey = readonly string[];

/** What `compareNaturalKeys` wants of a text, for whoever sorts many. */
export function naturalKey(text: string): NaturalKey {
  if (text === "") return [];
  if (NO_NUMBER.test(text)) return [text];
  // octoDNS sorts with natsort, which takes letters apart from their accents before it compares.
  const pieces = isPlainAscii(text) ? text.split(ASCII_DIGITS) : text.normalize("NFD").split(DIGITS);
  for (let at = 1; at < pieces.length; at += 2) pieces[at] = asNumber(pieces[at]!);
  if (pieces.length > 1 && pieces.at(-1) === "") pieces.pop();
  return pieces;
}

/** The same order, for texts that are cut already. */
export function compareNaturalKeys(a: NaturalKey, b: NaturalKey): number {
  const most = Math.min(a.length, b.length);
  for (let at = 0; at < most; at++) {
    const one = a[at]!;
    const other = b[at]!;
    if (one === other) continue;
    if (at % 2 === 1 && one.length !== other.length) return one.length - other.length;
    return one < other ? -1 : 1;
  }
  return a.length - b.length;
}

const NO_NUMBER = /^[ -/:-~]*$/; // and of ASCII
const ASCII_DIGITS = /([0-9]+)/;
const DIGITS = /(\p{Nd}+)/u;

function isPlainAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/** Digits of ASCII without zeros before them: of two such the longer is the greater. */
function asNumber(digits: string): string {
  const ascii = /^[0-9]+$/.test(digits) ? digits : Array.from(digits, digitOf).join("");
  return ascii.startsWith("0") ? ascii.replace(/^0+/, "") : ascii;
}

/** Unicode has the digits of a script in a row, from its zero. */
function digitOf(char: string): string {
  const code = char.codePointAt(0)!;
  let below = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - below - 1))) below += 1;
  return String(below % 10);
}
