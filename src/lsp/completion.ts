import { isAtOrBelow, type Name, printName, printRelative } from "../../dns/name.ts";
import { RECORD_TYPES } from "../../dns/records/index.ts";
import type { AnyRecordType } from "../../dns/records/record-type.ts";
import type { Variable } from "../source/variables.ts";

import { keysAt, schemaAt } from "./config-keys.ts";
import { RECORD_KEYS } from "./hover.ts";
import { argumentsOf, fileOfInclude } from "./includes.ts";
import { namesOf } from "./names.ts";
import { type Completion, keys, type Offer } from "./offer.ts";
import { type Frame, type Piece, readPieces } from "./pieces.ts";
import { pieceAt, placeOf, typeOf } from "./place.ts";
import { offsetAt, type Place, rangeOf } from "./range.ts";
import { inRemarks } from "./remarks.ts";
import type { Workspace } from "./workspace.ts";

const MARK = "zonepipe0cursor"; // a word that nobody writes stands where the cursor is, so that there is something to find
const MOST_NAMES = 1_000; // an editor asks again as soon as a letter more is typed

/** What may be written at a place. The rest of the file may be broken: only what is around the cursor is looked at. */
export function completionsAt(workspace: Workspace, path: string, place: Place): readonly Completion[] {
  const source = workspace.texts.get(path);
  if (source === undefined) return [];
  const offset = offsetAt(source, place);
  const { text } = source;
  const marked = `${text.slice(0, offset)}${MARK}${text.slice(offset)}`;
  const piece = pieceAt(readPieces(marked), offset);
  if (piece === undefined || !piece.text.includes(MARK)) return [];
  const quote = `'"`.includes(marked[piece.start]!) ? 1 : 0;
  const range = rangeOf(source, piece.start + quote, Math.max(piece.end - MARK.length - quote, offset));
  return offers(workspace, path, piece).map((offer) => ({ newText: offer.label, ...offer, range }));
}

function offers(workspace: Workspace, path: string, piece: Piece): readonly Offer[] {
  if (path.endsWith("/_config.yaml")) return settings(piece);
  const origin = workspace.zonesOf.get(path)?.[0];
  if (origin === undefined) return [];
  return piece.within.isInclude === true
    ? argumentOffers(workspace, path, piece)
    : inZone(workspace, origin, piece);
}

/** Keys of an include: which file, and what that wants to be told. */
function argumentOffers({ texts }: Workspace, path: string, piece: Piece): readonly Offer[] {
  const { within } = piece;
  if ([...within.entries.values()].some(({ value }) => value === piece)) return [];
  const file = fileOfInclude(within, path);
  const source = file === undefined ? undefined : texts.get(file);
  const known = source === undefined ? new Map<string, string>() : argumentsOf(source);
  return keys({ file: "The file that is included, from this one", ...Object.fromEntries(known) }, within);
}

function inZone(workspace: Workspace, origin: Name, piece: Piece): readonly Offer[] {
  const place = placeOf(piece);
  switch (place.kind) {
    case "type":
      return RECORD_TYPES.filter(isWritten).map(({ type, about }) => ({
        label: type,
        kind: "type",
        detail: about,
      }));
    case "record-key":
      return [...keys(RECORD_KEYS, place.record), ...(isAlone(place.record) ? snippets() : [])];
    case "field-key":
      return fieldKeys(typeOf(place.record), place.value);
    case "field":
      return fieldValues(workspace, origin, typeOf(place.record), place.field);
    case "record":
      return snippets();
    case "other":
      return inRemarks(workspace, place, piece);
    case "owner":
      return [];
    default:
      return place satisfies never;
  }
}

/** Types whose records people write: not those that are made, nor those that nobody should publish any more. */
function isWritten({ type, obsolete }: AnyRecordType): boolean {
  return obsolete === undefined && !["SOA", "RRSIG", "NSEC", "NSEC3", "NSEC3PARAM", "ZONEMD"].includes(type);
}

function fieldKeys(type: AnyRecordType | undefined, value: Frame): Offer[] {
  if (type === undefined) return [];
  return keys(Object.fromEntries(type.names.map((name) => [name, type.describe[name]])), value);
}

function fieldValues(
  workspace: Workspace,
  origin: Name,
  type: AnyRecordType | undefined,
  field: string,
): Offer[] {
  const kind = type?.fields[field];
  if (type === undefined || kind === undefined) return [];
  const known: Offer[] = enumOf(kind.schema, type.describe[field] ?? "").map(({ value, detail }) => ({
    ...{ label: value, kind: "value" },
    ...(detail !== "" && { detail }),
  }));
  const isAddress = type.type === "A" || type.type === "AAAA";
  const isName = kind.extent === "name";
  const names = isName ? targets(workspace, origin) : [];
  return [...known, ...names, ...(isName || isAddress ? variables(workspace, isAddress) : [])];
}

