import { parseSync, Visitor } from "rolldown/utils";

/** What the rules of architecture look at in one source file. */
export interface Module {
  /** Path from the root of the repository, with slashes. */
  readonly path: string;
  /** Everything that the file imports: values and types, static and dynamic. */
  readonly imports: readonly Import[];
  readonly exports: readonly Export[];
}

/** One import. */
export interface Import {
  /** What is imported, as written; nothing when it is an expression that only a run can tell. */
  readonly specifier: string | undefined;
  readonly line: number;
}

/** One export statement. */
export interface Export {
  /** `list` is `export { a }`, and with `from` a re-export. */
  readonly kind: "declaration" | "default" | "list" | "re-export";
  readonly line: number;
  /** Its first line. */
  readonly text: string;
  /** It has a doc comment, or shares the one of the export above it: see `sharesDoc`. */
  readonly documented: boolean;
}

/** Reads a source file. Throws when it is no TypeScript or JavaScript. */
export function readModule(path: string, source: string): Module {
  const { program, comments, errors } = parseSync(path, source);
  if (errors[0] !== undefined) throw new Error(`Cannot parse ${path}: ${errors[0].message}`);
  const file: Source = { source, comments };
  return { path, imports: importsOf(program, file), exports: exportsOf(program, file) };
}

type Program = ReturnType<typeof parseSync>["program"];
type Statement = Program["body"][number];
type Node = { readonly type: string; readonly value?: unknown; readonly start: number };

interface Source {
  readonly source: string;
  readonly comments: ReturnType<typeof parseSync>["comments"];
}

function importsOf(program: Program, file: Source): Import[] {
  const imports: Import[] = [];
  const add = (from: Node | null | undefined) => {
    if (from) imports.push({ specifier: textOf(from), line: lineAt(file, from.start) });
  };
  new Visitor({
    ImportDeclaration: ({ source }) => add(source),
    ExportAllDeclaration: ({ source }) => add(source),
    ExportNamedDeclaration: ({ source }) => add(source),
    ImportExpression: ({ source }) => add(source),
    TSImportType: ({ source }) => add(source),
    CallExpression: ({ callee, arguments: [from] }) => {
      if (callee.type === "Identifier" && callee.name === "require") add(from);
    },
  }).visit(program);
  return imports;
}

function exportsOf({ body }: Program, file: Source): Export[] {
  const exports: Export[] = [];
  let above: Statement | undefined;
  let aboveDocumented = false;
  for (const statement of body) {
    const documented: boolean =
      hasDoc(statement, file) || (aboveDocumented && sharesDoc(above, statement, file));
    const kind = kindOf(statement);
    if (kind !== undefined) {
      const text = file.source.slice(statement.start, statement.end).split("\n", 1).join();
      exports.push({ kind, line: lineAt(file, statement.start), text, documented });
    }
    above = statement;
    aboveDocumented = documented;
  }
  return exports;
}

function kindOf(statement: Statement): Export["kind"] | undefined {
  switch (statement.type) {
    case "ExportDefaultDeclaration":
      return "default";
    case "ExportAllDeclaration":
      return "re-export";
    case "ExportNamedDeclaration":
      return statement.source ? "re-export" : statement.declaration ? "declaration" : "list";
    default:
      return undefined;
  }
}

/** A doc comment stands before it, with nothing but line comments in between. */
function hasDoc({ start }: Statement, { source, comments }: Source): boolean {
  let end = start;
  for (const comment of comments.toReversed()) {
    if (comment.end > end) continue;
    if (source.slice(comment.end, end).trim() !== "") return false;
    if (comment.type === "Block") return comment.value.startsWith("*");
    end = comment.start;
  }
  return false;
}

/** It is an overload of the function above, or a constant of the group above: no empty line in between. */
function sharesDoc(above: Statement | undefined, statement: Statement, { source }: Source): boolean {
  if (above?.type !== "ExportNamedDeclaration" || statement.type !== "ExportNamedDeclaration") return false;
  const name = functionName(statement);
  if (name !== undefined) return functionName(above) === name;
  const areConstants = [above, statement].every(
    ({ declaration }) => declaration?.type === "VariableDeclaration",
  );
  return areConstants && !/\n\s*\n/.test(source.slice(above.end, statement.start));
}

function functionName({
  declaration,
}: Extract<Statement, { type: "ExportNamedDeclaration" }>): string | undefined {
  const isFunction = declaration?.type === "FunctionDeclaration" || declaration?.type === "TSDeclareFunction";
  return isFunction ? declaration.id?.name : undefined;
}

function textOf(node: Node): string | undefined {
  return node.type === "Literal" && typeof node.value === "string" ? node.value : undefined;
}

function lineAt({ source }: Source, offset: number): number {
  return source.slice(0, offset).split("\n").length;
}
