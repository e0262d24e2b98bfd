import { keyOf, type Name } from "../../dns/name.ts";
import { fillPlaceholders } from "../zones/yaml/placeholders.ts";
import type { SourceText } from "../zones/yaml/source-text.ts";
import { zoneWords } from "../zones/zone-words.ts";
import { piecesOf } from "./kept-pieces.ts";
import type { Piece } from "./pieces.ts";
import { ownerName, pieceAt, placeOf, targetName } from "./place.ts";
import { type Location, offsetAt, type Place, rangeOf } from "./range.ts";
import type { Workspace } from "./workspace.ts";

/** A name where it is written: as the key of records, or in a record's data. */
export interface NamePlace {
  readonly name: Name;
  readonly role: "owner" | "target";
  readonly source: SourceText;
  readonly piece: Piece;
  /** The zone in whose file it stands; in a template one of those that share it. */
  readonly origin: Name;
}

/** The piece at a place of a file, with its text. */
export function pieceIn(
  { texts }: Workspace,
  path: string,
  place: Place,
): { readonly source: SourceText; readonly piece: Piece } | undefined {
  const source = texts.get(path);
  const piece = source && pieceAt(piecesOf(source), offsetAt(source, place));
  return source !== undefined && piece !== undefined ? { source, piece } : undefined;
}

/** The name at a place of a file. */
export function nameAt(workspace: Workspace, path: string, place: Place): NamePlace | undefined {
  const found = pieceIn(workspace, path, place);
  const origin = workspace.zonesOf.get(path)?.[0];
  return found && origin && namePlace(found.source, found.piece, origin);
}

/** Every place at which names are written in the zones, by the name. */
export function namesOf({ texts, zonesOf }: Workspace): ReadonlyMap<Name, readonly NamePlace[]> {
  const found = new Map<Name, NamePlace[]>();
  for (const [path, origins] of zonesOf) {
    const source = texts.get(path);
    if (source === undefined) continue;
    for (const origin of origins) {
      for (const place of namesIn(source, origin)) {
        const places = found.get(place.name);
        if (places === undefined) found.set(place.name, [place]);
        else places.push(place);
      }
    }
  }
  return found;
}

/** The names that are written in a file of a zone, in its order. */
function namesIn(source: SourceText, origin: Name): readonly NamePlace[] {
  const known = KNOWN.get(source)?.get(origin);
  if (known !== undefined) return known;
  const places = piecesOf(source).all.flatMap((piece) => namePlace(source, piece, origin) ?? []);
  const ofSource = KNOWN.get(source) ?? new Map<Name, readonly NamePlace[]>();
  KNOWN.set(source, ofSource.set(origin, places));
  return places;
}

const KNOWN = new WeakMap<SourceText, Map<Name, readonly NamePlace[]>>();

/** Where a name is written, as a location. */
export function locationOf({ source, piece }: Pick<NamePlace, "source" | "piece">): Location {
  return { path: source.file, range: rangeOf(source, piece.start, piece.end) };
}

function namePlace(source: SourceText, piece: Piece, origin: Name): NamePlace | undefined {
  const common = { source, piece, origin };
  if (piece.role === "key") {
    if (placeOf(piece).kind !== "owner" || isHeader(piece)) return undefined;
    const written = filled(piece.text, origin);
    const name = written === undefined ? undefined : ownerName(written, origin);
    return name && { ...common, name, role: "owner" };
  }
  const written = filled(piece.text, origin);
  const name =
    written === undefined
      ? undefined
      : targetName(written === piece.text ? piece : { ...piece, text: written });
  return name && { ...common, name: keyOf(name), role: "target" };
}

/** A text with what braces stand for in a zone; undefined where they stand for something else. */
function filled(text: string, origin: Name): string | undefined {
  if (!text.includes("{")) return text;
  const { text: found, faults } = fillPlaceholders(text, zoneWords(origin));
  return faults.length === 0 ? found : undefined;
}

/** Keys that are no names. */
function isHeader({ text }: Piece): boolean {
  return text === "<<" || text === "$zones" || text === "$arguments" || text === "$add";
}
