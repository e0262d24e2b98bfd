/**
 * What is wrong with the substitution expression of NAPTR, `!pattern!replacement!flags` (RFC 3402 §3.2), as a clause; undefined
 * for nothing. The pattern is a POSIX extended regular expression, of which only the groups are looked at.
 */
export function faultOfSubstitution(text: string): string | undefined {
  const delimiter = text[0]!;
  if (/[0-9i\\\0]/.test(delimiter)) {
    return `its delimiter is ${JSON.stringify(delimiter)}; expected no digit, backslash, i or octet 0`;
  }
  const [pattern = "", replacement = "", flags, ...more] = split(text.slice(1), delimiter);
  if (flags === undefined || more.length > 0) {
    return `expected its delimiter, which is ${JSON.stringify(delimiter)}, three times: before and behind the pattern, and behind the replacement`;
  }
  if (pattern === "") return "its pattern is empty";
  if (flags !== "" && flags !== "i") return `its flags are ${JSON.stringify(flags)}; expected i, or none`;
  const groups = groupsIn(pattern);
  if (groups === undefined) return "the parentheses of its pattern do not fit together";
  const greatest = greatestReference(replacement);
  return greatest > groups
    ? `its replacement has \\${greatest}; the groups of its pattern are ${groups}`
    : undefined;
}

/** The pieces between delimiters; one behind a backslash is none. */
function split(text: string, delimiter: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === delimiter) {
      pieces.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...pieces, text.slice(start)];
}

/** How many groups there are; undefined where a parenthesis is alone. In brackets they are themselves. */
function groupsIn(pattern: string): number | undefined {
  let groups = 0;
  let open = 0;
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at];
    if (char === "\\") at += 1;
    else if (char === "[") at = endOfBracket(pattern, at);
    else if (char === "(") {
      groups += 1;
      open += 1;
    } else if (char === ")") {
      open -= 1;
      if (open < 0) return undefined;
    }
  }
  return open === 0 ? groups : undefined;
}

/** Where the bracket expression from `start` on ends: a `]` in first place is one of its characters. */
function endOfBracket(pattern: string, start: number): number {
  let at = start + (pattern[start + 1] === "^" ? 2 : 1);
  if (pattern[at] === "]") at += 1;
  while (at < pattern.length && pattern[at] !== "]") at += 1;
  return at;
}

/** The greatest of the groups that a replacement takes, `\1` to `\9`; 0 for none. */
function greatestReference(replacement: string): number {
  let greatest = 0;
  for (let at = 0; at + 1 < replacement.length; at++) {
    if (replacement[at] !== "\\") continue;
    at += 1;
    if (/[1-9]/.test(replacement[at]!)) greatest = Math.max(greatest, Number(replacement[at]));
  }
  return greatest;
}
