import { posix } from "node:path";
import type { SourceText } from "../zones/yaml/source-text.ts";
import { piecesOf } from "./kept-pieces.ts";
import { type Frame, isFrame, type Piece } from "./pieces.ts";

/** The file that a piece names as one to include, by its path, from the file in which that stands. */
export function includedPath(piece: Piece, from: string): string | undefined {
  const path = writtenPath(piece);
  return path === undefined ? undefined : posix.join(posix.dirname(from), path);
}

/** The files that a file includes. */
export function includesIn(source: SourceText): readonly string[] {
  if (!source.text.includes("!include")) return [];
  return piecesOf(source).all.flatMap((piece) => includedPath(piece, source.file) ?? []);
}

/** The file of an include with arguments. */
export function fileOfInclude(frame: Frame, from: string): string | undefined {
  const file = frame.entries.get("file")?.value;
  return file === undefined || isFrame(file) ? undefined : posix.join(posix.dirname(from), file.text);
}

/** What a file wants to be told when it is included, each with what is said of it. */
export function argumentsOf(source: SourceText): ReadonlyMap<string, string> {
  const declared = piecesOf(source).root.entries.get("$arguments")?.value;
  if (!isFrame(declared)) return new Map();
  return new Map([...declared.entries].map(([name, { value }]) => [name, aboutArgument(value)]));
}

function aboutArgument(value: Piece | Frame | undefined): string {
  if (value === undefined || !isFrame(value)) return value?.text ?? "";
  const [about, fallback] = ["about", "default"].map((key) => value.entries.get(key)?.value);
  const parts = [
    ...(about !== undefined && !isFrame(about) ? [about.text] : []),
    ...(fallback !== undefined && !isFrame(fallback) ? [`default ${fallback.text}`] : []),
  ];
  return parts.join("; ");
}

function writtenPath({ role, text, within, start }: Piece): string | undefined {
  if (role !== "value") return undefined;
  if (within.isInclude === true) {
    const file = within.entries.get("file")?.value;
    return file !== undefined && !isFrame(file) && file.start === start ? text : undefined;
  }
  const found = INCLUDE.exec(text);
  return found === null ? undefined : (found[1] ?? found[2] ?? found[3]);
}

const INCLUDE = /^!include\s+(?:"([^"]+)"|'([^']+)'|([^\s{"']\S*))$/;
