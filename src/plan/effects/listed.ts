/** `a`, `a and b`, `a, b and c`; of more than five the rest is counted. Long texts are cut, for a sentence is read. */
export function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, MOST_TEXTS).map(clipped);
  if (texts.length > MOST_TEXTS) shown.push(`${texts.length - MOST_TEXTS} more`);
  const last = shown.at(-1) ?? "";
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(", ")} and ${last}`;
}

/** A text of a zone, short enough for a sentence. */
export function clipped(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

const MOST_TEXTS = 5;
const MOST_CHARACTERS = 80;
