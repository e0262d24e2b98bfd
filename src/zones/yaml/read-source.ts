import { posix } from "node:path";
import type { Problem } from "../../../dns/problem.ts";
import type { Files } from "../../files/files.ts";
import { ADD } from "./add-names.ts";
import { ARGUMENTS, type Arguments, readArguments } from "./arguments.ts";
import { compose } from "./compose.ts";
import type { Composed, Included, Measured, Refusal, Snippet } from "./included.ts";
import { entryOf } from "./node.ts";
import { ZONE_WORDS } from "./placeholders.ts";
import { isSnippet } from "./snippet.ts";
import { decodeText, type SourceText } from "./source-text.ts";

/** A file as it was read, and the trees of the files that it includes. */
export interface SourceFile {
  /** Path as the user would type it. */
  readonly file: string;
  /** Undefined when the file cannot be read or decoded, which has been reported. */
  readonly source: SourceText | undefined;
  readonly included: Included;
}

/** What reading files has in common. */
export interface Reading {
  readonly files: Files;
  /** Nothing outside this folder is read. The path behind all symbolic links. */
  readonly within: string;
  /** Takes every problem that turns up. */
  readonly report: (problem: Problem) => void;
  /** Files that were included before, by the path behind all symbolic links. */
  readonly cache: Map<string, Measured | Snippet | Refusal>;
  /** Takes the text of every file that is read, whole, by its path. */
  readonly texts?: Map<string, SourceText>;
  /** Takes the path of every file that another one includes, whether it is there or not. */
  readonly includedPaths?: Set<string>;
}

/** Reads a file and everything that it includes. A file that leaves the folder by a symbolic link is refused. */
export async function readSource(path: string, reading: Reading): Promise<SourceFile> {
  const text = await readText(path, await reading.files.realPath(path), reading);
  if (!("rule" in text)) return text;
  reading.report({ file: path, line: 1, column: 1, severity: "error", ...text });
  return { file: path, source: undefined, included: new Map() };
}

/** @param including the files that are being read, the outermost first, to see a file that includes itself */
async function readText(
  path: string,
  real: string | undefined,
  reading: Reading,
  including: readonly string[] = [],
): Promise<SourceFile | Refusal> {
  if (real === undefined) return missing(path);
  if (!isWithin(real, reading.within)) return outside(path);
  const bytes = await reading.files.read(path).catch(() => undefined);
  if (bytes === undefined) return unreadable(path);
  const source = decodeText(path, bytes);
  if ("rule" in source) {
    reading.report(source);
    return { file: path, source: undefined, included: new Map() };
  }
  reading.texts?.set(path, source);
  const included = new Map<string, Measured | Snippet | Refusal>();
  if (source.text.includes("!include")) {
    for (const wanted of compose(source, included).wanted) {
      included.set(wanted, await include(wanted, path, reading, [...including, real]));
    }
  }
  return { file: path, source, included };
}

/** The tree of the file that `!include` names. Its own problems are reported once, however often it is included. */
async function include(
  written: string,
  from: string,
  reading: Reading,
  including: readonly string[],
): Promise<Measured | Snippet | Refusal> {
  if (written.startsWith("/") || written.startsWith("~") || written.includes("\0")) return outside(written);
  const path = posix.join(posix.dirname(from), written);
  reading.includedPaths?.add(path);
  const real = await reading.files.realPath(path);
  if (real === undefined) return missing(written);
  if (!isWithin(real, reading.within)) return outside(written);
  if (including.includes(real)) return circle(written);
  if (including.length > MAX_INCLUDES) return tooDeep();
  const known = reading.cache.get(real);
  if (known !== undefined) return known;
  const tree = await readTree(path, real, reading, including);
  reading.cache.set(real, tree);
  return tree;
}

async function readTree(
  path: string,
  real: string,
  reading: Reading,
  including: readonly string[],
): Promise<Measured | Snippet | Refusal> {
  const text = await readText(path, real, reading, including);
  if ("rule" in text) return text;
  if (text.source === undefined) return { root: undefined, size: 0, depth: 0, complete: false };
  const composed = compose(text.source, text.included);
  const snippet = snippetOf(text.source, text.included, composed, reading);
  if (snippet !== undefined) return snippet;
  for (const problem of composed.problems) reading.report(problem);
  return composed;
}

/** The file as a snippet, if what it says depends on where it is included: what is wrong with it is told there. */
function snippetOf(
  source: SourceText,
  included: Included,
  { root }: Composed,
  { report }: Reading,
): Snippet | undefined {
  const declared = root?.kind === "mapping" ? entryOf(root, ARGUMENTS) : undefined;
  const wanted: Arguments | undefined = declared && readArguments(declared, ZONE_WORDS, report);
  if (wanted !== undefined) return { source, included, arguments: wanted };
  const adds = root?.kind === "mapping" && entryOf(root, ADD) !== undefined;
  const isOne = adds || [...included.values()].some(isSnippet);
  return isOne ? { source, included, arguments: undefined } : undefined;
}

const MAX_INCLUDES = 20; // files that include one another; two or three are usual

/** A path that is a folder or lies in it. Both without symbolic links. */
function isWithin(real: string, folder: string): boolean {
  return real === folder || real.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}

function outside(path: string): Refusal {
  return {
    rule: "include-escape",
    message: `The file ${JSON.stringify(path)} lies outside the zones' folder; expected a file within it`,
    help: "Move the file into the zones' folder; names that begin with _ are not zones, such as _shared/mail.yaml.",
  };
}

function missing(path: string): Refusal {
  return {
    rule: "include-missing",
    message: `There is no file ${JSON.stringify(path)}`,
    help: "Paths are relative to the file that names them.",
  };
}

function unreadable(path: string): Refusal {
  return {
    rule: "file-unreadable",
    message: `The file ${JSON.stringify(path)} cannot be read`,
    help: "Check that it is a file, and who may read it.",
  };
}

function circle(path: string): Refusal {
  return {
    rule: "include-circle",
    message: `The file ${JSON.stringify(path)} includes itself`,
    help: "Remove one !include of the circle.",
  };
}

function tooDeep(): Refusal {
  return {
    rule: "include-depth",
    message: `Includes go more than ${MAX_INCLUDES} files deep`,
    help: "Include the innermost file directly.",
  };
}
