import type { Files } from "../files/files.ts";
import { joinPath } from "../files/join-path.ts";
import type { World } from "../world.ts";
import { DEFAULT_FOLDER } from "./arguments.ts";

/** How the folder stands in the help of every command that takes it. */
export const ZONES_FOLDER = "the folder of the zones, or the repository that has them in zones/";

/** Has a command act on the folder of the zones, whichever folder was named. */
export function onZones<Rest extends unknown[], Result>(
  act: (world: World, folder: string, ...rest: Rest) => Promise<Result>,
): (world: World, folder: string, ...rest: Rest) => Promise<Result> {
  return async (world, folder, ...rest) => act(world, await zonesFolderAt(folder, world.files), ...rest);
}

/**
 * The folder of the zones, where it is named itself, or the repository that has it, or nothing from inside of it. A folder
 * that is there in neither way is given back as it is: whoever reads it says so.
 */
export async function zonesFolderAt(folder: string, files: Files): Promise<string> {
  const entries = await files.list(folder);
  if (entries === undefined) {
    const isInside = folder === DEFAULT_FOLDER && (await files.realPath(CONFIG)) !== undefined;
    return isInside ? "." : folder;
  }
  const isZones = entries.some(({ name }) => name === CONFIG);
  const hasZones = entries.some(({ name, kind }) => name === DEFAULT_FOLDER && kind === "folder");
  return hasZones && !isZones ? joinPath(folder, DEFAULT_FOLDER) : folder;
}

const CONFIG = "_config.yaml";
