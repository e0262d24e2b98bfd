import { parseSync, Visitor } from "rolldown/utils";

/** A regular expression as it stands in a source file. */
export interface Pattern {
  /** Path and line. */
  readonly at: string;
  readonly source: string;
  readonly flags: string;
}

/** What a source file has of regular expressions. */
export interface Collected {
  readonly patterns: readonly Pattern[];
  /** Places where one is made at run time, so that nobody can tell here what it is. */
  readonly unknown: readonly string[];
}

/** Every regular expression of a source file: literals, `new RegExp`, and the patterns of JSON schemas. */
export function collectPatterns(path: string, text: string): Collected {
  const { program, errors } = parseSync(path, text);
  if (errors[0] !== undefined) throw new Error(`Cannot parse ${path}: ${errors[0].message}`);
  const patterns: Pattern[] = [];
  const unknown: string[] = [];
  const placeOf = ({ start }: { readonly start: number }) =>
    `${path}:${text.slice(0, start).split("\n").length}`;
  const addMade = ({ callee, ...node }: Made) => {
    if (callee.type !== "Identifier" || !("name" in callee) || callee.name !== "RegExp") return;
    const [source, flags] = node.arguments.map(textOf);
    const isKnown = source !== undefined && (node.arguments.length === 1 || flags !== undefined);
    if (isKnown) patterns.push({ at: placeOf(node), source, flags: flags ?? "" });
    else unknown.push(placeOf(node));
  };
  new Visitor({
    Literal(node) {
      if (!("regex" in node)) return;
      patterns.push({ at: placeOf(node), source: node.regex.pattern, flags: node.regex.flags });
    },
    NewExpression: addMade,
    CallExpression: addMade,
    Property(node) {
      const { key, value } = node;
      const name = key.type === "Identifier" ? key.name : textOf(key);
      const source = name === "pattern" ? textOf(value) : undefined;
      if (source !== undefined) patterns.push({ at: placeOf(node), source, flags: "u" });
      if (name !== "patternProperties" || value.type !== "ObjectExpression") return;
      for (const property of value.properties) {
        const inner = property.type === "Property" ? textOf(property.key) : undefined;
        if (inner !== undefined) patterns.push({ at: placeOf(property), source: inner, flags: "u" });
      }
    },
  }).visit(program);
  return { patterns, unknown };
}

interface Made {
  readonly start: number;
  readonly callee: { readonly type: string };
  readonly arguments: readonly Node[];
}

interface Node {
  readonly type: string;
  readonly value?: unknown;
}

function textOf(node: Node | undefined): string | undefined {
  return node?.type === "Literal" && typeof node.value === "string" ? node.value : undefined;
}
