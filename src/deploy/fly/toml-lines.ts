/**
 * Where the keys of a TOML file stand: lines counted from 1, by paths such as `services.0.ports.0.port` and, for a table,
 * `services.0`. Keys inside inline tables and inside values of several lines are not found; ask for what they stand in.
 */
export function tomlLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const counts = new Map<string, number>();
  let table = "";
  let open: Open | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    if (open !== undefined) {
      open = stillOpen(open, line);
      continue;
    }
    const header = /^\s*(\[\[?)([^[\]]+)\]\]?\s*(#.*)?$/.exec(line);
    if (header !== null) {
      table = tablePath(header[2]!, header[1] === "[[", counts);
      lines.set(table, index + 1);
      continue;
    }
    const key =
      /^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=/.exec(
        line,
      );
    if (key === null) continue;
    const path = [table, ...partsOf(key[1]!)].filter((part) => part !== "").join(".");
    if (!lines.has(path)) lines.set(path, index + 1);
    open = stillOpen(undefined, line.slice(key[0].length));
  }
  return lines;
}

/** A value that goes on in the next line: a text that ends with this, or so many brackets. */
type Open = { readonly until: '"""' | "'''"; readonly depth: number } | { readonly depth: number };

/** What is open at the end of a line; what stands in texts and comments opens nothing. */
function stillOpen(before: Open | undefined, line: string): Open | undefined {
  let depth = before?.depth ?? 0;
  let rest = line;
  if (before !== undefined && "until" in before) {
    const end = rest.indexOf(before.until);
    if (end === -1) return before;
    rest = rest.slice(end + before.until.length);
  }
  for (const [token] of rest.matchAll(TOKENS)) {
    if (token === '"""' || token === "'''") return { until: token, depth };
    if (token.startsWith("#")) break;
    if (token === "[" || token === "{") depth += 1;
    if (token === "]" || token === "}") depth -= 1;
  }
  return depth > 0 ? { depth } : undefined;
}

/** Whole texts, the beginning of one that goes on, comments, and brackets. */
const TOKENS = /"""[\s\S]*?"""|'''[\s\S]*?'''|"""|'''|"(?:[^"\\]|\\[\s\S])*(?:"|\\?$)|'[^']*'|#.*|[[\]{}]/g;

/** `services.ports` below the second of the services is `services.1.ports`. */
function tablePath(written: string, isArray: boolean, counts: Map<string, number>): string {
  const parts = partsOf(written);
  let path = "";
  for (const [index, part] of parts.entries()) {
    path = path === "" ? part : `${path}.${part}`;
    const isLast = index === parts.length - 1;
    if (isLast && isArray) counts.set(path, (counts.get(path) ?? 0) + 1);
    const count = counts.get(path);
    if (count !== undefined) path = `${path}.${count - 1}`;
  }
  return path;
}

function partsOf(key: string): string[] {
  return [...key.matchAll(/[A-Za-z0-9_-]+|"[^"]*"|'[^']*'/g)].map(([part]) =>
    part.replace(/^["']|["']$/g, ""),
  );
}
