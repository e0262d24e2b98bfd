import { valuesOf } from "../source/variables.ts";
import { piecesOf } from "./kept-pieces.ts";
import { isFrame, type Piece } from "./pieces.ts";
import { type Location, rangeOf } from "./range.ts";
import type { Workspace } from "./workspace.ts";

/** The variable that a piece uses or, in `_config.yaml`, defines. */
export function variableNamed(workspace: Workspace, piece: Piece, path: string): string | undefined {
  const used = piece.role === "value" ? usedBy(piece.text) : undefined;
  if (used !== undefined) return used;
  const isDefined =
    path === configPath(workspace) && piece.role === "key" && piece.within.key?.text === "names";
  return isDefined ? piece.text : undefined;
}

/** Where a variable is defined. */
export function variableAt(workspace: Workspace, name: string): readonly VariablePlace[] {
  const source = workspace.texts.get(configPath(workspace));
  if (source === undefined) return [];
  const names = piecesOf(source).root.entries.get("names")?.value;
  const key = isFrame(names) ? names.entries.get(name)?.key : undefined;
  return key === undefined ? [] : [placeOf(source, key)];
}

/** Where a variable is used. */
export function usesOf({ texts }: Workspace, name: string): readonly VariablePlace[] {
  return [...texts.values()]
    .filter(({ text }) => text.includes(`$${name}`))
    .flatMap((source) =>
      piecesOf(source)
        .all.filter(({ role, text }) => role === "value" && text === `$${name}`)
        .map((piece) => placeOf(source, piece)),
    );
}

/** A place at which a variable stands, and how it is written there. */
export interface VariablePlace extends Location {
  readonly written: string;
}

/** What a variable stands for, as it is written; undefined where there is none of the name. */
export function variableValues({ zones }: Workspace, name: string): readonly string[] | undefined {
  const variable = zones.at(0)?.config.names?.get(name);
  return variable && valuesOf(variable);
}

/** A text may be the name of a variable. */
export function isVariableName(text: string): boolean {
  return NAME.test(text);
}

const NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;

function usedBy(text: string): string | undefined {
  return text.startsWith("$") && NAME.test(text.slice(1)) ? text.slice(1) : undefined;
}

function placeOf(source: Parameters<typeof piecesOf>[0], { start, end }: Piece): VariablePlace {
  return { path: source.file, range: rangeOf(source, start, end), written: source.text.slice(start, end) };
}

function configPath({ folder }: Workspace): string {
  return `${folder}/_config.yaml`;
}
