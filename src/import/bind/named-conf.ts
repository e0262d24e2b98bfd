import { posix } from "node:path";
import type { Position, Problem } from "../../../dns/problem.ts";

/** A zone of a named.conf. */
export interface NamedZone {
  /** As it is written. */
  readonly name: string;
  /** `primary`, `secondary`, `forward`, … in today's words; undefined where none is written. */
  readonly type: string | undefined;
  /** As BIND would find it: below `directory` of `options`. */
  readonly file: string | undefined;
  /** `raw` or another form than text, where `masterfile-format` says so. */
  readonly format: string | undefined;
  /** The view that it stands in. */
  readonly view: string | undefined;
  readonly at: Position;
}

/** What a named.conf says of zones. */
export interface NamedConf {
  readonly zones: readonly NamedZone[];
  readonly problems: readonly Problem[];
}

/** The file that `include` means, or why it is not to be had. */
export type ReadIncluded = (
  path: string,
) => Promise<{ readonly file: string; readonly text: string } | { readonly refused: string }>;

/**
 * Reads BIND's configuration as far as it is about zones: `zone`, also in a `view`, `directory`, and `include`. Other
 * statements are passed over. Relative paths are those of `directory`, and without one of the file's own folder.
 *
 * @param file as the user would type it
 */
export async function readNamedConf(file: string, text: string, include: ReadIncluded): Promise<NamedConf> {
  const problems: Problem[] = [];
  const statements = await statementsOf(file, text, include, problems, [file]);
  const directory = statements
    .filter(({ words }) => words[0] === "options")
    .flatMap(({ block }) => block ?? [])
    .find(({ words }) => words[0] === "directory")?.words[1];
  const base = directory === undefined ? posix.dirname(file) : below(posix.dirname(file), directory);
  const find = (path: string | undefined) => (path === undefined ? undefined : below(base, path));
  const zones = statements.flatMap((statement) => {
    const [keyword, view] = statement.words;
    if (keyword === "zone") return [zoneOf(statement, undefined, find)];
    if (keyword !== "view") return [];
    return (statement.block ?? [])
      .filter(({ words }) => words[0] === "zone")
      .map((inner) => zoneOf(inner, view, find));
  });
  return { zones, problems };
}

function zoneOf(
  { words, block = [], at }: Statement,
  view: string | undefined,
  find: (path: string | undefined) => string | undefined,
): NamedZone {
  const setting = (name: string) => block.find((inner) => inner.words[0] === name)?.words[1];
  const type = setting("type");
  return {
    name: words[1] ?? "",
    type: type === undefined ? undefined : (NEW_WORDS[type] ?? type),
    file: find(setting("file")),
    format: setting("masterfile-format"),
    view,
    at,
  };
}

function below(folder: string, path: string): string {
  return path.startsWith("/") ? path : posix.join(folder, path);
}

/** BIND has had these words since 9.14. */
const NEW_WORDS: { readonly [word: string]: string | undefined } = { master: "primary", slave: "secondary" };

/** Words, and what stands in braces behind them. */
interface Statement {
  readonly words: readonly string[];
  readonly block: readonly Statement[] | undefined;
  readonly at: Position;
}

async function statementsOf(
  file: string,
  text: string,
  include: ReadIncluded,
  problems: Problem[],
  within: readonly string[],
): Promise<Statement[]> {
  const tokens = tokensOf(file, text);
  const read = parse(tokens, problems);
  const all: Statement[] = [];
  for (const statement of read) {
    const [keyword, path] = statement.words;
    if (keyword !== "include" || path === undefined) {
      all.push(statement);
      continue;
    }
    const found = await include(below(posix.dirname(within[0]!), path));
    if ("refused" in found) {
      problems.push(
        problemAt(
          statement.at,
          `include names ${JSON.stringify(path)}; ${found.refused}`,
          "Put the file there, or take the line out of a copy and import that.",
        ),
      );
    } else if (within.includes(found.file) || within.length > MOST_INCLUDES) {
      problems.push(
        problemAt(
          statement.at,
          `include names ${JSON.stringify(path)}, which is being read already`,
          "Take the line out.",
        ),
      );
    } else {
      all.push(...(await statementsOf(found.file, found.text, include, problems, [...within, found.file])));
    }
  }
  return all;
}

const MOST_INCLUDES = 20; // within one another

interface Token {
  readonly text: string;
  readonly isQuoted: boolean;
  readonly at: Position;
}

/** Words, texts in quotes, and `{` `}` `;`; without comments of all three kinds (BIND 9 ARM, "Comment Syntax"). */
function tokensOf(file: string, text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|#[^\n]*|"([^"\n]*)"?|[{};]|[^\s{};"]+|\n/g;
  let line = 1;
  let start = 0; // of the line
  for (const match of text.matchAll(pattern)) {
    const [found, quoted] = match;
    const at = { file, line, column: match.index - start + 1 };
    if (found === "\n" || found.startsWith("/*")) {
      const breaks = found.split("\n").length - 1;
      line += breaks;
      if (breaks > 0) start = match.index + found.lastIndexOf("\n") + 1;
    } else if (!found.startsWith("//") && !found.startsWith("#")) {
      tokens.push({ text: quoted ?? found, isQuoted: quoted !== undefined, at });
    }
  }
  return tokens;
}

/** The statements of a file; everything wrong with its braces is reported. */
function parse(tokens: readonly Token[], problems: Problem[]): Statement[] {
  let next = 0;
  const read = (opened: Token | undefined): Statement[] => {
    const statements: Statement[] = [];
    let words: Token[] = [];
    let block: Statement[] | undefined;
    const end = () => {
      const [first] = words;
      if (first !== undefined) statements.push({ words: words.map(({ text }) => text), block, at: first.at });
      words = [];
      block = undefined;
    };
    for (;;) {
      const token = tokens[next++];
      if (token === undefined) {
        if (opened !== undefined)
          problems.push(
            problemAt(opened.at, "A { has no }", "`named-checkconf` shows where one is missing."),
          );
        end();
        return statements;
      }
      const { text, isQuoted } = token;
      if (isQuoted) words.push(token);
      else if (text === ";") end();
      else if (text === "{") block = read(token);
      else if (text !== "}") words.push(token);
      else if (opened === undefined)
        problems.push(problemAt(token.at, "A } has no {", "`named-checkconf` shows where one is missing."));
      else {
        end();
        return statements;
      }
    }
  };
  return read(undefined);
}

function problemAt(at: Position, message: string, help: string): Problem {
  return { ...at, severity: "error", rule: "named-conf", message, help, source: "BIND 9 ARM" };
}
