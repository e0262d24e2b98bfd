import { printName } from "../../dns/name.ts";
import { piecesOf } from "./kept-pieces.ts";
import { locationOf, namesOf } from "./names.ts";
import { type Frame, isFrame, type Piece } from "./pieces.ts";
import { type Location, type Range, rangeOf } from "./range.ts";
import type { Workspace } from "./workspace.ts";

/** A name or a record of a file, for its outline. */
export interface DocumentSymbol {
  readonly name: string;
  readonly kind: "name" | "record";
  readonly detail?: string;
  readonly range: Range;
  readonly selectionRange: Range;
  readonly children: readonly DocumentSymbol[];
}

/** A name of any zone and where it stands. */
export interface WorkspaceSymbol {
  readonly name: string;
  readonly zone: string;
  readonly location: Location;
}

/** The names of a zone's file, each with its records; of another file its outermost keys. */
export function documentSymbols(workspace: Workspace, path: string): readonly DocumentSymbol[] {
  const source = workspace.texts.get(path);
  if (source === undefined) return [];
  const isZone = workspace.zonesOf.has(path);
  return [...piecesOf(source).root.entries.values()].map(({ key, value }) => ({
    name: key.text === "" ? "@" : key.text,
    kind: "name",
    range: rangeOf(source, key.start, Math.max(key.end, value?.end ?? 0)),
    selectionRange: rangeOf(source, key.start, key.end),
    children: isZone ? recordsIn(value).map((record) => recordSymbol(record)) : [],
  }));

  function recordSymbol(record: Frame): DocumentSymbol {
    const type = record.entries.get("type")?.value;
    const range = rangeOf(source!, record.start, record.end); // it was found in this source
    const data = firstText(record.entries.get("value")?.value ?? record.entries.get("values")?.value);
    return {
      name: type === undefined || isFrame(type) ? "?" : type.text,
      kind: "record",
      ...(data !== undefined && { detail: data }),
      ...{ range, selectionRange: range, children: [] },
    };
  }
}

/** Names of all zones that have a text in them, in any case; the most that a list is good for. */
export function workspaceSymbols(workspace: Workspace, query: string): readonly WorkspaceSymbol[] {
  const wanted = query.toLowerCase();
  const found: WorkspaceSymbol[] = [];
  for (const [name, places] of namesOf(workspace)) {
    const shown = printName(name);
    if (!shown.includes(wanted)) continue;
    for (const place of places) {
      if (place.role !== "owner") continue;
      found.push({ name: shown, zone: printName(place.origin), location: locationOf(place) });
      if (found.length === MOST) return found;
    }
  }
  return found;
}

const MOST = 500;

/** Where a file folds: names and lists of more than one line, by their first and last line from 0. */
export function foldingRanges(
  workspace: Workspace,
  path: string,
): readonly { readonly startLine: number; readonly endLine: number }[] {
  return documentSymbols(workspace, path)
    .map(({ range: { start, end } }) => ({ startLine: start.line, endLine: end.line }))
    .filter(({ startLine, endLine }) => endLine > startLine);
}

function recordsIn(value: Piece | Frame | undefined): readonly Frame[] {
  if (!isFrame(value)) return [];
  return value.kind === "map" ? [value] : value.items.filter((item) => isFrame(item));
}

function firstText(value: Piece | Frame | undefined): string | undefined {
  if (value === undefined || !isFrame(value)) return value?.text;
  if (value.kind === "map") {
    const texts = [...value.entries.values()].map((entry) => firstText(entry.value) ?? "");
    return texts.join(" ");
  }
  const texts = value.items.map((item) => firstText(item) ?? "");
  return texts.join(", ");
}
