/** A part of a regular expression (ECMA-262 §22.2.1), as far as is needed to make up text for it. */
export type Part =
  /** One character, by the source that says which: `a`, `\d`, `[^x]`. */
  | { readonly kind: "character"; readonly source: string }
  /** Takes no character: `^`, `\b`, and what looks ahead or behind. */
  | { readonly kind: "assertion"; readonly inner?: Part }
  | { readonly kind: "sequence"; readonly parts: readonly Part[] }
  | { readonly kind: "choice"; readonly of: readonly Part[] }
  | { readonly kind: "repeat"; readonly inner: Part; readonly least: number; readonly most: number };

/** Reads the source of a regular expression that JavaScript has already accepted. */
export function parsePattern(source: string): Part {
  const reader = { source, at: 0 };
  const part = choice(reader);
  if (reader.at < source.length) throw new Error(`Cannot read /${source}/ at ${reader.at}`);
  return part;
}

interface Reader {
  readonly source: string;
  at: number;
}

function choice(reader: Reader): Part {
  const of: Part[] = [sequence(reader)];
  while (reader.source[reader.at] === "|") {
    reader.at += 1;
    of.push(sequence(reader));
  }
  return of.length === 1 ? of[0]! : { kind: "choice", of };
}

function sequence(reader: Reader): Part {
  const parts: Part[] = [];
  while (reader.at < reader.source.length && !"|)".includes(reader.source[reader.at]!)) {
    parts.push(repeated(atom(reader), reader));
  }
  return { kind: "sequence", parts };
}

function atom(reader: Reader): Part {
  const { source } = reader;
  const take = (length: number) => {
    reader.at += length;
    return source.slice(reader.at - length, reader.at);
  };
  switch (source[reader.at]) {
    case "^":
    case "$":
      take(1);
      return { kind: "assertion" };
    case "(":
      return group(reader);
    case "[": {
      let end = reader.at + 1;
      while (source[end] !== "]") end += source[end] === "\\" ? 2 : 1;
      return { kind: "character", source: take(end + 1 - reader.at) };
    }
    case "\\": {
      const [found] = ESCAPE.exec(source.slice(reader.at)) ?? [];
      if (found === undefined) throw new Error(`Cannot read /${source}/ at ${reader.at}`);
      take(found.length);
      // A back reference repeats what is there already: nothing is made up for it.
      const isAssertion = /^\\(?:[bB]$|[1-9]|k<)/.test(found);
      return isAssertion ? { kind: "assertion" } : { kind: "character", source: found };
    }
    default: {
      const code = source.codePointAt(reader.at)!;
      return { kind: "character", source: take(code > 0xffff ? 2 : 1) };
    }
  }
}

const ESCAPE = /^\\(?:x[0-9a-f]{2}|u\{[0-9a-f]+\}|u[0-9a-f]{4}|[pP]\{\w+\}|[1-9][0-9]*|k<\w+>|[\s\S])/i;

function group(reader: Reader): Part {
  const [opening] = /^\((?:\?(?::|<?[=!]|<\w+>))?/.exec(reader.source.slice(reader.at))!;
  reader.at += opening.length;
  const inner = choice(reader);
  reader.at += 1; // the closing parenthesis
  return /[=!]$/.test(opening) ? { kind: "assertion", inner } : inner;
}

function repeated(inner: Part, reader: Reader): Part {
  const [found, least, comma, most] =
    /^(?:[*+?]|\{([0-9]+)(?:(,)([0-9]*))?\})\??/.exec(reader.source.slice(reader.at)) ?? [];
  if (found === undefined) return inner;
  reader.at += found.length;
  if (found.startsWith("*")) return { kind: "repeat", inner, least: 0, most: Number.POSITIVE_INFINITY };
  if (found.startsWith("+")) return { kind: "repeat", inner, least: 1, most: Number.POSITIVE_INFINITY };
  if (found.startsWith("?")) return { kind: "repeat", inner, least: 0, most: 1 };
  const from = Number(least);
  const to = comma === undefined ? from : most === "" ? Number.POSITIVE_INFINITY : Number(most);
  return { kind: "repeat", inner, least: from, most: to };
}
