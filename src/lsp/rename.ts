import {
  isAtOrBelow,
  isName,
  keyOf,
  type Name,
  parseName,
  printName,
  printRelative,
} from "../../dns/name.ts";
import { toAscii } from "../source/idn.ts";
import { locationOf, type NamePlace, nameAt, namesOf, pieceIn } from "./names.ts";
import { placesOf } from "./navigation.ts";
import { printText } from "./print-text.ts";
import type { Edit, Place, Range } from "./range.ts";
import { rangeOf } from "./range.ts";
import { isVariableName, usesOf, type VariablePlace, variableAt, variableNamed } from "./variables.ts";
import type { Workspace } from "./workspace.ts";

/** What a rename does, or why it is refused, as a sentence. */
export type Renaming = { readonly edits: readonly Edit[] } | { readonly refused: string };

/** What would be renamed at a place: its range, and how it is written; undefined where nothing can be. */
export function renamedAt(
  workspace: Workspace,
  path: string,
  place: Place,
): { readonly range: Range; readonly placeholder: string } | undefined {
  const found = pieceIn(workspace, path, place);
  if (found === undefined) return undefined;
  const { source, piece } = found;
  if (variableNamed(workspace, piece, path) === undefined && nameAt(workspace, path, place) === undefined)
    return undefined;
  return { range: rangeOf(source, piece.start, piece.end), placeholder: piece.text };
}

/**
 * Renames a name everywhere: the key in its zone, and every target in all zones, each written as it was: with its final dot or without.
 *
 * @param written the other name, whole with a final dot, or relative to the zone in which somebody renames
 */
export function rename(workspace: Workspace, path: string, place: Place, written: string): Renaming {
  const piece = pieceIn(workspace, path, place)?.piece;
  const variable = piece && variableNamed(workspace, piece, path);
  if (variable !== undefined) return renameVariable(workspace, variable, written.trim());
  const named = nameAt(workspace, path, place);
  if (named === undefined) return { refused: "There is no name here." };
  if ((workspace.zonesOf.get(path)?.length ?? 0) > 1)
    return { refused: "The file is a template: its names are those of several zones." };
  const name = nameOf(written.trim(), named.origin);
  if (name === undefined) return { refused: `${JSON.stringify(written)} is no name.` };
  const places = placesOf(workspace, named);
  if (places.some(({ source }) => (workspace.zonesOf.get(source.file)?.length ?? 0) > 1))
    return { refused: "The name stands in a template, too, where it is that of several zones." };
  if (places.some((each) => each.piece.text.includes("{")))
    return {
      refused: "The name stands with placeholders, too, which stand for something else in each zone.",
    };
  if (
    name !== named.name &&
    namesOf(workspace)
      .get(name)
      ?.some(({ role }) => role === "owner")
  )
    return { refused: `${printName(name)} has records already.` };
  for (const { role, origin } of places) {
    if (role === "owner" && !isAtOrBelow(name, origin))
      return { refused: `${printName(name)} lies outside of the zone ${printName(origin)}` };
    if (role === "owner" && named.name === keyOf(origin))
      return { refused: "It is the zone's own name: rename the file." };
  }
  return { edits: places.map((each) => ({ ...locationOf(each), newText: newText(each, name) })) };
}

/** @param written the other name, with its `$` or without */
function renameVariable(workspace: Workspace, variable: string, written: string): Renaming {
  const name = written.replace(/^\$/, "");
  if (!isVariableName(name))
    return { refused: `${JSON.stringify(written)} cannot be the name of a variable.` };
  const defined = variableAt(workspace, variable);
  if (defined.length === 0) return { refused: `There is no variable $${variable}.` };
  if (name !== variable && variableAt(workspace, name).length > 0)
    return { refused: `There is a variable $${name} already.` };
  const edit =
    (text: string) =>
    ({ written: before, path, range }: VariablePlace): Edit => ({
      ...{ path, range, newText: printText(text, before) },
    });
  return {
    edits: [...defined.map(edit(name)), ...usesOf(workspace, variable).map(edit(`$${name}`))],
  };
}

function newText({ role, piece, source, origin }: NamePlace, name: Name): string {
  const relative = printRelative(name, origin);
  const whole = printName(name);
  const text =
    role === "owner"
      ? relative === "@"
        ? ""
        : relative
      : piece.text.endsWith(".")
        ? whole
        : whole.slice(0, -1);
  return printText(text, source.text.slice(piece.start, piece.end));
}

function nameOf(written: string, origin: Name): Name | undefined {
  try {
    const name = parseName(toAscii(written, origin), origin);
    return isName(name) ? keyOf(name) : undefined;
  } catch {
    return undefined;
  }
}
