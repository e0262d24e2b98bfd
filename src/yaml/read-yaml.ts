import { posix } from "node:path";
import type { Problem } from "../../dns/problem.ts";
import type { Files } from "../files.ts";
import { compose, type Measured, type Refusal } from "./compose.ts";
import type { YamlNode } from "./node.ts";
import { decodeText } from "./source-text.ts";

/** One file as it was read, with its includes in place. */
export interface YamlDocument {
  readonly file: string;
  /** Undefined when the file says nothing, or cannot be decoded. */
  readonly root: YamlNode | undefined;
  /** Nothing of the file is missing from the tree, so that what is not there was not written. */
  readonly complete: boolean;
}

/** What reading files has in common. */
export interface Reading {
  readonly files: Files;
  /** Nothing outside this folder is read. The path behind all symbolic links. */
  readonly within: string;
  /** Takes every problem that turns up. */
  readonly report: (problem: Problem) => void;
  /** Files that were included before, by the path behind all symbolic links. */
  readonly cache: Map<string, Measured | Refusal>;
}

/** Reads a file and everything that it includes. A file that leaves the folder by a symbolic link is a problem. */
export async function readYaml(path: string, reading: Reading): Promise<YamlDocument> {
  const real = await reading.files.realPath(path);
  const result = real === undefined ? missing(path) : await readReal(path, real, reading, []);
  if ("rule" in result) {
    reading.report({ file: path, line: 1, column: 1, severity: "error", ...result });
    return { file: path, root: undefined, complete: false };
  }
  return { file: path, root: result.root, complete: result.complete };
}

/** @param including the files that are being read, the outermost first, to see a file that includes itself */
async function readReal(
  path: string,
  real: string,
  reading: Reading,
  including: readonly string[],
): Promise<Measured | Refusal> {
  if (!isWithin(real, reading.within)) return outside(path);
  const bytes = await reading.files.read(path).catch(() => undefined);
  if (bytes === undefined) return unreadable(path);
  const source = decodeText(path, bytes);
  if ("rule" in source) {
    reading.report(source);
    return { root: undefined, size: 0, depth: 0, complete: false };
  }
  let composed = compose(source, new Map());
  if (composed.wanted.length > 0) {
    const included = new Map<string, Measured | Refusal>();
    for (const wanted of composed.wanted) {
      included.set(wanted, await include(wanted, path, reading, [...including, real]));
    }
    composed = compose(source, included);
  }
  for (const problem of composed.problems) reading.report(problem);
  return composed;
}

/** The file that `!include` names. Its own problems are reported once, however often it is included. */
async function include(
  written: string,
  from: string,
  reading: Reading,
  including: readonly string[],
): Promise<Measured | Refusal> {
  if (written.startsWith("/") || written.startsWith("~") || written.includes("\0")) return outside(written);
  const path = posix.join(posix.dirname(from), written);
  const real = await reading.files.realPath(path);
  if (real === undefined) return missing(written);
  if (!isWithin(real, reading.within)) return outside(written);
  if (including.includes(real)) {
    return {
      rule: "include-cycle",
      message: `The file ${JSON.stringify(written)} includes itself`,
      help: "Remove one !include of the circle.",
    };
  }
  if (including.length > MAX_INCLUDES) {
    return {
      rule: "include-depth",
      message: `Includes go more than ${MAX_INCLUDES} files deep`,
      help: "Include the innermost file directly.",
    };
  }
  const known = reading.cache.get(real);
  if (known !== undefined) return known;
  const read = await readReal(path, real, reading, including);
  reading.cache.set(real, read);
  return read;
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

function unreadable(path: string): Refusal {
  return {
    rule: "file-unreadable",
    message: `The file ${JSON.stringify(path)} cannot be read`,
    help: "Check that it is a file, and who may read it.",
  };
}

function missing(path: string): Refusal {
  return {
    rule: "include-missing",
    message: `There is no file ${JSON.stringify(path)}`,
    help: "Paths are relative to the file that names them.",
  };
}
