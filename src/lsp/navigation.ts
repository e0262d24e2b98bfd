import { keyOf } from "../../dns/name.ts";
import { includedPath } from "./includes.ts";
import { locationOf, type NamePlace, nameAt, namesOf, pieceIn } from "./names.ts";
import { type Location, type Place, rangeOf } from "./range.ts";
import { namedFile } from "./settings-files.ts";
import { usesOf, variableAt, variableNamed } from "./variables.ts";
import type { Workspace } from "./workspace.ts";

const START = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/**
 * Where what stands at a place is defined: a target where its name has records, `$web` in `_config.yaml`, the file of
 * `!include`, of a template or of a zone, an alias at its anchor.
 */
export function definitionOf(workspace: Workspace, path: string, place: Place): readonly Location[] {
  const found = pieceIn(workspace, path, place);
  if (found === undefined) return [];
  const { piece, source } = found;
  const variable = variableNamed(workspace, piece, path);
  if (variable !== undefined) return variableAt(workspace, variable).map(asLocation);
  const file = includedPath(piece, path) ?? namedFile(workspace, path, piece);
  if (file !== undefined) return [{ path: file, range: START }];
  if (piece.role === "value" && piece.text.startsWith("*")) {
    const anchor = `&${piece.text.slice(1)}`;
    const at = anchorAt(source.text, anchor, piece.start);
    return at === -1 ? [] : [{ path, range: rangeOf(source, at, at + anchor.length) }];
  }
  const named = nameAt(workspace, path, place);
  if (named === undefined) return [];
  return unique(
    placesOf(workspace, named)
      .filter(({ role }) => role === "owner")
      .map(locationOf),
  );
}

/** Every place at which the name, or the variable, at a place is written. */
export function referencesOf(
  workspace: Workspace,
  path: string,
  place: Place,
  withDefinition: boolean,
): readonly Location[] {
  const piece = pieceIn(workspace, path, place)?.piece;
  const variable = piece && variableNamed(workspace, piece, path);
  if (variable !== undefined) {
    const uses = usesOf(workspace, variable);
    return (withDefinition ? [...variableAt(workspace, variable), ...uses] : uses).map(asLocation);
  }
  const named = nameAt(workspace, path, place);
  if (named === undefined) return [];
  return unique(
    placesOf(workspace, named)
      .filter(({ role }) => withDefinition || role === "target")
      .map(locationOf),
  );
}

/** Places at which the same name is written, in every zone. */
export function placesOf(workspace: Workspace, { name }: Pick<NamePlace, "name">): readonly NamePlace[] {
  return namesOf(workspace).get(keyOf(name)) ?? [];
}

function asLocation({ path, range }: Location): Location {
  return { path, range };
}

function anchorAt(text: string, anchor: string, before: number): number {
  for (
    let at = text.lastIndexOf(anchor, before);
    at !== -1;
    at = at === 0 ? -1 : text.lastIndexOf(anchor, at - 1)
  ) {
    if (/[\s,\]}]|^$/.test(text.slice(at + anchor.length, at + anchor.length + 1))) return at;
  }
  return -1;
}

function unique(locations: readonly Location[]): Location[] {
  return [...new Map(locations.map((each) => [JSON.stringify(each), each])).values()];
}
