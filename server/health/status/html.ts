/** A piece of a page, whose texts are escaped already. */
export interface Html {
  readonly html: string;
}

type Part = string | number | Html | readonly Html[];

/** Makes a piece of a page; texts and numbers in it are escaped, for elements and for quoted attributes. */
export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let text = pieces[0]!;
  for (const [at, part] of parts.entries()) text += printPart(part) + pieces[at + 1]!;
  return { html: text };
}

function printPart(part: Part): string {
  if (typeof part === "number") return String(part);
  if (typeof part === "string") return part.replaceAll(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
  return "html" in part ? part.html : part.map((piece) => piece.html).join("");
}
