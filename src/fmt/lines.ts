/** Code units of a text. */
export const NEWLINE = 0x0a;
/** As above. */
export const SPACE = 0x20;

/** Behind the blank lines that stand there, if there are any. */
export function skipBlankLines(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === NEWLINE) at += 1;
  return at;
}

/** Blanks and line ends. */
export function isSpace(code: number): boolean {
  return code === SPACE || code === NEWLINE || code === 0x09;
}
