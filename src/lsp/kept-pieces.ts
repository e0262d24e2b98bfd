import type { SourceText } from "../zones/yaml/source-text.ts";
import { type Pieces, readPieces } from "./pieces.ts";

/** The pieces of a file, read once for each text. */
export function piecesOf(source: SourceText): Pieces {
  const known = KNOWN.get(source);
  if (known !== undefined) return known;
  const made = readPieces(source.text);
  KNOWN.set(source, made);
  return made;
}

const KNOWN = new WeakMap<SourceText, Pieces>();
