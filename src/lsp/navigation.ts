import { posix } from "node:path";
import { keyOf } from "../../dns/name.ts";
import { locationOf, type NamePlace, nameAt, namesOf, pieceIn } from "./names.ts";
import { isFrame, type Piece } from "./pieces.ts";
import { type Location, type Place, rangeOf } from "./range.ts";
import { piecesOf, type Workspace } from "./workspace.ts";

const START = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/**
 * Where what stands at a place is defined: a target where its name has records, `$web` in `_config.yaml`, the file of
 * `!include`, an alias at its anchor.
 */
export function definitionOf(workspace: Workspace, path: string, place: Place): readonly Location[] {
  const found = pieceIn(workspace, path, place);
  if (found === undefined) return [];
  const { piece, source } = found;
  const variable = VARIABLE.exec(piece.text)?.[1];
  if (variable !== undefined) return variableAt(workspace, variable);
  const included = includedPath(piece, path);
  if (included !== undefined) return [{ path: included, range: START }];
  if (piece.role === "value" && piece.text.startsWith("*")) {
    const anchor = `&${piece.text.slice(1)}`;
    const at = anchorAt(source.text, anchor, piece.start);
    return at === -1 ? [] : [{ path, range: rangeOf(source, at, at + anchor.length) }];
  }
  const named = nameAt(workspace, path, place);
  if (named === undefined) return [];
  return placesOf(workspace, named)
    .filter(({ role }) => role === "owner")
    .map(locationOf);
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
    return withDefinition ? [...variableAt(workspace, variable), ...uses] : uses;
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

/** A path that `!include` names, from the file in which it stands. */
function includedPath({ text }: Piece, from: string): string | undefined {
  const found = INCLUDE.exec(text);
  return found === null ? undefined : posix.join(posix.dirname(from), (found[1] ?? found[2] ?? found[3])!);
}

const INCLUDE = /^!include\s+(?:"([^"]+)"|'([^']+)'|([^\s{"']\S*))$/;
const VARIABLE = /^\$([A-Za-z][A-Za-z0-9_-]*)$/;

/** The variable that a piece uses or, in `_config.yaml`, defines. */
function variableNamed(workspace: Workspace, piece: Piece, path: string): string | undefined {
  const used = piece.role === "value" ? VARIABLE.exec(piece.text)?.[1] : undefined;
  if (used !== undefined) return used;
  const isDefined =
    path === configPath(workspace) && piece.role === "key" && piece.within.key?.text === "names";
  return isDefined ? piece.text : undefined;
}

function variableAt(workspace: Workspace, name: string): readonly Location[] {
  const source = workspace.texts.get(configPath(workspace));
  if (source === undefined) return [];
  const names = piecesOf(source).root.entries.get("names")?.value;
  const key = isFrame(names) ? names.entries.get(name)?.key : undefined;
  return key === undefined ? [] : [locationOf({ source, piece: key })];
}

function usesOf({ texts }: Workspace, variable: string): Location[] {
  return [...texts.values()]
    .filter(({ text }) => text.includes(`$${variable}`))
    .flatMap((source) =>
      piecesOf(source)
        .all.filter(({ role, text }) => role === "value" && text === `$${variable}`)
        .map((piece) => locationOf({ source, piece })),
    );
}

function configPath({ folder }: Workspace): string {
  return `${folder}/_config.yaml`;
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