/** Values that a field's schema lists, and those that its description does: "1 RSA, 2 DSA" or "issue, issuewild or iodef". */
function enumOf(schema: object, about: string): { readonly value: string; readonly detail: string }[] {
  const listed = valuesIn(schema).map((value) => ({ value, detail: "" }));
  if (listed.length > 0) return listed;
  const numbered = about.split(/[,;] /).map((part) => /^(\d+)(?: for)? (.+)$/.exec(part));
  if (numbered.length > 1 && numbered.every((found) => found !== null))
    return numbered.map((found) => ({ value: found[1]!, detail: found[2]! }));
  const words = about.split(/, | or /);
  const isList = words.length > 2 && words.every((word) => /^[a-z]+$/.test(word));
  return isList ? words.map((value) => ({ value, detail: "" })) : [];
}

function valuesIn(schema: object): string[] {
  const { enum: listed, anyOf } = schema as { readonly enum?: unknown; readonly anyOf?: unknown }; // keywords of JSON Schema
  if (Array.isArray(listed)) return listed.map(String);
  if (!Array.isArray(anyOf)) return [];
  return anyOf.flatMap((each: object) => valuesIn(each));
}

function targets(workspace: Workspace, origin: Name): Offer[] {
  const found: Offer[] = [];
  for (const [name, places] of namesOf(workspace)) {
    const owner = places.find(({ role }) => role === "owner");
    if (owner === undefined || owner.piece.text.includes(MARK)) continue;
    const detail = isAtOrBelow(name, origin) ? printRelative(name, origin) : printName(owner.origin);
    found.push({ label: printName(name), kind: "name", detail });
    if (found.length === MOST_NAMES) break;
  }
  return found;
}

function variables({ zones }: Workspace, isAddress: boolean): Offer[] {
  const all = [...(zones.at(0)?.config.names ?? new Map<string, Variable>())];
  return all
    .filter(([, { kind }]) => (kind === "addresses") === isAddress)
    .map(([name]) => ({ label: `$${name}`, kind: "variable" }));
}

/** Nothing stands in the record yet. */
function isAlone({ entries, items }: Frame): boolean {
  return entries.size === 0 && items.length <= 1;
}

const SNIPPET_TYPES = [
  "A",
  "AAAA",
  "CNAME",
  "ALIAS",
  "MX",
  "TXT",
  "SRV",
  "CAA",
  "NS",
  "PTR",
  "SSHFP",
  "TLSA",
  "HTTPS",
];

/** Whole records, in braces: they fit in one line wherever a record may stand. */
function snippets(): Offer[] {
  return RECORD_TYPES.filter(({ type }) => SNIPPET_TYPES.includes(type)).map((entry: AnyRecordType) => {
    const { type, names, about, fields } = entry;
    const needed = names.filter((name) => fields[name]!.fallback === undefined);
    const value =
      names.length === 1
        ? "$1"
        : `{${needed.map((name, index) => `${name}: \${${index + 1}:${name}}`).join(", ")}}`;
    return {
      ...{ label: `${type} record`, kind: "snippet", detail: about, isSnippet: true },
      newText: `{type: ${type}, value: ${value}}`,
    } as const;
  });
}

function settings(piece: Piece): readonly Offer[] {
  const { within } = piece;
  const path: string[] = [];
  for (let at: Frame | undefined = within; at !== undefined; at = at.parent)
    if (at.key !== undefined) path.unshift(at.key.text);
  const entry = [...within.entries.values()].find(({ value }) => value === piece);
  if (entry !== undefined) {
    const schema = schemaAt([...path, entry.key.text]);
    const values = schema === undefined ? [] : valuesIn(schema);
    if (values.length > 0) return values.map((label) => ({ label, kind: "value" }));
    return settingKeys([...path, entry.key.text], new Map());
  }
  return settingKeys(path, within.entries);
}

function settingKeys(path: readonly string[], there: ReadonlyMap<string, unknown>): Offer[] {
  return keysAt(path)
    .filter(({ key }) => !there.has(key))
    .map(({ key, schema: { description } }) => ({
      ...{ label: key, kind: "key", newText: `${key}: ` },
      ...(typeof description === "string" && { detail: description }),
    }));
}
