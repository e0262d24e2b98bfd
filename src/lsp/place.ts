import { isName, keyOf, type Name, parseName, ROOT } from "../../dns/name.ts";
import { recordTypeNamed } from "../../dns/records/index.ts";
import type { AnyRecordType } from "../../dns/records/record-type.ts";
import { toAscii } from "../source/idn.ts";
import type { Frame, Piece, Pieces } from "./pieces.ts";
import { isFrame } from "./pieces.ts";

/** What a text means in the file of a zone. */
export type Place =
  /** The name of records. */
  | { readonly kind: "owner" }
  /** A key of a record, or what may become one. */
  | { readonly kind: "record-key"; readonly record: Frame }
  /** A key of a record's value. */
  | { readonly kind: "field-key"; readonly record: Frame; readonly value: Frame }
  /** The record's type. */
  | { readonly kind: "type"; readonly record: Frame }
  /** A value of the record's data: of a field, or of a type with a single one. */
  | { readonly kind: "field"; readonly record: Frame; readonly field: string }
  /** Anything else below a record's key, by the keys that lead there. */
  | { readonly kind: "other"; readonly record: Frame; readonly path: readonly string[] }
  /** What stands right behind the name of records, where a record belongs. */
  | { readonly kind: "record" };

/** What a piece means, by where it stands. */
export function placeOf(piece: Piece): Place {
  const record = recordAround(piece.within);
  if (record === undefined) {
    const isOwner = piece.within.parent === undefined && keyAbove(piece) === undefined;
    return { kind: isOwner ? "owner" : "record" };
  }
  const path = pathTo(piece, record);
  const isKey = piece.role === "key" || (piece.within.kind === "map" && keyAbove(piece) === undefined);
  const [first, second] = path;
  const isData = first === "value" || first === "values";
  if (isKey && path.length === 0) return { kind: "record-key", record };
  if (isKey && isData && path.length === 1) return { kind: "field-key", record, value: piece.within };
  if (isKey) return { kind: "other", record, path };
  if (first === "type" && path.length === 1) return { kind: "type", record };
  const type = typeOf(record);
  const field = second === undefined ? single(type) : named(type, second);
  if (isData && path.length <= 2 && field !== undefined) return { kind: "field", record, field };
  return { kind: "other", record, path };
}

/** The record type that a record has, as far as it is written. */
export function typeOf(record: Frame): AnyRecordType | undefined {
  const value = record.entries.get("type")?.value;
  if (value === undefined || isFrame(value)) return undefined;
  return recordTypeNamed(value.text === "ANAME" ? "ALIAS" : value.text);
}

/** The piece at an offset, its end included: somebody stands behind the word that they look at. */
export function pieceAt({ all }: Pieces, offset: number): Piece | undefined {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (all[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  const found = all[low - 1];
  return found !== undefined && offset <= found.end ? found : undefined;
}

/** The name that a key stands for in a zone; undefined where it is none. */
export function ownerName(text: string, origin: Name): Name | undefined {
  return text === "" ? keyOf(origin) : nameIn(text, origin);
}

/** The name that stands in a record's data, where the piece is one: a whole one, with or without its final dot. */
export function targetName(piece: Piece): Name | undefined {
  const place = placeOf(piece);
  if (place.kind !== "field" || piece.text === "" || piece.text.startsWith("$")) return undefined;
  if (typeOf(place.record)?.fields[place.field]?.extent !== "name") return undefined;
  return nameIn(piece.text, ROOT);
}

function nameIn(text: string, origin: Name): Name | undefined {
  try {
    const name = parseName(toAscii(text, origin), origin);
    return isName(name) ? keyOf(name) : undefined;
  } catch {
    return undefined; // it is no name, which the diagnostics say
  }
}

function single(type: AnyRecordType | undefined): string | undefined {
  return type?.names.length === 1 ? type.names[0] : undefined;
}

function named(type: AnyRecordType | undefined, key: string): string | undefined {
  if (type === undefined) return undefined;
  return type.names.includes(key) ? key : type.aliases?.[key];
}

function recordAround(from: Frame): Frame | undefined {
  for (let at: Frame | undefined = from; at !== undefined; at = at.parent) {
    const { parent } = at;
    if (at.kind !== "map") continue;
    if (parent === undefined) {
      // A file that is included for a record is that record; a name is not called so and has more than a word.
      const type = at.entries.get("type")?.value;
      return type !== undefined && !isFrame(type) ? at : undefined;
    }
    if (parent.parent === undefined) return at;
    if (parent.kind === "list" && parent.parent.parent === undefined) return at;
  }
  return undefined;
}

/** The keys between a record and a piece, from the outermost; without the piece itself where that is a key. */
function pathTo(piece: Piece, record: Frame): string[] {
  const path: string[] = [];
  const above = piece.role === "key" ? undefined : keyAbove(piece);
  if (above !== undefined) path.push(above.text);
  for (let at: Frame | undefined = piece.within; at !== undefined && at !== record; at = at.parent)
    if (at.key !== undefined && at.key !== above) path.unshift(at.key.text);
  return path;
}

/** The key of which a value is the value, or an item of its list. */
function keyAbove({ role, within, start }: Piece): Piece | undefined {
  if (role === "key") return undefined;
  if (within.kind === "list") return within.key;
  for (const { key, value } of within.entries.values())
    if (value !== undefined && !isFrame(value) && value.start === start) return key;
  return undefined;
}
