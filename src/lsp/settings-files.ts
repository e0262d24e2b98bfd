import { isName, keyOf, parseName, ROOT } from "../../dns/name.ts";
import { toAscii } from "../source/idn.ts";
import { type Frame, isFrame, type Piece } from "./pieces.ts";
import type { Workspace } from "./workspace.ts";

/**
 * The file that a piece names beside includes: the template behind `from:` of `_config.yaml`, and the own file of a zone whose
 * name stands under `zones:` there, or in the `$zones` of a template.
 */
export function namedFile(workspace: Workspace, path: string, piece: Piece): string | undefined {
  const keys = keysTo(piece);
  if (path === `${workspace.folder}/_config.yaml`) {
    if (keys[0] !== "zones") return undefined;
    if (keys.length === 3 && keys[2] === "from" && piece.role === "value")
      return `${workspace.folder}/${piece.text}`;
    return keys.length === 2 && piece.role === "key" ? ownFile(workspace, piece.text) : undefined;
  }
  return keys.length === 1 && keys[0] === "$zones" && piece.role === "value"
    ? ownFile(workspace, piece.text)
    : undefined;
}

/** The keys that lead to a piece, from the outermost; a key is the last of its own. */
function keysTo(piece: Piece): string[] {
  const keys: string[] = [];
  if (piece.role === "key") keys.push(piece.text);
  else {
    const entry = [...piece.within.entries.values()].find(
      ({ value }) => value !== undefined && !isFrame(value) && value.start === piece.start,
    );
    if (entry !== undefined) keys.push(entry.key.text);
  }
  for (let at: Frame | undefined = piece.within; at !== undefined; at = at.parent)
    if (at.key !== undefined) keys.unshift(at.key.text);
  return keys;
}

function ownFile({ zones, texts }: Workspace, written: string): string | undefined {
  const name = nameOf(written);
  const zone = name === undefined ? undefined : zones.find(({ origin }) => keyOf(origin) === name);
  return zone !== undefined && texts.has(zone.file) ? zone.file : undefined;
}

function nameOf(written: string) {
  try {
    const name = parseName(toAscii(written), ROOT);
    return isName(name) ? keyOf(name) : undefined;
  } catch {
    return undefined; // it is no name, which the diagnostics say
  }
}
