/** A text without these characters at its end. (`/x+$/` looks at every x of a text anew: quadratic.) */
export function trimEndOf(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text[end - 1]!)) end -= 1;
  return text.slice(0, end);
}
